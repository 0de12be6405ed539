"""The date a cell says, and how far it can be trusted (7.2 rule 7, FC-65)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from core.swedish.dates import weekday_date
from imports.values.date_shapes import EPOCHS, Written, normalised, written_day
from imports.values.findings import Finding, warning
from imports.values.words import says_nothing

EARLIEST_PLAUSIBLE = date(1997, 1, 1)
"""Dates before are warned about: no such service existed."""

_SERVICE_BEGAN = date(2008, 1, 1)
_BETWEEN_EPOCHS = EPOCHS[True] - EPOCHS[False]
_NEAR = timedelta(days=366)
_FAR = timedelta(days=3 * 365)
_TEXTS_REMEMBERED = 20_000


@dataclass(frozen=True)
class DateCell:
    """The date in a cell, or None, and what there is to say about it.

    `is_doubtful` says that a person should look at it where the date decides something: only a month is known, the
    year is hardly right, or nothing could be read. `is_month` says that the day in the month is not known.
    """

    value: date | None = None
    finding: Finding | None = None
    is_doubtful: bool = False
    is_month: bool = False


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def read_date(text: str, as_of: date, *, epoch_1904: bool = False) -> DateCell:
    """The date a cell of a list says. `as_of` is the day the list was true; it gives a missing year.

    Never raises. What cannot be read is I08, what does not exist I09; both leave the date empty. A week is its Monday,
    a month its first day, both with a warning. A date that the other date system of Excel would put near the list,
    while as it stands it lies years away, keeps its value and proposes the other. `epoch_1904` is what the workbook
    says about its serial numbers.
    """
    typed = normalised(text)
    if says_nothing(typed):
        return DateCell()
    written = written_day(typed, as_of, epoch_1904=epoch_1904)
    if written is None:
        return DateCell(finding=warning("I08", "Cellen går inte att läsa som ett datum."), is_doubtful=True)
    if written.value is None:
        finding = warning("I09", "Datumet finns inte i kalendern.", _iso(written.other))
        return DateCell(finding=finding, is_doubtful=True)
    return replace(_judged(written, written.value, as_of), is_month=written.month)


def _judged(written: Written, value: date, as_of: date) -> DateCell:
    """The date with the gravest of what there is to say about it."""
    said = weekday_date(value)
    if other := _of_other_system(written, value, as_of):
        message = f"{said} ligger långt från listans dag. Datumsystem 1904? Då är det {weekday_date(other)}."
        return _warned(value, message, _iso(other), is_doubtful=True)
    if written.other and abs(value - as_of) > _NEAR >= abs(written.other - as_of):
        return _warned(value, f"Läst som {said}, med året först. Kontrollera.", _iso(written.other), is_doubtful=True)
    if written.month:
        return _warned(value, f"Bara månad angiven. Läst som {said}.", is_doubtful=True)
    if value < EARLIEST_PLAUSIBLE:
        return _warned(value, f"{said} ligger före 1997. Kontrollera årtalet.", is_doubtful=True)
    if value > as_of:
        message = f"{said} ligger efter den dag listan gäller. Räknas som planerat."
        return _warned(value, message, is_doubtful=value - as_of > _FAR)
    if written.serial:
        return _warned(value, f"Talet är läst som Excels datum {said}.")
    if written.week:
        return _warned(value, f"Bara vecka angiven. Läst som {said}.")
    if written.year_missing:
        return _warned(value, f"Årtal saknas. Läst som {said}.")
    if written.zero_missing:
        return _warned(value, f"En inledande nolla hade fallit bort. Läst som {said}.")
    return DateCell(value)


def _warned(value: date, message: str, proposed: str = "", *, is_doubtful: bool = False) -> DateCell:
    return DateCell(value, warning("I08", message, proposed), is_doubtful)


def _of_other_system(written: Written, value: date, as_of: date) -> date | None:
    """The day in Excel's other date system, if that lies within a year of the list and the value itself years away.

    A case may be years old, so that a day written out, or a cell that a program has made a date of, is only doubted
    if the service had not begun by then; a bare serial number always.
    """
    is_old_case = not written.serial and _SERVICE_BEGAN <= value < as_of
    if abs(value - as_of) <= _FAR or is_old_case or written.month or written.week:
        return None
    other = value + (_BETWEEN_EPOCHS if value < as_of else -_BETWEEN_EPOCHS)
    return other if abs(other - as_of) <= _NEAR else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


_DATE_IN_A_TITLE = re.compile(
    r"(?<![0-9])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{1,2}/[0-9]{1,2}[- ][0-9]{2,4}"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{1,2} [a-z]{3,9} [0-9]{4})(?![0-9])",
    re.IGNORECASE,
)


def date_in_titles(titles: Iterable[str], today: date) -> date | None:
    """The first full date above the header row, as in "Uppdaterad 2008-06-30 /AL"; None if there is none."""
    found = (match[0] for title in titles for match in _DATE_IN_A_TITLE.finditer(title))
    return next((value for text in found if (value := read_date(text, today).value)), None)
