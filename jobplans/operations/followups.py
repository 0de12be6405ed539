"""The series of three-month follow-ups (R-4-22)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.keeping import keep_clock
from deadlines.clocks.kinds import KeepingEvent
from deadlines.clocks.lifecycle import cancel_clock, policy_on, start_clock
from deadlines.models import ClockKind
from deadlines.operations.interruptions import return_by
from jobplans.models import FollowUp, FollowUpResult, FollowUpStatus
from jobplans.shown import shown_follow_up
from organisation.access.permissions import Act, require
from organisation.models import User


def begin_follow_ups(*, enrolment: Enrolment, approved_on: datetime.date) -> None:
    """Plan the first follow-up from the first approval. A later approval moves nothing.

    One that was cancelled counts as none: the approval that it counted from was taken back, or the case had closed.

    Part of: `record_answer`.
    """
    if not enrolment.follow_ups.exclude(status=FollowUpStatus.CANCELLED).exists():
        _plan_follow_up(enrolment, approved_on)


def _plan_follow_up(enrolment: Enrolment, base: datetime.date) -> FollowUp:
    clock = start_clock(
        policy=policy_on(ClockKind.FOLLOW_UP, base),
        person=enrolment.person,
        jobbtorg=enrolment.jobbtorg,
        enrolment=enrolment,
        started_on=base,
        reference=enrolment.case_no,
    )
    return FollowUp.objects.create(enrolment=enrolment, clock=clock)


@transaction.atomic
def hold_follow_up(
    *,
    actor: User,
    follow_up: FollowUp,
    seen_follow_up: Seen,
    held_at: datetime.datetime,
    result: FollowUpResult,
    note: str = "",
    unit_took_part: bool = False,
) -> FollowUp:
    """Record a held follow-up. The next one is due three months after it was held, early or late.

    That holds for a follow-up that is to lead to closing, too: closing cancels what is planned, and a case that stays
    open after all is not forgotten.
    """
    require(actor, Act.WORK_IN_CASE, at=follow_up.enrolment.jobbtorg_id)
    # One at a time with closing, which cancels what is planned and must find the follow-up that comes after this one.
    enrolment = Enrolment.objects.locked(follow_up.enrolment)
    follow_up = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("enrolment__person", "enrolment__jobbtorg", "clock")
        .get(pk=follow_up.pk)
    )
    require_seen(seen_follow_up, shown_follow_up(follow_up))
    now = timezone.now()
    if follow_up.status != FollowUpStatus.PLANNED:
        raise OperationRefused("Uppföljningen är redan registrerad.")
    if held_at > now:
        raise OperationRefused("Uppföljningen kan inte ligga i framtiden.", field="held_at")
    assert follow_up.clock.started_on is not None, "a follow-up counts from the approval or the last one held"
    if timezone.localdate(held_at) < follow_up.clock.started_on:
        raise OperationRefused("Uppföljningen kan inte ligga före den förra planen.", field="held_at")
    return_by(enrolment=enrolment, day=timezone.localdate(held_at))
    follow_up.status, follow_up.held_at, follow_up.result = FollowUpStatus.HELD, held_at, result
    follow_up.note, follow_up.unit_took_part = note, unit_took_part
    follow_up.recorded_by, follow_up.recorded_at = actor, now
    follow_up.save()
    keep_clock(follow_up.clock, KeepingEvent.FOLLOW_UP_HELD, at=held_at, recorded_at=now)
    _plan_follow_up(follow_up.enrolment, timezone.localdate(held_at))
    return follow_up


def cancel_follow_ups(*, enrolment: Enrolment, today: datetime.date) -> None:
    """Cancel what is planned, because the case is closed.

    Part of: `end_case`.
    """
    for follow_up in enrolment.follow_ups.filter(status=FollowUpStatus.PLANNED).select_related("clock"):
        follow_up.status = FollowUpStatus.CANCELLED
        follow_up.save(update_fields=["status"])
        cancel_clock(follow_up.clock, today=today)
