"""Whether a person can be referred (R-0-05): the demands in force on a day, and those that are not met."""

from __future__ import annotations

from collections.abc import Sequence

from referrals.facts.stated import Facts
from referrals.models.rules import Demand, EligibilityRule
from referrals.rules.conditions import Verdict, judged


def not_met(facts: Facts, rules: Sequence[EligibilityRule]) -> list[EligibilityRule]:
    """The demands that the facts do not meet, in the order of the rules. What is not known is no hindrance."""
    against = {Demand.REQUIRED: Verdict.NO, Demand.EXCLUDED: Verdict.YES}
    return [rule for rule in rules if judged(rule.condition, facts).verdict is against[Demand(rule.demand)]]
