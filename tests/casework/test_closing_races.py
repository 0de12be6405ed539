"""Closing a case while others write to it: nothing hangs on a closed case that was not there before."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from activities.choices import OfferAnswer
from activities.operations import decide_activity, record_job_offer
from aspirants.models import DisclosureBasis, Enrolment, InterruptionReason
from aspirants.shown import shown_interruptions
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.operations import interrupt_case
from demo.factories import (
    ClosureReasonFactory,
    EnrolmentFactory,
    GroupInformationSessionFactory,
    InsatsTypeFactory,
    UserFactory,
)
from jobplans.operations import PlannedItem, save_draft
from jobplans.shown import shown_plan
from meetings.choices import MeetingKind, MeetingStatus
from meetings.operations import book_group_information, book_meeting, log_meeting
from meetings.planning.warnings import EVERY_WARNING
from tests.same_moment import at_the_same_moment

ROUNDS = 30
STEP = 0.004
"""Seconds. Where closing came too late, the others begin later in the next round, else sooner: so they meet it at every
point, whatever the machine."""

HISTORIES = {
    "meetings.MeetingChange": "enrolment",
    "meetings.GroupInformationBookingChange": "enrolment",
    "activities.JobOfferChange": "enrolment",
    "activities.ActivityChange": "enrolment",
    "aspirants.InterruptionChange": "enrolment",
    "jobplans.JobPlanVersionChange": "plan__enrolment",
}
"""The versions of what is written to a case, by the database's clock, and the way to the case."""


def first_written(history: str, case: str, **condition: Any) -> dict[int, Any]:
    """When the first version was written, by case."""
    versions = apps.get_model(history).objects.filter(**condition).values_list(case)
    return dict(versions.annotate(Min("pgh_created_at")))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_a_working_day")
def test_nothing_is_written_to_a_case_that_has_been_closed() -> None:
    coach = UserFactory(coach=True)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    insats, reason = InsatsTypeFactory(), ClosureReasonFactory(illness=True)
    cases = [EnrolmentFactory(coach=coach).pk for _ in range(ROUNDS)]
    today, later = timezone.localdate(), timezone.now() + timedelta(days=7)

    def close(case: Enrolment) -> None:
        close_case(
            actor=coach,
            enrolment=case,
            seen_case=shown_case(case),
            closed_on=today,
            reason=reason,
            basis=DisclosureBasis.OSL_26_1,
        )

    def log(case: Enrolment) -> None:
        log_meeting(
            actor=coach,
            enrolment=case,
            status=MeetingStatus.PRESENT,
            starts_at=timezone.now(),
            submission_id=uuid.uuid4(),
            next_meeting_at=later,
            accepted_warnings=EVERY_WARNING,
        )

    def interrupt(case: Enrolment) -> None:
        """In every third case: it changes what is to be closed."""
        if case.pk % 3 == 1:
            interrupt_case(
                actor=coach,
                enrolment=case,
                seen_interruptions=shown_interruptions(case),
                reason=InterruptionReason.ILLNESS,
                started_on=today,
            )

    def draft(case: Enrolment) -> None:
        """In every third case: one with a plan in preparation cannot be closed."""
        if case.pk % 3 == 0:
            items = [PlannedItem("Möte", meeting_kind=MeetingKind.COACH)]
            save_draft(actor=coach, enrolment=case, goal="Arbete", items=items, seen_version=shown_plan(case))

    acts: list[Callable[[Enrolment], Any]] = [
        close,
        log,
        lambda case: book_meeting(
            actor=coach, enrolment=case, starts_at=later + timedelta(days=1), accepted_warnings=EVERY_WARNING
        ),
        lambda case: book_group_information(actor=coach, enrolment=case, session=session),
        lambda case: record_job_offer(
            actor=coach, enrolment=case, employer="Stadsköket", offered_on=today, answer=OfferAnswer.PENDING
        ),
        lambda case: decide_activity(
            actor=coach, enrolment=case, insats_type=insats, decided_on=today, starts_on=today
        ),
        interrupt,
        draft,
    ]
    refusals, later_by = 0, 0.0

    def carry_out(act: Callable[[Enrolment], Any], case: Enrolment) -> Any:
        if act is not close:
            time.sleep(later_by)
        return act(case)

    for pk in cases:
        # The pages had been opened while the case was open.
        pages = [Enrolment.objects.select_related("person", "jobbtorg").get(pk=pk) for _ in acts]
        answers = at_the_same_moment(*(partial(carry_out, act, case) for act, case in zip(acts, pages, strict=True)))
        refusals += sum(isinstance(answer, OperationRefused) for answer in answers)
        came_too_late = isinstance(answers[acts.index(close)], OperationRefused)
        later_by = 2 * later_by + STEP if came_too_late else 0.7 * later_by

    closed = first_written("aspirants.EnrolmentChange", "pgh_obj", closed_on__isnull=False)
    late = [
        (history, case)
        for history, way in HISTORIES.items()
        for case, written_at in first_written(history, way).items()
        if case in closed and written_at > closed[case]
    ]
    assert late == []
    assert len(closed) >= ROUNDS / 3
    assert 1 <= refusals <= ROUNDS * (len(acts) - 1)
