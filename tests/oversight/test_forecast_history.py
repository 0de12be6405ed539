"""What the forecast is told of the past: each promise as it stood then, wherever its case is now."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from core.shares import Share
from core.workdays import is_working_day
from deadlines.models import ClockStatus, DeadlineClock
from demo.factories import JobbtorgFactory, MeetingFactory
from meetings.choices import ChangeReason, MeetingStatus, Wish
from meetings.models import BookingChange, Meeting
from organisation.reference_tables.calendar import stored_holiday
from oversight.forecast.backtest import backtest
from oversight.forecast.history import AT_THE_END, by_unit, cells_of_units, stood
from tests.aspirants.staff import TODAY, at, signed_in, text
from tests.visits import queries_for

PATH = "/frister/prognos/provad"
ON = at("2026-11-09").date()


def standing(left: int, day=ON) -> dict[bool, Share]:
    """Of those whose last day it is, what stood with so many days left, by whether a meeting was booked."""
    return {row.is_booked: row.share for row in stood(day, day, TODAY, unit=None, lefts=[left])}


@pytest.fixture
def decided(received):
    """A promise received on Monday 2 November, due on the 9th; three days before is Wednesday the 4th."""

    def make(status=ClockStatus.BREACHED, fulfilled: datetime | None = None, **facts) -> DeadlineClock:
        kept = {"fulfilled_at": fulfilled, "fulfilment": "PLAN"} if fulfilled else {}
        return received("2026-11-02", status=status, **kept, **facts)

    return make


def booked(clock: DeadlineClock, booked_at: datetime, starts_at: datetime, **facts) -> Meeting:
    logged = {} if "status" not in facts else {"logged_at": starts_at}
    meeting = MeetingFactory(enrolment=clock.enrolment, starts_at=starts_at, **facts, **logged)
    Meeting.objects.filter(pk=meeting.pk).update(booked_at=booked_at)
    return meeting


def test_a_promise_stands_until_it_is_kept(decided):
    decided()
    decided(ClockStatus.MET, at("2026-11-04", "11:59"))
    decided(ClockStatus.MET, at("2026-11-04", "12:00"))
    decided(ClockStatus.MET, at("2026-11-06", "09:00"))
    assert standing(3) == {False: Share(1, 3)}
    assert standing(5) == {False: Share(1, 4)}
    assert standing(0) == {False: Share(1, 1)}
    assert standing(AT_THE_END) == {False: Share(1, 1)}
    assert standing(6) == {}, "it had not begun"


def test_what_never_was_to_be_kept_is_left_out(decided):
    decided(covered=False)
    decided(historical=True)
    decided(late_registered=True)
    clock = decided(ClockStatus.CANCELLED)
    assert standing(3) == {}
    DeadlineClock.objects.filter(pk=clock.pk).update(ended_on=at("2026-11-05").date())
    assert standing(3) == {False: Share(0, 1)}, "it ended the day after"


def test_one_that_nobody_has_stamped_yet_is_broken(received):
    received("2026-11-13")
    assert standing(0, at("2026-11-20").date()) == {False: Share(1, 1)}


@pytest.mark.parametrize(
    ("booked_at", "starts_at", "counts"),
    [
        (("2026-11-04", "11:59"), ("2026-11-09", "16:00"), True),
        (("2026-11-04", "12:00"), ("2026-11-09", "16:00"), False),  # booked afterwards
        (("2026-11-02", "09:00"), ("2026-11-10", "09:00"), False),  # after the last day
        (("2026-11-02", "09:00"), ("2026-11-04", "09:00"), False),  # held before one asks
    ],
)
def test_a_meeting_counts_as_it_was_known_then(decided, booked_at, starts_at, counts):
    booked(decided(), at(*booked_at), at(*starts_at))
    assert standing(3) == {counts: Share(1, 1)}


def test_a_time_that_was_moved_later_counts_as_it_was(decided, manager):
    clock = decided()
    meeting = booked(clock, at("2026-11-02"), at("2026-11-20", "09:00"))

    def moved(from_time: datetime, to_time: datetime | None, when: datetime) -> None:
        BookingChange.objects.create(
            enrolment=clock.enrolment,
            meeting=meeting,
            from_starts_at=from_time,
            to_starts_at=to_time,
            wish=Wish.ASPIRANT,
            reason=ChangeReason.OTHER_TIME,
            changed_by=manager,
            changed_at=when,
        )

    moved(at("2026-11-03", "09:00"), at("2026-11-09", "09:00"), at("2026-11-02", "15:00"))
    moved(at("2026-11-09", "09:00"), at("2026-11-20", "09:00"), at("2026-11-05", "10:00"))
    assert standing(4) == {True: Share(1, 1)}, "on the 3rd at noon it was the 9th"
    assert standing(1) == {False: Share(1, 1)}, "on the 6th it was the 20th"
    moved(at("2026-11-20", "09:00"), None, at("2026-11-21", "10:00"))
    assert standing(4) == {True: Share(1, 1)}, "what is cancelled later was booked then"


def test_a_cancelled_time_is_no_booking_from_then_on(decided, manager):
    clock = decided()
    meeting = booked(clock, at("2026-11-02"), at("2026-11-09", "09:00"), status=MeetingStatus.CANCELLED_BY_UNIT)
    BookingChange.objects.create(
        enrolment=clock.enrolment,
        meeting=meeting,
        from_starts_at=at("2026-11-09", "09:00"),
        wish=Wish.UNIT,
        reason=ChangeReason.OTHER_TIME,
        changed_by=manager,
        changed_at=at("2026-11-05", "09:00"),
    )
    assert standing(3) == {True: Share(1, 1)}
    assert standing(2) == {False: Share(1, 1)}


def test_protected_persons_are_in_no_jobbtorgs_history(decided):
    clock = decided()
    clock.person.protection = "MARKED"
    clock.person.save(update_fields=["protection"])
    assert standing(3) == {}


def test_history_stays_where_it_was_decided(decided, manager):
    """A case that has moved on is no row of the unit's any more, and is its history still (FC-74)."""
    clock = decided()
    elsewhere = JobbtorgFactory()
    before = by_unit(stood(ON, ON, TODAY, unit=None, lefts=[3]))
    DeadlineClock.objects.filter(pk=clock.pk).update(counted_at=manager.jobbtorg, jobbtorg=elsewhere)
    assert by_unit(stood(ON, ON, TODAY, unit=None, lefts=[3])) == before
    assert list(before) == [manager.jobbtorg_id]


def test_the_citys_numbers_are_of_the_twelve_months_before_today(decided, received):
    decided()
    received("2025-11-14", status=ClockStatus.BREACHED)  # due on 21 November 2025, before the twelve months
    cells = cells_of_units(TODAY)
    [own] = cells.values()
    assert own[3, False] == Share(1, 1)


def promises_of_weeks(received, weeks: int, broken_every: int) -> None:
    """One a working day, until three weeks ago; the plan two days later, or never."""
    days = [TODAY - timedelta(days=n) for n in range(21, 21 + 7 * weeks)]
    for number, start in enumerate(day for day in days if is_working_day(day, stored_holiday)):
        if number % broken_every == 0:
            received(str(start), status=ClockStatus.BREACHED)
        else:
            kept = at(str(start + timedelta(days=2)), "10:00")
            received(str(start), status=ClockStatus.MET, fulfilled_at=kept, fulfilment="PLAN")


def test_a_steady_jobbtorg_is_foretold(received, manager, as_manager):
    promises_of_weeks(received, weeks=20, broken_every=4)
    tried = backtest(manager.jobbtorg_id, TODAY)
    assert len(tried.tried) >= 18
    late = tried.tried[-12:-2]
    assert sum(one.held for one in late) >= 8
    assert sum(one.expected.mean for one in late) == pytest.approx(sum(one.broken for one in late), rel=0.2)
    words = text(as_manager.get(PATH))
    assert "Lovat 80" in words
    assert f"{tried.tried[-1].on}" in words


def test_a_morning_is_foretold_without_what_came_after(received, manager):
    promises_of_weeks(received, weeks=8, broken_every=3)
    before = backtest(manager.jobbtorg_id, TODAY).tried
    monday = before[-3].on
    later = {"status": ClockStatus.BREACHED, "fulfilled_at": None, "fulfilment": ""}
    assert DeadlineClock.objects.filter(started_on__gte=monday).update(**later) > 0
    after = backtest(manager.jobbtorg_id, TODAY).tried
    until = [one for one in after if one.on <= monday]
    assert [one.expected for one in until] == [one.expected for one in before[: len(until)]]
    assert until[-1].broken > before[-3].broken


def test_the_command_says_the_same(received, manager):
    promises_of_weeks(received, weeks=8, broken_every=3)
    tried = backtest(manager.jobbtorg_id, TODAY)
    out = io.StringIO()
    call_command("backtest_forecast", jobbtorg=manager.jobbtorg.code, format="json", stdout=out)
    [found] = json.loads(out.getvalue())
    assert (found["forecasts"], found["held"], found["broken"]) == (tried.held.whole, tried.held.part, tried.broken)
    out = io.StringIO()
    call_command("backtest_forecast", stdout=out)
    assert f"{manager.jobbtorg.code}: promised 80%, held in" in out.getvalue()


def test_the_page_is_the_managers(coach, as_coach, as_manager):
    assert signed_in(coach).get(PATH).status_code == 403
    assert "ingen vecka att pröva" in text(as_manager.get(PATH))


def test_more_history_takes_no_more_statements(received, as_manager):
    received("2026-11-02")
    as_manager.get(PATH)
    few = queries_for(as_manager, PATH)
    promises_of_weeks(received, weeks=5, broken_every=3)
    assert queries_for(as_manager, PATH) == few
    assert DeadlineClock.objects.count() > 20
