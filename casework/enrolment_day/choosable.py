"""Between which days the day of an enrolment can be put right: said before one is chosen, asked of the one that is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from aspirants.models import Enrolment
from casework.enrolment_day.first import first_that_happened
from casework.enrolment_day.shown import arrived_on
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from organisation.models import User
from referrals.operations.stated.enrolment_day import require_enrolment_day
from referrals.rules.backdating import earliest_backdating

SAME_DAY = "Det är samma dag som förut. Ändra dagen, eller gå tillbaka."


@dataclass(frozen=True)
class Choosable:
    """The first and the last day there is to choose, and what sets them. `earliest` None: as far back as one likes."""

    earliest: datetime.date | None
    latest: datetime.date
    first: tuple[datetime.date, str] | None
    """What happened first in the case, where that sets the last day."""
    is_limited: bool
    """Whether a manager could go further back."""
    registered: datetime.date
    """The day that is registered, which is none to choose."""

    @property
    def has_any(self) -> bool:
        """Whether there is another day than the one that is registered."""
        if self.earliest is None:
            return True
        days = (self.latest - self.earliest).days + 1
        return days > (1 if self.earliest <= self.registered <= self.latest else 0)

    @property
    def sentence(self) -> str:
        """Between which days, and why not beyond."""
        why = ""
        if self.first is not None:
            day, what = self.first
            why = f" Senare går inte, för {what} {weekday_date(day)} kan inte ligga före inskrivningen."
        if not self.has_any:
            whom = " Be enhetschefen att rätta dagen." if self.is_limited else ""
            limit = " Du kan gå högst 5 arbetsdagar tillbaka." if self.is_limited else ""
            return f"Det finns ingen dag som du kan välja.{limit}{why}{whom}"
        begin = f"från och med {weekday_date(self.earliest)} " if self.earliest else ""
        limit = " Längre tillbaka än 5 arbetsdagar rättar enhetschefen dagen." if self.is_limited else ""
        return f"Du kan välja en dag {begin}till och med {weekday_date(self.latest)}.{limit}{why}"


def choosable_days(actor: User, enrolment: Enrolment, arrived: datetime.date | None) -> Choosable:
    """What the user can choose; `arrived`: when the referral or the person came.

    Of other cases of the person those count that the user may see: when another one was open is not told here.
    """
    first = first_that_happened(enrolment)
    latest = timezone.localdate(enrolment.created_at)
    is_first_the_last = first is not None and first[0] < latest
    if first is not None:
        latest = min(latest, first[0])
    limit = earliest_backdating(actor)
    bounds = [day for day in (arrived, _former_closed_on(actor, enrolment), limit) if day is not None]
    earliest = max(bounds, default=None)
    return Choosable(
        earliest=earliest,
        latest=latest,
        first=first if is_first_the_last else None,
        is_limited=limit is not None and earliest == limit,
        registered=enrolment.enrolled_on,
    )


def _former_closed_on(actor: User, enrolment: Enrolment) -> datetime.date | None:
    others = Enrolment.objects.visible_to(actor).filter(person=enrolment.person_id).exclude(pk=enrolment.pk)
    if enrolment.closed_on is not None:
        others = others.filter(enrolled_on__lt=enrolment.closed_on)
    closed: datetime.date | None = others.aggregate(last=Max("closed_on"))["last"]
    return closed


def require_choosable(enrolled_on: datetime.date, *, actor: User, case: Enrolment) -> None:
    """Refuse a day on which the case cannot have begun, or that is registered already."""
    if enrolled_on == case.enrolled_on:
        raise OperationRefused(SAME_DAY, field="enrolled_on")
    require_enrolment_day(
        actor=actor, person=case.person, enrolled_on=enrolled_on, received_on=arrived_on(case), case=case
    )
    _require_before_the_rest(case, enrolled_on)


def _require_before_the_rest(case: Enrolment, enrolled_on: datetime.date) -> None:
    """Refuse a day after the enrolment was registered, or after the first thing that has happened in the case."""
    registered_on = timezone.localdate(case.created_at)
    if enrolled_on > registered_on:
        day = weekday_date(registered_on)
        raise OperationRefused(f"Inskrivningen kan inte ligga efter att den registrerades {day}.", field="enrolled_on")
    first = first_that_happened(case)
    if first is not None and enrolled_on > first[0]:
        happened = f"{first[1]} {weekday_date(first[0])}"
        raise OperationRefused(f"Inskrivningen kan inte ligga efter {happened}. Rätta det först.", field="enrolled_on")
