"""The two hours a year at which the clocks of Stockholm are changed: one does not exist, one comes twice."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.swedish.dates import weekday_date

_MINUTE = datetime.timedelta(minutes=1)


def exists(day: datetime.date, time: datetime.time) -> bool:
    """Whether the clock ever shows that time on that local day."""
    wall = datetime.datetime.combine(day, time.replace(tzinfo=None, fold=0))
    return _back_and_forth(wall) == wall


def comes_twice(day: datetime.date, time: datetime.time) -> bool:
    """Whether the clock shows that time twice on that local day."""
    wall = datetime.datetime.combine(day, time.replace(tzinfo=None, fold=0))
    return (
        exists(day, time)
        and timezone.make_aware(wall).utcoffset() != timezone.make_aware(wall.replace(fold=1)).utcoffset()
    )


def fault_of_local_time(day: datetime.date, time: datetime.time) -> str:
    """Why there is no such time, in one sentence that says what there is; empty where it exists."""
    if exists(day, time):
        return ""
    wall = datetime.datetime.combine(day, time.replace(tzinfo=None, second=0, microsecond=0, fold=0))
    after = wall
    while not exists(day, after.time()):
        after += _MINUTE
    return (
        f"Klockan {time:%H.%M} finns inte {weekday_date(day)}: sommartiden börjar den natten."
        f" Nästa tid som finns är {after:%H.%M}."
    )


def _back_and_forth(wall: datetime.datetime) -> datetime.datetime:
    instant = timezone.make_aware(wall).astimezone(datetime.UTC)
    return timezone.localtime(instant).replace(tzinfo=None, fold=0)
