"""The jobbgaranti per coach group, by hand; and that no row stands on fewer than three coaches."""

from __future__ import annotations

from datetime import date

import pytest

from core.shares import Share
from deadlines.models import ClockStatus
from demo.factories import CoachGroupFactory, DeadlineClockFactory, EnrolmentFactory, MeetingFactory, UserFactory
from oversight.figures import deadline_figures
from oversight.groups import FEWEST_COACHES, NOBODY, OTHERS, groups_to_show
from oversight.watched import Watch
from tests.aspirants.staff import MONDAY_MORNING, at, text
from tests.oversight.test_deadlines_page import PATH, listed


@pytest.mark.parametrize(
    ("coaches", "shown"),
    [
        ({1: 3, 2: 4, None: 0}, {1, 2}),
        ({1: 3, 2: 2, None: 1}, {1}),
        ({1: 3, 2: 4, None: 3}, {1, 2}),
        ({1: 3, 2: 4, 3: 2}, {2}),  # the two would stand alone, so the smallest joins them
        ({1: 3, 2: 4, None: 1}, {2}),
        ({1: 3, None: 1}, set()),
        ({1: 2, 2: 2}, set()),
        ({None: 9}, set()),
        ({}, set()),
    ],
)
def test_which_groups_have_a_row(coaches, shown):
    assert groups_to_show(coaches) == shown


@pytest.mark.parametrize("first", range(5))
@pytest.mark.parametrize("second", range(5))
@pytest.mark.parametrize("without", range(4))
def test_no_row_stands_on_one_or_two(first, second, without):
    coaches = {1: first, 2: second, None: without}
    shown = groups_to_show(coaches)
    left = sum(number for group, number in coaches.items() if group not in shown)
    assert all(coaches[group] >= FEWEST_COACHES for group in shown)
    assert left == 0 or left >= FEWEST_COACHES or not shown


@pytest.fixture
def teams(coach):
    """Grupp Alm of three, Grupp Ek of two and somebody in none; the coach is in Grupp Alm."""
    alm = CoachGroupFactory(jobbtorg=coach.jobbtorg, name="Grupp Alm")
    ek = CoachGroupFactory(jobbtorg=coach.jobbtorg, name="Grupp Ek")
    coach.coach_group = alm
    coach.save()
    UserFactory.create_batch(2, coach=True, jobbtorg=coach.jobbtorg, coach_group=alm)
    others = UserFactory.create_batch(2, coach=True, jobbtorg=coach.jobbtorg, coach_group=ek)
    others.append(UserFactory(coach=True, jobbtorg=coach.jobbtorg))
    return {"alm": alm, "others": others}


@pytest.fixture
def clocks(coach, teams):
    def clock(who, day: str, **facts):
        case = EnrolmentFactory(coach=who) if who else EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True)
        return DeadlineClockFactory(enrolment=case, started_on=date.fromisoformat(day), **facts)

    kept = {"status": ClockStatus.MET, "fulfilled_at": at("2026-11-04"), "fulfilment": "PLAN"}
    MeetingFactory(enrolment=clock(coach, "2026-11-18").enrolment)
    clock(coach, "2026-11-18")
    clock(coach, "2026-11-12")  # due on Thursday 19 November: two working days late
    clock(coach, "2026-11-02", **kept)
    clock(coach, "2026-11-02", **kept)
    clock(coach, "2026-11-02", status=ClockStatus.EXCUSED)
    clock(teams["others"][0], "2026-11-20")
    clock(teams["others"][2], "2026-11-02", **kept)
    clock(None, "2026-11-03", status=ClockStatus.BREACHED)  # due on the 10th: nine working days late
    clock(coach, "2026-11-18", covered=False)


@pytest.fixture
def table(clocks, as_manager):
    return as_manager.get(PATH).context["groups"]


def test_each_number_of_each_row(table, teams):
    found = {row.name: (row.near, row.not_booked, row.broken, row.oldest, row.held) for row in table.rows}
    assert found == {
        "Grupp Alm": (2, 1, Share(1, 4), 2, Share(2, 4)),
        "Övriga coacher": (1, 1, Share(0, 1), None, Share(1, 1)),
        "Utan coach i tjänst": (0, 0, Share(1, 1), 9, Share(0, 1)),
    }


def test_the_total_is_the_sum_and_agrees_with_the_sentences(table, manager):
    total = table.total
    assert (total.near, total.not_booked, total.broken, total.oldest, total.held) == (
        3,
        2,
        Share(2, 6),
        9,
        Share(3, 6),
    )
    figures = deadline_figures(Watch.of(manager, MONDAY_MORNING))
    assert (figures.plans_near.now, figures.kept) == (total.near, total.held)


def test_no_coach_is_named_or_counted(table, as_manager, teams):
    page = as_manager.get(PATH).content.decode()
    section = page[page.index('id="grupper"') : page.index("</section>", page.index('id="grupper"'))]
    assert "Grupp Alm" in section
    assert "Grupp Ek" not in section, "two coaches"
    for coach in [*teams["others"]]:
        assert coach.last_name not in section
    assert "ordning=coach" not in section


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Grupp Alm", "Utan coach i tjänst", "Övriga coacher"]),
        ("-grupp", ["Övriga coacher", "Utan coach i tjänst", "Grupp Alm"]),
        ("nara", ["Utan coach i tjänst", "Övriga coacher", "Grupp Alm"]),
        ("-nara", ["Grupp Alm", "Övriga coacher", "Utan coach i tjänst"]),
        ("-brutna", ["Utan coach i tjänst", "Grupp Alm", "Övriga coacher"]),
        ("-aldst", ["Utan coach i tjänst", "Grupp Alm", "Övriga coacher"]),
        ("aldst", ["Grupp Alm", "Utan coach i tjänst", "Övriga coacher"]),
        ("hallna", ["Utan coach i tjänst", "Grupp Alm", "Övriga coacher"]),
        ("coach", ["Grupp Alm", "Utan coach i tjänst", "Övriga coacher"]),
    ],
)
def test_the_rows_in_every_order(clocks, as_manager, order, names):
    page = as_manager.get(PATH, {"ordning": order} if order else {})
    assert [row.name for row in page.context["groups"].rows] == names


def test_a_row_leads_to_its_clocks(clocks, as_manager, teams):
    def found(key) -> int:
        return len(listed(as_manager, group=key, kind="PLAN_GUARANTEE", covered="True"))

    assert {key: found(key) for key in (teams["alm"].pk, OTHERS, NOBODY)} == {teams["alm"].pk: 4, OTHERS: 1, NOBODY: 1}


def test_the_cases_of_a_coach_who_has_left_wait_for_another(now, clocks, as_manager, teams):
    gone = teams["others"][0]
    gone.is_active = False
    gone.save()
    rows = {row.name: row.near for row in as_manager.get(PATH).context["groups"].rows}
    # Two are left beside Grupp Alm, and it joins them: nothing but the jobbtorg can be shown.
    assert rows == {}
    UserFactory(coach=True, jobbtorg=gone.jobbtorg)
    rows = {row.name: row.near for row in as_manager.get(PATH).context["groups"].rows}
    assert rows == {"Grupp Alm": 2, "Övriga coacher": 0, "Utan coach i tjänst": 1}


def test_a_small_jobbtorg_shows_itself_alone(coach, as_manager):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_in_5=True)
    page = as_manager.get(PATH)
    assert page.context["groups"].rows == []
    assert page.context["groups"].total.near == 1
    assert "Ingen grupp har minst tre coacher" in text(page)
    assert "group" not in page.context["filter"].form.fields
