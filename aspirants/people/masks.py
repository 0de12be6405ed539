"""Identity numbers hidden in any text, digit by digit, whatever stands before, between or after them (FC-60)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aspirants.identity import INTERIM_LETTERS

_HIDDEN = "•"
_LAST_FOUR = 4
_FEWEST_DIGITS = 8
"""A text with fewer digits holds no number and no number that lost a digit: 790417-T98."""

_BETWEEN = r"[\s\-‐‑‒–—―−+./_\u00ad\u200b-\u200f\u2060\ufeff]{0,4}"
_SET_APART = _BETWEEN.replace("{0,4}", "{1,4}")
_LETTER = rf"[{INTERIM_LETTERS}{INTERIM_LETTERS.lower()}]"
_PAIR = rf"\d\d{_BETWEEN}"

_PATTERNS = (
    # 19790417-9814, 79 04 17 98 14, 800101-T223: pairs of digits, however they are set apart.
    re.compile(rf"(?=(?P<shown>(?:(?:18|19|20){_BETWEEN})?{_PAIR}{_PAIR}{_PAIR})(?P<hidden>(?:\d|{_LETTER})\d{_BETWEEN}\d\d)(?!\d))"),
    # 1 9 7 9 0 4 1 7 9 8 1 4: a blank or the like between all digits.
    re.compile(rf"(?=(?<!\d)(?P<shown>(?:\d{_SET_APART}){{6}}(?:\d{_SET_APART}\d{_SET_APART})?)(?P<hidden>(?:\d|{_LETTER})(?:{_SET_APART}\d){{3}})(?!\d))"),
    # 790417-98145 and 790417-981: a digit too many or too few.
    re.compile(rf"(?=(?P<shown>(?<!\d)(?:\d\d)?\d{{6}}\s*[-‐‑‒–—―−+]\s*)(?P<hidden>(?:\d|{_LETTER})\d\d+))"),
    # 79041798145: more digits than a number has, without anything between.
    re.compile(r"(?=(?<!\d)(?P<shown>\d{6})(?P<hidden>\d{5}(?!\d)|\d{7,}))"),
    # 7 904 179 814: as Excel shows a large number.
    re.compile(r"(?=(?<!\d)(?P<shown>\d{1,3}[\s.,'’]\d{3}[\s.,'’]\d\d)(?P<hidden>\d[\s.,'’]\d{3})(?!\d))"),
)  # fmt: skip

_CLOCK = r"(?:[ T]\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?!\d))?"
_DATE = re.compile(
    rf"(?<!\d)(?:19|20)\d\d([-./])(?:0\d|1[0-2])\1[0-3]\d{_CLOCK}"
    rf"(?!\d)(?!{_BETWEEN}(?:\d|{_LETTER})\d[\s\-]{{0,3}}\d\d(?![:.\d])(?!-\d\d-\d\d(?!\d)))"
)
"""A day as 2008-03-19, with or without a time, that is not the beginning of an identity number."""


def mask_digits(text: str) -> str:
    """The text with the last four digits of everything that may be an identity number hidden: 790417-••••.

    Ten or twelve digits, with dashes, plus, blanks or an interim letter among them, inside longer texts too, and such
    numbers with a digit too many or too few. Dates and times stay. Some telephone numbers are hidden as well.
    """
    if sum(character.isdigit() for character in text) < _FEWEST_DIGITS:
        return text
    without_dates = _DATE.sub(lambda match: "\0" * len(match[0]), text)
    hidden = {place for pattern in _PATTERNS for place in _places(pattern, without_dates)}
    return "".join(_HIDDEN if place in hidden else character for place, character in enumerate(text))


def mask_number_cell(text: str) -> str:
    """A cell of the column of identity numbers: masked as any text, and wherever nothing was found, all the same.

    Of a cell without a whole number the last four digits are hidden, and every digit of one with at most six.
    """
    masked = mask_digits(text)
    if masked != text:
        return masked
    places = [place for place, character in enumerate(text) if character.isdigit()]
    hidden = set(places[-_LAST_FOUR:] if len(places) > len("790417") else places)
    return "".join(_HIDDEN if place in hidden else character for place, character in enumerate(text))


def _places(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """The places of letters and digits to hide. Matches overlap: what may be two numbers is hidden as both."""
    for match in pattern.finditer(text):
        start, end = match.span("hidden")
        yield from (place for place in range(start, end) if text[place].isalnum())
