"""Closing a case with a reason that says plainly: work, studies, or something else (R-1-30)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.closing.hanging import settle_all
from aspirants.disclosing.exchange import to_unit_of
from aspirants.models import Closure, ClosureReason, DisclosureContent, Enrolment, EnrolmentStatus
from aspirants.operations.disclosing import Ground, disclose
from casework.closings.judging import ClosingAnswers, require_complete, require_day, require_nothing_in_the_way
from casework.closings.telling import IN_ERROR, closing_rows, tell_coach
from casework.shown import shown_case
from casework.workflow.closings import require_case_step
from core.seen import Seen, require_seen
from deadlines.clocks.closing import mark_clocks, settle_clocks
from deadlines.clocks.kinds import KeepingEvent
from jobplans.operations.communication import notify_unit
from jobplans.operations.followups import cancel_follow_ups
from notices.choices import NoticeKind
from organisation.access.permissions import Act, require
from organisation.models import User


@transaction.atomic
def close_case(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_case: Seen,
    closed_on: datetime.date,
    reason: ClosureReason,
    basis: Ground,
    destination: str = "",
    destination_starts_on: datetime.date | None = None,
    text: str = "",
) -> Closure:
    """Close a case on a local date. What hangs on it is settled, its clocks are judged, the unit is told.

    A coach closes preliminarily, and so does anyone closing to work: the national measure (Kolada) counts work that has
    lasted a month (`confirm_closing`). As registered in error only a manager closes, and then the case counts nowhere.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    locking = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "jobbtorg")
    enrolment = locking.still_here(enrolment)
    require_case_step(enrolment.status, EnrolmentStatus.CLOSED)
    require_seen(seen_case, shown_case(enrolment))
    answers = ClosingAnswers(reason, destination, destination_starts_on, text)
    _require_allowed(actor, enrolment, closed_on, answers)
    closure = end_case(actor=actor, enrolment=enrolment, closed_on=closed_on, answers=answers, basis=basis)
    ending = f"Ärende {enrolment.case_no} har avslutats{IN_ERROR if answers.is_error else ''}"
    tell_coach(actor=actor, enrolment=enrolment, event=f"closure-{closure.pk}", text=ending)
    return closure


def end_case(
    *,
    actor: User,
    enrolment: Enrolment,
    closed_on: datetime.date,
    answers: ClosingAnswers,
    basis: Ground,
) -> Closure:
    """Close a locked, open case, whatever its last event: what ends with it is settled all the same.

    Checked by: `close_case` (WORK_IN_CASE, its day, its answers and what it was shown).
    """
    closure = Closure.objects.create(
        enrolment=enrolment,
        reason=answers.reason,
        closed_on=closed_on,
        status=answers.status_by(actor),
        destination=answers.destination,
        destination_starts_on=answers.destination_starts_on,
        text=answers.text,
        decided_by=actor,
    )
    mark_clocks(closure)
    cancel_follow_ups(enrolment=enrolment, today=timezone.localdate())
    settle_all(actor, enrolment, closure)
    keeping = KeepingEvent.CLOSED_TO_WORK if answers.is_work else None
    settle_clocks(closure, on=timezone.localdate(), keeping=keeping)
    enrolment.status, enrolment.closed_on = EnrolmentStatus.CLOSED, closed_on
    enrolment.save(update_fields=["status", "closed_on"])
    if enrolment.income_support_unit_id is not None:
        disclose(
            actor=actor,
            exchange=to_unit_of(enrolment),
            content=DisclosureContent.CLOSURE,
            basis=basis,
            said=closing_rows(closure),
        )
        text = f"Ärende {enrolment.case_no} har avslutats"
        notify_unit(enrolment=enrolment, kind=NoticeKind.CLOSURE, event=f"closure-{closure.pk}", text=text)
    return closure


def check_closing(
    *,
    actor: User,
    enrolment: Enrolment,
    closed_on: datetime.date,
    reason: ClosureReason,
    destination: str = "",
    destination_starts_on: datetime.date | None = None,
    text: str = "",
) -> None:
    """Refuse, without writing anything, what `close_case` would refuse."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    require_case_step(enrolment.status, EnrolmentStatus.CLOSED)
    answers = ClosingAnswers(reason, destination, destination_starts_on, text)
    _require_allowed(actor, enrolment, closed_on, answers)


def _require_allowed(actor: User, enrolment: Enrolment, closed_on: datetime.date, answers: ClosingAnswers) -> None:
    require_day(actor, enrolment, closed_on, answers)
    require_complete(actor, closed_on, answers)
    if not answers.is_error:
        require_nothing_in_the_way(enrolment)
