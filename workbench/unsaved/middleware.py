"""What holds for every form: what was kept of it goes when it is taken, and what was sent in vain is kept."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from organisation.access.acting import acting_for
from organisation.access.written import TOKEN, Written, fetched_page, short, written_in
from organisation.models import User
from workbench.unsaved.kept import author_of, put_back_in
from workbench.unsaved.operations import drop_saved, keep_text, take_up
from workbench.unsaved.worth_keeping import has_long_text

OWN = ("unsaved_keep", "unsaved_drop")
"""URL names of what keeps and drops: no forms themselves."""

Fields = dict[str, list[str]]


class UnsavedTextMiddleware:
    """A form is lost where nobody was signed in, where the token against forgery was from before another sign-in, and
    where it was refused with a page that does not show it again. Then it is kept for its author, whom the form names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if isinstance(request.user, User) else None
        response = self.get_response(request)
        match = request.resolver_match
        if request.method != "POST" or (match is not None and match.view_name in OWN):
            return response
        same_user = user is not None and request.user == user
        if user is not None and same_user and response.status_code == HTTPStatus.FOUND:
            fetched, address = fetched_page(request.POST.get(TOKEN, "")), short(request.get_full_path())
            drop_saved(actor=user, address=address, fetched=fetched, key=put_back_in(request))
            return response
        if user is not None and same_user and _is_shown_again(response):
            if (key := put_back_in(request)) is not None:
                take_up(actor=user, key=key)
            return response
        return _keep_what_is_lost(request, response, user)


def _keep_what_is_lost(request: HttpRequest, response: HttpResponse, user: User | None) -> HttpResponse:
    """The response, or the way to sign in and from there to the page the form stood on."""
    without_session = user is None and _leads_to_sign_in(response)
    refused = response.status_code >= HTTPStatus.BAD_REQUEST and not _is_shown_again(response)
    if not (without_session or refused):
        return response
    written, fields = written_in(request), dict(request.POST.lists())
    whole = without_session or getattr(response, "token_refused", False)
    if written is not None and (whole or has_long_text(fields)):
        _keep(request, written, fields, user)
    if without_session:
        return redirect_to_login(written.page if written else reverse("home"))
    return response


SHOWN_AGAIN = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE)
"""Answers whose page holds what was sent."""


def _is_shown_again(response: HttpResponse) -> bool:
    """Whether the page holds what was sent as a form; one about what is gone has no form any more."""
    return response.status_code in SHOWN_AGAIN and not getattr(response, "was_not_found", False)


def _leads_to_sign_in(response: HttpResponse) -> bool:
    """Whether nobody was let in (audit.middleware), which says where to go on; the pages of signing in do not."""
    if response.status_code != HTTPStatus.FOUND:
        return False
    onward = urlsplit(response["Location"])
    return onward.path == reverse("account_login") and "next=" in onward.query


def _keep(request: HttpRequest, written: Written, fields: Fields, user: User | None) -> None:
    author = user if user is not None and user.pk == written.author else author_of(written)
    if author is None:
        return
    with acting_for(author):
        keep_text(
            actor=author,
            page=written.page.split("?")[0],
            address=short(request.get_full_path()),
            fields=fields,
            fetched=fetched_page(request.POST.get(TOKEN, "")),
            was_sent=True,
            key=put_back_in(request),
        )
