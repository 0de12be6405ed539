"""The time of day a cell says."""

from __future__ import annotations

import re
from datetime import time

_CLOCK = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2} )?(?:kl\.? ?)?([0-9]{1,2})(?:[:.,]([0-9]{2})(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?)?"
    r"(?: ?(?:-|till) ?[0-9:.]+)?"
)
_FOUR_DIGITS = re.compile(r"(?:kl\.? ?)?([0-9]{1,2})([0-9]{2})(?: ?- ?[0-9]{3,4})?")
_FRACTION = re.compile(r"0[.,][0-9]+")
_MINUTES_A_DAY = 24 * 60
_STEP = 5
"""A fraction of a day is read as a time when it falls on a fifth minute; otherwise it is some other number."""


def read_time(text: str) -> time | None:
    """The time a cell says, local: "13:30", "13.30", "1330", "kl 13", of "9-10" the beginning; None if it says none.

    A fraction of a day, as Excel stores a time, is one too: 0.5625 is 13:30.
    """
    typed = " ".join(text.lower().translate(str.maketrans("‐‑‒–—−", "-" * 6)).split()).rstrip(" .")
    if _FRACTION.fullmatch(typed):
        return _of_fraction(float(typed.replace(",", ".")))
    match = _FOUR_DIGITS.fullmatch(typed) or _CLOCK.fullmatch(typed)
    return _existing(int(match[1]), int(match[2] or 0)) if match else None


def _of_fraction(fraction: float) -> time | None:
    minutes = fraction * _MINUTES_A_DAY
    whole = round(minutes)
    if abs(minutes - whole) > 0.02 or whole % _STEP:
        return None
    return _existing(*divmod(whole, 60))


def _existing(hour: int, minute: int) -> time | None:
    try:
        return time(hour, minute)
    except ValueError:
        return None
