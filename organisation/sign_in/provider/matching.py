"""Whom the provider's answer is about.

A claim chosen for the provider (its setting `staff_claim`) is compared with the staff id that an administrator has
written on the user. Providers differ in which of theirs never changes: `oid` at Entra ID, `sub` at most others, an
employee number or a user name where the directory sends it. An e-mail address changes with a name, may be given to
somebody else later, and Entra ID and AD FS never say whether they have verified it: it counts only where the setting
`trust_email` says so, which somebody has decided about that one provider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from organisation.models import User
from organisation.sign_in.provider.refusals import (
    EMAIL_NOT_VERIFIED,
    NO_ACCOUNT,
    NO_ACCOUNT_BY_EMAIL,
    NO_STAFF_ID,
    NOT_IN_SERVICE,
    NOT_TRUSTED,
    TOO_WEAK,
    WRONG_TENANT,
    RefusedError,
)

Claims = Mapping[str, Any]

IN_ANY_CASE = frozenset({"email", "preferred_username", "unique_name", "upn", "winaccountname"})
"""Names of accounts, which directories compare without regard to capitals. Other identifiers are compared exactly."""


def user_vouched_for(claims: Claims, about_user: Claims, settings: Claims) -> User:
    """The user in service whom the provider's answer is about.

    `claims` are those of the signed ID token, `about_user` the user information (empty if there was none), `settings`
    those of the provider (jobbtorg.configuration.openid_connect). Raises RefusedError.
    """
    # OpenID Connect Core 5.3.2: what is about another subject must not be used.
    if about_user and about_user.get("sub") != claims["sub"]:
        raise RefusedError(NOT_TRUSTED)
    if settings.get("tenant") and claims.get("tid") != settings["tenant"]:
        raise RefusedError(WRONG_TENANT)
    user = _found({**about_user, **claims}, settings)
    if not user.is_in_service:
        raise RefusedError(NOT_IN_SERVICE, user)
    if not _strong_enough(claims, settings):
        raise RefusedError(TOO_WEAK, user)
    return user


def _found(said: Claims, settings: Claims) -> User:
    claim = settings.get("staff_claim")
    if claim:
        staff_id = said.get(claim)
        # An employee number may be sent as a number; a list or nothing is no identifier.
        if isinstance(staff_id, bool) or not isinstance(staff_id, str | int) or staff_id == "":
            raise RefusedError(NO_STAFF_ID)
        compared = "staff_id__iexact" if claim in IN_ANY_CASE else "staff_id"
        user = User.objects.filter(**{compared: str(staff_id)}).first()
        if user is None:
            raise RefusedError(NO_ACCOUNT)
        return user
    if not settings.get("trust_email"):
        raise RefusedError(NO_STAFF_ID)
    # Where the provider says something about the address, it must be that it is verified, and not merely some text.
    if said.get("email_verified", True) is not True:
        raise RefusedError(EMAIL_NOT_VERIFIED)
    email = said.get("email")
    user = User.objects.filter(email=email.lower()).first() if isinstance(email, str) and email else None
    if user is None:
        raise RefusedError(NO_ACCOUNT_BY_EMAIL)
    return user


def _strong_enough(claims: Claims, settings: Claims) -> bool:
    """Whether the ID token says that the user signed in by one of the ways that count (`acr`, `amr`)."""
    levels: Sequence[str] = settings.get("required_acr") or ()
    ways: Sequence[str] = settings.get("required_amr") or ()
    used = claims.get("amr") or []
    used = [used] if isinstance(used, str) else used
    return (not levels or claims.get("acr") in levels) and (not ways or not set(ways).isdisjoint(used))
