"""Handing over while the coach closes the cases and the manager gives them away: each happens once, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from aspirants.models import CoachAssignment, DisclosureBasis, Enrolment
from aspirants.operations import assign_coach
from aspirants.shown import shown_coach
from casework.operations import HandedOver, close_case, hand_over
from casework.operations.handover import ANOTHER_COACH, CLOSED
from casework.shown import shown_case
from core.refusals import OperationRefused
from demo.factories import ClosureReasonFactory, EnrolmentFactory, UserFactory

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
    start = threading.Barrier(3, timeout=60)
    done: list[HandedOver] = []

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

    def hand_all_over() -> None:
        time.sleep(3 * STEP)
        done.append(
            hand_over(
                actor=manager,
                coach=coach,
                cases=[case.pk for case in cases],
                bookings=[],
                receivers=[receiver],
                reason="Slutar",
                from_day=today,
            )
        )

    def carry_out(act: Callable[[], Any]) -> None:
        try:
            start.wait()
            act()
        except OperationRefused:
            pass  # somebody else was first: what the page showed is no longer so
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(carry_out, [close_every_third, give_away_every_third, hand_all_over]))

    [result] = done
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
