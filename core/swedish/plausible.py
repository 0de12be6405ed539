"""Which days and times make sense, and the sentence about those that do not (docs/changing.md).

A year that was mistyped, a meeting in the middle of the night, something that has happened later today: each is a slip
that a form should catch where it was made. Every field for a day or a time is judged (core.forms); one that takes any
day says so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

OPENS, CLOSES = datetime.time(6), datetime.time(22)
"""Meetings, sessions and other things that are agreed upon begin within these hours."""

RIGHT_AWAY = datetime.timedelta(hours=3)
"""What happened at night is believed when it is written down so soon after."""

_YEAR = datetime.timedelta(days=365.25)
_YEARS_IN_WORDS = {2: "två", 5: "fem", 10: "tio"}


@dataclass(frozen=True)
class Span:
    """How many years from today a day may lie, back and ahead; None: as far as one likes."""

    back: int | None = 5
    ahead: int | None = 2


IN_A_CASE = Span()
"""What is done in a case: five years back, because something may be registered late, and two ahead."""

ANY_DAY = Span(None, None)
"""Periods to look at, old lists, when somebody was born."""


def fault_of_day(day: datetime.date, span: Span, *, today: datetime.date) -> str:
    """Why a day makes no sense, in one sentence; empty where it may be meant."""
    if span.back is not None and day < today - span.back * _YEAR:
        return f"{day} ligger mer än {_YEARS_IN_WORDS[span.back]} år tillbaka. Kontrollera årtalet."
    if span.ahead is not None and day > today + span.ahead * _YEAR:
        return f"{day} ligger mer än {_YEARS_IN_WORDS[span.ahead]} år framåt. Kontrollera årtalet."
    return ""


def fault_of_hour(time: datetime.time) -> str:
    """Why nothing is agreed to begin at a time of day; empty where it may."""
    if OPENS <= time <= CLOSES:
        return ""
    return f"Klockan {time:%H.%M} är på natten. Ange en tid mellan {OPENS:%H.%M} och {CLOSES:%H.%M}."


def fault_of_moment(
    instant: datetime.datetime, *, now: datetime.datetime, early: datetime.timedelta | None = datetime.timedelta()
) -> str:
    """Why nothing can have happened at an instant; empty where it can.

    `early`: how much before its time something may be written down; None where it need not have happened. At night only
    what is written down within three hours has happened.
    """
    local = timezone.localtime(instant)
    if early is not None and instant > now + early:
        return f"Klockan {local:%H.%M} den dagen har inte varit ännu."
    if fault_of_hour(local.time().replace(second=0, microsecond=0, fold=0)) and abs(now - instant) > RIGHT_AWAY:
        return f"Klockan {local:%H.%M} är på natten. Kontrollera klockslaget."
    return ""
