"""The way through a list: which case comes before and after the one that is open."""

from __future__ import annotations

from dataclasses import dataclass

from organisation.lists.registry import ListRow, Place, address_of
from organisation.models import User


@dataclass(frozen=True)
class Neighbour:
    """Another case of the list, and the place in the list that its page leads back to."""

    case: int
    place: str


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands in a list, counted from 1; `number` is 0 where it is not in the list any more."""

    number: int
    total: int
    before: Neighbour | None
    after: Neighbour | None


def neighbours_of(user: User, place: Place, case: int) -> Neighbours:
    """The cases beside a case in the list one came from, as it is filtered now and cut to what the user may see.

    A case with several rows in the list is gone to once. One or two statements.
    """
    rows = _one_for_each_case(place.page.rows(user, place.query), place, case)
    here = next((number for number, row in enumerate(rows) if row.case == case), None)
    if here is None:
        return Neighbours(0, len(rows), None, None)
    query = place.query.copy()
    query.pop("page", None)

    def at(number: int) -> Neighbour | None:
        if not 0 <= number < len(rows):
            return None
        return Neighbour(rows[number].case, address_of(place.page, query, rows[number].anchor))

    return Neighbours(here + 1, len(rows), at(here - 1), at(here + 1))


def _one_for_each_case(rows: list[ListRow], place: Place, case: int) -> list[ListRow]:
    """The first row of each case; of the case that is open the row one came from."""
    found: dict[int, ListRow] = {}
    came_from = next((row for row in rows if row.case == case and row.anchor == place.anchor), None)
    for row in rows:
        if row.case == case and came_from is not None and row is not came_from:
            continue
        found.setdefault(row.case, row)
    return list(found.values())
