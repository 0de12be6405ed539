"""The clocks that begin with a referral or a first contact."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.utils import timezone

from aspirants.models import Enrolment, Person
from core.refusals import OperationRefused
from deadlines.calculation.coverage import Coverage
from deadlines.clocks.judging import judged_from, lapse_what_heals_nothing
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from deadlines.clocks.lifecycle import cancel_clock, start_clock, uncancel_clock
from deadlines.models import ClockKind, ContactAttempt, DeadlineClock, DeadlinePolicy, PolicyUse, StartEvent
from organisation.models import Jobbtorg, User

SOUGHT_BEFORE = "Personen är sökt före den dagen. Rätta kontaktförsöket först."
AWAITED = (StartEvent.FIRST_VISIT,)
"""Events that are still to come when the clock is created."""


def start_clocks(
    *,
    person: Person,
    jobbtorg: Jobbtorg,
    received_on: datetime.date,
    reference: str,
    happened: Mapping[StartEvent, datetime.date | None],
    coverage: Coverage,
    enrolment: Enrolment | None = None,
) -> DeadlineClock:
    """Start a clock for every rule in force on the local date of receipt; returns that of the jobbgaranti.

    `happened` gives the local date of each event known so far. A rule that counts from an event nobody has named
    gives no clock, unless the event is sure to come: then its clock waits (G-65).

    Part of: `submit_referral`, `register_walk_in`.
    """
    policies = DeadlinePolicy.objects.valid_on(received_on).exclude(kind__in=GIVEN_BY_A_PLAN).exclude(use=PolicyUse.OFF)
    dates = {StartEvent.REFERRAL_RECEIVED: received_on, **happened}
    guarantee = None
    for policy in policies:
        started_on = dates.get(StartEvent(policy.start_event))
        if started_on is None and policy.start_event not in AWAITED:
            continue
        clock = start_clock(
            policy=policy,
            started_on=started_on,
            person=person,
            jobbtorg=jobbtorg,
            reference=reference,
            enrolment=enrolment,
            coverage=coverage,
        )
        if policy.kind == ClockKind.PLAN_GUARANTEE:
            guarantee = clock
    if guarantee is None:
        raise DeadlinePolicy.DoesNotExist(f"No rule for the jobbgaranti is in force on {received_on}.")
    return guarantee


def attach_clocks(*, reference: str, enrolment: Enrolment) -> None:
    """The clocks created under a referral's number follow the case from now on.

    Part of: `enrol_referral`, `enrol_accepted`.
    """
    DeadlineClock.objects.filter(reference=reference, enrolment=None).update(
        enrolment=enrolment, reference=enrolment.case_no
    )


def cancel_clocks(*, reference: str, today: datetime.date) -> None:
    """Cancel the clocks created under a number: they have lost their object.

    Part of: `decline_referral`, `withdraw_referral`, `lapse_referral`.
    """
    for clock in DeadlineClock.objects.filter(reference=reference, fulfilled_at=None, ended_on=None):
        cancel_clock(clock, today=today)


def uncancel_clocks(*, reference: str, today: datetime.date) -> None:
    """Let the clocks that `cancel_clocks` has cancelled under a number on a local date go on as if it had not.

    Part of: `take_back_decline`.
    """
    for clock in DeadlineClock.objects.filter(reference=reference, fulfilled_at=None, ended_on=today):
        uncancel_clock(clock)


def count_from_other_day(
    *,
    actor: User,
    reference: str,
    events: Iterable[StartEvent],
    was: datetime.date,
    day: datetime.date,
    because: str,
) -> None:
    """Let the clocks under a number that counted from the local date `was`, by one of `events`, count from `day`.

    `because` is the comment on a breach that follows. Raises OperationRefused where the person was sought before
    that day, or where a last day that has passed would move on and the actor is no manager.

    Part of: `correct_received_on`, `correct_came_on`.
    """
    clocks = DeadlineClock.objects.filter(
        reference=reference, historical=False, started_on=was, policy__start_event__in=list(events)
    ).exclude(policy__kind__in=GIVEN_BY_A_PLAN)
    attempts = ContactAttempt.objects.filter(clock__in=clocks)
    if any(timezone.localdate(at) < day for at in attempts.values_list("attempted_at", flat=True)):
        raise OperationRefused(SOUGHT_BEFORE, field="day")
    counted = list(clocks.select_related("enrolment").order_by("pk"))
    for clock in counted:
        judged_from(clock, day, actor=actor, because=because)
    for enrolment in {clock.enrolment for clock in counted if clock.enrolment is not None}:
        lapse_what_heals_nothing(Enrolment.objects.locked(enrolment))
