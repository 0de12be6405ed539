"""Whose figures a user may see: the own jobbtorg, the own stadsdel, or the city (docs/access.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from organisation.access import permissions
from organisation.access.permissions import Act, reach_of
from organisation.models import District, User


class Reach(Enum):
    """How far a report goes, and with it what its total is called."""

    UNIT = "Jobbtorget"
    DISTRICT = "Stadsdelen"
    CITY = "Hela staden"


@dataclass(frozen=True)
class Scope:
    """The part of the city a report is about.

    `jobbtorg_id` limits it to one jobbtorg and its branches, `district_ids` to cases that those stadsdelar sent.
    """

    reach: Reach
    jobbtorg_id: int | None = None
    district_ids: tuple[int, ...] = ()

    @property
    def leaves_unit(self) -> bool:
        """Whether others than the unit's own staff read it, so that small numbers must be hidden."""
        return self.reach is not Reach.UNIT

    @property
    def counts_protected(self) -> bool:
        """Persons with protected identity are counted in city totals only."""
        return self.reach is Reach.CITY


def scope_of(user: User) -> Scope:
    """The scope of a reader of statistics."""
    if reach_of(user, Act.READ_STATISTICS) is permissions.Reach.CITY:
        return Scope(Reach.CITY)
    if user.income_support_unit is not None:
        return Scope(Reach.DISTRICT, district_ids=_with_predecessors(user.income_support_unit.district_id))
    return Scope(Reach.UNIT, jobbtorg_id=user.jobbtorg_id)


def _with_predecessors(district_id: int) -> tuple[int, ...]:
    """A stadsdel with those that were merged into it, so that their cases follow it."""
    successors = dict(District.objects.filter(successor__isnull=False).values_list("pk", "successor_id"))
    return tuple(_merged_into(district_id, successors.items()))


def _merged_into(district_id: int, successors: Iterable[tuple[int, int]]) -> list[int]:
    found = [district_id]
    for known in found:
        found += [pk for pk, successor in successors if successor == known and pk not in found]
    return found
