"""What becomes of a closing: confirmed by evidence, or given another reason."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import (
    CheckResult,
    CheckSource,
    Closure,
    ClosureReason,
    ClosureStatus,
    DisclosureContent,
    Enrolment,
    OutcomeGroup,
    PostClosureCheck,
)
from aspirants.operations.disclosing import Ground
from aspirants.reasons import checked_reason
from casework.closings.days import first_day_to_confirm
from casework.closings.judging import ClosingAnswers, needs_evidence, require_complete
from casework.closings.telling import IN_ERROR, tell_coach
from casework.joining.ended import require_not_ended_by_joining
from casework.operations.death import follow_correction
from casework.operations.reopening import REASON_REQUIRED, correct, tell_the_unit
from casework.shown import shown_check, shown_closure, standing_closure
from casework.workflow.closings import require_closure_step
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import long_date
from deadlines.clocks.closing import give_clocks_back, mark_clocks, settle_clocks, today_of
from deadlines.clocks.judging import lapse_what_heals_nothing
from deadlines.clocks.kinds import KeepingEvent
from organisation.access.permissions import Act, require
from organisation.models import User


def _locked(enrolment: Enrolment) -> tuple[Enrolment, Closure]:
    enrolment = Enrolment.objects.locked(enrolment)
    closure = standing_closure(enrolment)
    if closure is None:
        raise OperationRefused("Ärendet är inte avslutat.")
    return enrolment, closure


def _said(correction_reason: str) -> str:
    return checked_reason(correction_reason, field="correction_reason", refusal=REASON_REQUIRED)


@transaction.atomic
def confirm_closing(*, actor: User, enrolment: Enrolment, seen_closure: Seen, evidence: str) -> Closure:
    """A manager confirms a preliminary closing, with what it rests on.

    Of a closing to work only when the work has lasted a month, and not against a check that says that it has ended.
    """
    refusal = "Bara enhetschefen kan bekräfta ett avslut."
    require(actor, Act.CONFIRM_CLOSING, at=enrolment.jobbtorg_id, refusal=refusal)
    enrolment, closure = _locked(enrolment)
    require(actor, Act.CONFIRM_CLOSING, at=enrolment.jobbtorg_id, refusal=refusal)
    require_seen(seen_closure, shown_closure(enrolment, closure))
    require_closure_step(closure.status, ClosureStatus.CONFIRMED)
    evidence = evidence.strip()
    if needs_evidence(closure) and not evidence:
        raise OperationRefused("Skriv vad bekräftelsen bygger på.", field="evidence")
    first = first_day_to_confirm(closure)
    if timezone.localdate() < first:
        raise OperationRefused(
            f"Ett avslut till arbete bekräftas när arbetet har varat en månad, tidigast {long_date(first)}."
        )
    latest = closure.checks.exclude(result="").order_by("-months").first()
    if closure.reason.group == OutcomeGroup.WORK and latest is not None and latest.result == CheckResult.ENDED:
        raise OperationRefused("Enligt kontrollen har arbetet slutat. Rätta avslutsorsaken i stället.")
    closure.status, closure.evidence = ClosureStatus.CONFIRMED, evidence
    closure.confirmed_by, closure.confirmed_at = actor, timezone.now()
    closure.save(update_fields=["status", "evidence", "confirmed_by", "confirmed_at"])
    return closure


@transaction.atomic
def correct_closing(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_closure: Seen,
    reason: ClosureReason,
    correction_reason: str,
    destination: str = "",
    destination_starts_on: datetime.date | None = None,
    text: str = "",
    basis: Ground | None = None,
) -> Closure:
    """A manager gives a closed case another reason, or other facts about it, from the same last day.

    The closing that stood is kept as corrected, the new one stands. The clocks are judged again as if it had been
    registered from the beginning, except that what is recorded after a last day keeps no promise by itself.
    """
    refusal = "Bara enhetschefen kan rätta ett avslut."
    require(actor, Act.CORRECT_CLOSING, at=enrolment.jobbtorg_id, refusal=refusal)
    enrolment, closure = _locked(enrolment)
    require(actor, Act.CORRECT_CLOSING, at=enrolment.jobbtorg_id, refusal=refusal)
    require_seen(seen_closure, shown_closure(enrolment, closure))
    require_closure_step(closure.status, ClosureStatus.CORRECTED)
    require_not_ended_by_joining(enrolment)
    answers = ClosingAnswers(reason, destination, destination_starts_on, text)
    require_complete(actor, closure.closed_on, answers)
    now_said = ClosingAnswers(closure.reason, closure.destination, closure.destination_starts_on, closure.text)
    if answers == now_said:
        raise OperationRefused("Det står redan så. Ändra det som är fel.", field="reason")
    correct(closure=closure, actor=actor, reason=_said(correction_reason))
    new = Closure.objects.create(
        enrolment=enrolment,
        reason=reason,
        closed_on=closure.closed_on,
        status=answers.status_by(actor),
        destination=destination,
        destination_starts_on=destination_starts_on,
        text=text,
        decided_by=actor,
        replaces=closure,
    )
    follow_correction(closure=closure, new=new)
    give_clocks_back(closure)
    mark_clocks(new)
    keeping = KeepingEvent.CLOSED_TO_WORK if answers.is_work else None
    settle_clocks(new, on=today_of(closure.first), keeping=keeping)
    lapse_what_heals_nothing(enrolment)
    tell_the_unit(
        actor=actor,
        enrolment=enrolment,
        content=DisclosureContent.CLOSURE,
        basis=basis,
        event=f"closure-{new.pk}",
        text=f"Avslutet av ärende {enrolment.case_no} är rättat",
    )
    text = f"Avslutet av ärende {enrolment.case_no} är rättat{IN_ERROR if answers.is_error else ''}"
    tell_coach(actor=actor, enrolment=enrolment, event=f"closure-{new.pk}", text=text)
    return new


@transaction.atomic
def record_check(
    *,
    actor: User,
    check: PostClosureCheck,
    seen_check: Seen,
    result: CheckResult,
    source: CheckSource,
    note: str = "",
) -> PostClosureCheck:
    """Record what came out of a check after one or four months. It confirms nothing by itself: a manager does."""
    require(actor, Act.WORK_IN_CASE, at=check.enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(check.enrolment)
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    check = PostClosureCheck.objects.select_related("closure__reason", "recorded_by").get(pk=check.pk)
    require_seen(seen_check, shown_check(check))
    if check.result or check.closure.status == ClosureStatus.CORRECTED:
        raise OperationRefused("Kontrollen är redan gjord eller behövs inte längre.")
    if timezone.localdate() < check.due_on:
        raise OperationRefused(f"Kontrollen görs tidigast {long_date(check.due_on)}.")
    check.result, check.source, check.note = result, source, note
    check.recorded_by, check.recorded_at = actor, timezone.now()
    check.save(update_fields=["result", "source", "note", "recorded_by", "recorded_at"])
    return check
