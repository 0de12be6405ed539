"""The rules in force on a local date, and what they answer about facts of that day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deadlines.calculation.coverage import Coverage
from referrals.facts.stated import Facts
from referrals.models.rules import CoverageRule, EligibilityRule, PriorityRule, TargetGroupRule
from referrals.rules.coverage import covered_by
from referrals.rules.eligibility import not_met
from referrals.rules.groups import prioritised_by, proposed_by
from referrals.rules.shipped import shipped_coverage_rules


def coverage_rules(day: datetime.date) -> list[CoverageRule]:
    """The conditions of the jobbgaranti. The promise is never without one: none stored means those that ship."""
    return [rule for rule in _all_coverage_rules() if rule.is_valid_on(day)]


def coverage_on_day_0(facts: Facts) -> Coverage:
    """Whether the jobbgaranti covers the person, by the conditions in force on day 0. The one place that answers it."""
    return next(coverages_on_day_0([facts]))


def coverages_on_day_0(several: Iterable[Facts]) -> Iterator[Coverage]:
    """The same of several persons, each by the conditions of their own day 0. One statement."""
    rules = _all_coverage_rules()
    return (covered_by(facts, [rule for rule in rules if rule.is_valid_on(facts.on)]) for facts in several)


def _all_coverage_rules() -> list[CoverageRule]:
    return list(CoverageRule.objects.order_by("position", "pk")) or list(shipped_coverage_rules())


def eligibility_on_the_day(facts: Facts) -> list[EligibilityRule]:
    """The demands in force that day which the facts do not meet."""
    return not_met(facts, list(EligibilityRule.objects.valid_on(facts.on).order_by("code", "pk")))


def proposal_on_the_day(facts: Facts) -> TargetGroupRule | None:
    """The rule in force that day by which a target group is proposed."""
    rules = TargetGroupRule.objects.valid_on(facts.on).select_related("target_group").order_by("position", "pk")
    return proposed_by(facts, [rule for rule in rules if rule.target_group.is_valid_on(facts.on)])


def priority_on_the_day(facts: Facts) -> list[PriorityRule]:
    """The prioritised groups, by the agreement in force that day, that the person is in."""
    agreed = PriorityRule.objects.valid_on(facts.on).filter(district=facts.district, jobbtorg=facts.jobbtorg)
    return prioritised_by(facts, list(agreed.order_by("code", "pk")))


@dataclass(frozen=True)
class Answers:
    """What all rules say of the same facts."""

    coverage: Coverage
    not_met: list[EligibilityRule]
    proposed: TargetGroupRule | None
    priority: list[PriorityRule]


def answers_to(facts: Facts) -> Answers:
    """What all rules in force on the day of the facts say. Stores nothing."""
    return Answers(
        coverage_on_day_0(facts), eligibility_on_the_day(facts), proposal_on_the_day(facts), priority_on_the_day(facts)
    )
