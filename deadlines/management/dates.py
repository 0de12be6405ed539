"""Dates on the command line."""

from __future__ import annotations

import datetime

from django.core.management.base import CommandError

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Beyond these a year is mistyped, and there is no calendar to count by."""


def iso_date(text: str) -> datetime.date:
    """A date typed as 2026-11-23. Raises CommandError with one sentence, exit code 2."""
    try:
        day: datetime.date | None = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CommandError(f"'{text}' is not a date; write it as 2026-11-23.", returncode=2)
    return day
