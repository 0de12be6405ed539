"""Correcting contact attempts and interruptions, and the manager's answer to what a correction could heal (FC-30)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.corrections.putting_back import put_back
from aspirants.corrections.rights import Recorded, locked_cases
from aspirants.models import (
    CorrectedKind,
    Correction,
    CorrectionState,
    Enrolment,
    EnrolmentStatus,
    Interruption,
    InterruptionReason,
)
from aspirants.operations.corrections import empty_versions, note_correction, note_removal
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.attempts import require_plausible_attempt
from deadlines.clocks.judging import judged_again
from deadlines.clocks.lifecycle import lock_clock
from deadlines.models import ContactAttempt, ContactChannel, ContactResult, DeadlineClock
from deadlines.operations.breaches import confirm_late_registration, excuse_breach
from deadlines.operations.contacts import record_contact_attempt
from deadlines.shown import shown_attempt, shown_clock, shown_interruption, shown_waiting
from deadlines.status.healing import healable_clocks
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, require
from organisation.models import User

CORRECTED, WRONG = "Bröts när ett kontaktförsök rättades.", "Bröts när ett kontaktförsök på fel person togs bort."
AWAY_CORRECTED = "Bröts när ett uppehåll rättades."
MANAGERS_ONLY = "Bara enhetschefen kan avgöra om rättelsen ska räknas."


def _locked_attempt(attempt: ContactAttempt) -> ContactAttempt:
    attempts = ContactAttempt.with_removed.select_for_update(of=("self",)).select_related("clock__policy")
    found: ContactAttempt = attempts.get(pk=attempt.pk)
    return found


def _case_of(attempt: ContactAttempt) -> Enrolment:
    enrolment = attempt.clock.enrolment
    if enrolment is None:
        raise OperationRefused("Kontaktförsöket hör till en remiss som ännu inte är ett ärende.")
    return enrolment


def _evident(attempt: ContactAttempt) -> tuple[Any, ...]:
    """What E03 and E04 look at."""
    offered_on = timezone.localdate(attempt.offered_time) if attempt.offered_time else None
    return attempt.result, attempt.channel, timezone.localdate(attempt.attempted_at), offered_on


@transaction.atomic
def correct_attempt(
    *,
    actor: User,
    attempt: ContactAttempt,
    seen_attempt: Seen,
    channel: ContactChannel,
    attempted_at: datetime.datetime,
    result: ContactResult,
    offered_time: datetime.datetime | None = None,
    reason: str = "",
) -> Correction:
    """Correct an attempt to reach the person, also of a clock that is settled. The case's clocks are judged again."""
    case = _case_of(attempt)
    require(actor, Act.WORK_IN_CASE, at=case.jobbtorg_id)
    enrolment = Enrolment.objects.locked(case)
    attempt = _locked_attempt(attempt)
    before, was_evident = shown_attempt(attempt), _evident(attempt)
    require_seen(seen_attempt, before)
    if attempt.removed_at is not None:
        raise OperationRefused("Kontaktförsöket är borttaget och kan inte rättas.")
    if attempted_at > attempt.recorded_at:
        raise OperationRefused("Kontaktförsöket kan inte ligga efter att det registrerades.", field="attempted_at")
    require_plausible_attempt(attempt.clock, attempted_at, result, offered_time)
    with judged_again(actor, enrolment, because=CORRECTED) as correcting:
        attempt.channel, attempt.attempted_at = channel, attempted_at
        attempt.result, attempt.offered_time = result, offered_time
        attempt.save()
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.ATTEMPT,
            number=attempt.pk,
            title=f"Kontaktförsök {timezone.localdate(attempt.attempted_at)}",
            before=before,
            after=shown_attempt(attempt),
            recorded=Recorded(attempt.recorded_by_id, attempt.recorded_at),
            reason=reason,
            moves_evidence=_evident(attempt) != was_evident,
        )
        correcting.note(correction)
    return correction


@transaction.atomic
def remove_attempt(
    *, actor: User, attempt: ContactAttempt, seen_attempt: Seen, to: Enrolment | None = None
) -> tuple[Correction, ContactAttempt | None]:
    """Take an attempt away from a case because it was about another person; with `to`, register it there, as of now."""
    case = _case_of(attempt)
    require(actor, Act.WORK_IN_CASE, at=case.jobbtorg_id)
    enrolment, to = locked_cases(case, to)
    attempt = _locked_attempt(attempt)
    require_seen(seen_attempt, shown_attempt(attempt))
    if attempt.removed_at is not None:
        raise OperationRefused("Kontaktförsöket är redan borttaget.")
    with judged_again(actor, enrolment, because=WRONG) as correcting:
        correction = note_removal(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.ATTEMPT,
            number=attempt.pk,
            recorded=Recorded(attempt.recorded_by_id, attempt.recorded_at),
        )
        correcting.note(correction)
        attempt.removed_at = timezone.now()
        attempt.save(update_fields=["removed_at"])
        empty_versions(kind=CorrectedKind.ATTEMPT, number=attempt.pk)
    return correction, _record_again(actor, attempt, to) if to else None


def _record_again(actor: User, was: ContactAttempt, to: Enrolment) -> ContactAttempt:
    clock = to.clocks.of_kind(was.clock.kind).unfulfilled().order_by("-pk").first()
    if clock is None:
        raise OperationRefused("Det ärendet har ingen sådan frist att uppfylla.", field="to")
    try:
        return record_contact_attempt(
            actor=actor,
            clock=clock,
            channel=ContactChannel(was.channel),
            attempted_at=was.attempted_at,
            result=ContactResult(was.result),
            offered_time=was.offered_time,
        )
    except OperationRefused as refusal:
        raise OperationRefused(f"Det går inte i det ärendet: {refusal.message}", field="to") from refusal


@transaction.atomic
def correct_interruption(
    *,
    actor: User,
    interruption: Interruption,
    seen_interruption: Seen,
    kind: InterruptionReason,
    started_on: datetime.date,
    returned_on: datetime.date | None = None,
    reason: str = "",
) -> Correction:
    """Correct the days (local dates) and the ground of an interruption; the follow-up's last day follows.

    Where that would move a last day that has passed, only a manager can (docs/deadlines.md).
    """
    require(actor, Act.WORK_IN_CASE, at=interruption.enrolment.jobbtorg_id)
    enrolment, today = Enrolment.objects.locked(interruption.enrolment), timezone.localdate()
    interruption = Interruption.objects.select_for_update().get(pk=interruption.pk, enrolment=enrolment)
    before = shown_interruption(interruption)
    require_seen(seen_interruption, before)
    if started_on < enrolment.enrolled_on:
        raise OperationRefused("Uppehållet kan inte börja före inskrivningen.", field="started_on")
    if returned_on is not None and returned_on <= started_on:
        raise OperationRefused("Uppehållet måste sluta efter att det börjat.", field="returned_on")
    for other in enrolment.interruptions.exclude(pk=interruption.pk):
        if (other.returned_on is None or started_on < other.returned_on) and (
            returned_on is None or other.started_on < returned_on
        ):
            raise OperationRefused("Ärendet har redan ett uppehåll de dagarna.", field="started_on")
    with judged_again(actor, enrolment, because=AWAY_CORRECTED) as correcting:
        interruption.reason, interruption.started_on, interruption.returned_on = kind, started_on, returned_on
        interruption.save(update_fields=["reason", "started_on", "returned_on"])
        correction = note_correction(
            actor=actor,
            enrolment=enrolment,
            kind=CorrectedKind.INTERRUPTION,
            number=interruption.pk,
            title=f"Uppehåll från {started_on}",
            before=before,
            after=shown_interruption(interruption),
            recorded=Recorded(interruption.registered_by_id, interruption.registered_at),
            reason=reason,
        )
        correcting.note(correction)
        if enrolment.is_open:
            away = any(
                one.started_on <= today and (one.returned_on is None or today < one.returned_on)
                for one in enrolment.interruptions.all()
            )
            enrolment.status = EnrolmentStatus.PAUSED if away else EnrolmentStatus.ACTIVE
            enrolment.save(update_fields=["status"])
    return correction


@transaction.atomic
def decide_correction(
    *, actor: User, correction: Correction, seen_correction: Seen, accepts: bool, reason: str = ""
) -> Correction:
    """A manager says whether a broken clock becomes kept or excused by what was corrected; a no takes a reason.

    With a no the thing says again what it said before, with what follows from that; the history has both. Whoever made
    the correction is told.
    """
    require(actor, Act.CONFIRM_LATE, at=correction.enrolment.jobbtorg_id, refusal=MANAGERS_ONLY)
    enrolment = Enrolment.objects.locked(correction.enrolment)
    correction = Correction.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=correction.pk)
    clocks = healable_clocks(enrolment)
    require_seen(seen_correction, shown_waiting(correction, clocks))
    state = CorrectionState.ACCEPTED if accepts else CorrectionState.REFUSED
    correction.require_step(state)
    if not accepts and not reason:
        raise OperationRefused("Skriv varför det inte räknas.", field="reason")
    if accepts:
        for one in clocks:
            _heal(actor, one.clock)
    correction.state, correction.decided_by, correction.decided_at = state, actor, timezone.now()
    correction.decision_reason = reason
    correction.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    if accepts:
        # What else waited in the case waited for the same clocks.
        Correction.objects.filter(enrolment=enrolment, state=CorrectionState.WAITING).update(
            state=CorrectionState.LAPSED
        )
    else:
        _tell_the_maker(
            correction, was_put_back=put_back(actor=actor, correction=correction, reason=reason) is not None
        )
    return correction


def _tell_the_maker(correction: Correction, *, was_put_back: bool) -> None:
    maker, enrolment = correction.made_by, correction.enrolment
    if maker == correction.decided_by or (enrolment.person.is_protected and not maker.protected_access):
        return
    then = " Det som stod före gäller igen." if was_put_back else ""
    notify(
        User.objects.in_service().filter(pk=maker.pk, jobbtorg=enrolment.jobbtorg_id),
        kind=NoticeKind.BREACH,
        event_key=f"correction-{correction.pk}",
        text=f"Enhetschefen godtog inte en rättelse i {enrolment.case_no}.{then}",
        path=reverse("case", args=[enrolment.pk]),
    )


def _heal(actor: User, clock: DeadlineClock) -> None:
    clock = lock_clock(clock)
    if clock.awaits_confirmation:
        confirm_late_registration(actor=actor, clock=clock, seen_clock=shown_clock(clock))
    else:
        excuse_breach(actor=actor, clock=clock, seen_clock=shown_clock(clock))
