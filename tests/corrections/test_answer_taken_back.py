"""An answer to a plan that was recorded by mistake: the version waits again, and what the answer started is undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from aspirants.models import Correction, CorrectionSort, DisclosureBasis
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from deadlines.models import Breach, ClockKind, ClockStatus
from demo.factories import DeadlinePolicyFactory, FollowUpFactory, JobPlanVersionFactory
from jobplans.models import ApprovalMethod, Decision, FollowUp, FollowUpResult, JobPlanVersion, PlanApproval
from jobplans.operations import communicate_plan, hold_follow_up, record_answer
from jobplans.operations.taking_back import remove_answer
from jobplans.shown import shown_answer, shown_follow_up, shown_recipient, shown_version
from jobplans.workflow import RETURNS, require_return
from meetings.models import Meeting
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import at, text
from tests.corrections.test_undo import undo
from tests.deadlines.clocks import sweep_on
from tests.roles import as_role

pytestmark = pytest.mark.usefixtures("policies")


@pytest.fixture
def promise(received):
    """The promise of a case whose plan is to be sent to its unit."""
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    return received("2026-11-23")


def answered(actor, case, decision=Decision.APPROVED, **more):
    version = JobPlanVersionFactory(enrolment=case, proposed=True, **more)
    return record_answer(
        actor=actor,
        version=version,
        seen_version=shown_version(version),
        decision=decision,
        answered_at=at("2026-11-23", "09:30"),
        method=ApprovalMethod.BY_POST,
        note="" if decision == Decision.APPROVED else "Vill studera",
    )


def remove(actor, answer, reason=""):
    answer = PlanApproval.objects.select_related("version__plan__enrolment").get(pk=answer.pk)
    with as_role(WEB), acting_for(actor):
        return remove_answer(actor=actor, answer=answer, seen_answer=shown_answer(answer), reason=reason)


def clock_of(case, kind):
    return case.clocks.of_kind(kind).exclude(status=ClockStatus.CANCELLED).first()


def test_a_yes_by_mistake_leaves_nothing_of_what_it_started(coach, promise):
    case = promise.enrolment
    answer = answered(coach, case)
    promise.refresh_from_db()
    assert promise.status == ClockStatus.MET
    assert clock_of(case, ClockKind.FOLLOW_UP) is not None
    assert clock_of(case, ClockKind.PLAN_COMMUNICATION) is not None
    trace = remove(coach, answer)
    promise.refresh_from_db()
    assert (promise.status, promise.fulfilled_at, promise.fulfilment) == (ClockStatus.RUNNING, None, "")
    assert clock_of(case, ClockKind.FOLLOW_UP) is None
    assert clock_of(case, ClockKind.PLAN_COMMUNICATION) is None
    assert FollowUp.objects.get().status == "CANCELLED"
    assert JobPlanVersion.objects.get().status == "PROPOSED"
    assert (trace.sort, trace.title) == (CorrectionSort.UNDONE, "Svar på jobbplan, version 1")
    labels = changes_of(PlanApproval).objects.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"], "the history has both"


def test_the_next_yes_starts_it_all_again(coach, promise):
    case = promise.enrolment
    answer = answered(coach, case)
    remove(coach, answer)
    version = JobPlanVersion.objects.get()
    record_answer(
        actor=coach,
        version=version,
        seen_version=shown_version(version),
        decision=Decision.APPROVED,
        answered_at=at("2026-11-23", "09:30"),
        method=ApprovalMethod.BY_POST,
    )
    assert clock_of(case, ClockKind.FOLLOW_UP).started_on == date(2026, 11, 23)
    assert FollowUp.objects.filter(status="PLANNED").count() == 1
    assert clock_of(case, ClockKind.PLAN_COMMUNICATION).status == ClockStatus.RUNNING


def test_a_yes_taken_back_after_the_last_day_is_a_broken_promise(now, coach, manager, promise):
    answer = answered(coach, promise.enrolment)
    now.move_to(at(promise.due_on + timedelta(days=3)))
    sweep_on(now, promise.due_on + timedelta(days=3))
    with pytest.raises(OperationRefused, match="Be enhetschefen"):
        remove(coach, answer, "Fel ärende")
    with pytest.raises(OperationRefused, match="Skriv varför"):
        remove(manager, answer)
    remove(manager, answer, "Fel ärende")
    promise.refresh_from_db()
    assert promise.status == ClockStatus.BREACHED
    assert Correction.objects.get().reason == "Fel ärende"
    standing = Breach.objects.filter(revoked_at=None)
    assert standing.get().clock == promise, "what counted from the answer was late of nothing"


def test_a_no_by_mistake(coach, promise):
    answer = answered(coach, promise.enrolment, Decision.DECLINED)
    remove(coach, answer)
    assert JobPlanVersion.objects.get().status == "PROPOSED"
    assert not PlanApproval.objects.exists()


def test_the_version_before_is_in_force_again_and_still_to_be_sent(coach, promise):
    case = promise.enrolment
    first = answered(coach, case)
    second = answered(coach, case, number=2)
    remove(coach, second)
    assert dict(JobPlanVersion.objects.values_list("number", "status")) == {1: "APPROVED", 2: "PROPOSED"}
    promise.refresh_from_db()
    assert (promise.status, promise.fulfilled_at) == (ClockStatus.MET, first.answered_at)
    assert FollowUp.objects.get().status == "PLANNED", "the series began with the first"
    assert clock_of(case, ClockKind.PLAN_COMMUNICATION).started_on == date(2026, 11, 23)


def _a_later_version(coach, case, answer):
    JobPlanVersionFactory(enrolment=case, number=2)


def _sent(coach, case, answer):
    version = JobPlanVersion.objects.select_related("plan__enrolment").get(pk=answer.version_id)
    communicate_plan(
        actor=coach, version=version, seen_version=shown_recipient(version), basis=next(iter(DisclosureBasis))
    )


def _held(coach, case, answer):
    planned = FollowUp.objects.get()
    hold_follow_up(
        actor=coach,
        follow_up=planned,
        seen_follow_up=shown_follow_up(planned),
        held_at=at("2026-11-23", "09:30"),
        result=FollowUpResult.UNCHANGED,
    )


@pytest.mark.parametrize(
    ("then", "sentence"),
    [(_a_later_version, "senare version"), (_sent, "är skickad"), (_held, "En uppföljning är registrerad")],
)
def test_not_where_something_is_built_on_it(coach, promise, then, sentence):
    answer = answered(coach, promise.enrolment)
    then(coach, promise.enrolment, answer)
    with pytest.raises(OperationRefused, match=sentence):
        remove(coach, answer)
    assert PlanApproval.objects.get() == answer


def test_on_the_page_by_a_tick(as_coach, coach, promise):
    case = promise.enrolment
    answer = answered(coach, case)
    path = reverse("correct_in_case", args=[case.pk]) + f"?vad=ANSWER-{answer.pk}"
    assert "Svaret registrerades av misstag" in text(as_coach.get(path))
    assert (
        as_coach.submit(
            path, {"by_mistake": "on", "day": "2026-11-23", "time": "9.30", "method": "BY_POST"}
        ).status_code
        == 302
    )
    assert JobPlanVersion.objects.get().status == "PROPOSED"
    assert "Ångrat: Svar på jobbplan, version 1" in text(as_coach.get(reverse("case", args=[case.pk])))


def test_right_after_it_with_the_meeting_and_the_follow_up_of_the_same_act(as_coach, coach, case):
    JobPlanVersionFactory(enrolment=case, proposed=True)
    FollowUpFactory(enrolment=case, clock__started_on=date(2026, 8, 25))
    typed = {"outcome": "attended", "day": "2026-11-23", "time": "9.15", "kind": "FOLLOW_UP", "result": "UNCHANGED"}
    typed |= {"decision": "APPROVED", "method": "ORAL_AT_MEETING"}
    undo(as_coach, as_coach.submit(reverse("log_meeting", args=[case.pk]), typed))
    assert not Meeting.objects.exists()
    assert not PlanApproval.objects.exists()
    assert JobPlanVersion.objects.get().status == "PROPOSED"
    assert FollowUp.objects.exclude(status="CANCELLED").get().status == "PLANNED"


def test_each_step_back_and_each_that_is_none():
    steps = {("APPROVED", "PROPOSED"), ("DECLINED", "PROPOSED"), ("SUPERSEDED", "APPROVED")}
    assert {(str(one), str(to)) for one, to in RETURNS.items()} == steps
    with pytest.raises(OperationRefused, match="utkast och kan inte bli"):
        require_return("DRAFT", RETURNS["APPROVED"])
