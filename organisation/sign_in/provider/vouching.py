"""What a session remembers of the provider that vouched for its user, so that both can end it."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.signals import password_changed, user_logged_in
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from core.encryption import decrypted, encrypted
from organisation.access.acting import vouch_for_account
from organisation.models import User
from organisation.sign_in.proving.proof import PROVIDER, note_proof

VOUCHED, SIGN_OUT = "vouched", "provider_sign_out"
"""In the session: who vouched; and, after signing out of it, where to sign out of the provider as well."""


@receiver(user_logged_in, dispatch_uid="organisation.vouched_for")
def vouched_for(request: HttpRequest, user: User, sociallogin: Any = None, **kwargs: Any) -> None:
    """Keep what ends the session later: the provider's own numbers for user and session, and the token as a hint."""
    if sociallogin is None:
        return
    facts: dict[str, Any] = sociallogin.account.extra_data
    claims = facts["id_token"]
    request.session[VOUCHED] = {
        "provider": sociallogin.account.provider,
        "sub": claims["sub"],
        "sid": claims.get("sid", ""),
        "client_id": facts["client_id"],
        "end_session": facts["end_session"],
        "hint": encrypted(facts["raw_id_token"]),
    }
    note_provider_proof(request, user, claims)
    _list(request)


@receiver(password_changed, dispatch_uid="organisation.still_vouched_for")
def still_vouched_for(request: HttpRequest, **kwargs: Any) -> None:
    """A new password gives the session a new key, by which it is listed anew."""
    _list(request)


def note_provider_proof(request: HttpRequest, user: User, claims: dict[str, Any]) -> None:
    """Note when the user proved who they are at the provider: not now, if it let them in by a session of its own."""
    at = proven_at(claims)
    if at is not None:
        note_proof(request, user, PROVIDER, at=at)


def proven_at(claims: dict[str, Any]) -> float | None:
    """When the user last showed the provider who they are, in seconds since 1970 and not ahead of us; None: unsaid."""
    at = claims.get("auth_time")
    return min(float(at), time.time()) if isinstance(at, int | float) and not isinstance(at, bool) else None


def _list(request: HttpRequest) -> None:
    vouched = request.session.get(VOUCHED)
    if vouched:
        known = {name: vouched[name] for name in ("provider", "sub", "sid")}
        UserSession.objects.filter(session_key=request.session.session_key).update(data=known)


def end_vouched(request: HttpRequest, provider: str, *, sub: str = "", sid: str = "") -> None:
    """End the sessions for which the provider vouched: the one with its number `sid`, or all of the user `sub`.

    Each gets a row in the access log, as any signing out.
    """
    named = {f"data__{name}": value for name, value in (("sub", sub), ("sid", sid)) if value}
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_signed_in_from(%s, %s, %s)", [provider, sub, sid])
        users = [key for (key,) in cursor.fetchall()]
    for user in users:
        vouch_for_account(user)
        listed = UserSession.objects.filter(user=user, data__provider=provider, **named).select_related("user")
        for session in listed:
            user_logged_out.send(sender=User, request=request, user=session.user)
            session.end()


def sign_out_address(request: HttpRequest) -> str:
    """Where to sign out of the provider that vouched in this session (RP-Initiated Logout 1.0); empty if none did.

    Without it, whoever sits down at the desk next comes in as the same user with one click.
    """
    vouched = request.session.get(VOUCHED)
    if not vouched or not vouched["end_session"]:
        return ""
    asked = {
        "id_token_hint": decrypted(vouched["hint"]),
        "client_id": vouched["client_id"],
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("account_login")),
    }
    separator = "&" if "?" in vouched["end_session"] else "?"
    return f"{vouched['end_session']}{separator}{urlencode(asked)}"
