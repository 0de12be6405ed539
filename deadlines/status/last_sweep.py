"""When a sweep last finished, and whether that is too long ago: for the pages' banner and the deep health check."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.swedish.dates import day_and_month
from deadlines.models import SweepRun

STALE_AFTER = datetime.timedelta(hours=26)
"""A day, and two hours for somebody to notice. Normally a sweep finishes every minute."""


@dataclass(frozen=True)
class LastSweep:
    """When a sweep last finished (None: never), and whether that is too long ago."""

    finished_at: datetime.datetime | None
    is_stale: bool

    @classmethod
    def of(cls, finished_at: datetime.datetime | None, now: datetime.datetime) -> LastSweep:
        """As of `now`, by what `sweeps_finished` gives first."""
        return cls(finished_at, finished_at is None or now - finished_at > STALE_AFTER)

    @property
    def warning(self) -> str:
        """What a page says while it is stale."""
        if self.finished_at is None:
            return "Fristerna har aldrig beräknats. Siffrorna kan vara inaktuella."
        local = timezone.localtime(self.finished_at)
        when = f"{day_and_month(local.date())} {local:%H.%M}"
        return f"Fristerna beräknades senast {when}. Siffrorna kan vara inaktuella."


def sweep_is_fresh() -> tuple[bool, dict[str, Any]]:
    """For the deep health check: whether a sweep has finished lately, and when."""
    swept = last_sweep(timezone.now())
    return not swept.is_stale, {"finished_at": swept.finished_at}


def last_sweep(now: datetime.datetime) -> LastSweep:
    """The last finished sweep as of `now`. One query, by index."""
    return LastSweep.of(sweeps_finished().first(), now)


def sweeps_finished() -> QuerySet[SweepRun, datetime.datetime | None]:
    """When sweeps finished, the last one first; to be read together with what else a page asks."""
    return SweepRun.objects.order_by("-finished_at").values_list("finished_at", flat=True)
