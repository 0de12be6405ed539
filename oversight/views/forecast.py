"""The forecast of the coming two weeks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.files import file_of
from audit.models import AccessKind
from audit.operations import log_access
from core.shares import half_up
from core.spreadsheets import Cell
from core.swedish.numbers import counted
from deadlines.status.counts import watches_unit
from deadlines.status.protected import masked_clocks
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.models import User
from oversight.forecast.calculation import ForecastDay, ToBook, assumptions, forecast, one_decimal, to_book
from oversight.forecast.counts import arrivals_of, history_of, open_days

LOGGED_AS = "Fristprognos"


@dataclass(frozen=True)
class _ForecastContents:
    """What both the page and its file tell."""

    ahead: list[ForecastDay]
    bookings: list[ToBook]
    remarks: list[str]

    @classmethod
    def of(cls, user: User, today: datetime.date) -> _ForecastContents:
        masked = masked_clocks(user) if watches_unit(user) else None
        days, late = open_days(user, timezone.now(), masked.clocks if masked else ())
        history, arrivals = history_of(user, today), arrivals_of(user, today)
        return cls(forecast(days, history, arrivals), to_book(days, late, today), assumptions(history, arrivals))


@access(jobbtorg_staff)
@require_safe
def deadlines_forecast(request: StaffRequest) -> HttpResponse:
    """How many jobbgarantier will be broken if nothing is done, and which meetings to book so that none is."""
    today = timezone.localdate()
    contents = _ForecastContents.of(request.user, today)
    ahead, bookings = contents.ahead, contents.bookings
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    total = sum((day.broken for day in ahead), Decimal(0))
    meetings = bookings[-1].so_far if bookings else 0
    context = {
        "today": today,
        "sentence": f"{one_decimal(total)} jobbgarantier väntas brytas de närmaste tio arbetsdagarna",
        "assumptions": contents.remarks,
        "days": [(day, one_decimal(day.coming), one_decimal(day.broken)) for day in ahead],
        "total": (
            *(sum(day.open.booked for day in ahead), sum(day.open.not_booked for day in ahead)),
            one_decimal(sum((day.coming for day in ahead), Decimal(0))),
            one_decimal(total),
        ),
        "bookings": bookings,
        "to_book_sentence": f"{counted(meetings, 'möte', 'möten')} behöver bokas för att hålla allt som är lovat",
    }
    return render(request, "oversight/forecast.html", context)


@access(jobbtorg_staff)
@require_safe
def deadlines_forecast_file(request: StaffRequest) -> HttpResponse:
    """The table of the forecast as a file."""
    today = timezone.localdate()
    contents = _ForecastContents.of(request.user, today)
    return file_of(request, f"fristprognos-{today}", LOGGED_AS, _lines(contents.ahead, contents.remarks), persons=0)


def _lines(ahead: list[ForecastDay], remarks: list[str]) -> Iterator[Sequence[Cell]]:
    """The table as a file, with its assumptions below."""
    yield ["Sista dag", "Möte bokat i tid", "Inget möte i tid", "Nya frister", "Väntas brytas", "Bokade möten"]
    for day in ahead:
        coming, broken = (half_up(number, Decimal("0.1")) for number in (day.coming, day.broken))
        yield [day.open.day, day.open.booked, day.open.not_booked, coming, broken, day.open.meetings]
    yield []
    yield from ([remark] for remark in remarks)
