"""How long someone stays signed in: half an hour idle, twelve hours in all (NIST SP 800-63B), less at shared desks.

The half hour is SESSION_COOKIE_AGE; the warning two minutes before the end is the page's own (static/js/session.js).

What these functions keep in the session: `signed_in_at`, the instant of the first request; `shared_desk`, chosen at
sign-in.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from core.swedish.dates import weekday_date
from organisation.models import User
from organisation.sign_in.sessions import end_other_sessions

IDLE_AT_SHARED_DESK = datetime.timedelta(minutes=10)
ABSOLUTE = datetime.timedelta(hours=12)

STORED_FOR = datetime.timedelta(minutes=1)
"""Within a minute of the last one, activity is not stored again: a session ends after 29 to 30 idle minutes."""

SIGNED_IN_AT, SHARED_DESK, LAST_VISIT = "signed_in_at", "shared_desk", "last_visit"

View = TypeVar("View", bound=Callable[..., Any])


def passive(view: View) -> View:
    """A view that a page calls by itself: it does not count as activity and does not prolong the session."""
    view.is_passive = True  # type: ignore[attr-defined]
    return view


def begin(request: HttpRequest, user: User) -> None:
    """Begin the twelve hours at the first request after signing in; at a shared desk, end the user's other sessions."""
    session = request.session
    session[SIGNED_IN_AT] = timezone.now().isoformat()
    if last_visit := session.pop(LAST_VISIT, ""):
        local = timezone.localtime(datetime.datetime.fromisoformat(last_visit))
        messages.info(request, f"Du var senast inloggad {weekday_date(local.date())} kl. {local:%H.%M}.")
    if session.get(SHARED_DESK):
        session.set_expiry(IDLE_AT_SHARED_DESK)
        end_other_sessions(request, user)


def has_begun(session: SessionBase) -> bool:
    """Whether the twelve hours of the session have begun."""
    return SIGNED_IN_AT in session


def ends_at(session: SessionBase) -> datetime.datetime:
    """When the twelve hours are over."""
    signed_in_at = datetime.datetime.fromisoformat(session[SIGNED_IN_AT])
    return signed_in_at + ABSOLUTE


def note_activity(session: SessionBase) -> None:
    """Have the session end half an hour from now, where what is stored is older than `STORED_FOR`."""
    if idle_until(session) <= timezone.now() + datetime.timedelta(seconds=session.get_expiry_age()) - STORED_FOR:
        session.modified = True


def idle_until(session: SessionBase) -> datetime.datetime:
    """When the session ends if nothing more is done, the twelve hours apart: as it is stored, or is about to be."""
    stored_until = getattr(session, "stored_until", None)
    if stored_until is None or session.modified:
        return timezone.now() + datetime.timedelta(seconds=session.get_expiry_age())
    assert isinstance(stored_until, datetime.datetime)
    return stored_until


def seconds_left(session: SessionBase) -> int:
    """Until the session ends if nothing more is done: the idle limit, or what is left of the twelve hours."""
    ends = idle_until(session)
    if has_begun(session):
        ends = min(ends, ends_at(session))
    return max(0, round((ends - timezone.now()).total_seconds()))
