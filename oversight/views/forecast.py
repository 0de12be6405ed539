"""The forecast of the coming two weeks, and how good it has been."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.files import file_of
from audit.models import AccessKind
from audit.operations import log_access
from core.spreadsheets import Cell
from core.swedish.numbers import counted
from deadlines.status.counts import watches_unit
from deadlines.status.protected import masked_clocks
from measures.definition_version import DEFINITION_VERSION
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to, jobbtorg_staff
from organisation.models import User
from oversight.forecast import words
from oversight.forecast.backtest import backtest
from oversight.forecast.calculation import Forecast, ToBook, forecast, to_book
from oversight.forecast.counts import arrivals_of, open_days
from oversight.forecast.history import cells_of_units
from oversight.forecast.shares import City
from oversight.lists.rows import MASKED

LOGGED_AS = "Fristprognos"


@dataclass(frozen=True)
class _ForecastContents:
    """What both the page and its file tell."""

    forecast: Forecast
    bookings: list[ToBook]
    remarks: list[str]

    @classmethod
    def of(cls, user: User, today: datetime.date) -> _ForecastContents:
        masked = masked_clocks(user) if watches_unit(user) else None
        days, late = open_days(user, timezone.now(), masked.clocks if masked else ())
        units, arrivals = cells_of_units(today), arrivals_of(user, today)
        own, city = units.get(user.jobbtorg_id or 0, {}), City.of(units.values())
        expected = forecast(days, own, city, arrivals)
        return cls(expected, to_book(days, late, today), words.remarks(own, city, arrivals))


@access(jobbtorg_staff)
@require_safe
def deadlines_forecast(request: StaffRequest) -> HttpResponse:
    """How many jobbgarantier will be broken if things go on as now, and which meetings to book so that none is."""
    today = timezone.localdate()
    contents = _ForecastContents.of(request.user, today)
    ahead, bookings = contents.forecast, contents.bookings
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    meetings = bookings[-1].so_far if bookings else 0
    sentence, likely = words.expected_in_words(ahead.broken)
    context = {
        "today": today,
        "sentence": sentence,
        "likely": likely,
        "remarks": contents.remarks,
        "days": [(day, words.new_in_words(day.coming), words.about(day.broken)) for day in ahead.days],
        "total": (
            *(sum(day.open.booked for day in ahead.days), sum(day.open.not_booked for day in ahead.days)),
            words.new_in_words(ahead.coming),
            words.about(ahead.broken),
        ),
        "bookings": bookings,
        "to_book_sentence": f"{counted(meetings, 'möte', 'möten')} behöver bokas för att hålla allt som är lovat",
        "may_try": watches_unit(request.user),
    }
    return render(request, "oversight/forecast.html", context)


@access(jobbtorg_staff)
@require_safe
def deadlines_forecast_file(request: StaffRequest) -> HttpResponse:
    """The table of the forecast as a file."""
    today = timezone.localdate()
    contents = _ForecastContents.of(request.user, today)
    lines = _lines(contents.forecast, contents.remarks)
    return file_of(
        request, f"fristprognos-{today}", LOGGED_AS, lines, persons=0, asked=(), definitions=DEFINITION_VERSION
    )


def _lines(ahead: Forecast, remarks: list[str]) -> Iterator[Sequence[Cell]]:
    """The table as a file, with its remarks below."""
    yield [
        *("Sista dag", "Möte bokat i tid", "Inget möte i tid", "Nya frister, omkring"),
        *("Bryts, omkring", "Troligen minst", "Troligen högst", "Bokade möten", MASKED),
    ]
    for day in ahead.days:
        broken, coming = day.broken, words.whole(day.coming)
        yield [
            *(day.open.day, day.open.booked, day.open.not_booked, coming),
            *(broken.about, broken.low, broken.high, day.open.meetings, day.open.masked),
        ]
    yield []
    yield from ([remark] for remark in remarks)


@access(allowed_to(Act.WATCH_CAPACITY))
@require_safe
def deadlines_backtest(request: StaffRequest) -> HttpResponse:
    """How often the forecast of the own jobbtorg would have held, Monday by Monday; for those who watch it whole."""
    user = request.user
    if user.jobbtorg_id is None:
        raise Http404
    tried = backtest(user.jobbtorg_id, timezone.localdate())
    log_access(request, AccessKind.READ, subject=f"{LOGGED_AS}, prövad")
    sentence, *remarks = words.backtest_in_words(tried)
    mornings = [(one, words.about(one.expected)) for one in reversed(tried.tried)]
    return render(request, "oversight/backtest.html", {"sentence": sentence, "remarks": remarks, "mornings": mornings})
