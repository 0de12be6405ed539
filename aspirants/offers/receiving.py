"""Who can answer an offer to another jobbtorg, and when what is offered is due."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from organisation.models import Jobbtorg, Role, User


def managers_of(jobbtorg: Jobbtorg, *, is_protected: bool) -> QuerySet[User]:
    """The managers in service there; about a protected person only those appointed to open such persons."""
    managers = User.objects.in_service().filter(role=Role.MANAGER, jobbtorg=jobbtorg)
    return managers.filter(protected_access=True) if is_protected else managers


def receivers_at(destination: Jobbtorg, *, own: int, is_protected: bool) -> QuerySet[User]:
    """The managers who can answer an offer by the jobbtorg with the key `own`.

    Raises OperationRefused at the field `destination` where it is the own one, has closed or has nobody to answer.
    """
    if destination.pk == own or not destination.is_valid_on(timezone.localdate()):
        raise OperationRefused("Välj ett annat jobbtorg som finns i dag.", field="destination")
    receivers = managers_of(destination, is_protected=is_protected)
    if not receivers.exists():
        who = "enhetschef som får öppna skyddade personer" if is_protected else "enhetschef"
        raise OperationRefused(f"{destination} har ingen {who} som kan svara.", field="destination")
    return receivers


def due_in_words(due_on: datetime.date | None) -> str:
    """The last day of what is offered, "mån 9 mars 2026, har gått ut"; it does not change by the move."""
    if due_on is None:
        return "Ingen frist löper"
    return f"{weekday_date(due_on)}{', har gått ut' if due_on < timezone.localdate() else ''}"
