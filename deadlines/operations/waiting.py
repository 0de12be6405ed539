"""Clocks that turn out not to have begun, because the referral that started them was not complete (G-51)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from deadlines.calculation.coverage import Coverage
from deadlines.clocks.coverage import coverage_of_clock, set_coverage
from deadlines.clocks.kinds import GIVEN_BY_A_PLAN
from deadlines.clocks.lifecycle import begin_clock, make_wait, start_clock
from deadlines.models import ClockStatus, DeadlineClock, DeadlinePolicy, PolicyUse, StartEvent


@transaction.atomic
def make_clocks_wait(*, reference: str) -> None:
    """Let the clocks that count from a referral's receipt wait. One with a pause, or settled, is left as it is.

    Part of: `return_referral`.
    """
    clocks = DeadlineClock.objects.filter(
        reference=reference,
        policy__start_event=StartEvent.REFERRAL_RECEIVED,
        status=ClockStatus.RUNNING,
        pauses=None,
    )
    for clock in clocks:
        make_wait(clock)


@transaction.atomic
def begin_waiting_clocks(*, reference: str, started_on: datetime.date) -> None:
    """The referral is complete: what waited for that counts from the local date `started_on`.

    Part of: `complete_referral`.
    """
    clocks = DeadlineClock.objects.filter(
        reference=reference, policy__start_event=StartEvent.REFERRAL_RECEIVED, status=ClockStatus.WAITING
    )
    for clock in clocks:
        begin_clock(clock, started_on=started_on)


def set_clock_coverage(*, beside: DeadlineClock, coverage: Coverage) -> None:
    """What is now known of the person decides whether the guarantee covers the clocks begun by the first contact.

    `beside` is the jobbgaranti's clock; the others are those under the same number that the acting user may read. Of a
    case that is the jobbgaranti's alone for a sender. Also those that are settled by now: they are judged from the same
    day 0.

    Part of: `complete_referral`, `answer_fitness`, `correct_referral`, `correct_walk_in`, `count_anew`.
    """
    together = DeadlineClock.objects.filter(reference=beside.reference, historical=False)
    for clock in together.exclude(policy__kind__in=GIVEN_BY_A_PLAN).order_by("pk"):
        set_coverage(clock, coverage)


def start_further_clocks(
    *, beside: DeadlineClock, received_on: datetime.date, happened: Mapping[StartEvent, datetime.date | None]
) -> None:
    """Start what a completed referral makes possible: clocks that count from a day it had not named before.

    `beside` is the jobbgaranti's clock; `received_on` a local date.

    Part of: `complete_referral`, `count_anew`.
    """
    given = DeadlineClock.objects.filter(reference=beside.reference).values("policy__kind")
    known_events = [event for event, day in happened.items() if day]
    policies = DeadlinePolicy.objects.valid_on(received_on).filter(start_event__in=known_events)
    for policy in policies.exclude(kind__in=GIVEN_BY_A_PLAN).exclude(kind__in=given).exclude(use=PolicyUse.OFF):
        start_clock(
            policy=policy,
            started_on=happened[StartEvent(policy.start_event)],
            person=beside.person,
            jobbtorg=beside.jobbtorg,
            reference=beside.reference,
            coverage=coverage_of_clock(beside),
        )
