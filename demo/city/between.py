"""What passes between the authorities beside questions: offers, deviations, a departure, an answer, a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aspirants.models import Protection
from demo.city.cases.begin import City
from demo.factories import (
    DepartureFactory,
    DeviationFactory,
    FitnessAnswerFactory,
    ReferralListDraftFactory,
    ReferralMoveFactory,
    local_instant,
)
from demo.staff_names import DISTRICT_DOMAIN, email_of
from organisation.models import Jobbtorg, User
from referrals.choices import WAITING, FitForWork
from referrals.models import DepartureKind, Referral, TargetGroupRule
from referrals.querysets import ReferralQuerySet
from referrals.rules.answering import recompute_coverage

SENDER = "Maria Ståhl"
HERE = "RS"
"""Whose manager has a demo account: one referral is offered from there, and one to there."""
WHY_AWAY = "Personen har flyttat och har nära till ert jobbtorg."
WHY_HERE = "Personen vill gå den svetskurs som bara finns hos er."
MOTIVE = "Personen har redan en plats på en kurs som den gruppen inte får."


def write_between(city: City, coaches: Iterable[User]) -> None:
    """Some of each, of persons who are not protected, on the day before the demo's."""
    _offers(city)
    for coach in coaches:
        _deviations(city, coach)
    _departure()
    _answer(city)
    ReferralListDraftFactory(author=User.objects.get(email=email_of(SENDER, DISTRICT_DOMAIN)))


def _waiting() -> ReferralQuerySet:
    found: ReferralQuerySet = Referral.objects.filter(status__in=WAITING, person__protection=Protection.NONE)
    return found.select_related("jobbtorg", "clock").order_by("submitted_at", "pk")


def _offers(city: City) -> None:
    """One that the demo's manager has offered and one that she may answer: each the oldest that waits there."""
    here = city.staff.managers[HERE].jobbtorg
    assert here is not None
    from_here = _waiting().filter(jobbtorg=here)[0]
    from_there = _waiting().exclude(jobbtorg=here)[0]
    _offer(city, from_here, from_there.jobbtorg, WHY_AWAY)
    _offer(city, from_there, here, WHY_HERE)


def _offer(city: City, referral: Referral, to: Jobbtorg, reason: str) -> None:
    at = max(local_instant(city.yesterday, 14), referral.submitted_at + timedelta(hours=1))
    manager = city.staff.managers[referral.jobbtorg.code]
    ReferralMoveFactory(referral=referral, destination=to, reason=reason, sent_by=manager, sent_at=at)


def _deviations(city: City, coach: User) -> None:
    """About the newest of the coach's cases, and one of its sender's about the one before."""
    referrals = Referral.objects.filter(
        enrolment__coach=coach, enrolment__closed_on=None, person__protection=Protection.NONE, followed_until=None
    ).order_by("-pk")
    for referral, noted_by in zip(referrals[:2], (coach, None), strict=False):
        DeviationFactory(
            referral=referral, noted_by=noted_by or referral.sent_by, noted_at=local_instant(city.yesterday, 15, 10)
        )


def _departure() -> None:
    """The sender's latest that waits: another target group than a rule proposes, with the reason."""
    sender = User.objects.get(email=email_of(SENDER, DISTRICT_DOMAIN))
    assert sender.income_support_unit is not None
    referral = _waiting().filter(unit__district=sender.income_support_unit.district_id).last()
    assert referral is not None, "some wait from every stadsdel that has a demo account"
    rule = TargetGroupRule.objects.exclude(target_group=referral.target_group_id).order_by("code")[0]
    DepartureFactory(
        referral=referral,
        kind=DepartureKind.TARGET_GROUP,
        rule_code=rule.code,
        rule_from=rule.valid_from,
        text=f"Uppgifterna pekar mot {rule.target_group}.",
        motive=MOTIVE,
    )


def _answer(city: City) -> None:
    """Of the newest case where it was to be investigated and the promise waited for it: the person cannot work."""
    cases = Referral.objects.filter(
        fit_for_work=FitForWork.TO_INVESTIGATE, status="ENROLLED", enrolment__closed_on=None, person__protection="NONE"
    )
    referral = cases.select_related("clock", "enrolment__coach").order_by("-clock__coverage_awaited", "-pk")[0]
    assert referral.enrolment is not None
    FitnessAnswerFactory(
        clock=referral.clock,
        fit_for_work=FitForWork.NO,
        registered_by=referral.enrolment.coach,
        registered_at=local_instant(city.yesterday, 11),
    )
    recompute_coverage(clock=referral.clock, asked=referral)
