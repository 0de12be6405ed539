"""Whom the jobbgaranti covers by what a referral or a visit says (R-4-15), and the days that a referral tells."""

from __future__ import annotations

import datetime
from dataclasses import replace

from deadlines.calculation.coverage import Coverage
from deadlines.models import DeadlineClock, StartEvent
from organisation.access.acting import DatabaseRole, as_database_role
from referrals.facts.stated import Facts, facts_of, facts_of_visit
from referrals.models import FitForWork, FitnessAnswer, Referral, WalkIn
from referrals.rules.in_force import coverage_on_day_0


def start_dates_of(referral: Referral) -> dict[StartEvent, datetime.date | None]:
    """The local dates of what a referral tells that clocks may count from."""
    return {StartEvent.BENEFIT_APPLIED: referral.benefit_applied_on, StartEvent.INQUIRY_DONE: referral.inquiry_done_on}


def coverage_of(referral: Referral) -> Coverage:
    """Whether the guarantee covers the person by what the referral says, and by what has been answered since."""
    return coverage_on_day_0(with_answer(facts_of(referral), referral.clock if referral.clock_id else None))


def coverage_as_sent(referral: Referral) -> Coverage:
    """The same by what its sender has said alone: what the jobbtorg has found out about the person is not told here.

    Read as the sender, to whom the database shows no other answers.
    """
    facts = facts_of(referral)
    said = FitnessAnswer.objects.filter(clock=referral.clock_id, by_sender=True)
    return coverage_on_day_0(_answered(facts, said.order_by("pk").last()))


def coverage_of_visit(visit: WalkIn, clock: DeadlineClock | None = None) -> Coverage:
    """Whether the guarantee covers somebody who came without a referral; `clock` is that of the jobbgaranti, if any."""
    return coverage_on_day_0(with_answer(facts_of_visit(visit), clock))


def with_answer(facts: Facts, clock: DeadlineClock | None) -> Facts:
    """The facts, with the latest answer to whether the person can work, where that was to be investigated."""
    if clock is None or facts.fit_for_work != FitForWork.TO_INVESTIGATE:
        return facts
    # A sender who corrects what it has said may not read what the jobbtorg has answered, and is not shown it here.
    with as_database_role(DatabaseRole.REGISTRAR):
        return _answered(facts, FitnessAnswer.objects.filter(clock=clock).order_by("pk").last())


def _answered(facts: Facts, answer: FitnessAnswer | None) -> Facts:
    if answer is None or facts.fit_for_work != FitForWork.TO_INVESTIGATE:
        return facts
    return replace(facts, fit_for_work=answer.fit_for_work)
