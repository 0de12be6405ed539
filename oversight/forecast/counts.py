"""What the forecast is made from: four grouped statements about the jobbgaranti of those a user watches."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, DateTimeField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from core.shares import Share
from core.swedish.dates import start_of_day
from core.workdays import ONE_DAY, add_working_days, is_working_day, next_working_day, working_days_between
from deadlines.choices import ClockKind, ClockStatus
from deadlines.status import states
from deadlines.status.counts import clocks_of
from deadlines.status.protected import ProtectedPromise
from meetings.booked_meetings import booked_from, booked_in_time
from meetings.models import Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.figures import PLANS
from oversight.forecast.calculation import CHECKED_BEFORE, DAYS_AHEAD, LOOKED_BACK, Arrivals, History, OpenDay
from oversight.meetings import meetings_per_day


def days_ahead(today: datetime.date) -> list[datetime.date]:
    """Today, or the next working day, and the nine working days after it."""
    first = next_working_day(today, stored_holiday)
    return [first, *(add_working_days(first, ahead, stored_holiday) for ahead in range(1, DAYS_AHEAD))]


def open_days(user: User, now: datetime.datetime, masked: Iterable[ProtectedPromise] = ()) -> tuple[list[OpenDay], int]:
    """The open promises per last day, and how many are late without a meeting to come.

    `masked`: promises to protected persons whom the user may not open; they count as without a meeting.
    """
    today = timezone.localdate(now)
    days = days_ahead(today)
    to_come = Q(status=ClockStatus.RUNNING, due_on__range=(today, days[-1]))
    clocks = clocks_of(user).filter(PLANS & (to_come | states.late(today)))
    in_time = clocks.annotate(has_booked_meeting=booked_from(now), has_meeting_in_time=booked_in_time(now)).order_by()
    rows = in_time.values("due_on", "has_meeting_in_time", "has_booked_meeting").annotate(promises=Count("pk"))
    late, found = 0, Counter[tuple[datetime.date, bool]]()
    for row in rows:
        if row["due_on"] >= today:
            found[next_working_day(row["due_on"], stored_holiday), row["has_meeting_in_time"]] += row["promises"]
        elif not row["has_booked_meeting"]:
            late += row["promises"]
    for promise in masked:
        if promise.kind != ClockKind.PLAN_GUARANTEE or not promise.covered or promise.due_on is None:
            continue
        if promise.is_excused(today):
            continue
        if promise.due_on >= today:
            found[next_working_day(promise.due_on, stored_holiday), False] += 1
        else:
            late += 1
    meetings = meetings_per_day(user, days)
    return [OpenDay(day, found[day, True], found[day, False], meetings[day]) for day in days], late


def history_of(user: User, today: datetime.date) -> History:
    """What became of the promises of the last ninety days, by whether a meeting was booked in time.

    Asked as of the morning three working days before the last day: booked by then, and held for a day up to the last.
    """
    first = today - datetime.timedelta(days=LOOKED_BACK)
    days = [day for day in _days(first, today - ONE_DAY) if is_working_day(day, stored_holiday)]
    asked_at = Case(
        *(
            When(due_on=day, then=Value(start_of_day(add_working_days(day, -CHECKED_BEFORE, stored_holiday))))
            for day in days
        ),
        output_field=DateTimeField(),
    )
    booked = Meeting.objects.filter(
        enrolment=OuterRef("enrolment"),
        booked_at__lt=OuterRef("asked_at"),
        starts_at__gte=OuterRef("asked_at"),
        starts_at__date__lte=OuterRef("due_on"),
    )
    rows: Iterable[dict[str, Any]] = (
        clocks_of(user)
        .filter(PLANS & states.decided((first, today - ONE_DAY)))
        .annotate(asked_at=asked_at)
        .annotate(was_booked=Exists(booked))
        .order_by()
        .values("was_booked")
        .annotate(promises=Count("pk"), broken=Count("pk", filter=states.broken(today)))
    )
    shares = {row["was_booked"]: Share(row["broken"], row["promises"]) for row in rows}
    return History(not_booked=shares.get(False, Share(0, 0)), booked=shares.get(True, Share(0, 0)))


def arrivals_of(user: User, today: datetime.date) -> Arrivals:
    """How many promises began in the thirty days before today."""
    first, last = states.last_month(today)
    promises = clocks_of(user).filter(PLANS, started_on__range=(first, last)).count()
    tomorrow = next_working_day(today + ONE_DAY, stored_holiday)
    return Arrivals(
        promises,
        working_days_between(first - ONE_DAY, last, stored_holiday),
        add_working_days(tomorrow, states.NEAR, stored_holiday),
    )


def _days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
