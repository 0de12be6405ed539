"""Taking back an answer to a plan that was recorded by mistake: the version waits for its answer again."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.corrections.rights import Recorded, require_reason, require_removable
from aspirants.models import CorrectedKind, Correction, Enrolment
from aspirants.operations.corrections import note_undoing
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.judging import judged_again
from deadlines.clocks.lifecycle import withdraw_clock
from deadlines.models import ClockKind
from jobplans.models import Decision, FollowUp, FollowUpStatus, JobPlanVersion, PlanApproval, VersionStatus
from jobplans.operations.communication import start_communication_anew
from jobplans.shown import shown_answer
from jobplans.workflow import require_return
from organisation.access.permissions import Act, require
from organisation.models import User

TAKEN_BACK = "Bröts när ett svar på jobbplanen togs bort."
GONE = "Svaret är redan borttaget."
LATER = "Det finns en senare version av planen. Svaret kan inte tas bort."
SENT = "Planen är skickad till försörjningsstödsenheten. Skriv en ny version i stället."
HELD = "En uppföljning är registrerad efter svaret. Rätta den först."
CLOSED = "Ärendet är avslutat. Svaret kan inte tas bort."


@transaction.atomic
def remove_answer(*, actor: User, answer: PlanApproval, seen_answer: Seen, reason: str = "") -> Correction:
    """Take back an answer that was recorded by mistake, by its author within a day and by a manager later.

    The version is proposed again, and the one that it superseded in force. What the answer kept is judged again; the
    follow-up and the sending that counted from it are cancelled. Refused where anything was built on it.
    """
    case = answer.version.plan.enrolment
    require(actor, Act.WORK_IN_CASE, at=case.jobbtorg_id)
    enrolment = Enrolment.objects.locked(case)
    answer = _locked_answer(answer.pk)
    require_seen(seen_answer, shown_answer(answer))
    recorded = Recorded(answer.recorded_by_id, answer.recorded_at)
    require_removable(actor, recorded)
    require_reason(actor, recorded, reason)
    with judged_again(actor, enrolment, because=TAKEN_BACK):
        return _take_back(actor, enrolment, answer, reason)


@transaction.atomic
def undo_answer(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """Take back an answer that was recorded a moment ago. `enrolment` is locked."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    with judged_again(actor, enrolment, because=TAKEN_BACK):
        _take_back(actor, enrolment, _locked_answer(number), "")


def _locked_answer(number: int) -> PlanApproval:
    answers = PlanApproval.objects.select_for_update(of=("self", "version")).select_related("version__plan")
    answer: PlanApproval | None = answers.filter(pk=number).first()
    if answer is None:
        raise OperationRefused(GONE)
    return answer


def _take_back(actor: User, enrolment: Enrolment, answer: PlanApproval, reason: str) -> Correction:
    version, day = answer.version, timezone.localdate(answer.answered_at)
    began = _follow_up_begun(enrolment, answer, day)
    _require_nothing_built_on(enrolment, version, began)
    correction = note_undoing(
        actor=actor,
        enrolment=enrolment,
        kind=CorrectedKind.ANSWER,
        number=answer.pk,
        title=f"Svar på jobbplan, version {version.number}",
        reason=reason,
    )
    was_approved = answer.decision == Decision.APPROVED
    answer.delete()
    require_return(version.status, VersionStatus.PROPOSED)
    version.status = VersionStatus.PROPOSED
    version.save(update_fields=["status"])
    if was_approved:
        if began is not None:
            began.status = FollowUpStatus.CANCELLED
            began.save(update_fields=["status"])
            withdraw_clock(began.clock, actor=actor)
        for clock in enrolment.clocks.of_kind(ClockKind.PLAN_COMMUNICATION).unfulfilled().filter(started_on=day):
            withdraw_clock(clock, actor=actor)
        _put_in_force_again(enrolment, version)
    return correction


def _follow_up_begun(enrolment: Enrolment, answer: PlanApproval, day: datetime.date) -> FollowUp | None:
    """The first follow-up, where the approval began the series."""
    approvals = PlanApproval.objects.filter(version__plan__enrolment=enrolment, decision=Decision.APPROVED)
    if answer.decision != Decision.APPROVED or approvals.exclude(pk=answer.pk).exists():
        return None
    follow_ups = enrolment.follow_ups.exclude(status=FollowUpStatus.CANCELLED).select_related("clock__policy")
    first: FollowUp | None = follow_ups.filter(clock__started_on=day).order_by("pk").first()
    return first


def _require_nothing_built_on(enrolment: Enrolment, version: JobPlanVersion, began: FollowUp | None) -> None:
    if not enrolment.is_open:
        raise OperationRefused(CLOSED)
    later = version.plan.versions.filter(number__gt=version.number).exclude(status=VersionStatus.WITHDRAWN)
    if later.exists():
        raise OperationRefused(LATER)
    if version.communications.exists():
        raise OperationRefused(SENT)
    if began is not None and began.status == FollowUpStatus.HELD:
        raise OperationRefused(HELD)


def _put_in_force_again(enrolment: Enrolment, version: JobPlanVersion) -> None:
    """The version before is in force as it was, and still to be sent where it never was."""
    before = version.plan.versions.filter(number__lt=version.number, status=VersionStatus.SUPERSEDED)
    former = before.select_related("approval").order_by("-number").first()
    if former is None:
        return
    require_return(former.status, VersionStatus.APPROVED)
    former.status = VersionStatus.APPROVED
    former.save(update_fields=["status"])
    since = former.answer.answered_at if former.answer else timezone.now()
    start_communication_anew(enrolment=enrolment, today=timezone.localdate(since))
