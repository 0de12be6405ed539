"""Taking a closing back: within 14 days, by a manager, with a reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.closing.hanging import bring_all_back
from aspirants.disclosing.exchange import to_unit_of
from aspirants.models import (
    Closure,
    ClosureStatus,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
    EnrolmentStatus,
)
from aspirants.operations.disclosing import Ground, disclose
from aspirants.reasons import checked_reason
from casework.closings.days import last_day_to_reopen
from casework.closings.telling import closing_rows, tell_coach, told_of_closing
from casework.joining.ended import require_not_ended_by_joining
from casework.shown import shown_case, standing_closure
from casework.workflow.closings import require_case_step, require_closure_step
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import long_date
from deadlines.clocks.closing import give_clocks_back
from jobplans.operations.communication import notify_unit
from notices.choices import NoticeKind
from organisation.access.permissions import Act, require
from organisation.models import User

REASON_REQUIRED = "Skriv med minst tio tecken varför."
ONLY_MANAGERS = "Bara enhetschefen kan öppna ett avslutat ärende igen."


@transaction.atomic
def reopen_case(
    *, actor: User, enrolment: Enrolment, seen_case: Seen, reason: str, basis: Ground | None = None
) -> Enrolment:
    """Open a closed case again, as a correction: its closing is kept as corrected and counts as none.

    The clocks that the closing ended are as they were before it, and what has fallen due meanwhile is judged on its
    facts. Bookings, invitations, follow-ups and offers that still lie ahead come back; a plan that was withdrawn does
    not. The income support unit is told. `seen_case` is `casework.shown.shown_case`. Refused later than 14 days after
    the closing was registered, and while the person has another open case.
    """
    require(actor, Act.CORRECT_CLOSING, at=enrolment.jobbtorg_id, refusal=ONLY_MANAGERS)
    locking = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "jobbtorg")
    enrolment = locking.still_here(enrolment)
    status = _status_when_open(enrolment)
    require_case_step(enrolment.status, status)
    require_seen(seen_case, shown_case(enrolment))
    closure = standing_closure(enrolment)
    if closure is None:
        raise OperationRefused("Ärendet har inget avslut att ta tillbaka.")
    require_closure_step(closure.status, ClosureStatus.CORRECTED)
    require_not_ended_by_joining(enrolment)
    _require_in_time(closure)
    reason = checked_reason(reason, refusal=REASON_REQUIRED)
    correct(closure=closure, actor=actor, reason=reason)
    _open(enrolment, status)
    bring_all_back(actor, enrolment, closure.first)
    give_clocks_back(closure)
    tell_the_unit(
        actor=actor,
        enrolment=enrolment,
        content=DisclosureContent.REOPENED,
        basis=basis,
        event=f"reopened-{closure.pk}",
        text=f"Ärende {enrolment.case_no} är öppnat igen",
    )
    text = f"Ärende {enrolment.case_no} är öppnat igen"
    tell_coach(actor=actor, enrolment=enrolment, event=f"reopened-{closure.pk}", text=text)
    return enrolment


def correct(*, closure: Closure, actor: User, reason: str) -> None:
    """Let a standing closing stand no more, with who says so and why; it stays on record.

    Checked by: `reopen_case`, `correct_closing` (CORRECT_CLOSING).
    """
    closure.status, closure.corrected_by, closure.corrected_at = ClosureStatus.CORRECTED, actor, timezone.now()
    closure.correction_reason = reason
    closure.save(update_fields=["status", "corrected_by", "corrected_at", "correction_reason"])


def _require_in_time(closure: Closure) -> None:
    last = last_day_to_reopen(closure)
    if timezone.localdate() > last:
        raise OperationRefused(
            f"Ärendet kunde öppnas igen till och med {long_date(last)}. Nu behövs en ny remiss eller en ny inskrivning."
        )


def _status_when_open(enrolment: Enrolment) -> EnrolmentStatus:
    today = timezone.localdate()
    away = any(
        one.started_on <= today and (one.returned_on is None or today < one.returned_on)
        for one in enrolment.interruptions.all()
    )
    return EnrolmentStatus.PAUSED if away else EnrolmentStatus.ACTIVE


def _open(enrolment: Enrolment, status: EnrolmentStatus) -> None:
    enrolment.status, enrolment.closed_on = status, None
    try:
        with transaction.atomic():
            enrolment.save(update_fields=["status", "closed_on"])
    except IntegrityError as error:
        raise OperationRefused("Personen har redan ett öppet ärende i staden. Det här kan inte öppnas igen.") from error


def tell_the_unit(
    *, actor: User, enrolment: Enrolment, content: DisclosureContent, basis: Ground | None, event: str, text: str
) -> None:
    """Tell the income support unit what has become of a closing; without a `basis`, on the ground it was told of that.

    Nothing where it was not told, or where the case has another unit by now.

    Checked by: `reopen_case`, `correct_closing` (CORRECT_CLOSING).
    """
    told = told_of_closing(enrolment)
    if told is None:
        return
    ground = basis or told.consent or DisclosureBasis(told.basis)
    closure = standing_closure(enrolment)
    said = closing_rows(closure) if closure else []
    disclose(actor=actor, exchange=to_unit_of(enrolment), content=content, basis=ground, said=said)
    notify_unit(enrolment=enrolment, kind=NoticeKind.CLOSURE, event=event, text=text)
