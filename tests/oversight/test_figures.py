"""The figures at the head of Frister: each number by hand, what it is compared with, and the rows behind its link."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.shares import Share
from core.swedish.numbers import change_in_words, goal_in_words, share_change_in_words
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, PolicyUse
from deadlines.status.counts import overdue_for
from demo.factories import BreachFactory, DeadlineClockFactory, DeadlinePolicyFactory, EnrolmentFactory
from oversight.figures import FromFirstVisit, deadline_figures, figure_sentences, judged_from_first_visit
from oversight.watched import Watch, WatchedClock
from tests.aspirants.staff import at, text
from tests.oversight.test_deadlines_page import PATH, listed

PERCENT = "\N{NO-BREAK SPACE}%"
TODAY = date(2026, 11, 23)


def figures(user):
    return deadline_figures(Watch.of(user, timezone.now()))


def sentence_of(client, name: str) -> tuple[str, str]:
    figure = client.get(PATH).context["figures"][name]
    return figure.sentence, figure.change


def met(received, day: str, on: str) -> DeadlineClock:
    """A clock of a referral of one day, kept at noon of another."""
    return received(day, status=ClockStatus.MET, fulfilled_at=at(on, "12:00"), fulfilment="PLAN")


def breached(received, day: str, **facts) -> DeadlineClock:
    return received(day, status=ClockStatus.BREACHED, **facts)


@pytest.fixture
def follow_up(coach):
    def make(day: str, **facts) -> DeadlineClock:
        case = EnrolmentFactory(coach=coach)
        return DeadlineClockFactory(enrolment=case, follow_up=True, started_on=date.fromisoformat(day), **facts)

    return make


def test_plans_near_against_the_week_before(received, as_manager, manager):
    received("2026-11-16")  # due today; a week ago it had just begun, and was due on the last near day
    received("2026-11-18")
    received("2026-11-20")
    received("2026-11-20", covered=False)
    met(received, "2026-11-09", on="2026-11-16")  # still open in the morning of the 16th
    met(received, "2026-11-10", on="2026-11-13")
    received("2026-11-10", status=ClockStatus.CANCELLED, ended_on=date(2026, 11, 12))
    assert (figures(manager).plans_near.now, figures(manager).plans_near.before) == (3, 2)
    assert sentence_of(as_manager, "plans_near") == (
        "3 jobbplaner förfaller inom 5 arbetsdagar",
        "1 fler än förra veckan",
    )


def test_newly_broken_against_the_working_day_before(received, as_manager):
    received("2026-11-13")  # due on Friday 20 November, not stamped yet
    received("2026-11-13", covered=False)
    breached(received, "2026-11-12")
    breached(received, "2026-11-12", fulfilled_at=at("2026-11-20"), fulfilment="PLAN")
    breached(received, "2026-11-11")
    expected = ("1 frist bröts sedan förra arbetsdagen", "1 färre än arbetsdagen före")
    assert sentence_of(as_manager, "newly_broken") == expected
    call_command("sweep_deadlines", verbosity=0)
    assert sentence_of(as_manager, "newly_broken") == expected


def test_follow_ups_of_the_week_against_the_last(follow_up, as_manager, manager):
    follow_up("2026-08-24")  # Tuesday 24 November
    follow_up("2026-08-27")
    follow_up("2026-08-30")  # Sunday becomes Monday: next week
    follow_up("2026-08-18", status=ClockStatus.MET, fulfilled_at=at("2026-11-17"), fulfilment="FOLLOW_UP")
    follow_up("2026-08-18", status=ClockStatus.MET, fulfilled_at=at("2026-11-13"), fulfilment="FOLLOW_UP")
    follow_up("2026-08-19", status=ClockStatus.BREACHED)
    assert (figures(manager).follow_ups.now, figures(manager).follow_ups.before) == (2, 2)
    assert sentence_of(as_manager, "follow_ups") == (
        "2 uppföljningar förfaller denna vecka",
        "Lika många som förra veckan",
    )


def test_a_follow_up_that_became_late_on_monday_is_still_this_weeks(now, follow_up, manager):
    follow_up("2026-08-23")  # due today
    for day, counted in [("2026-11-23", 1), ("2026-11-24", 1), ("2026-11-29", 1), ("2026-11-30", 0)]:
        now.move_to(at(day, "00:01"))
        assert figures(manager).follow_ups.now == counted, day


def test_the_share_kept_its_goal_and_the_month_before(received, as_manager, settings):
    for day in ("2026-10-26", "2026-10-27", "2026-10-28"):
        met(received, day, on=day)
    breached(received, "2026-11-02")
    met(received, "2026-10-01", on="2026-10-02")
    breached(received, "2026-10-01")
    met(received, "2026-11-16", on="2026-11-20")  # due today, not over yet
    assert sentence_of(as_manager, "kept") == (
        f"75{PERCENT} av 4 jobbgarantier hölls de senaste 30 dagarna",
        f"23 procentenheter under målet 98{PERCENT}. 25 procentenheter högre än de 30 dagarna före",
    )
    settings.KEPT_GOAL_PERCENT = 75
    assert sentence_of(as_manager, "kept")[1].startswith(f"Målet 75{PERCENT} är nått")


def test_nothing_to_share_is_said_so(as_manager):
    assert sentence_of(as_manager, "kept") == ("0 jobbgarantier förföll de senaste 30 dagarna", f"Målet är 98{PERCENT}")
    assert sentence_of(as_manager, "from_first_visit") == ("0 av dem kan räknas från första besöket", "")


def test_the_figure_from_the_first_visit_stands_beside_it(received, as_manager, manager):
    def visited(clock: DeadlineClock, day: str) -> None:
        clock.enrolment.first_visit_on = date.fromisoformat(day)
        clock.enrolment.save()

    visited(breached(received, "2026-11-02", fulfilled_at=at("2026-11-11"), fulfilment="PLAN"), "2026-11-05")
    visited(breached(received, "2026-11-02", fulfilled_at=at("2026-11-20"), fulfilment="PLAN"), "2026-11-05")
    visited(breached(received, "2026-11-12"), "2026-11-18")
    met(received, "2026-11-02", on="2026-11-04")
    assert figures(manager).kept == Share(1, 4)
    assert figures(manager).from_first_visit == FromFirstVisit(Share(1, 2), without_visit=1, too_early=1)
    assert sentence_of(as_manager, "from_first_visit") == (
        f"50{PERCENT} av 2 hölls räknat från första besöket",
        "1 utan första besök och 1 vars frist då inte har gått ut är inte med",
    )


@pytest.mark.parametrize(
    ("visit", "fulfilled", "moved_to", "expected"),
    [
        ("2026-11-02", "2026-11-09", "2026-11-06", FromFirstVisit(Share(3, 3), 0, 0)),
        ("2026-11-02", "2026-11-10", "2026-11-06", FromFirstVisit(Share(0, 3), 0, 0)),
        ("2026-11-02", "2026-11-11", "2026-11-10", FromFirstVisit(Share(3, 3), 0, 0)),
        ("2026-11-02", "2026-11-12", "2026-11-10", FromFirstVisit(Share(0, 3), 0, 0)),
        ("2026-11-02", "2026-10-30", "2026-11-06", FromFirstVisit(Share(3, 3), 0, 0)),
        ("2026-11-13", None, "2026-11-06", FromFirstVisit(Share(0, 3), 0, 0)),
        ("2026-11-16", None, "2026-11-06", FromFirstVisit(Share(0, 0), 0, 3)),
        (None, "2026-11-03", "2026-11-06", FromFirstVisit(Share(0, 0), 3, 0)),
    ],
    ids=["fifth day", "sixth day", "two days paused", "and a day more", "before the visit", "over", "not over", "none"],
)
def test_counting_from_the_first_visit(visit, fulfilled, moved_to, expected):
    facts: dict[str, Any] = dict.fromkeys(WatchedClock._fields)
    facts |= {
        "first_visit_on": visit and date.fromisoformat(visit),
        "fulfilled_at": fulfilled and at(fulfilled, "23:59"),
        "original_due_on": date(2026, 11, 6),
        "due_on": date.fromisoformat(moved_to),
        "length": 5,
        "unit": "WORKING_DAYS",
        "roll_rule": "NONE",
    }
    assert judged_from_first_visit([WatchedClock(**facts)] * 3, TODAY) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (change_in_words(4, 1, "förra veckan"), "3 fler än förra veckan"),
        (change_in_words(1, 4, "förra veckan"), "3 färre än förra veckan"),
        (change_in_words(0, 0, "förra veckan"), "Lika många som förra veckan"),
        (share_change_in_words(Share(1, 2), Share(49, 100), "i fjol"), "1 procentenhet högre än i fjol"),
        (share_change_in_words(Share(1, 2), Share(2, 4), "i fjol"), "Oförändrat mot i fjol"),
        (share_change_in_words(Share(1, 2), Share(0, 0), "i fjol"), ""),
        (goal_in_words(Share(98, 100), 98), f"Målet 98{PERCENT} är nått"),
        (goal_in_words(Share(979, 1000), 98), f"Strax under målet 98{PERCENT}"),
        (goal_in_words(Share(97, 100), 98), f"1 procentenhet under målet 98{PERCENT}"),
    ],
)
def test_what_has_changed_in_words(words, expected):
    assert words == expected


def test_behind_each_number_are_as_many_rows(received, follow_up, as_manager):
    for day in ("2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18"):
        received(day)
    received("2026-11-17", covered=False)
    met(received, "2026-11-02", on="2026-11-04")
    breached(received, "2026-11-03")
    follow_up("2026-08-24")
    figure_sentences = as_manager.get(PATH).context["figures"]
    for name, number in [("plans_near", 3), ("newly_broken", 1), ("follow_ups", 1)]:
        assert figure_sentences[name].sentence.startswith(f"{number} ")
        page = as_manager.get(PATH + figure_sentences[name].url.partition("#")[0])
        assert page.context["page"].paginator.count == number, name
    for name in ("kept", "from_first_visit"):
        page = as_manager.get(PATH + figure_sentences[name].url.partition("#")[0])
        assert page.context["page"].paginator.count == {"kept": 3, "from_first_visit": 0}[name]
    for bar in as_manager.get(PATH).context["chart"].bars:
        page = as_manager.get(PATH + bar.due.url.partition("#")[0])
        assert page.context["page"].paginator.count == bar.due.total, bar.due.label


@pytest.mark.parametrize(
    ("clock_time", "near", "broken"), [("2026-11-23T23:59:59", 1, 0), ("2026-11-24T00:00:00", 0, 1)]
)
def test_a_clock_is_near_until_midnight_and_broken_after(now, received, manager, clock_time, near, broken):
    received("2026-11-16")
    now.move_to(datetime.fromisoformat(clock_time).replace(tzinfo=at("2026-11-23").tzinfo))
    assert (figures(manager).plans_near.now, figures(manager).newly_broken.now) == (near, broken)
    assert overdue_for(manager) == broken


def test_missing_causes_are_counted_after_five_working_days(received, as_manager, manager):
    def stamped(day: str, **facts) -> None:
        BreachFactory(clock=breached(received, "2026-11-02", breach=False), stamped_at=at(day, "00:15"), **facts)

    stamped("2026-11-13")  # six working days ago
    stamped("2026-11-13", cause="B01")
    stamped("2026-11-13", revoked=True)
    stamped("2026-11-16")  # five
    assert figures(manager).unexplained == 1
    sentence, _ = sentence_of(as_manager, "unexplained")
    assert sentence == "1 bruten frist saknar orsak sedan mer än 5 arbetsdagar"
    url = as_manager.get(PATH).context["figures"]["unexplained"].url
    assert as_manager.get(url).context["page"].paginator.count == 1


@pytest.mark.parametrize("use", [PolicyUse.INDICATOR, PolicyUse.REPORT_ONLY, PolicyUse.OFF])
def test_what_is_only_measured_is_no_clock(coach, as_manager, use):
    policy = DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION, use=use)
    clock = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), policy=policy, started_on=date(2026, 11, 18))
    assert clock.due_on < timezone.localdate()
    assert listed(as_manager) == set()
    assert overdue_for(coach) == 0
    assert sum(bar.due.total for bar in as_manager.get(PATH).context["chart"].bars) == 0


def test_a_coach_is_told_of_her_own(received, coach, as_coach, stranger):
    received("2026-11-18")
    other = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True)
    DeadlineClockFactory(enrolment=other, due_in_5=True)
    assert sentence_of(as_coach, "plans_near")[0].startswith("1 jobbplan förfaller")
    assert "without_coach" not in as_coach.get(PATH).context["figures"]
    assert "Jobbgarantin per coachgrupp" not in text(as_coach.get(PATH))
    assert list(figure_sentences(figures(coach), coach=coach))[:3] == ["plans_near", "newly_broken", "kept"]
