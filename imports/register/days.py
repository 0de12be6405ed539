"""The instants at which local days begin: lists have few days and many rows."""

from __future__ import annotations

from functools import lru_cache

from core.swedish import dates

DAYS_REMEMBERED = 20_000

start_of_day = lru_cache(maxsize=DAYS_REMEMBERED)(dates.start_of_day)
"""`core.swedish.dates.start_of_day`, each day once."""
