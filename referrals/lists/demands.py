"""What the rules in force say of the rows of a list: a motive cannot be given there, so a row that needs one waits."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from aspirants.identity import Identity
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup
from referrals.facts.stated import facts_in
from referrals.models import EligibilityRule, TargetGroupRule
from referrals.rules.eligibility import not_met
from referrals.rules.groups import proposed_by


@dataclass(frozen=True)
class Demands:
    """The rules of a day, read once for all rows of a list; the operation that sends a row judges it by itself."""

    day: datetime.date
    eligibility: list[EligibilityRule]
    groups: list[TargetGroupRule]

    @classmethod
    def of_today(cls) -> Demands:
        """Those in force today."""
        day = timezone.localdate()
        eligibility = EligibilityRule.objects.valid_on(day).order_by("code", "pk")
        groups = TargetGroupRule.objects.valid_on(day).select_related("target_group").order_by("position", "pk")
        return cls(day, list(eligibility), [rule for rule in groups if rule.target_group.is_valid_on(day)])

    def hinder(self, stated: dict[str, Any], identity: Identity, unit: IncomeSupportUnit, jobbtorg: Jobbtorg) -> str:
        """Why a row with these facts cannot be sent from a list, in a Swedish sentence; empty where it can."""
        facts = facts_in(stated, on=self.day, person=identity, unit=unit, jobbtorg=jobbtorg.pk)
        missed = not_met(facts, self.eligibility)
        if refused := [rule for rule in missed if not rule.may_be_sent_anyway]:
            return f"Personen kan inte remitteras. {refused[0].text}"
        if missed:
            return f"{missed[0].text} Remittera personen för sig om det finns skäl till det."
        chosen: TargetGroup | None = stated.get("target_group")
        proposal = proposed_by(facts, self.groups) if chosen is not None else None
        if proposal is not None and chosen is not None and proposal.target_group_id != chosen.pk:
            return f"Uppgifterna pekar mot målgruppen {proposal.target_group}. Remittera personen för sig."
        return ""
