"""The clocks that the head of Frister is about, fetched once for all of its figures."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, Q, Value, When
from django.utils import timezone

from aspirants.choices import Protection
from core.workdays import ONE_DAY, add_working_days, next_working_day, previous_working_day
from deadlines.choices import ClockKind, ClockStatus, PolicyUse
from deadlines.models import DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status import clock_conditions
from deadlines.status.clock_conditions import Days
from deadlines.status.counts import watches_unit
from measures import promises
from meetings.booked_meetings import booked_in_time
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.meetings import BookedMeetings, booked_today_and_later

A_WEEK = datetime.timedelta(days=7)
UNKEPT = (ClockStatus.RUNNING, ClockStatus.BREACHED)
DECIDED = (ClockStatus.MET, ClockStatus.EXCUSED, ClockStatus.BREACHED, ClockStatus.RUNNING)


class WatchedClock(NamedTuple):
    """What the figures ask of a clock.

    The questions are those of `clock_conditions` and `measures.promises` by the same names, asked of a clock that has
    been fetched; a test holds them equal.
    """

    pk: int
    kind: str
    use: str
    covered: bool
    status: str
    started_on: datetime.date
    original_due_on: datetime.date
    due_on: datetime.date
    fulfilled_at: datetime.datetime | None
    ended_on: datetime.date | None
    enrolment: int | None
    coach: int | None
    case_at: int | None
    case_closed_on: datetime.date | None
    first_visit_on: datetime.date | None
    length: int
    unit: str
    roll_rule: str
    counted_at: int | None
    """The jobbtorg in whose figures it is, where the case has moved since it was decided."""
    historical: bool
    """Whether an imported list tells of it: it is counted, and never to be kept."""
    protection: str
    booked_at: Sequence[datetime.datetime] | None = None
    """When the booked meetings of its case begin, those of today and later, where it is still to be kept."""
    has_meeting_in_time: bool = False
    """Whether one of those is to come and lies on or before the last day."""

    @property
    def is_plan(self) -> bool:
        """Whether it is a jobbgaranti, of somebody whom it covers."""
        return self.covered and self.kind == ClockKind.PLAN_GUARANTEE

    @property
    def still_to_keep(self) -> bool:
        ended = self.ended_on is not None or self.case_closed_on is not None
        return not self.historical and self.fulfilled_at is None and not ended

    def due_in(self, days: Days) -> bool:
        return days[0] <= self.due_on <= days[1]

    def near(self, days: Days) -> bool:
        """`days`: today, and the last of the days that are near."""
        return not self.historical and self.status == ClockStatus.RUNNING and self.due_in(days)

    def broken(self, today: datetime.date) -> bool:
        return self.status == ClockStatus.BREACHED or (self.status == ClockStatus.RUNNING and self.due_on < today)

    def late(self, today: datetime.date) -> bool:
        return self.broken(today) and self.still_to_keep

    def this_week(self, week: Days) -> bool:
        return self.status in UNKEPT and self.still_to_keep and self.due_in(week)

    def decided(self, days: Days) -> bool:
        """`days`: all of them have passed."""
        return self.status in DECIDED and self.due_in(days)

    def to_be_kept_at(self, moment: datetime.datetime, on: datetime.date) -> bool:
        if self.historical or self.started_on > on or (self.fulfilled_at is not None and self.fulfilled_at < moment):
            return False
        if self.status == ClockStatus.EXCUSED and self.due_on < on:
            return False
        return self.status != ClockStatus.CANCELLED if self.ended_on is None else self.ended_on > on


@dataclass(frozen=True)
class Window:
    """The days that the figures of an instant are about, each pair with what it is compared with."""

    now: datetime.datetime
    today: datetime.date
    near: Days
    near_before: Days
    week: Days
    week_before: Days
    news: Days
    news_before: Days
    month: Days
    month_before: Days

    @classmethod
    def at(cls, now: datetime.datetime) -> Window:
        today = timezone.localdate(now)
        week_ago = today - A_WEEK
        news = clock_conditions.days_of_news(today)
        day_before = news[0] - ONE_DAY
        month_ago = today - clock_conditions.DECIDED_DAYS * ONE_DAY
        return cls(
            now=now,
            today=today,
            near=(today, add_working_days(today, clock_conditions.NEAR, stored_holiday)),
            near_before=(week_ago, add_working_days(week_ago, clock_conditions.NEAR, stored_holiday)),
            week=clock_conditions.week_of(today),
            week_before=clock_conditions.week_of(week_ago),
            news=news,
            news_before=(previous_working_day(day_before, stored_holiday), day_before),
            month=clock_conditions.last_thirty_days(today),
            month_before=clock_conditions.last_thirty_days(month_ago),
        )

    @cached_property
    def bars(self) -> list[datetime.date]:
        """Those of the burn-down: today, or the next working day, and the five working days after it."""
        first = next_working_day(self.today, stored_holiday)
        ahead = range(1, clock_conditions.NEAR + 1)
        return [first, *(add_working_days(first, days, stored_holiday) for days in ahead)]

    @property
    def last_days(self) -> Days:
        """From the first to the last of all these days."""
        return self.month_before[0], max(self.week[1], self.bars[-1])


@dataclass(frozen=True)
class Watch:
    """Everything the head of Frister is counted from: the clocks, their meetings, and what was decided here before."""

    user: User
    window: Window
    clocks: list[WatchedClock]
    """The clocks to keep that fall or fell due on a day of the window, or are late, and the promises of imported lists
    that fell due then."""
    indicators: list[WatchedClock]
    """A manager's indicators that fell due in the last thirty days, which are no clocks to keep."""
    shown: list[WatchedClock]
    """The covered clocks of the burn-down: late ones, and those due from today to the day of the last bar."""
    booked: BookedMeetings
    """The meetings booked in the cases of those."""
    moved_on: list[WatchedClock]
    """What was decided here in cases that are elsewhere now."""

    @classmethod
    def of(cls, user: User, now: datetime.datetime) -> Watch:
        window = Window.at(now)
        clocks: list[WatchedClock] = []
        measured: list[WatchedClock] = []
        for clock in _fetched(user, window):
            (clocks if clock.use == PolicyUse.ACTIVE else measured).append(clock)
        to_come = window.today, window.bars[-1]
        shown = [clock for clock in clocks if clock.covered and (clock.late(window.today) or clock.near(to_come))]
        booked = BookedMeetings({clock.enrolment: clock.booked_at or () for clock in shown if clock.enrolment}, now)
        return cls(user, window, clocks, measured, shown, booked, _moved_on(user, window))

    def is_booked(self, clock: WatchedClock) -> bool:
        """Whether a meeting is booked by the clock's last day; where the day has passed, whether any is to come."""
        if clock.due_on < self.window.today:
            return self.booked.has(clock.enrolment)
        return clock.has_meeting_in_time

    @property
    def plans(self) -> list[WatchedClock]:
        """The jobbgaranti of those it covers."""
        return [clock for clock in self.clocks if clock.is_plan]

    @property
    def history(self) -> list[WatchedClock]:
        """The promises that are in the figures here, wherever their cases are now (`measures.promises`, FC-74)."""
        here = (clock for clock in self.plans if clock.counted_at is None and clock.protection == Protection.NONE)
        return [*here, *self.moved_on]


def _fetched(user: User, window: Window) -> list[WatchedClock]:
    """The clocks a user answers for that fall or fell due on a day of the window, or are late; and the indicators.

    Of the past months only what is asked of them: the jobbgaranti, and thirty days of indicators.
    """
    measured = Q(policy__use=PolicyUse.INDICATOR, due_on__gte=window.month[0])
    lately = clock_conditions.LIVE & Q(due_on__gte=min(window.week_before[0], window.news_before[0]))
    in_window = Q(due_on__range=window.last_days) & (promises.PROMISE | measured | lately)
    unfulfilled = clock_conditions.LIVE & Q(fulfilled_at__isnull=True, ended_on__isnull=True)
    late = clock_conditions.broken(window.today) & unfulfilled
    clocks = DeadlineClock.objects.visible_to(user).with_history().filter(in_window | late)
    if watches_unit(user):
        clocks = clocks.filter(policy__use__in=[PolicyUse.ACTIVE, PolicyUse.INDICATOR])
    else:
        clocks = clocks.filter(policy__use=PolicyUse.ACTIVE, enrolment__coach=user)
    to_keep = When(Q(unfulfilled, covered=True), then=booked_today_and_later(window.now))
    in_time = When(Q(unfulfilled, covered=True), then=booked_in_time(window.now))
    annotated = clocks.annotate(
        booked_at=Case(to_keep, default=None), has_meeting_in_time=Case(in_time, default=Value(False))
    )
    return as_watched(annotated, "booked_at", "has_meeting_in_time")


def _moved_on(user: User, window: Window) -> list[WatchedClock]:
    """The promises of the past months that were decided at a manager's jobbtorg in cases that have moved on since."""
    if not watches_unit(user):
        return []
    months = (window.month_before[0], window.month[1])
    with as_database_role(DatabaseRole.REPORTS):
        return as_watched(promises.promises_left_by(user).filter(promises.decided(months, window.today)))


def as_watched(clocks: ClockQuerySet, *annotated: str) -> list[WatchedClock]:
    """Clocks as the figures ask about them; one statement. `annotated`: the last facts, where they have them."""
    rows = clocks.order_by().values_list(
        *("pk", "policy__kind", "policy__use", "covered", "status", "started_on", "original_due_on", "due_on"),
        *("fulfilled_at", "ended_on", "enrolment_id", "enrolment__coach_id", "enrolment__jobbtorg_id"),
        *("enrolment__closed_on", "enrolment__first_visit_on"),
        *("policy__length", "policy__unit", "policy__roll_rule", "counted_at_id", "historical", "person__protection"),
        *annotated,
    )
    return [WatchedClock(*row) for row in rows]
