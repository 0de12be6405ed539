"""The counting itself: each function is one grouped query whose size depends on units and reasons, never on cases.

What is counted is defined in docs/statistics.md, and for readers beside the measures (statistics/measures.py). Cases
registered in error are left out everywhere; a corrected closing leaves `Enrolment.closed_on` empty and so counts as no
closing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, F, FilteredRelation, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from aspirants.models import Closure, ClosureStatus, Enrolment, OutcomeGroup, Protection, SupportUnitChange, UnitStay
from deadlines.models import ClockStatus, DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from measures import promises
from measures.periods import Period
from measures.scope import Scope
from measures.units import Units
from meetings.booked_meetings import booked_from
from organisation.models import Jobbtorg

Counts = QuerySet[Any, Any]  # of dictionaries, one per group
Periods = Sequence[Period]

_OF_PROTECTED = ~Q(person__protection=Protection.NONE)

# A stay that ends the day it begins lasted no day: the case passed through in a chain of transfers.
LASTED = Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on"))


def units_in(scope: Scope) -> QuerySet[Jobbtorg]:
    """The jobbtorg of the scope; those of a single unit's scope are the unit and its branches."""
    units = Jobbtorg.objects.order_by("name")
    if scope.jobbtorg_id is None:
        return units
    return units.filter(Q(pk=scope.jobbtorg_id) | Q(parent_id=scope.jobbtorg_id))


def _at_units(scope: Scope, units: Units) -> Q:
    """The jobbtorg is one of the scope's; no condition where all are."""
    return Q() if scope.jobbtorg_id is None else Q(jobbtorg_id__in=units)


def _hull(periods: Periods) -> Period:
    """From the first day of any of the periods to the last day of any."""
    return Period(min(one.first for one in periods), max(one.last for one in periods))


def _stays(scope: Scope, periods: Periods) -> QuerySet[UnitStay]:
    """Stays of cases that were open at some time in the periods, of the scope's stadsdelar."""
    period = _hull(periods)
    stays = UnitStay.objects.filter(
        LASTED,
        Q(enrolment__closed_on__isnull=True) | Q(enrolment__closed_on__gte=period.first),
        ~Q(enrolment__in=_registered_in_error(period)),
        enrolment__enrolled_on__lte=period.last,
    ).order_by()
    if scope.district_ids:
        stays = stays.filter(_sent_by(scope, "enrolment__"))
    return stays


def _sent_by(scope: Scope, case: str = "") -> Q:
    """Cases that the scope's stadsdelar sent. One that has got another unit since is still who sent it: the first's.

    `case` is the lookup that leads to the case. Few cases have ever changed.
    """
    changes = SupportUnitChange.objects.order_by()
    first = SupportUnitChange.objects.filter(enrolment=OuterRef("enrolment")).order_by("changed_on", "pk").values("pk")
    sent = changes.filter(pk=Subquery(first[:1]), origin__district_id__in=scope.district_ids).values("enrolment")
    unchanged = Q(**{f"{case}income_support_unit__district_id__in": scope.district_ids})
    return (unchanged & ~Q(**{f"{case}pk__in": changes.values("enrolment")})) | Q(**{f"{case}pk__in": sent})


def _registered_in_error(period: Period) -> QuerySet[Any]:
    """The cases that count nowhere, of those closed since a period began (a case has the day of its closure).

    They are few: found once, they are left out without a look-up for each case.
    """
    standing = Closure.objects.exclude(status=ClosureStatus.CORRECTED).order_by()
    return standing.filter(closed_on__gte=period.first, reason__group=OutcomeGroup.EXCLUDED).values("enrolment")


def _at_unit_on(day: F) -> Q:
    return Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def _closed_in(period: Period) -> Q:
    """The stay on the day the case was closed, if that day lies in the period."""
    return Q(enrolment__closed_on__range=period.days) & _at_unit_on(F("enrolment__closed_on"))


def _closed_stays(scope: Scope, periods: Periods, units: Units) -> QuerySet[UnitStay]:
    """The stays, at the scope's units, on the days that their cases were closed in the periods."""
    return _stays(scope, periods).filter(_at_units(scope, units), _closed_in(_hull(periods)))


def movements(scope: Scope, periods: Periods, units: Units) -> Counts:
    """Per unit and protection, for each period by its place (`new_0`): cases at the start, new, closed and remaining.

    At the start means before anything happened on the first day, remaining means after the last day, so that a
    period's remaining cases are the next one's at the start.
    """
    stays = _stays(scope, periods).filter(_at_units(scope, units))
    counts: dict[str, Count] = {}
    for place, period in enumerate(periods):
        first, last = period.days
        at_start = (
            Q(enrolment__enrolled_on__lt=first, started_on__lt=first)
            & (Q(ended_on__isnull=True) | Q(ended_on__gte=first))
            & (Q(enrolment__closed_on__isnull=True) | Q(enrolment__closed_on__gte=first))
        )
        remaining = (
            Q(started_on__lte=last)
            & (Q(ended_on__isnull=True) | Q(ended_on__gt=last))
            & (Q(enrolment__closed_on__isnull=True) | Q(enrolment__closed_on__gt=last))
        )
        new = Q(enrolment__enrolled_on__range=period.days) & _at_unit_on(F("enrolment__enrolled_on"))
        counts |= {
            f"opening_{place}": Count("pk", filter=at_start),
            f"new_{place}": Count("pk", filter=new),
            f"closed_{place}": Count("pk", filter=_closed_in(period)),
            f"remaining_{place}": Count("pk", filter=remaining),
        }
    return stays.values(unit=F("jobbtorg_id"), protected=~Q(enrolment__person__protection=Protection.NONE)).annotate(
        **counts
    )


def transfers(scope: Scope, periods: Periods) -> Counts:
    """Moves of open cases as pairs of units, by the period's place (`cases_0`). Protected persons move unseen.

    Found from the stays that ended: few of all have, and the one that follows began on that day.
    """
    follows = Q(enrolment__stays__started_on=F("ended_on")) & (
        Q(enrolment__stays__ended_on__isnull=True) | Q(enrolment__stays__ended_on__gt=F("enrolment__stays__started_on"))
    )
    moves = _stays(scope, periods).filter(
        follows,
        Q(enrolment__closed_on__isnull=True) | Q(enrolment__closed_on__gte=F("ended_on")),
        ended_on__range=_hull(periods).days,
        ended_on__gt=F("enrolment__enrolled_on"),
        enrolment__person__protection=Protection.NONE,
    )
    return moves.values(origin=F("jobbtorg_id"), destination=F("enrolment__stays__jobbtorg_id")).annotate(
        **_cases(periods, lambda period: Q(ended_on__range=period.days))
    )


def _cases(periods: Periods, counted: Callable[[Period], Q]) -> dict[str, Count]:
    return {f"cases_{place}": Count("pk", filter=counted(period)) for place, period in enumerate(periods)}


def closings(scope: Scope, periods: Periods, units: Units) -> Counts:
    """Closed cases per unit, protection and reason, for each period by its place (`cases_0`).

    A case has at most one closure that stands.
    """
    standing = ~Q(enrolment__closures__status=ClosureStatus.CORRECTED)
    return (
        _closed_stays(scope, periods, units)
        .alias(closure=FilteredRelation("enrolment__closures", condition=standing))
        .filter(closure__isnull=False)
        .values(
            reason=F("closure__reason_id"),
            unit=F("jobbtorg_id"),
            protected=~Q(enrolment__person__protection=Protection.NONE),
        )
        .annotate(**_cases(periods, lambda period: Q(enrolment__closed_on__range=period.days)))
    )


def closed_more_than_once(scope: Scope, periods: Periods, units: Units) -> QuerySet[Any, Any]:
    """The closings of persons who had several: person, unit, protection and day.

    Of everybody else there is a person for each closed case.
    """
    several = Enrolment.objects.filter(closed_on__range=_hull(periods).days).order_by().values("person")
    return (
        _closed_stays(scope, periods, units)
        .filter(enrolment__person__in=several.annotate(cases=Count("pk")).filter(cases__gt=1).values("person"))
        .values(
            person=F("enrolment__person_id"),
            unit=F("jobbtorg_id"),
            protected=~Q(enrolment__person__protection=Protection.NONE),
            day=F("enrolment__closed_on"),
        )
    )


def guarantee_clocks(scope: Scope, periods: Periods, units: Units) -> Counts:
    """The promises of jobbgarantin that were decided, per unit, protection and outcome (M4), for each period by its
    place (`cases_0`).
    """
    today = timezone.localdate()
    clocks = _promises(scope, units).filter(promises.decided(_hull(periods).days, today))
    return clocks.values(unit=promises.COUNTED_AT, protected=_OF_PROTECTED, outcome=promises.outcome(today)).annotate(
        **_cases(periods, lambda period: Q(due_on__range=period.days))
    )


def standing(scope: Scope, now: datetime.datetime, units: Units) -> Counts:
    """Jobbgarantin as of an instant, per unit and protection: what is near, what is late, what thirty days decided."""
    today = timezone.localdate(now)
    return _standing(scope, now, units, clock_conditions.near(today), clock_conditions.late(today))


def standing_then(scope: Scope, began: datetime.datetime, units: Units) -> Counts:
    """The same as it was when a local day began, from when clocks started, were fulfilled and ended."""
    today = timezone.localdate(began)
    near, late = clock_conditions.near_then(began, today), clock_conditions.late_then(began, today)
    return _standing(scope, began, units, near, late)


def _standing(scope: Scope, now: datetime.datetime, units: Units, near: Q, late: Q) -> Counts:
    today = timezone.localdate(now)
    month = clock_conditions.last_thirty_days(today)
    decided = promises.decided(month, today)
    clocks = _promises(scope, units).filter(near | late | decided).annotate(has_booked_meeting=booked_from(now))
    return clocks.values(unit=promises.COUNTED_AT, protected=_OF_PROTECTED).annotate(
        near=Count("pk", filter=near),
        booked=Count("pk", filter=near & Q(has_booked_meeting=True)),
        late=Count("pk", filter=late),
        late_before=Count("pk", filter=late & ~Q(due_on__range=month)),
        oldest=Min("due_on", filter=late),
        met=Count("pk", filter=decided & Q(status=ClockStatus.MET)),
        breached=Count("pk", filter=decided & clock_conditions.broken(today)),
        excused=Count("pk", filter=decided & Q(status=ClockStatus.EXCUSED)),
    )


def _promises(scope: Scope, units: Units) -> ClockQuerySet:
    """The promises in the figures of the scope's units and stadsdelar."""
    clocks: ClockQuerySet = DeadlineClock.objects.filter(promises.PROMISE).order_by()
    if scope.jobbtorg_id is not None:
        clocks = clocks.filter(promises.counted_at(units))
    if scope.district_ids:
        # A clock may start and end before there is a case; then the referral knows who sent the person.
        by_referral = Q(referral__unit__district_id__in=scope.district_ids)
        clocks = clocks.filter(by_referral | Q(referral__isnull=True) & _sent_by(scope, "enrolment__"))
    return clocks
