"""In which order the rows of a table are brought in, where some point at others of the same table."""

from __future__ import annotations

from collections.abc import Sequence


def pointed_at_first(rows: Sequence[tuple[str, set[str]]]) -> list[int]:
    """The places of rows, each after those it points at. A row is its code and the codes it points at.

    Rows that point at each other in a circle, and those that point at them, keep the order of the file.
    """
    order: list[int] = []
    waiting = list(range(len(rows)))
    while waiting:
        codes = {rows[place][0] for place in waiting}
        ready = {place for place in waiting if not (rows[place][1] - {rows[place][0]}) & codes}
        if not ready:
            return [*order, *waiting]
        order += sorted(ready)
        waiting = [place for place in waiting if place not in ready]
    return order
