"""What is counted beside the clocks: indicators that nobody is warned of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from core.shares import Share
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, PolicyUse
from organisation.models import User

PERIOD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Indicator:
    """How many of those that fell due were done in time."""

    kind: ClockKind
    met: int
    whole: int

    @property
    def sentence(self) -> str:
        """ "Plan kommunicerad i tid: 41 av 47 de senaste 30 dagarna (87 %)"."""
        if self.whole == 0:
            return f"{self.kind.label}: inget förföll de senaste 30 dagarna"
        share = Share(self.met, self.whole).whole_percent
        return f"{self.kind.label} i tid: {self.met} av {self.whole} de senaste 30 dagarna ({share})"


def indicators(user: User, today: datetime.date) -> list[Indicator]:
    """The user's indicators of what fell due in the last thirty days, up to yesterday. One statement."""
    due = Q(due_on__gte=today - PERIOD, due_on__lt=today)
    rows = (
        DeadlineClock.objects.visible_to(user)
        .live()
        .filter(due, policy__use=PolicyUse.INDICATOR, covered=True)
        .exclude(status=ClockStatus.CANCELLED)
        .order_by()
        .values("policy__kind")
        .annotate(met=Count("pk", filter=Q(status=ClockStatus.MET)), whole=Count("pk"))
    )
    found = {row["policy__kind"]: row for row in rows}
    return [Indicator(kind, found[kind]["met"], found[kind]["whole"]) for kind in ClockKind if kind in found]
