"""What the rules of day 0 give a referral or a visit that is being registered: its target group and its priority."""

from __future__ import annotations

from referrals.facts.stated import facts_of, facts_of_visit
from referrals.models import Referral, WalkIn
from referrals.rules.in_force import priority_on_the_day, proposal_on_the_day


def apply_rules(referral: Referral) -> None:
    """Set the proposed target group where none was chosen, and the prioritised groups; the caller saves."""
    facts = facts_of(referral)
    if referral.target_group is None:
        proposal = proposal_on_the_day(facts)
        referral.target_group = proposal.target_group if proposal else None
    referral.priority = [rule.code for rule in priority_on_the_day(facts)]


def apply_rules_to_visit(visit: WalkIn) -> None:
    """The same for somebody who came without a referral; the target group is the case's. The caller saves both."""
    facts = facts_of_visit(visit)
    if visit.enrolment.target_group is None:
        proposal = proposal_on_the_day(facts)
        visit.enrolment.target_group = proposal.target_group if proposal else None
    visit.priority = [rule.code for rule in priority_on_the_day(facts)]
