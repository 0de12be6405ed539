"""Where a figure of Frister leads: its list, narrowed by the list's own filters to the rows that were counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from deadlines.choices import ClockKind

Chosen = str | int | bool | datetime.date
"""A value of a filter, as the code has it."""

IN_TIME, NOT_IN_TIME = "i-tid", "senare"
"""Of the filter about a booked meeting: one by the last day, and none by it."""

DECIDED_IN_MONTH, KEPT_IN_MONTH, BROKEN_IN_MONTH = "month", "kept-month", "broken-month"
"""Of the filter by state: what fell due in the last thirty days, and what of it was kept and what was broken."""

PLANS: Mapping[str, Chosen] = {"kind": ClockKind.PLAN_GUARANTEE.value, "covered": True}
"""The jobbgaranti of those it covers."""


def rows_behind(**chosen: Chosen) -> str:
    """The query string of the list, with a filter's value for each name; it is the same page."""
    asked = "&".join(f"{name}={value}" for name, value in chosen.items())
    return f"?{asked}#listan"


def moved_in_words(number: int) -> str:
    """How many of a figure are of cases that have moved on, and so in no list here; empty for none."""
    return f"varav {number} i ärenden som har flyttat" if number else ""
