"""Clocks whose day 0 was typed wrongly: they count from another day, as if it had been typed at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from deadlines.clocks.judging import judged_from, lapse_what_heals_nothing
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from deadlines.models import ContactAttempt, DeadlineClock, StartEvent
from organisation.models import User

SOUGHT_BEFORE = "Personen är sökt före den dagen. Rätta kontaktförsöket först."


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
