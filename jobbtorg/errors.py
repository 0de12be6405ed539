"""Requests that cannot be read, or not be carried out just now. What an exception says stays out of the page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import Resolver404, ResolverMatch, resolve
from django.views import defaults
from psycopg import errors as database

from organisation.access.uploads import pages_that_take_files
from organisation.access.written import written_in
from workbench.unsaved.worth_keeping import long_texts

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)

HELD = (database.LockNotAvailable, database.DeadlockDetected, database.SerializationFailure)
"""Somebody else has the row, or both wanted what the other had: the same request a moment later finds it free."""
TOO_SLOW = (database.QueryCanceled,)
"""It took longer than a page may (jobbtorg/database/timeouts.py), without anybody being in the way."""

RETRY_SECONDS = 2
"""What a program is told to wait (Retry-After): longer than a page waits for a row."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where it was too much at once; or what `not_now` says, where a session's row was held."""
    if page := not_now(request, exception):
        return page
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    match = getattr(request, "resolver_match", None) or _resolved(request)
    leads_back = match is not None and match.view_name in pages_that_take_files()
    return HttpResponse(get_template(f"{status}.html").render({"leads_back": leads_back}), status=status)


def _resolved(request: HttpRequest) -> ResolverMatch | None:
    """Whose page was asked for, where that was not looked at yet."""
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; or 409 where a form was sent by whom it was shown to: what it was about is there for them no longer.

    The same for every page, so that it tells nobody what there is elsewhere. Logged as refused, like the 404, and what
    was written is kept like that of any refused form.
    """
    is_a_form = request.method == "POST" and getattr(request, "resolver_match", None) is not None
    written = written_in(request) if is_a_form else None
    user = getattr(request, "user", None)
    if written is None or user is None or user.pk != written.author:
        return defaults.page_not_found(request, exception)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    # What has no blank is no text: an address, or a mark of the form's own.
    texts = [("Text", text) for text in long_texts(fields) if " " in text.strip()]
    response = render(request, "gone.html", {"texts": texts, "list_url": _list_of(request)}, status=HTTPStatus.CONFLICT)
    response.was_not_found = True  # type: ignore[attr-defined]
    return response


def _list_of(request: HttpRequest) -> str:
    """The list under which the address stands: of "/remisser/7/ta-emot" "/remisser"; "" where there is none."""
    address = f"/{request.path.split('/')[1]}"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address if address != request.path else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or what `not_now` says, where what was raised outside a view (in a middleware, say) was only a wait."""
    return not_now(request, sys.exc_info()[1]) or defaults.server_error(request)


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token against forgery is not this browser's any more: from before another sign-in, mostly.

    What it held is kept for whom the form was shown to (workbench/unsaved), and the page leads back there.
    """
    written = written_in(request)
    user = getattr(request, "user", None)
    is_own = written is not None and (user is None or not user.is_authenticated or user.pk == written.author)
    page = get_template("403_csrf.html").render({"written": written, "is_own": is_own})
    response = HttpResponse(page, status=HTTPStatus.FORBIDDEN)
    response.token_refused = True  # type: ignore[attr-defined]
    return response


class HeldRowMiddleware:
    """Answers instead of a view that had to wait too long. What the view wrote is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_now(request, exception)


def not_now(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """503 with a page that keeps what was typed, where `exception` comes from a wait in the database; else None.

    503, not 409: nobody has changed anything that must be looked at first, and the same request may succeed as it is.
    The form on the page is the one that was sent, its token against forgery too: if it was taken after all, sending
    it again leads to where it led (decision 073). The page asks nothing of the database, which may not answer.
    """
    causes = list(_causes(exception))
    held = any(isinstance(cause, HELD) for cause in causes)
    if not held and not any(isinstance(cause, TOO_SLOW) for cause in causes):
        return None
    names = list(request.POST) if request.method == "POST" and "csrfmiddlewaretoken" in request.POST else []
    left_out = bool(request.FILES) if names else False
    left_out |= any(map(_is_password, names))
    context: dict[str, Any] = {
        "held": held,
        "address": request.get_full_path(),
        "was_sent": request.method == "POST",
        "fields": [(name, value) for name in names if not _is_password(name) for value in request.POST.getlist(name)],
        "left_out": left_out,
        "multipart": request.content_type == "multipart/form-data",
    }
    page = get_template("503.html").render(context)
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def _is_password(name: str) -> bool:
    """Whether a field's value is never sent back."""
    return "password" in name.lower()


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    """The exception and those it comes from: Django's own, and under it the driver's."""
    while exception is not None:
        yield exception
        exception = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
