"""Which target group the facts point at, and which groups of the agreement a person is in."""

from __future__ import annotations

from collections.abc import Sequence

from referrals.facts.stated import Facts
from referrals.models.rules import PriorityRule, TargetGroupRule
from referrals.rules.conditions import Verdict, judged


def proposed_by(facts: Facts, rules: Sequence[TargetGroupRule]) -> TargetGroupRule | None:
    """The first rule that the facts fulfil: its group is proposed. None where they point at no group."""
    return next((rule for rule in rules if judged(rule.condition, facts).verdict is Verdict.YES), None)


def prioritised_by(facts: Facts, rules: Sequence[PriorityRule]) -> list[PriorityRule]:
    """The prioritised groups that the person is certainly in, of the agreement between the two parties of the facts."""
    agreed = [rule for rule in rules if (rule.district_id, rule.jobbtorg_id) == (facts.district, facts.jobbtorg)]
    return [rule for rule in agreed if judged(rule.condition, facts).verdict is Verdict.YES]
