"""Acts that weigh heavily ask who one is, if that was proven more than ten minutes ago (ASVS 7.5.3).

A view says `require_recent_proof(request)`, or carries `@asks_who_one_is`. Whoever has proven it lately notices
nothing; the others are led to show their factor, or to the provider that vouched for them, and back. A form that was
sent in meanwhile waits in the session and is offered again afterwards, to be sent with one press: nothing typed is
lost, and nothing is done that nobody pressed for.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from organisation.access.rules import StaffRequest
from organisation.sign_in.proving.proof import has_proven_recently

WAITING = "waiting_form"
"""In the session: the form that came too late, for as long as a proof would have lasted."""

WAITS = 10 * 60
NOT_KEPT = ("csrfmiddlewaretoken", "password")
"""How names of fields begin, or contain, that are typed again."""

View = TypeVar("View", bound=Callable[..., Any])


class ProofRequiredError(Exception):
    """The signed-in user must show who they are before this."""


class SeeOther(HttpResponseRedirect):
    """Leads on from a form that was not taken; 302 says that it was."""

    status_code = 303


def require_recent_proof(request: HttpRequest) -> None:
    """Raise ProofRequiredError if the session last proved who uses it more than ten minutes ago.

    Where no second factor is required, in the demo, nobody is asked.
    """
    if settings.MFA_REQUIRED and not has_proven_recently(request):
        raise ProofRequiredError


def asks_who_one_is(view: View) -> View:
    """A view that begins with `require_recent_proof`. Stands below `@access`, so that the rule is asked first."""

    @functools.wraps(view)
    def asking(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_recent_proof(request)
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return asking  # type: ignore[return-value]


def ask_who_one_is(request: StaffRequest) -> HttpResponse:
    """Lead to where it is shown, and back from there to the page that was asked for, or to the form that waits."""
    if request.htmx:
        seen = urlsplit(request.htmx.current_url_abs_path or reverse("home")).path
        return HttpResponseClientRedirect(_confirm_address(seen))
    if request.method != "POST":
        return HttpResponseRedirect(_confirm_address(request.get_full_path()))
    keep_waiting(request)
    return SeeOther(_confirm_address(reverse("confirmed")))


def _confirm_address(onward: str) -> str:
    return f"{reverse('confirm')}?{urlencode({'next': onward})}"


def keep_waiting(request: HttpRequest) -> None:
    """Keep what was sent, without what must not be kept, in the place of what waited before."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name for word in NOT_KEPT)
    ]
    request.session[WAITING] = {"path": request.get_full_path(), "fields": fields, "at": time.time()}


def waiting_form(request: HttpRequest) -> tuple[str, list[tuple[str, str]]] | None:
    """The address and the fields of the form that waits, or None."""
    waiting = request.session.get(WAITING)
    if waiting is None or time.time() - waiting["at"] > WAITS:
        return None
    return waiting["path"], [(name, value) for name, value in waiting["fields"]]


def forget_waiting(request: HttpRequest) -> None:
    """Drop the form that waited at an address once it has been sent again."""
    waiting = request.session.get(WAITING)
    if waiting is not None and waiting["path"] == request.get_full_path():
        del request.session[WAITING]
