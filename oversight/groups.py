"""Figures per coach group. Coaches are not ranked (R-1-40): no row counts fewer than three coaches (decision 062)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from core.shares import NOTHING_TO_COUNT, Share
from core.sorting import in_order
from deadlines.choices import ClockStatus
from deadlines.status.counts import watches_unit
from deadlines.status.lateness import working_days, working_days_late
from organisation.models import CoachGroup, Role, User
from oversight.links import BROKEN_IN_MONTH, KEPT_IN_MONTH, PLANS, Chosen, moved_in_words, rows_behind
from oversight.watched import Watch, WatchedClock

FEWEST_COACHES = 3
"""The fewest coaches of a row."""

OTHERS, NOBODY, MOVED = "ovriga", "ingen", "flyttade"
WHOLE = "Hela jobbtorget"

COLUMNS = {
    "grupp": "Grupp",
    "nara": "Förfaller inom 5 arbetsdagar",
    "obokade": "Inget möte bokat",
    "brutna": "Brutna 30 dagar",
    "aldst": "Äldsta försenade",
    "hallna": "Hållna 30 dagar",
}
"""The headings by the key of their order."""


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
    """The coaches of a manager's jobbtorg, the groups they are shown as, and who there may open protected persons; one
    statement.
    """

    def __init__(self, manager: User) -> None:
        self._manager = manager

    @classmethod
    def watched_by(cls, user: User) -> Coaches | None:
        """Those whose clocks a user watches; None for a coach, who watches her own."""
        return cls(user) if watches_unit(user) else None

    @cached_property
    def _colleagues(self) -> list[User]:
        found = User.objects.working_with_cases_at(self._manager.jobbtorg_id).select_related("coach_group")
        return list(found.order_by("first_name", "last_name", "pk"))

    @cached_property
    def all(self) -> list[User]:
        return [one for one in self._colleagues if one.role == Role.COACH]

    @property
    def appointed(self) -> list[User]:
        """Who at the jobbtorg may open protected persons, also its managers."""
        return [one for one in self._colleagues if one.protected_access]

    def by_key(self) -> list[tuple[str, str]]:
        """The coaches by key and name, to choose from."""
        return [(str(coach.pk), str(coach)) for coach in self.all]

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
class Cell:
    """A figure of the table: what it says, under which heading, the rows behind it, and what is said beside it."""

    said: str
    column: str
    url: str = ""
    beside: str = ""


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
    oldest_due_on: datetime.date | None = None
    moved_broken: int = 0
    moved_held: int = 0
    """How many of the broken and the held are of cases that have moved, which nobody opens here."""

    @property
    def can_be_listed(self) -> bool:
        """Whether the clocks behind it may be opened here; those of cases that have moved may not."""
        return self.key != MOVED

    @property
    def url(self) -> str:
        """What is still to be kept; empty where nothing can be listed."""
        return self._rows()

    @property
    def cells(self) -> list[Cell]:
        """The figures in the order of the columns, each with the rows that it counts."""
        due_on = self.oldest_due_on
        return [
            Cell(str(self.near), COLUMNS["nara"], self._rows(state="near")),
            Cell(str(self.not_booked), COLUMNS["obokade"], self._rows(state="near", booked=False)),
            self._share("brutna", self.broken, BROKEN_IN_MONTH, self.moved_broken),
            Cell(
                NOTHING_TO_COUNT if self.oldest is None else working_days(self.oldest),
                COLUMNS["aldst"],
                self._rows(state="late", day=due_on) if due_on else "",
            ),
            self._share("hallna", self.held, KEPT_IN_MONTH, self.moved_held),
        ]

    def _share(self, column: str, share: Share, state: str, moved: int) -> Cell:
        """A part with its share, and how many of it are in no list here."""
        percent = f"({share.whole_percent})" if share.whole else ""
        elsewhere = moved_in_words(moved) if self.can_be_listed else ""
        url = self._rows(state=state) if share.part > moved else ""
        return Cell(str(share.part), COLUMNS[column], url, " ".join(filter(None, [percent, elsewhere])))

    def _rows(self, **chosen: Chosen) -> str:
        if not self.can_be_listed:
            return ""
        group: dict[str, Chosen] = {"group": self.key} if self.key else {}
        return rows_behind(**group, **PLANS, **chosen)


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


def group_table(coaches: Coaches, watch: Watch, order: str = "") -> GroupTable:
    """The rows in an order, and the jobbtorg's total."""
    row_of: dict[int | None, str] = {coach: key for key, members in coaches.members.items() for coach in members}
    found: dict[str, _Clocks] = {}
    for clock in watch.plans:
        if clock.near(watch.window.near) or clock.late(watch.window.today):
            found.setdefault(row_of.get(clock.coach, NOBODY), _Clocks()).to_keep.append(clock)
    moved_on = {clock.pk for clock in watch.moved_on}
    for clock in watch.history:
        if clock.decided(watch.window.month):
            key = MOVED if clock.pk in moved_on else row_of.get(clock.coach, NOBODY)
            found.setdefault(key, _Clocks()).decided.append(clock)
    shown = [*coaches.choices, (MOVED, "Ärenden som har flyttat")] if coaches.choices else []
    rows = [_row(key, name, found.get(key, _Clocks()), watch) for key, name in shown]
    # A row without coaches is only shown when it holds something.
    rows = [row for row in rows if row.key in coaches.members or row.key in found]
    if value := SORTS.get(order.removeprefix("-")):
        rows = in_order(rows, value, order)
    return GroupTable(rows, _row("", WHOLE, _Clocks.of_all(found.values()), watch))


@dataclass(frozen=True)
class _Clocks:
    """A row's: near or late in the cases that are here, and decided in the figures here (`measures.promises`)."""

    to_keep: list[WatchedClock] = field(default_factory=list)
    decided: list[WatchedClock] = field(default_factory=list)

    @classmethod
    def of_all(cls, rows: Iterable[_Clocks]) -> _Clocks:
        known = list(rows)
        return cls([one for row in known for one in row.to_keep], [one for row in known for one in row.decided])


def _row(key: str, name: str, clocks: _Clocks, watch: Watch) -> GroupRow:
    window, decided = watch.window, clocks.decided
    moved_on = {clock.pk for clock in watch.moved_on}
    broken = [clock for clock in decided if clock.broken(window.today)]
    held = [clock for clock in decided if clock.status == ClockStatus.MET]
    near = [clock for clock in clocks.to_keep if clock.near(window.near)]
    oldest = min((clock.due_on for clock in clocks.to_keep if clock.late(window.today)), default=None)
    return GroupRow(
        key=key,
        name=name,
        near=len(near),
        not_booked=sum(not watch.booked.has(clock.enrolment) for clock in near),
        broken=Share(len(broken), len(decided)),
        held=Share(len(held), len(decided)),
        oldest=working_days_late(oldest, window.today) if oldest else None,
        oldest_due_on=oldest,
        moved_broken=sum(clock.pk in moved_on for clock in broken),
        moved_held=sum(clock.pk in moved_on for clock in held),
    )
