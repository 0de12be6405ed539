"""Handing over while the coach closes the cases and the manager gives them away: each happens once, nothing is lost."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone

from aspirants.models import CoachAssignment, DisclosureBasis, Enrolment
from aspirants.operations import assign_coach
from aspirants.shown import shown_coach
from casework.operations import HandedOver, close_case, hand_over
from casework.operations.handover import ANOTHER_COACH, CLOSED
from casework.shown import shown_case
from demo.factories import ClosureReasonFactory, EnrolmentFactory, UserFactory
from tests.same_moment import at_the_same_moment

CASES = 24
STEP = 0.006
"""Seconds between one case and the next, so that the hand-over comes in the midst of them."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_a_working_day")
def test_each_case_is_closed_given_away_or_handed_over() -> None:
    coach = UserFactory(coach=True)
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    receiver, other = (UserFactory(coach=True, jobbtorg=coach.jobbtorg) for _ in range(2))
    cases = [EnrolmentFactory(coach=coach) for _ in range(CASES)]
    reason, today = ClosureReasonFactory(illness=True), timezone.localdate()

    def close_every_third() -> None:
        for case in cases[::3]:
            time.sleep(STEP)
            close_case(
                actor=coach,
                enrolment=case,
                seen_case=shown_case(Enrolment.objects.select_related("coach", "jobbtorg").get(pk=case.pk)),
                closed_on=today,
                reason=reason,
                basis=DisclosureBasis.OSL_26_1,
            )

    def give_away_every_third() -> None:
        for case in reversed(cases[1::3]):
            time.sleep(STEP)
            seen = shown_coach(Enrolment.objects.get(pk=case.pk))
            assign_coach(actor=manager, enrolment=case, seen_coach=seen, coach=other, reason="Byte")

    def hand_all_over() -> HandedOver:
        time.sleep(3 * STEP)
        return hand_over(
            actor=manager,
            coach=coach,
            cases=[case.pk for case in cases],
            bookings=[],
            receivers=[receiver],
            reason="Slutar",
            from_day=today,
        )

    # The first two end where somebody else was first: what the page showed is no longer so.
    *_, result = at_the_same_moment(close_every_third, give_away_every_third, hand_all_over)
    assert isinstance(result, HandedOver)
    given = sum(result.cases.values())
    assert given + len(result.left) == CASES
    assert all(line.endswith((CLOSED, ANOTHER_COACH)) for line in result.left)
    assert CoachAssignment.objects.filter(coach=receiver).count() == given
    for case in Enrolment.objects.all():
        [current] = CoachAssignment.objects.filter(enrolment=case, ended_at=None)
        assert current.coach_id == case.coach_id
    named = {line.split(" ")[0] for line in result.left}
    untouched = {case.case_no for case in cases[2::3]}
    assert named & untouched == set()
    assert not Enrolment.objects.filter(case_no__in=named, coach=receiver).exists()
    assert not Enrolment.objects.open().filter(coach=coach).exists()
