"""Figures per coach group. Coaches are not ranked (R-1-40): no row counts fewer than three coaches (decision 062)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, Min, Q, Value, When
from django.utils import timezone

from core.shares import Share
from core.sorting import in_order
from core.workdays import working_days_between
from deadlines.choices import ClockStatus
from deadlines.status import clock_conditions
from deadlines.status.counts import clocks_of, watches_unit
from meetings.booked_meetings import booked_from
from organisation.models import CoachGroup, User
from organisation.reference_tables.calendar import stored_holiday
from oversight.figures import PLANS

FEWEST_COACHES = 3
"""The fewest coaches of a row."""

OTHERS, NOBODY = "ovriga", "ingen"


def groups_to_show(coaches: Mapping[int | None, int]) -> set[int]:
    """Which groups get a row of their own, from the number of coaches in each (None: in no group).

    The rest are one row together. If that would be one or two coaches, the smallest group joins them: otherwise
    their figures could be read off the row, or off the total less the others.
    """
    shown = {group: number for group, number in coaches.items() if group is not None and number >= FEWEST_COACHES}
    left = sum(coaches.values()) - sum(shown.values())
    if 0 < left < FEWEST_COACHES and shown:
        shown.pop(min(shown, key=lambda group: (shown[group], group)))
    return set(shown)


class Coaches:
    """The coaches of a manager's jobbtorg and the groups they are shown as; one statement."""

    def __init__(self, manager: User) -> None:
        self._manager = manager

    @classmethod
    def watched_by(cls, user: User) -> Coaches | None:
        """Those whose clocks a user watches; None for a coach, who watches her own."""
        return cls(user) if watches_unit(user) else None

    @cached_property
    def all(self) -> list[User]:
        found = User.objects.coaches_at(self._manager.jobbtorg_id).select_related("coach_group")
        return list(found.order_by("first_name", "last_name", "pk"))

    @cached_property
    def groups(self) -> list[CoachGroup]:
        """The groups with a row of their own, by name."""
        shown = groups_to_show(Counter(coach.coach_group_id for coach in self.all))
        found = {coach.coach_group_id: coach.coach_group for coach in self.all if coach.coach_group_id in shown}
        return sorted((group for group in found.values() if group), key=lambda group: group.name)

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """The rows by key and name."""
        groups = [(str(group.pk), group.name) for group in self.groups]
        if not groups:
            return []
        return [*groups, (OTHERS, "Övriga coacher"), (NOBODY, "Utan coach i tjänst")]

    @cached_property
    def members(self) -> dict[str, list[int]]:
        """The coaches of each row by its key."""
        own = {str(group.pk) for group in self.groups}
        found: dict[str, list[int]] = {}
        for coach in self.all:
            key = str(coach.coach_group_id)
            found.setdefault(key if key in own else OTHERS, []).append(coach.pk)
        return found

    def in_row(self, key: str) -> Q:
        """The clocks of a row; those without a coach in service are not enrolled yet, or wait for another coach."""
        if key == NOBODY:
            return ~Q(enrolment__coach__in=[coach.pk for coach in self.all]) | Q(enrolment__coach__isnull=True)
        return Q(enrolment__coach__in=self.members.get(key, []))


@dataclass(frozen=True)
class GroupRow:
    """The jobbgaranti of a group: to come within five working days, and what fell due in the last thirty days."""

    key: str
    name: str
    near: int
    not_booked: int
    broken: Share
    held: Share
    oldest: int | None
    """Working days since the last day of the clock that has been late for longest; None if none is."""


@dataclass(frozen=True)
class GroupTable:
    rows: list[GroupRow]
    total: GroupRow


SORTS: dict[str, Any] = {
    "grupp": lambda row: row.name,
    "nara": lambda row: row.near,
    "obokade": lambda row: row.not_booked,
    "brutna": lambda row: row.broken.quotient,
    "aldst": lambda row: row.oldest,
    "hallna": lambda row: row.held.quotient,
}
"""How the rows may be ordered; with a minus in front the other way round."""


def group_table(user: User, coaches: Coaches, now: datetime.datetime, order: str = "") -> GroupTable:
    """The rows in an order, and the jobbtorg's total, in one statement."""
    today = timezone.localdate(now)
    names = dict(coaches.choices)
    near, late = clock_conditions.near(today), clock_conditions.late(today)
    decided = clock_conditions.decided(clock_conditions.last_thirty_days(today))
    found = (
        clocks_of(user)
        .filter(PLANS, near | late | decided)
        .annotate(has_booked_meeting=booked_from(now))
        .annotate(row=_row_of(coaches))
        .order_by()
        .values("row")
        .annotate(
            near=Count("pk", filter=near),
            not_booked=Count("pk", filter=near & Q(has_booked_meeting=False)),
            decided=Count("pk", filter=decided),
            broken=Count("pk", filter=decided & clock_conditions.broken(today)),
            held=Count("pk", filter=decided & Q(status=ClockStatus.MET)),
            oldest=Min("due_on", filter=late),
        )
    )
    counts = {line["row"]: line for line in found}
    rows = [_row(key, name, [counts[key]] if key in counts else [], today) for key, name in names.items()]
    # A row without a coach is only shown when it holds something.
    rows = [row for row in rows if row.key in coaches.members or row.key in counts]
    if value := SORTS.get(order.removeprefix("-")):
        rows = in_order(rows, value, order)
    return GroupTable(rows, _row("", str(user.jobbtorg), list(counts.values()), today))


def _row_of(coaches: Coaches) -> Case:
    """The key of the row that a clock belongs to."""
    cases = [When(coaches.in_row(key), then=Value(key)) for key in coaches.members]
    return Case(*cases, default=Value(NOBODY), output_field=CharField())


def _row(key: str, name: str, counts: list[dict[str, Any]], today: datetime.date) -> GroupRow:
    decided = sum(line["decided"] for line in counts)
    oldest = min((line["oldest"] for line in counts if line["oldest"]), default=None)
    return GroupRow(
        key=key,
        name=name,
        near=sum(line["near"] for line in counts),
        not_booked=sum(line["not_booked"] for line in counts),
        broken=Share(sum(line["broken"] for line in counts), decided),
        held=Share(sum(line["held"] for line in counts), decided),
        oldest=working_days_between(oldest, today, stored_holiday) if oldest else None,
    )
