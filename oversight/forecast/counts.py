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
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from deadlines.status.counts import clocks_and_history_of, clocks_of, watches_unit
from deadlines.status.protected import ProtectedClock
from measures.promises import PROMISE, decided, promises_left_by, promises_of
from meetings.booked_meetings import booked_from, booked_in_time
from meetings.models import Meeting
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.forecast.calculation import CHECKED_BEFORE, DAYS_AHEAD, HISTORY_DAYS, Arrivals, History, OpenDay
from oversight.meetings import meetings_per_day


def days_ahead(today: datetime.date) -> list[datetime.date]:
    """Today, or the next working day, and the nine working days after it."""
    first = next_working_day(today, stored_holiday)
    return [first, *(add_working_days(first, ahead, stored_holiday) for ahead in range(1, DAYS_AHEAD))]


def open_days(user: User, now: datetime.datetime, masked: Iterable[ProtectedClock] = ()) -> tuple[list[OpenDay], int]:
    """The open clocks per last day, and how many are late without a meeting to come.

    `masked`: clocks of protected persons whom the user may not open; they count as without a meeting.
    """
    today = timezone.localdate(now)
    days = days_ahead(today)
    to_come = Q(status=ClockStatus.RUNNING, due_on__range=(today, days[-1]))
    clocks = clocks_of(user).filter(PROMISE & (to_come | clock_conditions.late(today)))
    in_time = clocks.annotate(has_booked_meeting=booked_from(now), has_meeting_in_time=booked_in_time(now)).order_by()
    rows = in_time.values("due_on", "has_meeting_in_time", "has_booked_meeting").annotate(clocks=Count("pk"))
    late, found = 0, Counter[tuple[datetime.date, bool]]()
    for row in rows:
        if row["due_on"] >= today:
            found[next_working_day(row["due_on"], stored_holiday), row["has_meeting_in_time"]] += row["clocks"]
        elif not row["has_booked_meeting"]:
            late += row["clocks"]
    for clock in masked:
        if clock.kind != ClockKind.PLAN_GUARANTEE or not clock.covered or clock.due_on is None:
            continue
        if clock.is_excused(today):
            continue
        if clock.due_on >= today:
            found[next_working_day(clock.due_on, stored_holiday), False] += 1
        else:
            late += 1
    meetings = meetings_per_day(user, days)
    return [OpenDay(day, found[day, True], found[day, False], meetings[day]) for day in days], late


def history_of(user: User, today: datetime.date) -> History:
    """What became of the promises that were decided in the last ninety days, by whether a meeting was booked in time.

    Asked as of the morning three working days before the last day: booked by then, and held for a day up to the last.
    What was decided here in cases that have moved on since is counted with it, as the role that sees no name (FC-74).
    Those of imported lists are among those without a meeting: lists do not say when one was booked.
    """
    first = today - datetime.timedelta(days=HISTORY_DAYS)
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
    of_the_days = decided((first, today - ONE_DAY), today)

    def counted(clocks: ClockQuerySet) -> list[dict[str, Any]]:
        asked = clocks.filter(of_the_days).annotate(asked_at=asked_at).annotate(was_booked=Exists(booked)).order_by()
        groups = asked.values("was_booked")
        broken = Count("pk", filter=clock_conditions.broken(today))
        imported = Count("pk", filter=Q(historical=True))
        return list(groups.annotate(clocks=Count("pk"), broken=broken, imported=imported))

    rows = counted(promises_of(user))
    if watches_unit(user):
        with as_database_role(DatabaseRole.REPORTS):
            rows += counted(promises_left_by(user))

    def share(was_booked: bool) -> Share:
        found = [row for row in rows if row["was_booked"] == was_booked]
        return Share(sum(row["broken"] for row in found), sum(row["clocks"] for row in found))

    imported = sum(row["imported"] for row in rows)
    return History(not_booked=share(was_booked=False), booked=share(was_booked=True), imported=imported)


def arrivals_of(user: User, today: datetime.date) -> Arrivals:
    """How many promises began in the thirty days before today, those of imported lists among them."""
    first, last = clock_conditions.last_thirty_days(today)
    # No last day lies before the first one: so the index by last day finds them, also those that are paused.
    due_since = Q(due_on__gte=first) | Q(due_on__isnull=True)
    clocks = clocks_and_history_of(user).filter(PROMISE, due_since, started_on__range=(first, last)).count()
    tomorrow = next_working_day(today + ONE_DAY, stored_holiday)
    return Arrivals(
        clocks,
        working_days_between(first - ONE_DAY, last, stored_holiday),
        add_working_days(tomorrow, clock_conditions.NEAR, stored_holiday),
    )


def _days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
