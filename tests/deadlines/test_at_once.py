"""Closing a case while somebody else works on its plan: the second one sees what the first has done."""

from __future__ import annotations

import pytest
from django.utils import timezone

from aspirants.models import DisclosureBasis, Enrolment
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.models import ClockStatus
from demo.factories import ClosureReasonFactory, EnrolmentFactory, FollowUpFactory
from jobplans.models import FollowUpResult, FollowUpStatus, JobPlanVersion
from jobplans.operations import PlannedItem, hold_follow_up, save_draft
from jobplans.shown import shown_follow_up, shown_plan
from tests.same_moment import before_it_is_committed

pytestmark = pytest.mark.django_db(transaction=True)


def close(enrolment: Enrolment) -> None:
    close_case(
        actor=enrolment.coach,
        enrolment=enrolment,
        seen_case=shown_case(enrolment),
        closed_on=timezone.localdate(),
        reason=ClosureReasonFactory(other=True),
        basis=DisclosureBasis.OSL_10_2,
        text="Flyttar till Umeå.",
    )


def test_a_draft_begun_while_the_case_is_being_closed(transactional_db):
    case = EnrolmentFactory()
    opened_before = Enrolment.objects.get(pk=case.pk)
    items = [PlannedItem(text="Söka jobb", meeting_kind="COACH")]
    answer = before_it_is_committed(
        lambda: close(case),
        lambda: save_draft(
            actor=case.coach,
            enrolment=opened_before,
            seen_version=shown_plan(opened_before),
            goal="Arbete",
            items=items,
        ),
    )
    assert isinstance(answer, OperationRefused)
    assert not JobPlanVersion.objects.exists()


def test_a_case_closed_while_a_follow_up_is_being_held(transactional_db):
    follow_up = FollowUpFactory()
    case = follow_up.enrolment
    answer = before_it_is_committed(
        lambda: hold_follow_up(
            actor=case.coach,
            follow_up=follow_up,
            seen_follow_up=shown_follow_up(follow_up),
            held_at=timezone.now(),
            result=FollowUpResult.UNCHANGED,
        ),
        lambda: close(Enrolment.objects.get(pk=case.pk)),
    )
    assert not isinstance(answer, OperationRefused)
    assert sorted(case.follow_ups.values_list("status", flat=True)) == [FollowUpStatus.CANCELLED, FollowUpStatus.HELD]
    assert not case.clocks.filter(status__in=[ClockStatus.RUNNING, ClockStatus.PAUSED]).exists()
