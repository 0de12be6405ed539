"""The orders of the two lists, and the columns that can be left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from core.sorting import heading

LATEST_FIRST = "-sista"

_OF_CLOCKS = {
    "namn": ("person__sort_key",),
    "coach": ("enrolment__coach__first_name", "enrolment__coach__last_name"),
    "sista": ("due_on",),
    "bokat": ("next_meeting_at",),
}
_OF_BREACHES = {
    "namn": ("clock__person__sort_key",),
    "coach": ("clock__enrolment__coach__first_name", "clock__enrolment__coach__last_name"),
    "sista": ("due_on",),
}
LABELS = {"namn": "Aspirant", "coach": "Coach", "sista": "Sista dag", "bokat": "Bokat möte"}

DEADLINE_COLUMNS = {
    "coach": "Coach",
    "ursprunglig": "Ursprunglig sista dag",
    "bokat": "Bokat möte",
    "orsak": "Orsak eller paus",
}
BREACH_COLUMNS = {
    "ursprunglig": "Ursprunglig sista dag",
    "coach": "Coach",
    "kommentar": "Kommentar",
    "av": "Angiven av",
}


def _keys(fields: Mapping[str, Any]) -> frozenset[str]:
    return frozenset({*fields, *(f"-{key}" for key in fields)})


DEADLINE_ORDERS, BREACH_ORDERS = _keys(_OF_CLOCKS), _keys(_OF_BREACHES)


def _order_by(fields: Mapping[str, tuple[str, ...]], order: str) -> list[Any]:
    is_downwards = order.startswith("-")
    named = map(F, fields[order.removeprefix("-")])
    found = [one.desc(nulls_last=True) if is_downwards else one.asc(nulls_last=True) for one in named]
    return [*found, "-pk" if is_downwards else "pk"]


def clocks_by(order: str) -> list[Any]:
    """How clocks of `with_particulars` are sorted; by last day unless the key is one of DEADLINE_ORDERS."""
    return _order_by(_OF_CLOCKS, order) if order in DEADLINE_ORDERS else ["due_on", "pk"]


def breaches_by(order: str) -> list[Any]:
    """How breaches are sorted; the latest first unless the key is one of BREACH_ORDERS, in the order of the index."""
    return _order_by(_OF_BREACHES, order) if order in BREACH_ORDERS and order != LATEST_FIRST else ["-due_on", "-pk"]


def headings(order: str, known: frozenset[str], first: str) -> dict[str, dict[str, str]]:
    """The headings that sort, by key; `first` is the order of the list that nobody has sorted."""
    current = order if order in known else first
    return {key: heading(key, label, current, upwards_first=True) for key, label in LABELS.items() if key in known}
