"""Kapacitet: the figures against counts by hand, who may see them, and that each leads to its rows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from aspirants.models import CoachAssignment, Enrolment, EnrolmentStatus
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    MeetingFactory,
    ReferralFactory,
    TargetGroupFactory,
    UserFactory,
)
from meetings.choices import MeetingStatus
from meetings.models import GroupInformationSession
from organisation.models import User
from tests.aspirants.staff import (
    MONDAY_MORNING,
    TODAY,
    as_coach,
    as_manager,
    at,
    coach,
    manager,
    now,
    signed_in,
    stranger,
    text,
)
from tests.visits import queries_for
from workbench.capacity.flow import WEEKS, weeks_of
from workbench.capacity.standstill import BY_KEY, STANDSTILLS, cases_of, count_each
from workbench.capacity.workload import coach_loads, sessions_ahead, target_groups

__all__ = ["as_coach", "as_manager", "coach", "manager", "now", "stranger"]
PATH = "/frister/kapacitet"
LONG_AGO = TODAY - timedelta(days=40)


def a_case(coach: User, **facts) -> Enrolment:
    return EnrolmentFactory(coach=coach, jobbtorg=coach.jobbtorg, **facts)


def held(key: str) -> set[int]:
    return set(cases_of(BY_KEY[key], Enrolment.objects.all(), MONDAY_MORNING).values_list("pk", flat=True))


def test_open_cases_per_coach_by_name_and_without_coach_first(coach, manager):
    other = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    first, paused = a_case(coach), a_case(coach, status=EnrolmentStatus.PAUSED)
    a_case(coach, enrolled_on=LONG_AGO, closed=True)
    EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True)
    EnrolmentFactory(jobbtorg=JobbtorgFactory())
    MeetingFactory(enrolment=first, coach=coach, starts_at=at("2026-11-27"))
    MeetingFactory(enrolment=paused, coach=coach, starts_at=at("2026-11-30"))
    nobody, *coaches = coach_loads(manager, TODAY)
    assert (nobody.coach, nobody.cases) == (None, 1)
    assert [load.coach for load in coaches] == sorted([coach, other], key=str)
    of_each = {load.coach: (load.cases, load.paused, load.without_plan, load.meetings) for load in coaches}
    assert of_each == {coach: (2, 1, 2, 1), other: (0, 0, 0, 0)}


def test_the_referrals_that_are_not_enrolled_lead_to_exactly_those(coach, as_manager):
    here = {"jobbtorg": coach.jobbtorg}
    waiting = [
        ReferralFactory(**here),
        ReferralFactory(incomplete=True, **here),
        ReferralFactory(accepted=True, **here),
    ]
    ReferralFactory(enrolled=True, **here)
    ReferralFactory(jobbtorg=JobbtorgFactory())
    [url] = [url for said, url, _ in as_manager.get(PATH).context["figures"] if said == "3 remisser är inte inskrivna"]
    page = as_manager.get(url)
    assert {row.referral.pk for row in page.context["rows"]} == {referral.pk for referral in waiting}
    assert page.context["chosen"].label == "Alla väntande"
    assert "Remisser som inte är inskrivna" in text(page)


def test_a_coach_who_has_left_answers_for_nothing(coach, manager):
    left = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    a_case(left)
    left.positions.update(valid_from=LONG_AGO, valid_to=TODAY - timedelta(days=1))
    nobody, *coaches = coach_loads(manager, TODAY)
    assert nobody.cases == 1
    assert sum(load.cases for load in coaches) == 0


@pytest.mark.parametrize("status", [MeetingStatus.PRESENT, MeetingStatus.BOOKED, MeetingStatus.ABSENT_INVALID])
def test_a_case_without_a_first_meeting(coach, status):
    case = a_case(coach)
    is_booked = status == MeetingStatus.BOOKED
    facts = {} if is_booked else {"logged_at": at("2026-11-20")}
    MeetingFactory(enrolment=case, status=status, starts_at=at("2026-11-25" if is_booked else "2026-11-20"), **facts)
    assert held("utan-forsta-mote") == ({case.pk} if status == MeetingStatus.ABSENT_INVALID else set())


def test_a_plan_that_does_not_come(coach):
    # Ten working days before Monday 23 November is Monday 9 November.
    late = a_case(coach, enrolled_on=date(2026, 11, 6))
    a_case(coach, enrolled_on=date(2026, 11, 9))
    a_case(coach, enrolled_on=LONG_AGO, status=EnrolmentStatus.PAUSED)
    assert held("utan-plan") == {late.pk}


def test_a_follow_up_that_does_not_come(coach):
    late, not_so = a_case(coach, enrolled_on=LONG_AGO), a_case(coach, enrolled_on=LONG_AGO)
    for case, due_on in ((late, date(2026, 11, 6)), (not_so, date(2026, 11, 9))):
        DeadlineClockFactory(enrolment=case, follow_up=True, started_on=LONG_AGO, original_due_on=due_on, due_on=due_on)
    assert held("utan-uppfoljning") == {late.pk}


def test_three_coaches_within_a_year(coach, manager):
    moved, once = a_case(coach), a_case(coach)
    others = UserFactory.create_batch(2, coach=True, jobbtorg=coach.jobbtorg)
    CoachAssignment.objects.filter(enrolment__in=[moved, once]).delete()
    for number, (case, whose) in enumerate(
        [(moved, others[0]), (moved, others[1]), (moved, coach), (once, others[0]), (once, coach)]
    ):
        started = at("2026-03-02") + timedelta(days=number)
        ended = None if whose == coach else started + timedelta(days=1)
        CoachAssignment.objects.create(
            enrolment=case, coach=whose, started_at=started, ended_at=ended, assigned_by=manager
        )
    assert held("coachbyten") == {moved.pk}
    CoachAssignment.objects.filter(coach=others[0]).update(ended_at=at("2025-11-22"))
    assert held("coachbyten") == set()


def test_the_counts_are_those_of_the_lists(coach):
    a_case(coach, enrolled_on=LONG_AGO)
    a_case(coach, enrolled_on=TODAY)
    cases = Enrolment.objects.all()
    assert count_each(cases, MONDAY_MORNING) == {one.key: len(held(one.key)) for one in STANDSTILLS}
    assert count_each(cases, MONDAY_MORNING)["utan-plan"] == 1


def test_the_weeks_are_counted_where_the_case_was(coach):
    a_case(coach, enrolled_on=date(2026, 11, 16))
    closed = a_case(coach, enrolled_on=date(2026, 10, 5), closed=True)
    weeks = weeks_of(coach.jobbtorg_id, TODAY)
    assert (len(weeks), weeks[-1].monday, weeks[-1].is_over) == (WEEKS, TODAY, False)
    found = {week.monday: week for week in weeks}
    assert found[date(2026, 11, 16)].new == 1
    assert found[date(2026, 10, 5)].new == 1
    assert sum(week.closed for week in weeks) == 1
    assert weeks[-1].remaining == 1 + (closed.closed_on is not None and closed.closed_on > TODAY)
    for before, after in pairwise(weeks):
        assert before.remaining == after.opening


def test_free_places_and_target_groups(coach, manager):
    group = TargetGroupFactory()
    a_case(coach, target_group=group)
    EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, target_group=None)
    GroupInformationSession.objects.create(jobbtorg=coach.jobbtorg, starts_at=at("2026-11-25"), place="Sal", capacity=9)
    GroupInformationSession.objects.create(jobbtorg=coach.jobbtorg, starts_at=at("2026-11-20"), place="Sal")
    [places] = sessions_ahead(manager, at(TODAY))
    assert (places.session.capacity, places.left) == (9, 9)
    found = [(one.name, one.cases, one.without_coach) for one in target_groups(manager, TODAY)]
    assert found == [(group.name, 1, 0), ("Ingen målgrupp angiven", 1, 1)]


def test_the_page_leads_from_each_figure_to_its_rows(coach, as_manager):
    case = a_case(coach, enrolled_on=LONG_AGO)
    words = text(as_manager.get(PATH))
    assert "ursäktar aldrig en bruten frist" in words
    assert "0 ärenden saknar coach i tjänst" in words
    assert "1 ärende har inget första möte" in words
    rows = text(as_manager.get(f"{PATH}/arenden?regel=utan-plan"))
    assert case.person.name in rows
    assert as_manager.get(f"{PATH}/arenden?regel=finns-inte").status_code == 404
    listed = as_manager.get("/aspiranter?visa=vakuum")
    assert case.person.name in text(listed)
    assert "1 ärende har inget på gång" in words
    lines = as_manager.get(f"{PATH}/fil").content.decode().splitlines()
    assert lines[1].startswith("Utan coach i tjänst;0;")


def test_it_is_the_managers_of_the_unit(coach, as_coach, stranger):
    case = a_case(coach, enrolled_on=LONG_AGO)
    for path in (PATH, f"{PATH}/arenden", f"{PATH}/fil"):
        assert as_coach.get(path).status_code == 403
    elsewhere = signed_in(UserFactory(manager=True, jobbtorg=stranger.jobbtorg))
    assert case.person.name not in text(elsewhere.get(f"{PATH}/arenden?regel=utan-plan"))
    assert "0 ärenden har inget första möte" in text(elsewhere.get(PATH))


def test_more_cases_take_no_more_statements(coach, as_manager):
    a_case(coach)
    as_manager.get(PATH)
    few = queries_for(as_manager, PATH)
    for _ in range(20):
        a_case(coach, enrolled_on=LONG_AGO)
    assert queries_for(as_manager, PATH) == few


def test_frister_leads_a_manager_there(coach, as_coach, as_manager):
    assert 'href="/frister/kapacitet"' in as_manager.get("/frister").text
    assert 'href="/frister/kapacitet"' not in as_coach.get("/frister").text
