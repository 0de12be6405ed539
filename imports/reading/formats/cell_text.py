"""Cells as text: one way of writing for each kind of value that a workbook holds."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_LENGTH_OF_TIME = re.compile(r"PT([0-9]+)H([0-9]+)M[0-9.,]+S")
_SHORT_OF_A_MINUTE = timedelta(seconds=2)
"""A time of day stored as a part of a day comes out up to a second or two short: 13:20 as 13:19:59."""


def clean(cell: str) -> str:
    """One blank between words, letters with their accents in one piece, nothing invisible."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip(" ")
    return _cleaned(cell)


@lru_cache(maxsize=20_000)
def _cleaned(cell: str) -> str:
    """The names of coaches, units and reasons come again and again."""
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", cell)).split())


def as_text(value: Any) -> str:
    """A value as calamine gives it: ISO dates, HH:MM, numbers in full (never as 7.7E+09), "ja" and "nej".

    An error in a formula comes as "". A date with a time of day has both, a blank between them.
    """
    if isinstance(value, str):
        length = _LENGTH_OF_TIME.fullmatch(value) if value.startswith("PT") else None
        return f"{int(length[1]):02}:{length[2]}" if length else clean(value)
    match value:
        case bool():
            return "ja" if value else "nej"
        case int() | float():
            return _number(value)
        case datetime():
            return f"{_up_to_the_minute(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{_up_to_the_minute(datetime.combine(date(2000, 1, 1), value)):%H:%M}"
        case timedelta():
            hours, minutes = divmod(int((value + _SHORT_OF_A_MINUTE).total_seconds()) // 60, 60)
            return f"{hours:02}:{minutes:02}"
        case _:
            return ""


def _number(value: float) -> str:
    """With the fifteen digits that spreadsheet programs count with, so that 0.1 + 0.2 is 0.3."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"


def _up_to_the_minute(value: datetime) -> datetime:
    return value + _SHORT_OF_A_MINUTE if value.second >= 60 - _SHORT_OF_A_MINUTE.seconds else value
