"""How firmly the closings of a period stand: preliminary or confirmed, and what was said of them afterwards.

For the jobbtorg's own staff alone: a handful of closings that changed later would tell others who they were.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from aspirants.closing.frozen import frozen_on, frozen_through
from aspirants.models import Closure, ClosureStatus, OutcomeGroup, Protection, UnitStay
from aspirants.querysets import ClosureQuerySet
from core.swedish.dates import long_date, start_of_day
from core.swedish.numbers import counted
from measures.periods import Period
from measures.scope import Reach, Scope


@dataclass(frozen=True)
class Certainty:
    """Closings of a period by how firmly they stand, and those that changed after the period's figures stood.

    `frozen_on` is the local date from which they stand; None while they do not.
    """

    preliminary: int
    confirmed: int
    registered_later: int
    corrected_later: int
    in_error_later: int
    frozen_on: datetime.date | None

    def sentences(self) -> list[str]:
        """What a reader must know; nothing where nothing was closed and nothing has changed."""
        found = []
        if self.preliminary:
            whole = self.preliminary + self.confirmed
            found.append(
                f"Av {counted(whole, 'avslut', 'avslut')} är {self.preliminary} preliminära och {self.confirmed} "
                "bekräftade. Ett avslut till arbete bekräftas när arbetet har varat en månad."
            )
        later = [
            f"{counted(number, one, more)}"
            for number, one, more in (
                (self.registered_later, "avslut registrerats", "avslut registrerats"),
                (self.corrected_later, "avslut rättats", "avslut rättats"),
                (self.in_error_later, "ärende avslutats som felregistrerat", "ärenden avslutats som felregistrerade"),
            )
            if number
        ]
        if later and self.frozen_on is not None:
            what = " och ".join([", ".join(later[:-1]), later[-1]]) if len(later) > 1 else later[0]
            found.append(f"Senare rättelser: sedan {long_date(self.frozen_on)}, då siffrorna fastställdes, har {what}.")
        return found


def certainty(scope: Scope, period: Period, units: Collection[int]) -> Certainty | None:
    """How firmly the closings of a period at these jobbtorg stand; None for readers from elsewhere. One query.

    Asked as the statistics' role.
    """
    if scope.reach is not Reach.UNIT:
        return None
    stands_from = frozen_on(period.last) if period.last <= frozen_through(timezone.localdate()) else None
    there = UnitStay.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("closed_on")),
        enrolment=OuterRef("enrolment"),
        jobbtorg__in=units,
        started_on__lte=OuterRef("closed_on"),
    )
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    after = start_of_day(stands_from) if stands_from else tomorrow
    counts = _of_period(period).filter(Exists(there)).aggregate(**_counts(after))
    return Certainty(**counts, frozen_on=stands_from)


def _of_period(period: Period) -> ClosureQuerySet:
    """Closings dated in it, and those of whenever that take a case of it out of the statistics altogether."""
    closures: ClosureQuerySet = Closure.objects.filter(enrolment__person__protection=Protection.NONE)
    of_error = Q(reason__group=OutcomeGroup.EXCLUDED, enrolment__enrolled_on__lte=period.last)
    return closures.filter(Q(closed_on__range=period.days) | (of_error & Q(closed_on__gte=period.first))).order_by()


def _counts(after: datetime.datetime) -> dict[str, Count]:
    counted_group, stands = ~Q(reason__group=OutcomeGroup.EXCLUDED), ~Q(status=ClosureStatus.CORRECTED)
    closed = counted_group & stands
    # One that gives another reason is a correction of the one before, and is counted there.
    first = closed & Q(replaces__isnull=True)
    return {
        "preliminary": Count("pk", filter=closed & Q(status=ClosureStatus.PRELIMINARY)),
        "confirmed": Count("pk", filter=closed & Q(status=ClosureStatus.CONFIRMED)),
        "registered_later": Count("pk", filter=first & Q(decided_at__gte=after)),
        "corrected_later": Count("pk", filter=counted_group & Q(corrected_at__gte=after, decided_at__lt=after)),
        "in_error_later": Count("pk", filter=~counted_group & stands & Q(decided_at__gte=after)),
    }
