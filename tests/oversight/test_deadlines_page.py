"""Frister: figures that match the rows, filters, the banner of a stale sweep, and the register of what was broken."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from deadlines.models import Breach, ClockKind
from deadlines.status.counts import overdue_for
from demo.factories import (
    BreachFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    SweepRunFactory,
    UserFactory,
)
from oversight.burndown import HEIGHT, BurnDownChart, DueDay
from tests.aspirants.staff import at, signed_in, text
from tests.visits import queries_for

PATH = "/frister"


def listed(client, **query) -> set[str]:
    """The cases in the list."""
    return {clock.reference for clock in client.get(PATH, query).context["page"]}


def figures(client) -> dict[str, int]:
    """The sentences' leading numbers."""
    told = client.get(PATH).context["figures"]
    shares = ("kept", "from_first_visit")
    return {name: int(re.match(r"\d+", figure.sentence)[0]) for name, figure in told.items() if name not in shares}


@pytest.fixture
def clocks(coach) -> dict[str, str]:
    """A clock of the coach's in every state, by reference."""

    def clock(**facts):
        return DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), **facts).reference

    return {
        "late": clock(overdue=True),
        "today": clock(due_today=True),
        "in 5": clock(due_in_5=True),
        "breached": clock(breached=True),
        "fulfilled late": clock(fulfilled_late=True),
        "met": clock(met=True),
        "excused": clock(excused=True),  # no breach, and still to be done
        "cancelled": clock(cancelled=True),
        "paused": clock(paused=True),
        "not covered": clock(overdue=True, covered=False),
        "imported": clock(breached=True, historical=True),
        "follow-up": clock(kind=ClockKind.FOLLOW_UP, due_in_5=True),
        "distant": clock(kind=ClockKind.FOLLOW_UP),
    }


OPEN = {"late", "today", "in 5", "breached", "excused", "paused", "not covered", "follow-up", "distant"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, OPEN),
        ({"kind": "FOLLOW_UP"}, {"follow-up", "distant"}),
        ({"kind": "PLAN_GUARANTEE"}, OPEN - {"follow-up", "distant"}),
        ({"state": "near"}, {"today", "in 5", "follow-up"}),
        ({"state": "late"}, {"late", "breached", "not covered"}),
        ({"state": "broken"}, {"late", "breached", "not covered", "fulfilled late", "imported"}),
        ({"state": "paused"}, {"paused"}),
        ({"day": "2026-11-23"}, {"today"}),
        ({"kind": "FOLLOW_UP", "state": "near"}, {"follow-up"}),
        ({"kind": "nonsense", "state": "nonsense", "day": "nonsense"}, OPEN),
        ({"booked": "True"}, set()),
        ({"booked": "False"}, OPEN),
    ],
    ids=lambda value: "&".join(value.values()) or "everything" if isinstance(value, dict) else "rows",
)
def test_each_filter_shows_its_rows_before_and_after_the_sweep(now, clocks, as_manager, query, expected):
    for sweep_first in (False, True):
        if sweep_first:
            call_command("sweep_deadlines", verbosity=0)
        found = listed(as_manager, **query)
        assert {name for name, reference in clocks.items() if reference in found} == expected


def test_a_late_row_says_so_before_the_sweep_has_seen_it(clocks, as_manager):
    assert not Breach.objects.filter(clock__reference=clocks["late"]).exists()
    page = text(as_manager.get(PATH, {"state": "late"}))
    assert clocks["late"] in page
    assert "Försenad" in page
    assert "Förföll" in page


def test_a_manager_filters_by_coach_and_by_booked_meeting(coach, as_manager):
    mine = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_in_5=True)
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    theirs = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=colleague), due_in_5=True)
    MeetingFactory(enrolment=theirs.enrolment)
    assert listed(as_manager) == {mine.reference, theirs.reference}
    assert listed(as_manager, coach=coach.pk) == {mine.reference}
    assert listed(as_manager, booked="True") == {theirs.reference}
    assert listed(as_manager, booked="False") == {mine.reference}


def test_a_coach_sees_her_own_cases_and_no_others(coach, as_coach, as_manager):
    mine = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)
    DeadlineClockFactory(
        enrolment=EnrolmentFactory(coach=UserFactory(coach=True, jobbtorg=coach.jobbtorg)), overdue=True
    )
    DeadlineClockFactory(enrolment=None, jobbtorg=coach.jobbtorg, overdue=True)
    DeadlineClockFactory(overdue=True)
    assert listed(as_coach) == {mine.reference}
    assert "coach" not in as_coach.get(PATH).context["filter"].form.fields
    assert len(listed(as_manager)) == 3
    assert overdue_for(coach) == 1
    assert figures(as_coach)["newly_broken"] == 1


def test_the_figures_are_those_of_the_rows(clocks, coach, as_manager):
    JobPlanVersionFactory(approved=True, enrolment=EnrolmentFactory(coach=coach))
    JobPlanVersionFactory(communicated=True, enrolment=EnrolmentFactory(coach=coach))
    JobPlanVersionFactory(approved=True, enrolment=EnrolmentFactory(coach=coach, closed=True))
    EnrolmentFactory.create_batch(2, jobbtorg=coach.jobbtorg, without_coach=True)
    EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, closed=True, closure=False)
    assert figures(as_manager) == {
        "plans_near": 2,
        "newly_broken": 1,
        "follow_ups": 0,
        "unexplained": 0,
        "not_communicated": 1,
        "without_coach": 2,
    }
    # Of what fell due in thirty days: met one; not met the late, the breached, the excused, the one fulfilled late and
    # the one that an imported list tells of.
    kept = as_manager.get(PATH).context["figures"]["kept"].sentence
    assert kept == "17\N{NO-BREAK SPACE}% av 6 jobbgarantier hölls de senaste 30 dagarna"
    assert "2 jobbplaner förfaller inom 5 arbetsdagar" in text(as_manager.get(PATH))


def test_outside_the_guarantee_nothing_is_counted(coach, as_manager):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True, covered=False)
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True, covered=False)
    assert not any(figures(as_manager).values())
    assert overdue_for(coach) == 0


@pytest.mark.parametrize(
    ("today", "counted"),
    [("2026-11-21", 1), ("2026-11-22", 1), ("2026-11-23", 1), ("2026-11-24", 0)],
    ids=["saturday", "sunday", "monday", "tuesday"],
)
def test_what_broke_on_a_friday_is_news_until_monday(now, coach, as_manager, today, counted):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)  # last day Friday 20 November
    now.move_to(at(today))
    assert figures(as_manager)["newly_broken"] == counted


def test_the_burn_down_counts_each_day(clocks, coach, as_manager):
    MeetingFactory(enrolment=EnrolmentFactory(coach=coach))
    bars = {bar.due.label: bar.due.total for bar in as_manager.get(PATH).context["chart"].bars}
    assert bars == {
        "Försenade": 2,
        "mån 23 nov": 1,
        "tis 24 nov": 0,
        "ons 25 nov": 0,
        "tor 26 nov": 0,
        "fre 27 nov": 0,
        "mån 30 nov": 2,
    }


def test_the_line_of_the_burn_down_is_when_these_aspirants_have_their_meetings(coach, as_manager, as_coach):
    def due_soon(whose, day, **clock):
        case = EnrolmentFactory(coach=whose)
        DeadlineClockFactory(enrolment=case, **clock)
        MeetingFactory(enrolment=case, coach=whose, starts_at=at(day, "10:00"))
        return case

    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    case = due_soon(coach, "2026-11-24", overdue=True)
    MeetingFactory(enrolment=case, present=True, starts_at=at("2026-11-23", "07:00"))  # has been
    due_soon(colleague, "2026-11-24", due_today=True)
    due_soon(coach, "2026-11-26", due_in_5=True)
    due_soon(coach, "2026-11-26", due_in_5=True, covered=False)
    due_soon(coach, "2026-11-26", met=True)
    MeetingFactory(enrolment=EnrolmentFactory(coach=coach), starts_at=at("2026-11-26", "10:00"))
    line = {bar.due.label: bar.due.meetings for bar in as_manager.get(PATH).context["chart"].bars}
    assert line["Försenade"] is None
    assert [line[day] for day in ("mån 23 nov", "tis 24 nov", "ons 25 nov", "tor 26 nov")] == [0, 2, 0, 1]
    chart = as_coach.get(PATH).context["chart"]
    assert [bar.due.meetings for bar in chart.bars] == [None, 0, 1, 0, 1, 0, 0]
    assert len(chart.meetings) == 6
    assert chart.bars[2].due.in_words == "tis 24 nov 0 frister, 0 utan bokat möte i tid. 1 möte den dagen"


def test_a_meeting_after_the_last_day_is_not_booked_in_time(coach, as_manager):
    def due_today(*meetings):
        case = EnrolmentFactory(coach=coach)
        DeadlineClockFactory(enrolment=case, due_today=True)
        for starts_at in meetings:
            MeetingFactory(enrolment=case, coach=coach, starts_at=starts_at)
        return case.case_no

    by_the_day = due_today(at("2026-11-23", "23:30"))
    both = due_today(at("2026-11-23", "16:00"), at("2026-11-25", "10:00"))
    after, been = due_today(at("2026-11-24", "00:30")), due_today(at("2026-11-23", "07:00"))
    monday = as_manager.get(PATH).context["chart"].bars[1].due
    assert (monday.booked, monday.not_booked) == (2, 2)
    for url, cases in ((monday.url_of_booked, {by_the_day, both}), (monday.url_of_not_booked, {after, been})):
        page = as_manager.get(PATH + url.partition("#")[0]).context["page"]
        assert {clock.reference for clock in page} == cases


def test_a_figure_is_not_written_under_a_point_of_the_line():
    for meetings in range(21):
        bar, _ = BurnDownChart([DueDay(date(2026, 11, 23), 4, 4, meetings), DueDay(None, 0, 20)]).bars
        assert bar.meetings_y is not None
        assert not bar.total_y - 12 <= bar.meetings_y <= bar.total_y, meetings


def test_the_scale_holds_both_bars_and_line():
    days = [DueDay(None, 0, 3), DueDay(date(2026, 11, 23), 1, 1, 6), DueDay(date(2026, 11, 24), 0, 0, 0)]
    chart = BurnDownChart(days)
    assert [bar.meetings_height for bar in chart.bars] == [None, HEIGHT, 0]
    assert chart.bars[0].not_booked_height == HEIGHT // 2


@pytest.mark.parametrize(("hours", "stale"), [(1, False), (25, False), (27, True)])
def test_a_banner_when_the_sweep_has_not_run(as_manager, hours, stale):
    SweepRunFactory(started_at=timezone.now() - timedelta(hours=hours))
    page = text(as_manager.get("/", follow=True))  # where a manager begins
    assert ("Fristerna beräknades senast 22 nov 06.30. Siffrorna kan vara inaktuella." in page) == stale
    assert "Uppdaterad" in page


def test_a_banner_when_the_sweep_has_never_run(as_manager):
    assert "Fristerna har aldrig beräknats. Siffrorna kan vara inaktuella." in text(as_manager.get(PATH))


def test_an_empty_page_says_so(as_manager):
    assert "Inga frister att hålla." in text(as_manager.get(PATH))
    assert "Inga frister inom fem arbetsdagar." in text(as_manager.get(PATH, {"state": "near"}))
    assert "Inga frister stämmer med urvalet." in text(as_manager.get(PATH, {"state": "paused"}))
    assert "Inga frister har brutits." in text(as_manager.get("/frister/brutna"))


def test_the_page_keeps_within_its_statements(clocks, coach, as_manager, as_coach):
    """Fourteen of its own, besides what the frame of every page takes (tests/visits.py)."""
    for client in (as_manager, as_coach):
        client.get(PATH)
        assert queries_for(client, PATH) - queries_for(client, "/hjalp") <= 14


@pytest.mark.parametrize("path", [PATH, "/frister/brutna"])
def test_more_rows_take_no_more_queries(coach, as_manager, path):
    def add(count: int) -> None:
        for number in range(count):
            state = ("overdue", "breached", "paused", "due_in_5")[number % 4]
            DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), **{state: True})
            FollowUpFactory(enrolment=EnrolmentFactory(coach=coach), breached=True)

    add(5)
    as_manager.get(path)
    few = queries_for(as_manager, path)
    add(45)
    assert queries_for(as_manager, path) == few


def test_the_register_keeps_every_breach_with_cause_and_who_gave_it(coach, manager, as_manager, as_coach):
    def clock(**facts):
        return DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), **facts)

    unexplained = clock(breached=True)
    BreachFactory(
        clock=clock(met=True), cause="B03", comment="Ingen tolk på somaliska", explained_by=coach, revoked=True
    )
    clock(fulfilled_late=True)
    clock(breached=True, covered=False)
    DeadlineClockFactory(breached=True)
    page = as_manager.get("/frister/brutna")
    assert len(page.context["page"].object_list) == 3
    words = text(page)
    for told in ("Tolk saknades", "Ingen tolk på somaliska", str(coach), "Upphävd", "Uppfylld sent", "Ej uppfylld"):
        assert told in words
    assert reverse("breach_explain", args=[unexplained.pk]) in page.content.decode()
    assert text(as_coach.get("/frister/brutna")).count("Jobbplanen blev inte klar i tid") == 6, "and by each mark"
    assert not signed_in(UserFactory(coach=True)).get("/frister/brutna").context["page"].object_list
