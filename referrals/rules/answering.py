"""The answer to whether the person can work, which decides whether the jobbgaranti covers her (R-4-15)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.clocks.coverage import coverage_of_clock
from deadlines.clocks.lifecycle import lock_clock
from deadlines.models import DeadlineClock
from deadlines.operations import set_clock_coverage
from organisation.access.permissions import Act, may, require
from organisation.models import User
from referrals.access import is_sender
from referrals.choices import ENDED
from referrals.facts.coverage import coverage_of, coverage_of_visit
from referrals.models import FitForWork, FitnessAnswer, Referral, WalkIn
from referrals.shown import shown_answer

NOT_ASKED = "Det är redan sagt om personen kan arbeta. Det finns inget svar att vänta på."
ANSWERED = "Svaret är redan registrerat. Enhetschefen kan ändra det."
NOT_YOURS = "Bara jobbtorget och enheten som remitterade kan registrera svaret."
AT_ITS_END = "Remissen är avslutad, och svaret ändrar ingenting."


@transaction.atomic
def answer_fitness(*, actor: User, clock: DeadlineClock, seen_answer: Seen, fit_for_work: FitForWork) -> FitnessAnswer:
    """Register whether the person can work. The promise is judged from the same day 0 by what is known now.

    `clock` is that of the jobbgaranti. Its last day never moves; one that passed while the answer was awaited is
    judged today (deadlines 2.4.2). A second answer is a manager's correction. Raises OperationRefused.
    """
    require(actor, Act.FOLLOW_REFERRAL, refusal=NOT_YOURS)
    clock = lock_clock(clock)
    asked = question_about(clock)
    if not _has_right(actor, clock, asked):
        raise OperationRefused(NOT_YOURS)
    require_seen(seen_answer, shown_answer(clock))
    if why := why_no_answer(actor, clock, asked):
        raise OperationRefused(why)
    assert asked is not None, "nobody asks for an answer about nothing"
    answer = FitnessAnswer.objects.create(
        clock=clock,
        fit_for_work=fit_for_work,
        by_sender=is_sender(actor),
        registered_by=actor,
        registered_at=timezone.now(),
    )
    recompute_coverage(clock=clock, asked=asked)
    return answer


def recompute_coverage(*, clock: DeadlineClock, asked: Referral | WalkIn) -> None:
    """Give the clocks of a referral or a visit the answer that its facts have by now, by the rules of the same day 0.

    Part of: `answer_fitness`.
    """
    found = coverage_of(asked) if isinstance(asked, Referral) else coverage_of_visit(asked, clock)
    if found != coverage_of_clock(clock):
        set_clock_coverage(beside=clock, coverage=found)


def question_about(clock: DeadlineClock) -> Referral | WalkIn | None:
    """What a clock of the jobbgaranti began with: a referral, a visit, or nothing that is known here."""
    persons = ("person", "unit", "target_group", "clock")
    referral: Referral | None = Referral.objects.select_related(*persons).filter(clock=clock).first()
    if referral is not None or clock.enrolment_id is None:
        return referral
    cases = ("enrolment__person", "enrolment__income_support_unit", "enrolment__target_group")
    visit: WalkIn | None = WalkIn.objects.select_related(*cases).filter(enrolment=clock.enrolment_id).first()
    return visit


def is_open_question(asked: Referral | WalkIn | None) -> bool:
    """Whether it was to be investigated if the person can work."""
    return asked is not None and asked.fit_for_work == FitForWork.TO_INVESTIGATE


def why_no_answer(user: User, clock: DeadlineClock, asked: Referral | WalkIn | None) -> str:
    """Why the user cannot register an answer now, in a Swedish sentence; "" where it can be done."""
    if not _has_right(user, clock, asked):
        return NOT_YOURS
    if not is_open_question(asked):
        return NOT_ASKED
    if isinstance(asked, Referral) and asked.status in ENDED:
        return AT_ITS_END
    if not may(user, Act.CONFIRM_LATE) and FitnessAnswer.objects.filter(clock=clock).exists():
        return ANSWERED
    return ""


def _has_right(user: User, clock: DeadlineClock, asked: Referral | WalkIn | None) -> bool:
    """Whether the user is at the unit that referred, or at the jobbtorg whose clock it is."""
    if is_sender(user):
        return isinstance(asked, Referral) and asked.unit_id == user.income_support_unit_id and asked.is_followed
    act = Act.WORK_IN_CASE if clock.enrolment_id else Act.RECEIVE_REFERRAL
    return may(user, act) and user.jobbtorg_id == clock.jobbtorg_id
