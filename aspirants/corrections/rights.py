"""Who may correct a thing, and when a reason is needed for it (FC-30)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from organisation.access.permissions import Act, may
from organisation.models import User

FREE_FOR = datetime.timedelta(hours=24)
"""So long after registering a thing its author corrects it without a reason."""

REASON_NEEDED = "Skriv varför det rättas."
NOTHING_CHANGED = "Ingenting är ändrat."
REMOVED_LATE = "Det är mer än ett dygn sedan, eller registrerat av någon annan. Be enhetschefen att ta bort det."


@dataclass(frozen=True)
class Recorded:
    """Who registered a thing, and when; None where that is not known."""

    by: int | None
    at: datetime.datetime | None


def is_free(actor: User, recorded: Recorded) -> bool:
    """Whether the actor registered the thing less than a day ago."""
    return recorded.by == actor.pk and recorded.at is not None and timezone.now() - recorded.at < FREE_FOR


def require_reason(actor: User, recorded: Recorded, reason: str) -> None:
    """Refuse a correction without a reason, unless it is the author's own within a day."""
    if not reason and not is_free(actor, recorded):
        raise OperationRefused(REASON_NEEDED, field="reason")


def require_removable(actor: User, recorded: Recorded) -> None:
    """Refuse to remove what was registered on the wrong person, unless by its author within a day, or by a manager."""
    if not is_free(actor, recorded) and not may(actor, Act.REMOVE_WRONG_PERSON):
        raise OperationRefused(REMOVED_LATE)


def locked_cases(enrolment: Enrolment, to: Enrolment | None) -> tuple[Enrolment, Enrolment | None]:
    """The case, and the right one where it is known, both locked in the order of their keys: nobody waits in a ring."""
    if to is not None and to.pk == enrolment.pk:
        raise OperationRefused("Välj ett annat ärende än det här.", field="to")
    keys = [enrolment.pk] + ([to.pk] if to else [])
    cases = {one.pk: one for one in Enrolment.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")}
    return cases[enrolment.pk], cases[to.pk] if to else None
