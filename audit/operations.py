"""Writing the access log."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from audit.models import AccessEvent, AccessKind


def log_access(
    request: HttpRequest,
    kind: AccessKind,
    *,
    subject: str = "",
    person_id: int | None = None,
    reason: str = "",
    sought: str = "",
) -> None:
    """Record that the signed-in user looked at, searched for or was refused something (OSL 26 kap.).

    `subject` is a case or referral number, or the name of a list; `reason` what the user gave for opening it, at most
    300 characters; `sought` the keyed hash of the identity number that was searched for, never the number.

    Runs in the request's transaction: what is shown is logged, or neither happens.
    """
    assert request.user.pk is not None, "only signed-in users are logged"
    match = request.resolver_match
    AccessEvent.objects.create(
        user_id=request.user.pk,
        kind=kind,
        view=(match.view_name if match else "")[:80],
        subject=subject,
        person_id=person_id,
        reason=reason,
        sought=sought,
        address=_address(request),
    )


def _address(request: HttpRequest) -> str | None:
    """The visitor's address; behind proxies the one the first trusted proxy was called from (TRUSTED_PROXIES)."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # no address at all: a socket of the same machine
        return None
    return address
