"""The forecast: the arithmetic by hand, and the counts it is made from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.shares import Share
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory
from oversight.forecast.backtest import Backtest, Tried
from oversight.forecast.calculation import Arrivals, Expected, LateUnbooked, OpenDay, ToBook, forecast, to_book
from oversight.forecast.chances import Chance, interval_of, mean_of, of_coming, of_open, together
from oversight.forecast.counts import arrivals_of, days_ahead, open_days
from oversight.forecast.shares import CELLS, City
from oversight.forecast.words import about, backtest_in_words, expected_in_words, remarks
from tests.aspirants.staff import TODAY, at, text
from tests.visits import queries_for

PATH = "/frister/prognos"
PERCENT = "\N{NO-BREAK SPACE}%"
NOTHING_NEW = Arrivals(promises=0, working_days=22, first_due_on=date(2026, 12, 1))


def day(number: int, booked: int, not_booked: int) -> OpenDay:
    return OpenDay(date(2026, 11, number), 0, booked, not_booked)


def test_the_chances_by_hand():
    # Of a share that may be anything (one broken, one kept) each number is as likely.
    assert of_open(3, Chance(1, 1)) == pytest.approx([0.25, 0.25, 0.25, 0.25])
    # Known well, it is the coin's: 1, 2, 1 of 4.
    assert of_open(2, Chance(1e7, 1e7)) == pytest.approx([0.25, 0.5, 0.25], abs=1e-6)
    assert together([[0.5, 0.5], [0.5, 0.5]]) == pytest.approx([0.25, 0.5, 0.25])
    assert mean_of([0.25, 0.5, 0.25]) == 1


def test_what_is_to_come_is_as_uncertain_as_what_came():
    # 44 began in 22 working days: two a day. Of the ones that five days bring a quarter is broken.
    coming = of_coming(44, 22, 5, Chance(2500, 7500))
    assert sum(coming) == pytest.approx(1)
    assert mean_of(coming) == pytest.approx(44.5 / 22 * 5 / 4, rel=1e-4)
    spread = sum((number - mean_of(coming)) ** 2 * chance for number, chance in enumerate(coming))
    assert spread > mean_of(coming)  # more than if the rate were known
    assert of_coming(0, 22, 5, Chance(1, 1)) == (1.0,)
    assert of_coming(44, 22, 0, Chance(1, 1)) == (1.0,)


@pytest.mark.parametrize(
    ("distribution", "interval"),
    [
        ([0.74, 0.22, 0.04], (0, 0)),  # 74 % is nearer to 80 % than 96 %
        ([0.55, 0.3, 0.15], (0, 1)),
        ([0.05, 0.15, 0.6, 0.15, 0.05], (2, 3)),  # one more makes 75 %, two 90 %
        ([1.0], (0, 0)),
    ],
)
def test_the_interval_comes_as_near_as_whole_numbers_can(distribution, interval):
    assert interval_of(distribution) == interval


def test_open_promises_are_judged_by_their_days_left_and_their_meeting():
    own = {cell: Share(0, 1000) for cell in CELLS} | {(0, False): Share(900, 1000), (3, False): Share(300, 1000)}
    days = [OpenDay(date(2026, 11, 23), 0, 2, 10), OpenDay(date(2026, 11, 26), 3, 0, 10)]
    found = forecast(days, own, City.of([own]), NOTHING_NEW)
    first, second = (one.broken.mean for one in found.days)
    assert first == pytest.approx(9, abs=0.05)
    assert second == pytest.approx(3, abs=0.05)
    assert found.broken.mean == pytest.approx(first + second)
    assert (found.broken.low, found.broken.high) == (10, 14)


def test_more_days_left_than_a_promise_has_are_as_many_as_it_has():
    own = {cell: Share(0, 1000) for cell in CELLS} | {(5, False): Share(500, 1000)}
    [found] = forecast([OpenDay(date(2026, 12, 3), 8, 0, 10)], own, City.of([own]), NOTHING_NEW).days
    assert found.broken.mean == pytest.approx(5, abs=0.05)


def test_a_jobbtorg_without_history_is_judged_by_the_city():
    """Twenty-three open, none booked, eight decided: not all of them (FC-72)."""
    others = {cell: Share(100, 400) if not cell[1] else Share(20, 400) for cell in CELLS}
    own = {(5, False): Share(2, 8)}
    city = City.of([others, others, own])
    found = forecast([OpenDay(date(2026, 11, 24), 1, 0, 23)], own, city, NOTHING_NEW).broken
    assert 4.5 < found.mean < 7
    assert found.low < found.about < found.high


def test_a_city_without_history_says_anything_may_be():
    city = City.of([])
    found = forecast([OpenDay(date(2026, 11, 24), 1, 0, 10)], {}, city, NOTHING_NEW).broken
    assert found.mean == pytest.approx(5)
    assert found.high - found.low >= 7
    assert "för lite för att säga något säkert" in remarks({}, city, NOTHING_NEW)[0]


def test_jobbtorg_that_differ_count_their_own_for_more():
    alike = City.of([{(2, False): Share(20, 100)}, {(2, False): Share(21, 100)}])
    unlike = City.of([{(2, False): Share(5, 100)}, {(2, False): Share(60, 100)}])
    assert alike.strength > 100 > 20 > unlike.strength
    one = {(2, False): Share(0, 20)}
    assert alike.chances(one)[2, False].mean > 0.15
    assert unlike.chances(one)[2, False].mean < 0.15


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (
            Expected(5.8, 3, 9),
            ("Omkring 6 jobbgarantier bryts de närmaste tio arbetsdagarna", "Troligen 3–9, om det går som hittills"),
        ),
        (
            Expected(0.1, 0, 0),
            ("Troligen bryts ingen jobbgaranti de närmaste tio arbetsdagarna", "Om det går som hittills"),
        ),
        (
            Expected(1.2, 1, 1),
            ("Omkring 1 jobbgaranti bryts de närmaste tio arbetsdagarna", "Troligen 1, om det går som hittills"),
        ),
    ],
)
def test_no_number_is_more_exact_than_it_is_known(expected, sentence):
    assert expected_in_words(expected) == sentence
    assert "," not in about(expected).replace(", troligen", "")


def test_what_a_backtest_says():
    tried = Backtest([Tried(TODAY, Expected(2, 1, 3), broken) for broken in (1, 3, 4, 2)])
    sentence, summed, with_broken, few = backtest_in_words(tried)
    assert sentence == f"Lovat 80{PERCENT}, höll i 75{PERCENT} av 4 prognoser"
    assert summed.startswith("Sammanlagt väntades 8 brutna frister och det blev 10.")
    assert with_broken == "I 4 veckor bröts något. Av de prognoserna höll 3."
    assert few.startswith("Det är för få")
    assert tried.bias == pytest.approx(-0.2)
    assert backtest_in_words(Backtest([])) == ["Det finns ännu ingen vecka att pröva prognosen på"]


def test_what_must_be_booked_by_when():
    days = [day(23, 1, 2), day(24, 3, 0), day(25, 0, 1), day(30, 0, 4)]
    assert to_book(days, LateUnbooked(3), TODAY) == [
        ToBook(None, 3, TODAY, 3),
        ToBook(date(2026, 11, 23), 2, TODAY, 5),
        ToBook(date(2026, 11, 25), 1, date(2026, 11, 24), 6),
        ToBook(date(2026, 11, 30), 4, date(2026, 11, 27), 10),
    ]
    assert to_book([day(24, 3, 0)], LateUnbooked(0), TODAY) == []


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
    assert late == LateUnbooked(1)
    assert days[0] == OpenDay(TODAY, 0, booked=1, not_booked=0, meetings=1)
    assert days[1] == OpenDay(date(2026, 11, 24), 1, booked=0, not_booked=1)
    assert days[2] == OpenDay(date(2026, 11, 25), 2, booked=0, not_booked=0, meetings=2)
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
        assert (arrivals.promises, arrivals.working_days, arrivals.per_day) == (3, 20, 0.15)


def test_the_page_tells_it_and_leads_to_the_rows(received, as_manager, as_coach):
    for start in ("2026-11-16", "2026-11-17", "2026-11-17", "2026-11-13"):
        received(start)
    page = as_manager.get(PATH)
    words = text(page)
    assert "bryts de närmaste tio arbetsdagarna Troligen" in words
    assert "4 möten behöver bokas för att hålla allt som är lovat" in words
    assert "för lite för att säga något säkert" in words
    link = "/frister?kind=PLAN_GUARANTEE&covered=True&day=2026-11-24&booked=senare"
    assert link.replace("&", "&amp;") in page.content.decode()
    assert as_manager.get(link).context["page"].paginator.count == 2
    late = "/frister?kind=PLAN_GUARANTEE&covered=True&state=late&booked=False"
    assert late.replace("&", "&amp;") in page.content.decode()
    assert as_manager.get(late).context["page"].paginator.count == 1
    assert "bryts de närmaste tio arbetsdagarna" in text(as_coach.get(PATH))
    rows = as_manager.get(f"{PATH}/fil").content.decode().splitlines()
    assert rows[1].startswith("2026-11-23;0;1;0;")
    assert "Alla frister de närmaste tio arbetsdagarna har ett möte i tid." not in words


def test_protected_persons_are_counted_as_without_a_meeting(coach, manager, as_manager):
    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True)
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    page = as_manager.get(PATH)
    assert [day.open.not_booked for day, _, _ in page.context["days"]] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert case.person.last_name not in page.content.decode()


def test_what_is_to_be_booked_says_how_many_are_in_no_list(coach, received, manager, as_manager):
    """Beside each number, and with it the number is that of the rows."""
    hidden = {"jobbtorg": coach.jobbtorg, "without_coach": True, "protected": True}
    for state in ("due_in_5", "overdue", "excused"):
        DeadlineClockFactory(enrolment=EnrolmentFactory(**hidden), **{state: True})
    DeadlineClockFactory(enrolment=EnrolmentFactory(**hidden), due_in_5=True, covered=False)
    DeadlineClockFactory(enrolment=EnrolmentFactory(**hidden), follow_up=True, due_in_5=True)
    received("2026-11-13")
    received("2026-11-23")
    page = as_manager.get(PATH)
    late, last = page.context["bookings"]
    assert (late.meetings, late.masked, last.meetings, last.masked) == (2, 1, 2, 1)
    assert text(page).count("varav 1 med skyddade personuppgifter") == 3, "of the day and of both bookings"
    for booking in (late, last):
        assert as_manager.get("/frister" + booking.url.partition("#")[0]).context["page"].paginator.count == 1
    rows = [line.split(";") for line in as_manager.get(f"{PATH}/fil").content.decode().splitlines()[:11]]
    assert rows[0][-1] == "Varav med skyddade personuppgifter"
    assert [row[-1] for row in rows[1:]] == ["0"] * 5 + ["1"] + ["0"] * 4


def test_more_clocks_take_no_more_queries(received, as_manager):
    received("2026-11-16")
    as_manager.get(PATH)
    few = queries_for(as_manager, PATH)
    for offset in range(30):
        received(str(TODAY - timedelta(days=offset)))
    assert queries_for(as_manager, PATH) == few
