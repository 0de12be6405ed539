"""Tables that are sorted by their headings, with the order in the address: a column's key, with a minus downwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Row = TypeVar("Row")


def heading(key: str, label: str, order: str, *, upwards_first: bool) -> dict[str, str]:
    """A column's name, how it is sorted now (aria-sort), and the order that a click on it gives.

    `upwards_first`: what is most interesting is the smallest; a second click turns the order round.
    """
    first, second = (key, f"-{key}") if upwards_first else (f"-{key}", key)
    sort = {f"-{key}": "descending", key: "ascending"}.get(order, "none")
    return {"label": label, "sort": sort, "next": second if order == first else first}


def in_order(rows: Iterable[Row], value: Callable[[Row], Any], order: str) -> list[Row]:
    """The rows by a value, downwards where the order has a minus; those whose value is None come last either way."""
    found = [(value(row), row) for row in rows]
    shown = [pair for pair in found if pair[0] is not None]
    shown.sort(key=lambda pair: pair[0], reverse=order.startswith("-"))
    return [row for _, row in (*shown, *(pair for pair in found if pair[0] is None))]
