"""What the rules of day 0 give a referral or a visit that is being registered: its target group and its priority."""

from __future__ import annotations

from organisation.models import TargetGroup
from referrals.facts.stated import Facts, facts_of, facts_of_visit
from referrals.models import Referral, WalkIn
from referrals.rules.in_force import priority_on_the_day, proposal_on_the_day


def apply_rules(referral: Referral) -> None:
    """Set the proposed target group where none was chosen, and the prioritised groups; the caller saves."""
    facts = facts_of(referral)
    if referral.target_group is None:
        referral.target_group = _proposed(facts)
    referral.priority = [rule.code for rule in priority_on_the_day(facts)]


def apply_rules_to_visit(visit: WalkIn) -> None:
    """The same for somebody who came without a referral; the target group is the case's. The caller saves both."""
    facts = facts_of_visit(visit)
    if visit.enrolment.target_group is None:
        visit.enrolment.target_group = _proposed(facts)
    visit.priority = [rule.code for rule in priority_on_the_day(facts)]


def has_the_proposed_group(stated: Referral | WalkIn) -> bool:
    """Whether the target group is the one that the facts propose, as they are now: then nobody has chosen another."""
    facts = facts_of(stated) if isinstance(stated, Referral) else facts_of_visit(stated)
    return stated.target_group in (None, _proposed(facts))


def _proposed(facts: Facts) -> TargetGroup | None:
    proposal = proposal_on_the_day(facts)
    return proposal.target_group if proposal else None
