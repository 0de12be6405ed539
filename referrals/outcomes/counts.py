"""Referrals sent back, declined, taken back and moved, and deviations noted, by reason, stadsdel and target group.

Counted as the role of reports: also of protected persons, and of referrals that are at another jobbtorg by now.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from core.swedish.dates import start_of_day
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import IncomeSupportUnit, TargetGroup
from referrals.models import (
    DeclineReason,
    Deviation,
    DeviationKind,
    MoveStatus,
    Referral,
    ReferralEvent,
    ReferralMove,
    ReferralStatus,
)

NO_GROUP = "Ingen särskild målgrupp"
UNIT, GROUP = "referral__unit", "referral__target_group"


@dataclass
class Outcome:
    """One thing that happens to referrals: how many in all, by stadsdel, and by target group."""

    label: str
    total: int = 0
    by_district: Counter[str] = field(default_factory=Counter)
    by_group: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class MovedReferral:
    """A move to or from the jobbtorg, with its reason; about whom is not said."""

    moved_at: datetime.datetime | None
    other: str
    is_away: bool
    reason: str


@dataclass(frozen=True)
class Outcomes:
    """All of it since a day."""

    rows: list[Outcome]
    moves: list[MovedReferral]

    @property
    def districts(self) -> list[str]:
        """The stadsdelar that sent any of them, by name."""
        return sorted({name for row in self.rows for name in row.by_district})

    @property
    def groups(self) -> list[str]:
        """The target groups that any of them is about, by name."""
        return sorted({name for row in self.rows for name in row.by_group})

    @property
    def table_by_district(self) -> list[tuple[str, int, list[int]]]:
        """Label, total and the number of each stadsdel."""
        names = self.districts
        return [(row.label, row.total, [row.by_district[name] for name in names]) for row in self.rows]

    @property
    def table_by_group(self) -> list[tuple[str, int, list[int]]]:
        """Label, total and the number of each target group."""
        names = self.groups
        return [(row.label, row.total, [row.by_group[name] for name in names]) for row in self.rows]


def outcomes_at(jobbtorg: int, since: datetime.date) -> Outcomes:
    """What has become of the jobbtorg's referrals since a local date. Eight statements."""
    begin = start_of_day(since)
    names = _Names()
    with as_database_role(DatabaseRole.REPORTS):
        received = Referral.objects.filter(jobbtorg=jobbtorg, received_on__gte=since)
        steps = ReferralEvent.objects.filter(referral__jobbtorg=jobbtorg, at__gte=begin)
        declined = steps.filter(status=ReferralStatus.DECLINED, referral__status=ReferralStatus.DECLINED)
        moves = ReferralMove.objects.filter(status=MoveStatus.ACCEPTED, answered_at__gte=begin)
        noted = Deviation.objects.filter(referral__jobbtorg=jobbtorg, noted_at__gte=begin)
        rows = [
            *names.counted(received, {"": "Kom in"}, unit="unit", group="target_group"),
            *names.counted(
                steps.filter(status=ReferralStatus.INCOMPLETE, takes_back=False), {"": "Skickade tillbaka med en fråga"}
            ),
            *names.counted(
                declined,
                {code: f"Avböjda: {label.lower()}" for code, label in DeclineReason.choices},
                "referral__decline_reason",
            ),
            *names.counted(steps.filter(takes_back=True), {"": "Avböjanden som togs tillbaka"}),
            *names.counted(moves.filter(origin=jobbtorg), {"": "Flyttade till ett annat jobbtorg"}),
            *names.counted(moves.filter(destination=jobbtorg), {"": "Flyttade hit"}),
            *names.counted(
                noted, {code: f"Avvikelser: {label.lower()}" for code, label in DeviationKind.choices}, "kind"
            ),
        ]
        found = moves.filter(Q(origin=jobbtorg) | Q(destination=jobbtorg)).order_by("-answered_at")
        told = list(found.values_list("answered_at", "origin", "origin__name", "destination__name", "reason")[:100])
    return Outcomes(
        rows,
        [
            MovedReferral(at, destination if origin == jobbtorg else name, origin == jobbtorg, reason)
            for at, origin, name, destination, reason in told
        ],
    )


class _Names:
    """Units and target groups by key, as the pages call them."""

    def __init__(self) -> None:
        self._districts = dict(IncomeSupportUnit.objects.order_by().values_list("pk", "district__name"))
        self._groups = {group.pk: str(group) for group in TargetGroup.objects.order_by()}

    def counted(
        self, things: Any, labels: dict[str, str], by: str = "", *, unit: str = UNIT, group: str = GROUP
    ) -> list[Outcome]:
        """An outcome for each label, whether there are any or not; `by`: the field that tells them apart."""
        found = {code: Outcome(label) for code, label in labels.items()}
        fields = [unit, group, *([by] if by else [])]
        for row in things.order_by().values(*fields).annotate(number=Count("pk")):
            outcome = found[row[by] if by else ""]
            outcome.total += row["number"]
            outcome.by_district[self._districts[row[unit]]] += row["number"]
            outcome.by_group[self._groups.get(row[group], NO_GROUP)] += row["number"]
        return list(found.values())
