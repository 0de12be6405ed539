"""The forecast: the arithmetic by hand, and the counts it is made from."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.shares import Share
from deadlines.models import ClockStatus
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory
from meetings.models import Meeting
from oversight.forecast.calculation import Arrivals, History, OpenDay, ToBook, assumptions, forecast, to_book
from oversight.forecast.counts import arrivals_of, days_ahead, history_of, open_days
from tests.aspirants.staff import TODAY, at, text
from tests.visits import queries_for

PATH = "/frister/prognos"
PERCENT = "\N{NO-BREAK SPACE}%"
LONG = History(not_booked=Share(30, 80), booked=Share(2, 20))
ARRIVALS = Arrivals(clocks=44, working_days=22, first_due_on=date(2026, 12, 1))


def day(number: int, booked: int, not_booked: int) -> OpenDay:
    return OpenDay(date(2026, 11, number), booked, not_booked)


def test_the_arithmetic_by_hand():
    days = [day(30, 10, 8), OpenDay(date(2026, 12, 1), 0, 0), OpenDay(date(2026, 12, 2), 5, 4)]
    first, second, third = forecast(days, LONG, ARRIVALS)
    # 8 × 30/80 + 10 × 2/20; nothing new is due before 1 December
    assert (first.coming, first.broken) == (Decimal(0), Decimal(4))
    # two new a day, of which 32 of 100 are broken
    assert (second.coming, second.broken) == (Decimal(2), Decimal("0.64"))
    # 4 × 0.375 + 5 × 0.1 + 2 × 0.32
    assert third.broken == Decimal("2.64")


@pytest.mark.parametrize(
    ("history", "broken"),
    [
        (History(Share(19, 19), Share(0, 20)), 8 + 0 + 2 * Decimal(19) / 39),  # too few without: all are broken
        (History(Share(10, 20), Share(19, 19)), 4 + 0 + 2 * Decimal(29) / 39),  # too few with: all are kept
        (History(Share(9, 10), Share(0, 9)), 8),  # too few at all: nothing new is counted
        (History(Share(0, 0), Share(0, 0)), 8),
    ],
)
def test_too_little_history_falls_back(history, broken):
    [found] = forecast([OpenDay(date(2026, 12, 1), 10, 8)], history, ARRIVALS)
    assert found.broken == pytest.approx(Decimal(broken))


def test_the_assumptions_are_told_with_their_numbers():
    assert assumptions(LONG, ARRIVALS) == [
        f"Av 80 frister utan bokat möte tre arbetsdagar före sista dagen bröts 30 (38{PERCENT}) de senaste 90 dagarna.",
        f"Av 20 frister med bokat möte tre arbetsdagar före sista dagen bröts 2 (10{PERCENT}) de senaste 90 dagarna.",
        "De senaste 30 dagarna började 44 frister på 22 arbetsdagar, 2,0 om dagen. Av de nya väntas lika stor andel "
        f"brytas som av alla: 32 av 100 (32{PERCENT}).",
    ]
    without, having, new = assumptions(History(Share(1, 1), Share(0, 0)), ARRIVALS)
    assert without == (
        "De senaste 90 dagarna avgjordes 1 frist utan bokat möte tre arbetsdagar före sista dagen, för få för en andel."
        " Varje sådan frist räknas därför som bruten."
    )
    assert having.endswith("Varje sådan frist räknas därför som hållen.")
    assert new.endswith("Hur många av de nya som bryts går inte att säga, och de räknas inte med.")


def test_what_must_be_booked_by_when():
    days = [day(23, 1, 2), day(24, 3, 0), day(25, 0, 1), day(30, 0, 4)]
    assert to_book(days, 3, TODAY) == [
        ToBook(None, 3, TODAY, 3),
        ToBook(date(2026, 11, 23), 2, TODAY, 5),
        ToBook(date(2026, 11, 25), 1, date(2026, 11, 24), 6),
        ToBook(date(2026, 11, 30), 4, date(2026, 11, 27), 10),
    ]
    assert to_book([day(24, 3, 0)], 0, TODAY) == []


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        ("2026-11-23", "2026-11-23", "2026-12-04"),
        ("2026-11-21", "2026-11-23", "2026-12-04"),
        ("2026-12-23", "2026-12-23", "2027-01-12"),
    ],
    ids=["monday", "saturday", "before Christmas"],
)
def test_ten_working_days_are_looked_ahead(today, first, last):
    days = days_ahead(date.fromisoformat(today))
    assert (len(days), str(days[0]), str(days[-1])) == (10, first, last)


def booked_on(meeting: Meeting, when) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(booked_at=when)


def test_history_asks_three_working_days_before_the_last_day(received, manager):
    def decided(booked_at=None, starts_at=None, *, status=ClockStatus.BREACHED) -> None:
        # Received on Monday 2 November, due on the 9th; asked about in the morning of Wednesday the 4th.
        fulfilled = {"fulfilled_at": at("2026-11-06"), "fulfilment": "PLAN"} if status == ClockStatus.MET else {}
        clock = received("2026-11-02", status=status, **fulfilled)
        if booked_at:
            booked_on(MeetingFactory(enrolment=clock.enrolment, starts_at=starts_at), booked_at)

    decided()
    decided(at("2026-11-03", "23:59"), at("2026-11-09", "16:00"))
    decided(at("2026-11-04", "00:00"), at("2026-11-09", "16:00"), status=ClockStatus.MET)
    decided(at("2026-11-02"), at("2026-11-10", "09:00"))
    decided(at("2026-11-02"), at("2026-11-03", "09:00"), status=ClockStatus.EXCUSED)
    decided(at("2026-11-02"), at("2026-11-06", "09:00"), status=ClockStatus.MET)
    received("2026-08-10", status=ClockStatus.BREACHED)  # due on 17 August, more than ninety days ago
    received("2026-11-13")  # due on Friday, not stamped yet
    assert history_of(manager, TODAY) == History(not_booked=Share(3, 5), booked=Share(1, 2))


def test_what_is_open_per_day_and_late(received, manager, coach):
    in_time, too_late = received("2026-11-16"), received("2026-11-17")
    MeetingFactory(enrolment=in_time.enrolment, starts_at=at("2026-11-23", "15:00"))
    MeetingFactory(enrolment=too_late.enrolment, starts_at=at("2026-11-25", "15:00"))
    received("2026-11-13")
    with_time = received("2026-11-12")
    MeetingFactory(enrolment=with_time.enrolment, starts_at=at("2026-11-25", "10:00"))
    received("2026-11-17", covered=False)
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), follow_up=True, due_in_5=True)
    days, late = open_days(manager, timezone.now())
    assert late == 1
    assert days[0] == OpenDay(TODAY, booked=1, not_booked=0, meetings=1)
    assert days[1] == OpenDay(date(2026, 11, 24), booked=0, not_booked=1)
    assert days[2] == OpenDay(date(2026, 11, 25), booked=0, not_booked=0, meetings=2)
    assert sum(day.booked + day.not_booked for day in days) == 2


@pytest.mark.parametrize(
    ("today", "first_due_on"),
    [("2026-11-23", "2026-12-01"), ("2026-11-20", "2026-11-30"), ("2026-11-21", "2026-11-30")],
)
def test_new_clocks_begin_on_the_next_working_day(received, manager, today, first_due_on):
    for start in ("2026-10-23", "2026-10-24", "2026-11-06", "2026-11-22", "2026-11-23"):
        received(start)
    arrivals = arrivals_of(manager, date.fromisoformat(today))
    assert str(arrivals.first_due_on) == first_due_on
    if today == "2026-11-23":
        # From 24 October to 22 November: three, on twenty working days.
        assert (arrivals.clocks, arrivals.working_days, arrivals.per_day) == (3, 20, Decimal("0.15"))


def test_the_page_tells_it_and_leads_to_the_rows(received, as_manager, as_coach):
    for start in ("2026-11-16", "2026-11-17", "2026-11-17", "2026-11-13"):
        received(start)
    page = as_manager.get(PATH)
    words = text(page)
    assert "3,0 jobbgarantier väntas brytas de närmaste tio arbetsdagarna" in words
    assert "4 möten behöver bokas för att hålla allt som är lovat" in words
    assert "för få för en andel" in words
    link = "/frister?kind=PLAN_GUARANTEE&day=2026-11-24&booked=senare&covered=True"
    assert link.replace("&", "&amp;") in page.content.decode()
    assert as_manager.get(link).context["page"].paginator.count == 2
    late = "/frister?kind=PLAN_GUARANTEE&state=late&booked=False&covered=True"
    assert as_manager.get(late).context["page"].paginator.count == 1
    assert "3,0 jobbgarantier" in text(as_coach.get(PATH))
    rows = as_manager.get(f"{PATH}/fil").content.decode().splitlines()
    assert rows[1] == "2026-11-23;0;1;0,0;1,0;0"
    assert "Alla frister de närmaste tio arbetsdagarna har ett möte i tid." not in words


def test_protected_persons_are_counted_as_without_a_meeting(coach, manager, as_manager):
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True)
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    page = as_manager.get(PATH)
    assert [day.open.not_booked for day, _, _ in page.context["days"]] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert case.person.last_name not in page.content.decode()


def test_more_clocks_take_no_more_queries(received, as_manager):
    received("2026-11-16")
    as_manager.get(PATH)
    few = queries_for(as_manager, PATH)
    for offset in range(30):
        received(str(TODAY - timedelta(days=offset)))
    assert queries_for(as_manager, PATH) == few
