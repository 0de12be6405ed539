"""Behind every figure of Frister are as many rows as it says, for each who sees the page."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.test import Client

from aspirants.models import Enrolment
from deadlines.choices import ClockKind, ClockStatus, PolicyUse
from deadlines.models import DeadlineClock, DeadlinePolicy
from demo.factories import (
    BreachFactory,
    CoachGroupFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    UserFactory,
)
from organisation.models import User
from tests.aspirants.staff import MONDAY_MORNING, TODAY, at, signed_in

PATH = "/frister"
DUE = (-45, -33, -31, -30, -13, -7, -4, -3, -2, -1, 0, 1, 2, 4, 7, 8)
STATUSES = [status for status in ClockStatus if status not in (ClockStatus.WAITING, ClockStatus.PAUSED)]
FULFILLED = (ClockStatus.MET, ClockStatus.EXCUSED)


@dataclass(frozen=True)
class Shown:
    """A figure of the page: what it is, its number, its link, and how many of it the page says are in no list."""

    what: str
    number: int
    url: str
    left_out: int = 0


@pytest.fixture
def colleagues(coach: User) -> dict[str, User]:
    """A group of three with a row of its own and three others; who manages the jobbtorg, appointed or not."""
    coach.coach_group = CoachGroupFactory(jobbtorg=coach.jobbtorg, name="Grupp Alm")
    coach.save()
    UserFactory.create_batch(2, coach=True, jobbtorg=coach.jobbtorg, coach_group=coach.coach_group)
    others = UserFactory.create_batch(3, coach=True, jobbtorg=coach.jobbtorg)
    return {
        "coach": coach,
        "other": others[0],
        "manager": UserFactory(manager=True, jobbtorg=coach.jobbtorg),
        "appointed manager": UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg),
        "appointed coach": UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg),
    }


@pytest.fixture
def clocks(colleagues: dict[str, User]) -> None:
    """Each status on each day, for each kind: of the coach's and a colleague's cases, of a case without a coach, of a
    closed one, of protected persons, of cases that have come and gone, covered or not, live or from a list.
    """
    policies = [
        *(DeadlinePolicy.objects.get(kind=kind) for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP)),
        DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION),
        DeadlinePolicyFactory(kind=ClockKind.ASSESSMENT, use=PolicyUse.INDICATOR),
    ]
    here, there = colleagues["coach"].jobbtorg, JobbtorgFactory()
    protected: dict[str, Any] = {"protected": True, "person__first_name": "Blåsippa"}
    cases = {
        "own": EnrolmentFactory(coach=colleagues["coach"], first_visit_on=datetime.date(2026, 11, 10)),
        "with a meeting": EnrolmentFactory(coach=colleagues["coach"]),
        "a colleague's": EnrolmentFactory(coach=colleagues["other"]),
        "without a coach": EnrolmentFactory(jobbtorg=here, without_coach=True),
        "closed": EnrolmentFactory(coach=colleagues["coach"], closed=True),
        "protected": EnrolmentFactory(coach=colleagues["appointed coach"], **protected),
        "come": EnrolmentFactory(coach=colleagues["coach"]),
        "gone": EnrolmentFactory(jobbtorg=there, first_visit_on=datetime.date(2026, 11, 10)),
    }
    MeetingFactory(enrolment=cases["with a meeting"], coach=colleagues["coach"], starts_at=at("2026-11-25"))
    JobPlanVersionFactory(enrolment=cases["own"], approved=True)
    JobPlanVersionFactory(enrolment=cases["a colleague's"], approved=True)
    rows = [
        _clock(policy, days, status, number, case, here if of in ("come", "gone") else None, there)
        for number, (policy, days, status, (of, case)) in enumerate(product(policies, DUE, STATUSES, cases.items()))
    ]
    DeadlineClock.objects.bulk_create([row for row in rows if row is not None])
    for clock in DeadlineClock.objects.filter(status=ClockStatus.BREACHED, policy__use=PolicyUse.ACTIVE)[:40]:
        BreachFactory(clock=clock, stamped_at=MONDAY_MORNING - datetime.timedelta(days=20))


def _clock(
    policy: DeadlinePolicy, days: int, status: str, number: int, case: Enrolment, moved: Any, there: Any
) -> DeadlineClock | None:
    """One that could be so; `moved`: the jobbtorg that the case came to or went from."""
    due = TODAY + datetime.timedelta(days=days)
    is_past = days < 0
    if status in (ClockStatus.BREACHED, ClockStatus.EXCUSED) and not is_past:
        return None
    has_ended = not case.is_open or status == ClockStatus.CANCELLED
    counted_at = None
    if moved and is_past:
        counted_at = moved if case.jobbtorg_id == there.pk else there
    return DeadlineClock(
        policy=policy,
        person=case.person,
        enrolment=case,
        jobbtorg=case.jobbtorg,
        reference=case.case_no,
        covered=number % 4 != 0,
        started_on=due - datetime.timedelta(days=7),
        original_due_on=due,
        due_on=due,
        status=status,
        fulfilled_at=MONDAY_MORNING + datetime.timedelta(days=min(days, -1)) if status == ClockStatus.MET else None,
        ended_on=TODAY - datetime.timedelta(days=1) if has_ended and status != ClockStatus.MET else None,
        counted_at=counted_at,
        historical=number % 11 == 0 and is_past,
    )


def _number(sentence: str) -> int:
    """What is counted: of a share its whole, "75 % av 4 jobbgarantier" is about four."""
    found = re.search(r"%\s+av (\d+)", sentence) or re.match(r"(\d+)", sentence)
    assert found is not None, sentence
    return int(found[1])


def _said_beside(words: str) -> int:
    """How many of the figure the words beside it say are in no list."""
    found = re.search(r"[Vv]arav (\d+) ", words)
    return int(found[1]) if found else 0


def figures_of(page: Any) -> list[Shown]:
    """All that the page gives as a number of rows."""
    context = page.context
    found = [
        Shown(name, _number(figure.sentence), figure.url, _said_beside(figure.change))
        for name, figure in context["figures"].items()
    ]
    for bar in context["chart"].bars:
        due, hidden = bar.due, _said_beside(bar.due.masked_in_words)
        found += [
            Shown(f"{due.label}, booked", due.booked, due.url_of_booked),
            Shown(f"{due.label}, not booked", due.not_booked, due.url_of_not_booked, hidden),
            Shown(f"{due.label}, all", due.total, due.url, hidden),
        ]
    groups = context["groups"]
    for row in [*groups.rows, groups.total] if groups else []:
        found += [
            Shown(f"{row.name}, {cell.column}", int(cell.said), cell.url, _said_beside(cell.beside))
            for cell in row.cells
            if cell.said.isdecimal()
        ]
    for one in context["indicators"]:
        found += [Shown(f"{one.kind}, met", one.met, one.url_of_met), Shown(f"{one.kind}, all", one.whole, one.url)]
    return found


def rows_at(client: Client, url: str) -> Any:
    """The page of rows that a link of the page leads to."""
    address = url.partition("#")[0]
    return client.get(PATH + address if address.startswith("?") else address).context["page"]


@pytest.mark.parametrize("who", ["coach", "manager", "appointed manager", "appointed coach"])
def test_each_has_as_many_rows_as_it_says(colleagues: dict[str, User], clocks: None, who: str) -> None:
    client = signed_in(colleagues[who])
    page = client.get(PATH)
    words, shown = page.content.decode(), figures_of(page)
    sees_unit = who.endswith("manager")
    assert len(shown) == (8 + 21 + 5 * 4 + 2 * 2 if sees_unit else 7 + 21), [one.what for one in shown]
    linked = [one for one in shown if one.url]
    found = {url: rows_at(client, url).paginator.count for url in {one.url for one in linked}}
    said = {one.what: (one.number - one.left_out, found[one.url]) for one in linked}
    assert {what: (number, rows) for what, (number, rows) in said.items() if number != rows} == {}
    assert [one.what for one in linked if one.number and html.escape(one.url) not in words] == []
    assert {one.what for one in shown if one.number and not one.url} <= {
        f"Ärenden som har flyttat, {column}" for column in ("Brutna 30 dagar", "Hållna 30 dagar")
    }


def test_what_has_been_late_for_longest_leads_to_that_alone(colleagues: dict[str, User], clocks: None) -> None:
    client = signed_in(colleagues["manager"])
    groups = client.get(PATH).context["groups"]
    late = [row for row in [*groups.rows, groups.total] if row.oldest is not None]
    assert {row.name for row in late} == {"Grupp Alm", "Övriga coacher", "Utan coach i tjänst", "Hela jobbtorget"}
    for row in late:
        [cell] = [cell for cell in row.cells if cell.column == "Äldsta försenade"]
        found = list(rows_at(client, cell.url))
        assert found
        assert {clock.due_on for clock in found} == {row.oldest_due_on}
        assert cell.said == f"{row.oldest} arbetsdagar"


def test_an_indicators_clocks_are_reached_from_its_figure_and_nothing_is_done_about_them(
    colleagues: dict[str, User], clocks: None
) -> None:
    manager = signed_in(colleagues["manager"])
    [one] = [one for one in manager.get(PATH).context["indicators"] if one.kind == ClockKind.ASSESSMENT]
    page = manager.get(PATH + one.url.partition("#")[0])
    assert {clock.kind for clock in page.context["page"]} == {ClockKind.ASSESSMENT}
    assert not any(row.can_be_marked for row in page.context["rows"])
    assert "Indikator: Första bedömningssamtalet" in [chip.label for chip in page.context["chips"]]
    everything = manager.get(PATH, {"state": "broken"}).context["page"]
    assert {clock.kind for clock in everything} == {ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP}
    # A coach has none on the page, and reaches none by its address.
    own = signed_in(colleagues["coach"]).get(PATH, {"indicator": "ASSESSMENT", "state": "month"}).context["page"]
    assert own.paginator.count > 0
    assert ClockKind.ASSESSMENT not in {clock.kind for clock in own}
