"""Nobody is signed out because the signing key changes (decision 093)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from organisation.models import User


class ChangedKeyMiddleware:
    """While earlier keys are accepted (SECRET_KEY_FALLBACKS), a session that was marked with one gets the new mark.

    Django would do so too, but give the session a new key at the same time: of several requests that a page makes at
    once, all but the first would find that their session is gone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECRET_KEY_FALLBACKS:
            _mark_anew(request.session)
        return self.get_response(request)


def _mark_anew(session: SessionBase) -> None:
    """Where the mark is one of an earlier key. One that fits no key is left for Django to refuse."""
    mark = session.get(HASH_SESSION_KEY)
    if not mark or SESSION_KEY not in session:
        return
    user = User.objects.filter(pk=session[SESSION_KEY]).first()
    if user and any(constant_time_compare(mark, earlier) for earlier in user.get_session_auth_fallback_hash()):
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
