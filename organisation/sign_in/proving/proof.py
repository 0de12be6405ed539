"""What a session has proven about the person who uses it.

Read from allauth's own record, which lies in the session: one entry for each password, factor or provider that vouched
for the user there. What the user owns proves nothing: whoever has only the password owns the same account.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from organisation.models import User

FRESH = 5 * 60
"""Seconds during which a proof counts for changing how one signs in."""

RECENT = 10 * 60
"""Seconds during which a proof counts for acts that weigh heavily (organisation.sign_in.proving.confirming)."""

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
LOCAL_FACTOR, PROVIDER, PASSWORD = "mfa", "socialaccount", "password"  # allauth's names of the methods


def owns_second_factor(user: User) -> bool:
    """Whether the user has connected an app or a key, here or elsewhere."""
    return bool(is_mfa_enabled(user, FACTORS))


def came_from_provider(request: HttpRequest, user: User | None) -> bool:
    """Whether the city's identity provider vouched for the user in this session; its factors are its own matter."""
    return _proven(request, user, PROVIDER)


def has_proven_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session has seen a second factor of the user's, or the provider's word."""
    return _proven(request, user, LOCAL_FACTOR, PROVIDER)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the session of a signed-in user has yet to prove a second factor before it opens anything."""
    user = request.user
    return settings.MFA_REQUIRED and isinstance(user, User) and not has_proven_second_factor(request, user)


def may_change_factors(request: HttpRequest, user: User) -> bool:
    """Whether this session proved a moment ago what is needed to change how the user signs in.

    A factor, here or at the provider, once there is one; before that, for the first, the password is enough.
    """
    if owns_second_factor(user):
        return _proven(request, user, LOCAL_FACTOR, PROVIDER, within=FRESH)
    return _proven(request, user, PASSWORD, LOCAL_FACTOR, PROVIDER, within=FRESH)


def has_proven_recently(request: HttpRequest) -> bool:
    """Whether the signed-in user showed a factor in this session, here or at the provider, within ten minutes."""
    return isinstance(request.user, User) and _proven(request, request.user, LOCAL_FACTOR, PROVIDER, within=RECENT)


def note_proof(request: HttpRequest, user: User, method: str, **facts: Any) -> None:
    """Write in the record of the user's session that they have proven who they are, as allauth itself does."""
    proof = {"method": method, "at": time.time(), "reauthenticated": True, **facts}
    records = get_authentication_records(request, user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records, proof]


def _proven(request: HttpRequest, user: User | None, *methods: str, within: float | None = None) -> bool:
    """Whether one of the methods was used in the session; with `within`, no longer ago than so many seconds."""
    records = [one for one in get_authentication_records(request, user) if one["method"] in methods]
    if within is None:
        return bool(records)
    # allauth notes when the provider answered. When it asked is noted beside it, with "reauthenticated".
    dated = [one for one in records if one["method"] != PROVIDER or "reauthenticated" in one]
    return any(time.time() - one["at"] < within for one in dated)
