"""The lines of a table over jobbtorg: each with its branches under it, and the total."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from organisation.models import Jobbtorg

TOTAL = 0
"""The key of the total row; other rows are known by their jobbtorg's primary key."""

Units = Collection[int]
"""The keys of a scope's jobbtorg. Given as keys they lead to the indexes; a condition on the parent would not."""

Figures = TypeVar("Figures")


@dataclass(frozen=True)
class UnitRow(Generic[Figures]):
    """A line: a jobbtorg with its branches, a branch (level 1), or the total."""

    key: int
    name: str
    figures: Figures
    level: int = 0
    branches: tuple[int, ...] = ()

    @property
    def is_total(self) -> bool:
        return self.key == TOTAL


def rows_of(
    units: Sequence[Jobbtorg], figures: Callable[[int, set[int]], Figures]
) -> Iterator[tuple[Jobbtorg, UnitRow[Figures]]]:
    """A row for each jobbtorg and branch, in order; `figures` of its key and of all keys it adds up, its own included.

    A branch whose jobbtorg is not among the units stands alone.
    """
    known = {unit.pk for unit in units}
    for head in (unit for unit in units if unit.parent_id not in known):
        branches = [unit for unit in units if unit.parent_id == head.pk]
        for unit in (head, *branches):
            own = tuple(branch.pk for branch in branches) if unit is head else ()
            level = int(unit is not head)
            yield unit, UnitRow(unit.pk, unit.name, figures(unit.pk, {unit.pk, *own}), level, own)
