"""The columns of the list of aspirants, and the orders their headings give."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from core.sorting import heading

COLUMNS = {
    "steg": "Steg",
    "coach": "Coach",
    "senaste": "Senaste möte",
    "nasta": "Nästa möte",
    "inskriven": "Inskriven",
    "malgrupp": "Målgrupp",
    "alder": "Ålder",
    "enhet": "Försörjningsstödsenhet",
    "arende": "Ärendenummer",
}
"""Those that can be left out. Name, deadline and status are always there."""

SHOWN_FIRST = ("steg", "coach", "senaste", "nasta")

DEFAULT_ORDER = "namn"

_FIELDS = {
    "namn": ("person__sort_key",),
    "coach": ("coach__first_name", "coach__last_name"),
    "senaste": ("last_meeting_at",),
    "nasta": ("next_meeting_at",),
    "inskriven": ("enrolled_on",),
    "frist": ("next_due_on",),
}
_EMPTY_FIRST = frozenset({"senaste"})
"""Who has never been met comes before who was met long ago."""

ORDER_KEYS = frozenset({*_FIELDS, *(f"-{key}" for key in _FIELDS)})


def order_by(order: str) -> list[Any]:
    """How annotated cases are sorted for a key of ORDER_KEYS; cases without the value come last, unless they matter."""
    key = order.removeprefix("-")
    is_downwards = order.startswith("-")
    first = (key in _EMPTY_FIRST) != is_downwards
    nulls: dict[str, bool] = {"nulls_first": True} if first and key in _EMPTY_FIRST else {"nulls_last": True}
    fields = [F(name).desc(**nulls) if is_downwards else F(name).asc(**nulls) for name in _FIELDS[key]]
    return [*fields, "pk"]


def headings(order: str) -> dict[str, dict[str, str]]:
    """The headings that sort, by key: how each is sorted now and what a click on it gives."""
    labels = {"namn": "Namn", "frist": "Frist", **COLUMNS}
    return {key: heading(key, labels[key], order, upwards_first=True) for key in _FIELDS}
