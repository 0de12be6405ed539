"""Whom the jobbgaranti covers by what a referral or a visit says (R-4-15), and the days that a referral tells."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import OuterRef, Subquery

from deadlines.calculation.coverage import Coverage
from deadlines.models import DeadlineClock, StartEvent
from organisation.access.acting import DatabaseRole, as_database_role
from referrals.facts.stated import Facts, facts_of, facts_of_visit
from referrals.models import FitForWork, FitnessAnswer, Referral, WalkIn
from referrals.models.facts import STATED
from referrals.rules.in_force import coverage_on_day_0, coverages_on_day_0

OF_FACTS = (
    *("clock", "received_on", "jobbtorg", *STATED),
    *("person__birth_date", "person__birth_year", "unit__district", "unit__function", "target_group__code"),
)
"""What the facts of a referral are made of. Not the identity number, which would be decrypted for each."""


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
    return coverages_as_sent([referral.pk])[referral.pk]


def coverages_as_sent(referrals: Iterable[int]) -> dict[int, Coverage]:
    """The same of several, by their keys. Two statements, none where there are no referrals."""
    keys = list(referrals)
    if not keys:
        return {}
    own = FitnessAnswer.objects.filter(clock=OuterRef("clock"), by_sender=True).order_by("-pk")
    asked = Referral.objects.select_related("person", "unit", "target_group").only(*OF_FACTS)
    found = asked.annotate(answer=Subquery(own.values("fit_for_work")[:1])).in_bulk(keys)
    facts = [_answered(facts_of(one), one.answer) for one in found.values()]
    return dict(zip(found, coverages_on_day_0(facts), strict=True))


def coverage_of_visit(visit: WalkIn, clock: DeadlineClock | None = None) -> Coverage:
    """Whether the guarantee covers somebody who came without a referral; `clock` is that of the jobbgaranti, if any."""
    return coverage_on_day_0(with_answer(facts_of_visit(visit), clock))


def with_answer(facts: Facts, clock: DeadlineClock | None) -> Facts:
    """The facts, with the latest answer to whether the person can work, where that was to be investigated."""
    if clock is None or facts.fit_for_work != FitForWork.TO_INVESTIGATE:
        return facts
    # A sender who corrects what it has said may not read what the jobbtorg has answered, and is not shown it here.
    with as_database_role(DatabaseRole.REGISTRAR):
        answers = FitnessAnswer.objects.filter(clock=clock).order_by("-pk")
        return _answered(facts, answers.values_list("fit_for_work", flat=True).first())


def _answered(facts: Facts, answer: str | None) -> Facts:
    """The facts with `answer`, a `FitForWork`, in place of what was to be investigated; None for no answer."""
    if answer is None or facts.fit_for_work != FitForWork.TO_INVESTIGATE:
        return facts
    return replace(facts, fit_for_work=FitForWork(answer))
