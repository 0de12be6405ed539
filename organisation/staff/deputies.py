"""Who stands in for whom on a day: asked by lists, notices and letters."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from organisation.models import Deputy, User


def stood_in_for(user: User, on: datetime.date) -> list[User]:
    """The coaches whose cases a user looks after on a local date, at the jobbtorg where the user works; one query."""
    periods = Deputy.objects.in_force_on(on).filter(deputy=user.pk, jobbtorg=user.jobbtorg_id).select_related("coach")
    found = {period.coach_id: period.coach for period in periods}
    return sorted(found.values(), key=lambda coach: (coach.last_name, coach.first_name, coach.pk))


def deputies_by_coach(coaches: Iterable[int], jobbtorg_id: int, on: datetime.date) -> dict[int, list[User]]:
    """Who stands in for each of some coaches at a jobbtorg on a local date; one query."""
    periods = Deputy.objects.in_force_on(on).filter(coach__in=list(coaches), jobbtorg=jobbtorg_id)
    found: dict[int, list[User]] = defaultdict(list)
    for period in periods.select_related("deputy").order_by("deputy__last_name", "deputy__first_name", "pk"):
        found[period.coach_id].append(period.deputy)
    return found


def coaches_by_deputy(on: datetime.date) -> dict[tuple[int, int], list[int]]:
    """The keys of the coaches whom each deputy looks after at a jobbtorg on a local date; one query for the city."""
    periods = Deputy.objects.in_force_on(on).order_by("pk").values_list("deputy", "jobbtorg", "coach").distinct()
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for deputy, jobbtorg, coach in periods:
        if coach not in found[deputy, jobbtorg]:
            found[deputy, jobbtorg].append(coach)
    return found
