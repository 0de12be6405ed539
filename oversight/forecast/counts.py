"""What is open now and what is coming: grouped statements about the jobbgaranti of those a user watches."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils import timezone

from core.workdays import ONE_DAY, add_working_days, next_working_day, working_days_between
from deadlines.choices import ClockKind, ClockStatus
from deadlines.status import clock_conditions
from deadlines.status.counts import clocks_of, watches_unit
from deadlines.status.protected import ProtectedClock, to_count
from measures.promises import PROMISE, promises_left_by, promises_of
from meetings.booked_meetings import booked_from, booked_in_time
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.forecast.calculation import ARRIVAL_DAYS, DAYS_AHEAD, Arrivals, LateUnbooked, OpenDay
from oversight.meetings import meetings_per_day


def days_ahead(today: datetime.date) -> list[datetime.date]:
    """Today, or the next working day, and the nine working days after it."""
    first = next_working_day(today, stored_holiday)
    return [first, *(add_working_days(first, ahead, stored_holiday) for ahead in range(1, DAYS_AHEAD))]


def open_days(
    user: User, now: datetime.datetime, masked: Iterable[ProtectedClock] = ()
) -> tuple[list[OpenDay], LateUnbooked]:
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
    late_masked, hidden = 0, Counter[datetime.date]()
    for _, due_on in to_count((clock for clock in masked if clock.kind == ClockKind.PLAN_GUARANTEE), today):
        if due_on >= today:
            hidden[next_working_day(due_on, stored_holiday)] += 1
        else:
            late_masked += 1
    meetings = meetings_per_day(user, days)
    left = [working_days_between(today, day, stored_holiday) for day in days]
    return [
        OpenDay(day, ahead, found[day, True], found[day, False] + hidden[day], meetings[day], hidden[day])
        for day, ahead in zip(days, left, strict=True)
    ], LateUnbooked(late + late_masked, late_masked)


def arrivals_of(user: User, today: datetime.date) -> Arrivals:
    """How many promises began in the thirty days before today, those of imported lists among them.

    Those decided here in cases that have moved on since are counted with them, as the role that sees no name (FC-74).
    """
    first, last = today - ARRIVAL_DAYS * ONE_DAY, today - ONE_DAY
    # No last day lies before the first one: so the index by last day finds them, also those that are paused.
    due_since = Q(due_on__gte=first) | Q(due_on__isnull=True)
    begun = due_since & Q(started_on__range=(first, last))
    promises = promises_of(user).filter(begun).count()
    if watches_unit(user):
        with as_database_role(DatabaseRole.REPORTS):
            promises += promises_left_by(user).filter(begun).count()
    return Arrivals(promises, working_days_between(first - ONE_DAY, last, stored_holiday), first_new_due_on(today))


def first_new_due_on(today: datetime.date) -> datetime.date:
    """The first last day of a promise that begins on the next working day."""
    return add_working_days(next_working_day(today + ONE_DAY, stored_holiday), clock_conditions.NEAR, stored_holiday)
