"""Ending what somebody is signed in to."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.http import HttpRequest

from organisation.access.acting import vouch_for_account
from organisation.models import User
from organisation.sign_in.records.session_store import stored_key


def end_sessions(user: User) -> None:
    """End all sessions of a user at once, on every device.

    A session carries a hash of the user's password and session generation. With the next generation none of them fits
    any more: the next request is a visitor's, whatever store the session lies in. Those that are listed for the user
    are removed as well.
    """
    _next_generation(user)
    _remove(UserSession.objects.filter(user=user))


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """End what the user is signed in to elsewhere; the session of the request goes on, in the new generation."""
    _next_generation(user)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    _remove(UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key))


def _next_generation(user: User) -> None:
    vouch_for_account(user.pk)
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


def _remove(listed: QuerySet[UserSession]) -> None:
    keys = [stored_key(key) for key in listed.values_list("session_key", flat=True)]
    Session.objects.filter(session_key__in=keys).delete()
    listed.delete()
