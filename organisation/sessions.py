"""Ending what somebody is signed in to."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db.models import F

from organisation.models import User


def end_sessions(user: User) -> None:
    """End all sessions of a user at once, on every device.

    A session carries a hash of the user's password and session generation. With the next generation none of them fits
    any more: the next request is a visitor's, whatever store the session lies in. Those that are listed for the user
    are removed as well.
    """
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])
    for session in UserSession.objects.filter(user=user):
        session.end()
