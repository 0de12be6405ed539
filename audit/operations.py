"""Writing the access log."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from audit.models import AccessEvent, AccessKind


def log_access(request: HttpRequest, kind: AccessKind, *, subject: str = "", person_id: int | None = None) -> None:
    """Record that the signed-in user looked at, searched for or was refused something (OSL 26 kap.).

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
        address=_address(request),
    )


def _address(request: HttpRequest) -> str | None:
    """The visitor's address; behind proxies the one the first trusted proxy was called from (TRUSTED_PROXIES)."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # no address at all: a socket of the same machine
        return None
    return address
