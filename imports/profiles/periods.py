"""The period a list is about, as its file's name or its titles say."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date

_Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[date, date] | None]]

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = rf"(?P<{{}}>{'|'.join(_MONTHS)})[a-zå]*\.?"
_YEAR = r"(?P<year>199[0-9]|20[0-4][0-9]|[0-9]{2})"
_FULL_YEAR = r"(?P<year>199[0-9]|20[0-4][0-9])"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_BETWEEN = r" ?(?:-|till|tom|t o m|t\.o\.m\.) ?"


def period_in(file_name: str, titles: Iterable[str]) -> tuple[date, date] | None:
    """The first and last day of the period that a file's name, or else a title, is about; None if none is named.

    "T1 2009", "tertial 2 2008", "kvartal 3 -08", "jan-aug 2009", "mars 2008", "2008-01-01 – 2008-04-30"; a year alone
    counts only where nothing narrower is said.
    """
    texts = [re.sub(r"\.[a-zA-Z]{2,4}$", "", file_name), *titles]
    written = [_plain(text) for text in texts]
    narrow = _first(_NARROW, written)
    if narrow:
        return narrow
    year = _first((_A_YEAR,), written)
    parts = [f"{text} {year[0].year}" for text in written if _PART_ALONE.fullmatch(text)] if year else []
    return _first(_NARROW, parts) or year


def _first(readings: Sequence[_Reading], texts: Sequence[str]) -> tuple[date, date] | None:
    """The period that the first of the readings finds in the first of the texts that has one."""
    for pattern, reading in readings:
        for text in texts:
            if (match := pattern.search(text)) and (period := reading(match)):
                return period
    return None


_A_DAY = re.compile(rf"[0-9]{{1,2}}(?:/[0-9]{{1,2}}| (?:{'|'.join(_MONTHS)})[a-z]*)[- ][0-9]{{2,4}}")
"""A day on which a list was written, such as "19 mars 2008", which is no period."""


def _plain(text: str) -> str:
    dashes = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "_": " ", "'": "", "’": ""})
    written = " ".join(unicodedata.normalize("NFC", text).translate(dashes).casefold().split())
    return _A_DAY.sub("", written)


def _of_days(match: re.Match[str]) -> tuple[date, date] | None:
    try:
        first, last = date.fromisoformat(match["first"]), date.fromisoformat(match["last"])
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _of_parts(months: int) -> Callable[[re.Match[str]], tuple[date, date] | None]:
    """A reading of "T2 2008": the part of the year with that number, of so many months."""

    def reading(match: re.Match[str]) -> tuple[date, date] | None:
        last = int(match["number"]) * months
        return _months(_year(match), last - months + 1, last)

    return reading


def _of_months(match: re.Match[str]) -> tuple[date, date] | None:
    first, last = _MONTHS.index(match["first"]) + 1, _MONTHS.index(match["last"]) + 1
    return _months(_year(match), first, last) if first <= last else None


def _of_month(match: re.Match[str]) -> tuple[date, date] | None:
    month = _MONTHS.index(match["month"]) + 1
    return _months(_year(match), month, month)


def _of_year(match: re.Match[str]) -> tuple[date, date] | None:
    return _months(_year(match), 1, 12)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _year(match: re.Match[str]) -> int:
    year = int(match["year"])
    return year if year > 99 else 2000 + year


_TERTIAL = r"(?:t|tert|tertial) ?(?P<number>[1-3])"
_QUARTER = r"(?:kv|kvartal|q) ?(?P<number>[1-4])"
_HALF = r"(?:halvår|h) ?(?P<number>[12])"
_MONTH_OF_A_YEAR = rf"(?<![0-9] )(?<![0-9])\b{_MONTH.format('month')}[ -]{{1,2}}{_YEAR}\b(?!-)"
_NARROW: tuple[_Reading, ...] = (
    (re.compile(rf"(?P<first>{_DAY}){_BETWEEN}(?P<last>{_DAY})"), _of_days),
    *(
        (re.compile(pattern), _of_parts(months))
        for part, months in ((_TERTIAL, 4), (_QUARTER, 3), (_HALF, 6))
        for pattern in (rf"\b{part}[ ,/-]{{1,3}}{_YEAR}\b", rf"\b{_FULL_YEAR}[ ,/-]{{0,3}}{part}\b")
    ),
    (re.compile(rf"\b{_MONTH.format('first')}{_BETWEEN}{_MONTH.format('last')}[ -]{{1,2}}{_YEAR}\b"), _of_months),
    (re.compile(_MONTH_OF_A_YEAR), _of_month),
)
_PART_ALONE = re.compile(
    r"(?:(?:t|tert|tertial) ?[1-3]|(?:kv|kvartal|q) ?[1-4]|(?:halvår|h) ?[12])"
    rf"|(?:{'|'.join(_MONTHS)})[a-z]*(?:{_BETWEEN}(?:{'|'.join(_MONTHS)})[a-z]*)?"
)
_A_YEAR: _Reading = (re.compile(rf"(?<![0-9./-]){_FULL_YEAR}(?![0-9]|[-./][0-9])"), _of_year)
