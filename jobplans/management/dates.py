"""Dates on the command line."""

from __future__ import annotations

import datetime

from django.core.management.base import CommandError


def iso_date(text: str) -> datetime.date:
    """A date typed as 2026-11-23. Raises CommandError with one sentence, exit code 2."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"'{text}' is not a date; write it as 2026-11-23.", returncode=2) from error
