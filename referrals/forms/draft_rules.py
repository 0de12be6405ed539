"""What the rules say of a draft whose answers hold, and the motives that its sender has given."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from deadlines.calculation.coverage import Coverage
from organisation.models import User
from referrals.drafts import answers
from referrals.facts.stated import Facts, facts_in
from referrals.forms.parts import subject_of
from referrals.forms.sending import DetailsForm, WhoForm
from referrals.models import PriorityRule, ReferralDraft, TargetGroupRule
from referrals.rules.departing import Departures, Motives, departures_of
from referrals.rules.in_force import answers_to

RULES = "rules"
"""The part of a draft's answers that holds the motives, and what they were given for."""


@dataclass(frozen=True)
class DraftRules:
    """What the rules say of a draft whose answers hold."""

    coverage: Coverage
    proposed: TargetGroupRule | None
    priority: list[PriorityRule]
    departures: Departures
    motives: Motives

    @property
    def needs_the_page(self) -> bool:
        """Whether the sender has yet to be told of a demand, or to say why."""
        return self.departures.lacks(self.motives)

    @property
    def about(self) -> str:
        """What the motives are for: when that changes they are asked for anew."""
        return _about(self.departures)


def rules_of_draft(user: User, draft: ReferralDraft, who: WhoForm, details: DetailsForm) -> DraftRules:
    """What the rules in force today say of a draft, from its two valid forms."""
    facts, chosen = _facts(user, who, details), details.cleaned_data["target_group"]
    found = answers_to(facts)
    departures = departures_of(facts, chosen)
    proposed = found.proposed if chosen is None else None
    return DraftRules(found.coverage, proposed, found.priority, departures, _motives(draft, departures))


def _facts(user: User, who: WhoForm, details: DetailsForm) -> Facts:
    subject = subject_of(who, details)
    return facts_in(
        details.facts(),
        on=timezone.localdate(),
        person=subject.identity or subject,
        unit=user.income_support_unit,
        jobbtorg=details.cleaned_data["jobbtorg"].pk,
    )


def _about(departures: Departures) -> str:
    group = [departures.instead_of.code] if departures.instead_of else []
    return ",".join([*(rule.code for rule in departures.not_met), *group])


def _motives(draft: ReferralDraft, departures: Departures) -> Motives:
    typed = answers(draft, RULES)
    if typed.get("about") != _about(departures):
        return Motives()
    return Motives(anyway=typed.get("anyway", ""), group=typed.get("group", ""))
