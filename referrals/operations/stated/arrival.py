"""The day on which somebody came, or a referral on paper reached the jobbtorg, put right after it was registered."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.models import CorrectedKind, Correction, Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import weekday_date
from deadlines.calculation.deadline import local_date
from deadlines.models import StartEvent
from deadlines.operations.clocks import count_from_other_day
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.access import may_correct_arrival, require_a_side
from referrals.choices import CORRECTION, ReferralStatus
from referrals.facts.coverage import coverage_of, coverage_of_visit, start_dates_of
from referrals.facts.days import require_plausible_day
from referrals.models import Referral, WalkIn
from referrals.operations.stated.correcting import guarantee_clock, lock_walk_in
from referrals.operations.stated.counting import count_anew
from referrals.operations.steps import add_event, lock_referral
from referrals.rules.applying import apply_rules, apply_rules_to_visit
from referrals.shown import shown_referral

NOT_YOURS = "Bara jobbtorget kan rätta dagen, och bara för en remiss som kom på papper eller per telefon."
COMPLETED = "Remissen räknas från dagen då den var komplett. Den dagen rättas inte."
SAME_DAY = "Det är samma dag som förut. Ändra dagen, eller gå tillbaka."
WHY = "Skriv varför dagen rättas."
LONGEST_REASON = 200
BECAUSE = "Bröts när dagen då fristen började rättades."


@transaction.atomic
def correct_received_on(
    *, actor: User, referral: Referral, seen_referral: Seen, received_on: datetime.date, reason: str
) -> Referral:
    """Let a referral on paper have reached the jobbtorg on another local date than was typed; its clocks count from it.

    What stood there and the reason are in the referral's history. A last day that has passed is moved on by a manager
    alone, who thereby revokes the breach. Raises OperationRefused.
    """
    require_a_side(actor, referral, NOT_YOURS)
    referral = lock_referral(referral=referral)
    if not may_correct_arrival(actor, referral):
        raise OperationRefused(NOT_YOURS)
    require_seen(seen_referral, shown_referral(referral))
    was, case = referral.received_on, referral.enrolment
    if _was_completed_on(referral, was):
        raise OperationRefused(COMPLETED)
    _require_possible(
        received_on,
        was=was,
        registered_on=local_date(referral.submitted_at),
        enrolled_on=case.enrolled_on if case else None,
        applied_on=referral.benefit_applied_on,
        reason=reason,
    )
    referral.received_on = received_on
    apply_rules(referral)
    referral.save(update_fields=["received_on", "target_group", "priority"])
    add_event(
        actor=actor,
        referral=referral,
        status=ReferralStatus(referral.status),
        comment=f"{CORRECTION}Kom in: {weekday_date(was)} blev {weekday_date(received_on)}. Skäl: {reason}",
    )
    _count_from(actor, referral.clock.reference, was, received_on)
    referral.clock.refresh_from_db()
    count_anew(
        actor=actor,
        clock=referral.clock,
        received_on=received_on,
        coverage=coverage_of(referral),
        happened=start_dates_of(referral),
    )
    return referral


@transaction.atomic
def correct_came_on(
    *, actor: User, enrolment: Enrolment, seen_walk_in: Seen, came_on: datetime.date, reason: str
) -> WalkIn:
    """As `correct_received_on`, for the day of a visit; what stood there is kept as a correction of the case."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    walk_in = lock_walk_in(enrolment=enrolment, seen=seen_walk_in)
    case, was = walk_in.enrolment, walk_in.came_on
    _require_possible(
        came_on,
        was=was,
        registered_on=local_date(case.created_at),
        enrolled_on=case.enrolled_on,
        applied_on=walk_in.benefit_applied_on,
        reason=reason,
    )
    walk_in.came_on = came_on
    if case.first_visit_on == was:
        case.first_visit_on = came_on
    apply_rules_to_visit(walk_in)
    case.save(update_fields=["first_visit_on", "target_group"])
    walk_in.save(update_fields=["came_on", "priority"])
    Correction.objects.create(
        enrolment=case,
        kind=CorrectedKind.ARRIVAL,
        number=walk_in.pk,
        differences=[["Kom", weekday_date(was), weekday_date(came_on)]],
        reason=reason,
        made_by=actor,
        made_at=timezone.now(),
    )
    clock = guarantee_clock(enrolment=case)
    if clock is not None:
        _count_from(actor, clock.reference, was, came_on)
        clock.refresh_from_db()
        happened = {
            StartEvent.BENEFIT_APPLIED: walk_in.benefit_applied_on,
            StartEvent.INQUIRY_DONE: walk_in.inquiry_done_on,
        }
        coverage = coverage_of_visit(walk_in, clock)
        count_anew(actor=actor, clock=clock, received_on=came_on, coverage=coverage, happened=happened)
    return walk_in


def _count_from(actor: User, reference: str, was: datetime.date, day: datetime.date) -> None:
    events = (StartEvent.REFERRAL_RECEIVED, StartEvent.FIRST_VISIT)
    count_from_other_day(actor=actor, reference=reference, events=events, was=was, day=day, because=BECAUSE)


def _was_completed_on(referral: Referral, day: datetime.date) -> bool:
    """Whether the referral had been returned with a question and was complete on that day, which the system stamped."""
    was_returned = False
    for event in referral.events.order_by("at", "pk"):
        if was_returned and event.status == ReferralStatus.SUBMITTED and local_date(event.at) == day:
            return True
        was_returned = event.status == ReferralStatus.INCOMPLETE
    return False


def _require_possible(
    day: datetime.date,
    *,
    was: datetime.date,
    registered_on: datetime.date,
    enrolled_on: datetime.date | None,
    applied_on: datetime.date | None,
    reason: str,
) -> None:
    """Refuse a day that cannot be: to come, before the application, after it was registered or the person enrolled."""
    if day == was:
        raise OperationRefused(SAME_DAY, field="day")
    if enrolled_on is not None and day > enrolled_on:
        raise OperationRefused(
            f"Dagen kan inte ligga efter inskrivningen {weekday_date(enrolled_on)}. Rätta inskrivningsdagen först.",
            field="day",
        )
    if day > registered_on:
        raise OperationRefused(
            f"Dagen kan inte ligga efter att det registrerades {weekday_date(registered_on)}.", field="day"
        )
    require_plausible_day(day, applied_on, registered_on=registered_on, field="day")
    if not reason:
        raise OperationRefused(WHY, field="reason")
