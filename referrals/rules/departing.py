"""What the sender departs from: demands that are not met, and another target group than the proposed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from core.refusals import OperationRefused
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import TargetGroup
from referrals.facts.stated import Facts, facts_of
from referrals.models import Departure, DepartureKind, EligibilityRule, Referral, TargetGroupRule
from referrals.rules.in_force import eligibility_on_the_day, proposal_on_the_day

LONGEST_MOTIVE = 300


@dataclass(frozen=True)
class Motives:
    """Why somebody is referred although a demand is not met, and why to another target group than the proposed."""

    anyway: str = ""
    group: str = ""


NO_MOTIVES = Motives()


@dataclass(frozen=True)
class Departures:
    """The demands in force that are not met, and the proposal where another group is chosen."""

    not_met: list[EligibilityRule]
    instead_of: TargetGroupRule | None

    @property
    def refused(self) -> list[EligibilityRule]:
        """The demands that no motive gets round."""
        return [rule for rule in self.not_met if not rule.may_be_sent_anyway]

    @property
    def is_empty(self) -> bool:
        return not self.not_met and self.instead_of is None

    def lacks(self, motives: Motives) -> bool:
        """Whether a motive that is needed has not been given, or could not be."""
        return bool(
            self.refused or (self.not_met and not motives.anyway) or (self.instead_of is not None and not motives.group)
        )


def departures_of(facts: Facts, chosen: TargetGroup | None) -> Departures:
    """What sending a referral with these facts, to that target group, departs from."""
    proposal = proposal_on_the_day(facts) if chosen is not None else None
    differs = proposal is not None and chosen is not None and proposal.target_group_id != chosen.pk
    return Departures(eligibility_on_the_day(facts), proposal if differs else None)


def require_motives(departures: Departures, motives: Motives) -> None:
    """Refuse to send what a rule does not allow, or what takes a motive that is not given. Raises OperationRefused."""
    if departures.refused:
        raise OperationRefused(f"Personen kan inte remitteras. {departures.refused[0].text}")
    if departures.not_met and not motives.anyway:
        raise OperationRefused(f"{departures.not_met[0].text} Skriv varför personen ändå remitteras.", field="anyway")
    if departures.instead_of is not None and not motives.group:
        pointed_at = departures.instead_of.target_group
        text = (
            f"Uppgifterna pekar mot målgruppen {pointed_at}. Skriv varför du har valt en annan, eller ändra målgruppen."
        )
        raise OperationRefused(text, field="group")


def depart_anew(*, referral: Referral, motives: Motives, asks_why: bool) -> None:
    """Hold changed facts, not stored yet, against the rules for a new referral; keep what is newly departed from.

    What the referral departed from already was answered then. `asks_why` is False for what a jobbtorg has written:
    nothing is refused there. Raises OperationRefused.

    Part of: `correct_referral`, `complete_referral`.
    """
    found = departures_of(facts_of(referral), referral.target_group)
    kept = set(referral.departures.values_list("kind", "rule_code"))
    not_met = [rule for rule in found.not_met if (DepartureKind.ELIGIBILITY.value, rule.code) not in kept]
    group = found.instead_of
    is_kept = group is not None and (DepartureKind.TARGET_GROUP.value, group.code) in kept
    departures = Departures(not_met, None if is_kept else group)
    if departures.is_empty:
        return
    if asks_why:
        require_motives(departures, motives)
    with as_database_role(DatabaseRole.REGISTRAR):
        record_departures(referral=referral, departures=departures, motives=motives)


def record_departures(*, referral: Referral, departures: Departures, motives: Motives) -> None:
    """Keep what was departed from with the referral, as the rules read that day.

    Part of: `submit_referral`, `correct_referral`, `complete_referral`.
    """
    now = timezone.now()
    rows = [
        Departure(
            referral=referral,
            kind=DepartureKind.ELIGIBILITY,
            rule_code=rule.code,
            rule_from=rule.valid_from,
            text=rule.text,
            motive=motives.anyway,
            made_at=now,
        )
        for rule in departures.not_met
    ]
    if (rule := departures.instead_of) is not None:
        rows.append(
            Departure(
                referral=referral,
                kind=DepartureKind.TARGET_GROUP,
                rule_code=rule.code,
                rule_from=rule.valid_from,
                text=f"Uppgifterna pekar mot {rule.target_group}."[:300],
                motive=motives.group,
                made_at=now,
            )
        )
    Departure.objects.bulk_create(rows)
