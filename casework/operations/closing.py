"""Closing a case with a reason that says plainly: work, studies, or something else (R-1-30)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import (
    Closure,
    ClosureReason,
    ClosureStatus,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
    EnrolmentStatus,
    OutcomeGroup,
)
from casework.operations.transfers import end_transfer
from casework.shown import shown_case
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import start_of_day
from deadlines.clocks.keeping import keep_clock
from deadlines.clocks.kinds import KeepingEvent, kinds_kept_by
from deadlines.clocks.lifecycle import cancel_clock
from jobplans.models import JobPlanVersion, VersionStatus
from jobplans.operations.communication import disclose, notify_unit
from jobplans.operations.followups import cancel_follow_ups
from notices.choices import NoticeKind
from organisation.access.permissions import Act, may, require
from organisation.models import User


@transaction.atomic
def close_case(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_case: Seen,
    closed_on: datetime.date,
    reason: ClosureReason,
    basis: DisclosureBasis,
    destination: str = "",
    destination_starts_on: datetime.date | None = None,
    text: str = "",
) -> Closure:
    """Close a case on a local date. The closing is disclosed to the income support unit, and the case's clocks end.

    A coach closes preliminarily, and so does anyone closing to work: the national measure (Kolada) counts work that has
    lasted a month. Nothing confirms or corrects a closing yet (docs/requirements.md).
    """
    locking = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "jobbtorg")
    enrolment = locking.still_here(enrolment)
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    require_seen(seen_case, shown_case(enrolment))
    check_closing(
        actor=actor,
        enrolment=enrolment,
        closed_on=closed_on,
        reason=reason,
        destination=destination,
        destination_starts_on=destination_starts_on,
        text=text,
    )
    closure = Closure.objects.create(
        enrolment=enrolment,
        reason=reason,
        closed_on=closed_on,
        status=_closing_status(actor, reason),
        destination=destination,
        destination_starts_on=destination_starts_on,
        text=text,
        decided_by=actor,
    )
    end_transfer(actor=actor, enrolment=enrolment)
    _settle_clocks(enrolment, reason, closed_on, timezone.localdate())
    enrolment.status, enrolment.closed_on = EnrolmentStatus.CLOSED, closed_on
    enrolment.save(update_fields=["status", "closed_on"])
    if enrolment.income_support_unit_id is not None:
        disclose(actor=actor, enrolment=enrolment, content=DisclosureContent.CLOSURE, basis=basis)
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
    _require_closable(enrolment, closed_on, timezone.localdate())
    _require_complete(reason, closed_on, destination, destination_starts_on, text)


def _closing_status(actor: User, reason: ClosureReason) -> ClosureStatus:
    confirmed = may(actor, Act.CONFIRM_CLOSING) and reason.group != OutcomeGroup.WORK
    return ClosureStatus.CONFIRMED if confirmed else ClosureStatus.PRELIMINARY


def _require_closable(enrolment: Enrolment, closed_on: datetime.date, today: datetime.date) -> None:
    if not enrolment.is_open:
        raise OperationRefused("Ärendet är redan avslutat.")
    if closed_on > today:
        raise OperationRefused("Avslutet kan inte ligga i framtiden.", field="closed_on")
    if closed_on < enrolment.enrolled_on:
        raise OperationRefused("Ärendet kan inte avslutas före inskrivningen.", field="closed_on")
    in_preparation = [VersionStatus.DRAFT, VersionStatus.PROPOSED]
    if JobPlanVersion.objects.filter(plan__enrolment=enrolment, status__in=in_preparation).exists():
        raise OperationRefused("Det finns en jobbplan under arbete. Slutför den eller dra tillbaka den först.")


def _require_complete(
    reason: ClosureReason,
    closed_on: datetime.date,
    destination: str,
    destination_starts_on: datetime.date | None,
    text: str,
) -> None:
    if reason.import_only or not reason.is_valid_on(closed_on):
        raise OperationRefused("Avslutsorsaken kan inte väljas.", field="reason")
    if reason.group in (OutcomeGroup.WORK, OutcomeGroup.STUDIES):
        if not destination:
            raise OperationRefused("Skriv vilken arbetsgivare eller skola det gäller.", field="destination")
        if destination_starts_on is None:
            raise OperationRefused("Ange när arbetet eller studierna börjar.", field="destination_starts_on")
    if reason.needs_text and not text:
        raise OperationRefused("Beskriv orsaken med några ord.", field="text")


def _settle_clocks(enrolment: Enrolment, reason: ClosureReason, closed_on: datetime.date, today: datetime.date) -> None:
    """A closing to work fulfils the guarantee clock (R-4-15); every other unfulfilled clock is cancelled."""
    cancel_follow_ups(enrolment=enrolment, today=today)
    closed_at = start_of_day(closed_on)
    for clock in enrolment.clocks.unfulfilled().select_related("policy"):
        if reason.group == OutcomeGroup.WORK and clock.kind in kinds_kept_by(KeepingEvent.CLOSED_TO_WORK):
            keep_clock(clock, KeepingEvent.CLOSED_TO_WORK, at=closed_at, recorded_at=timezone.now())
        else:
            cancel_clock(clock, today=today)
