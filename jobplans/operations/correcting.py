"""Correcting a follow-up that was held, and an answer to a plan; taking back one of another person (FC-30)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from aspirants.corrections.rights import Recorded, locked_cases
from aspirants.models import CorrectedKind, Correction, Enrolment
from aspirants.operations.corrections import empty_versions, note_correction, note_removal
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.calculation.deadline import compute_deadline
from deadlines.clocks.judging import judged_again
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from deadlines.clocks.lifecycle import cancel_clock, lock_clock
from deadlines.models import DeadlineClock
from jobplans.models import ApprovalMethod, Decision, FollowUp, FollowUpResult, FollowUpStatus, PlanApproval
from jobplans.operations.backdating import after_proposal, require_plausible_answer
from jobplans.operations.followups import hold_follow_up
from jobplans.shown import shown_answer, shown_follow_up, shown_held
from organisation.access.permissions import Act, require
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

CORRECTED, WRONG = "Bröts när en uppföljning rättades.", "Bröts när en uppföljning på fel person togs bort."
ANSWER_CORRECTED = "Bröts när ett svar på jobbplanen rättades."


def _locked_follow_up(follow_up: FollowUp, enrolment: Enrolment) -> FollowUp:
    follow_ups = FollowUp.objects.select_for_update(of=("self",)).select_related("clock__policy")
    found: FollowUp = follow_ups.get(pk=follow_up.pk, enrolment=enrolment)
    return found


def _recorded(follow_up: FollowUp) -> Recorded:
    return Recorded(follow_up.recorded_by_id, follow_up.recorded_at)


@transaction.atomic
def correct_follow_up(
    *,
    actor: User,
    follow_up: FollowUp,
    seen_held: Seen,
    held_at: datetime.datetime,
    result: FollowUpResult,
    note: str = "",
    unit_took_part: bool = False,
    reason: str = "",
) -> Correction:
    """Correct a follow-up that was held. The next one counts from the corrected day; the clocks are judged again."""
    require(actor, Act.WORK_IN_CASE, at=follow_up.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(follow_up.enrolment)
    follow_up = _locked_follow_up(follow_up, enrolment)
    before = shown_held(follow_up)
    require_seen(seen_held, before)
    if follow_up.status != FollowUpStatus.HELD or follow_up.held_at is None:
        raise OperationRefused("Uppföljningen är inte hållen.")
    if held_at > timezone.now():
        raise OperationRefused("Uppföljningen kan inte ligga i framtiden.", field="held_at")
    day, was_on = timezone.localdate(held_at), timezone.localdate(follow_up.held_at)
    assert follow_up.clock.started_on is not None, "a follow-up counts from the approval or the last one held"
    if day < follow_up.clock.started_on:
        raise OperationRefused("Uppföljningen kan inte ligga före den förra planen.", field="held_at")
    if enrolment.closed_on is not None and day > enrolment.closed_on:
        raise OperationRefused("Uppföljningen kan inte ligga efter att ärendet avslutades.", field="held_at")
    recorded = _recorded(follow_up)
    with judged_again(actor, enrolment, because=CORRECTED) as correcting:
        follow_up.held_at, follow_up.result = held_at, result
        follow_up.note, follow_up.unit_took_part = note, unit_took_part
        follow_up.save()
        _count_from(_next_after(follow_up, was_on), day)
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.FOLLOW_UP,
            number=follow_up.pk,
            title=f"Uppföljning {day}",
            before=before,
            after=shown_held(follow_up),
            recorded=recorded,
            reason=reason,
        )
        correcting.note(correction)
    return correction


def _next_after(follow_up: FollowUp, held_on: datetime.date) -> FollowUp | None:
    later = FollowUp.objects.filter(enrolment=follow_up.enrolment_id, pk__gt=follow_up.pk, clock__started_on=held_on)
    found: FollowUp | None = later.select_related("clock__policy").order_by("pk").first()
    return found


def _count_from(follow_up: FollowUp | None, day: datetime.date) -> None:
    """Let the clock of a follow-up count from another local day; its last day is judged with the others."""
    if follow_up is None or follow_up.clock.started_on == day:
        return
    _move_start(follow_up.clock, day)


def _move_start(unlocked: DeadlineClock, day: datetime.date) -> None:
    clock = lock_clock(unlocked)
    clock.started_on = day
    clock.original_due_on = compute_deadline(clock.policy.rule, day, calendar=stored_holiday).due_on
    clock.save(update_fields=["started_on", "original_due_on"])


@transaction.atomic
def remove_follow_up(
    *, actor: User, follow_up: FollowUp, seen_held: Seen, to: Enrolment | None = None
) -> tuple[Correction, FollowUp | None]:
    """A follow-up was held with another person: here it is still to be held; with `to`, it is registered there."""
    require(actor, Act.WORK_IN_CASE, at=follow_up.enrolment.jobbtorg_id)
    enrolment, to = locked_cases(follow_up.enrolment, to)
    follow_up = _locked_follow_up(follow_up, enrolment)
    require_seen(seen_held, shown_held(follow_up))
    if follow_up.status != FollowUpStatus.HELD:
        raise OperationRefused("Uppföljningen är inte hållen.")
    was = FollowUp.objects.get(pk=follow_up.pk)
    with judged_again(actor, enrolment, because=WRONG) as correcting:
        correction = note_removal(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.FOLLOW_UP,
            number=follow_up.pk,
            recorded=_recorded(follow_up),
        )
        correcting.note(correction)
        plan_again(enrolment=enrolment, follow_up=follow_up)
        empty_versions(kind=CorrectedKind.FOLLOW_UP, number=follow_up.pk)
    return correction, _hold_again(actor, was, to) if to else None


def plan_again(*, enrolment: Enrolment, follow_up: FollowUp) -> None:
    """Let a locked follow-up that was held be still to hold, and the one after it not be planned.

    Part of: `remove_follow_up`, `undo_follow_up`.
    """
    assert follow_up.held_at is not None, "it was held"
    following = _next_after(follow_up, timezone.localdate(follow_up.held_at))
    if following is not None:
        if following.status == FollowUpStatus.HELD:
            raise OperationRefused("Rätta den senare uppföljningen först.")
        if following.status == FollowUpStatus.PLANNED:
            following.status = FollowUpStatus.CANCELLED
            following.save(update_fields=["status"])
            cancel_clock(following.clock, today=timezone.localdate())
    follow_up.status = FollowUpStatus.PLANNED if enrolment.is_open else FollowUpStatus.CANCELLED
    follow_up.held_at, follow_up.result, follow_up.note, follow_up.unit_took_part = None, "", "", False
    follow_up.recorded_by, follow_up.recorded_at = None, None
    follow_up.save()


def _hold_again(actor: User, was: FollowUp, to: Enrolment) -> FollowUp:
    planned = to.follow_ups.filter(status=FollowUpStatus.PLANNED).first()
    if planned is None or was.held_at is None:
        raise OperationRefused("Det ärendet har ingen planerad uppföljning.", field="to")
    try:
        return hold_follow_up(
            actor=actor,
            follow_up=planned,
            seen_follow_up=shown_follow_up(planned),
            held_at=was.held_at,
            result=FollowUpResult(was.result),
            note=was.note,
            unit_took_part=was.unit_took_part,
        )
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal


def _evident(answer: PlanApproval) -> tuple[Any, ...]:
    """What E02 looks at."""
    return answer.decision, timezone.localdate(answer.answered_at)


@transaction.atomic
def correct_answer(
    *,
    actor: User,
    answer: PlanApproval,
    seen_answer: Seen,
    answered_at: datetime.datetime,
    method: ApprovalMethod,
    note: str = "",
    reason: str = "",
) -> Correction:
    """Correct when and how the aspirant answered a plan, and the comment. Whether it was a yes or a no stands.

    What counts from an approval, the first follow-up and the sending, counts from the corrected day.
    """
    case = answer.version.plan.enrolment
    require(actor, Act.WORK_IN_CASE, at=case.jobbtorg_id)
    enrolment = Enrolment.objects.locked(case)
    answer = PlanApproval.objects.select_for_update(of=("self",)).select_related("version").get(pk=answer.pk)
    before, was_evident = shown_answer(answer), _evident(answer)
    require_seen(seen_answer, before)
    if answer.decision == Decision.DECLINED and not note:
        raise OperationRefused("Skriv varför aspiranten inte godkänner planen.", field="note")
    if answered_at > answer.recorded_at:
        raise OperationRefused("Svaret kan inte ligga efter att det registrerades.", field="answered_at")
    if answered_at != answer.answered_at:
        require_plausible_answer(
            actor=actor, enrolment=enrolment, answered_at=answered_at, now=timezone.now(), field="answered_at"
        )
        answered_at = after_proposal(version=answer.version, answered_at=answered_at, field="answered_at")
    was_on, day = timezone.localdate(answer.answered_at), timezone.localdate(answered_at)
    with judged_again(actor, enrolment, because=ANSWER_CORRECTED) as correcting:
        answer.answered_at, answer.method, answer.note = answered_at, method, note
        answer.save(update_fields=["answered_at", "method", "note"])
        if answer.decision == Decision.APPROVED and day != was_on:
            for clock in enrolment.clocks.of_kinds(GIVEN_BY_A_PLAN).filter(started_on=was_on).order_by("pk"):
                _move_start(clock, day)
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.ANSWER,
            number=answer.pk,
            title=f"Svar på jobbplan, version {answer.version.number}",
            before=before,
            after=shown_answer(answer),
            recorded=Recorded(answer.recorded_by_id, answer.recorded_at),
            reason=reason,
            moves_evidence=_evident(answer) != was_evident,
        )
        correcting.note(correction)
    return correction
