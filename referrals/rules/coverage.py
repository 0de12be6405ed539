"""Whom the jobbgaranti covers (R-4-15): the conditions in force on day 0, put to the facts."""

from __future__ import annotations

from collections.abc import Sequence

from deadlines.calculation.coverage import Coverage
from referrals.facts.stated import Facts
from referrals.models.rules import CoverageRule
from referrals.rules.conditions import Judged, Verdict, judged

NO_CONDITION = "Inget villkor för jobbgarantin gällde den dagen."


def covered_by(facts: Facts, rules: Sequence[CoverageRule]) -> Coverage:
    """The answer by the rules in force on the day of the facts, in their order, with the condition that decided.

    The first that is fulfilled decides. If none is, and one may yet be, the answer is awaited. Otherwise the person is
    not covered: each condition says why not, and the one that came closest is named.
    """
    found = [(rule, judged(rule.condition, facts)) for rule in rules]
    for rule, result in found:
        if result.verdict is Verdict.YES:
            return Coverage(True, rule.text, condition=rule.code, rule_from=rule.valid_from)
    for rule, result in found:
        if result.verdict is Verdict.UNKNOWN:
            text = f"Avgörs när {' och '.join(result.awaited)}."
            return Coverage(False, text, awaited=True, condition=rule.code, rule_from=rule.valid_from)
    if not found:
        return Coverage(False, NO_CONDITION)
    closest, _ = max(found, key=lambda one: len(one[1].reasons) > 0)
    reason = " ".join(_not_met(rule, result) for rule, result in found)
    return Coverage(False, reason[:400], condition=closest.code, rule_from=closest.valid_from)


def _not_met(rule: CoverageRule, result: Judged) -> str:
    """Why a condition is not fulfilled: its own text, and what was missing where something was not."""
    if not result.reasons:
        return rule.not_met
    return f"{rule.not_met.rstrip('.')}: {', '.join(result.reasons)}."
