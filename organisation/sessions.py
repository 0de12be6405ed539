"""Ending what somebody is signed in to."""

from __future__ import annotations

from django.db.models import F

from organisation.models import User


def end_sessions(user: User) -> None:
    """End all sessions of a user at once, on every device.

    A session carries a hash of the user's password and session generation. With the next generation none of them fits
    any more: the next request is a visitor's, and deletes the session. No session has to be searched for or decoded.
    """
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])
