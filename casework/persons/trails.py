"""Who changed each fact of a person and a case, when, and what it was before: read from the versions (FC-01)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from aspirants.models import Enrolment, Person
from aspirants.operations.correcting import CASE_FACTS, PERSON_FACTS
from core.history.tracking import Change, changes_of
from organisation.models import IncomeSupportUnit, TargetGroup, User

MOST_VERSIONS = 200
"""So many of the latest versions are read; a fact that last changed before them shows no trail."""

NOT_KNOWN = "okänd"


@dataclass(frozen=True)
class Earlier:
    """What a fact was until an instant, and who changed it then."""

    value: str
    until: datetime.datetime
    by: str


@dataclass
class Trail:
    """The earlier values of one fact, the latest first; empty for one that has never been changed."""

    earlier: list[Earlier] = field(default_factory=list)

    @property
    def changed_at(self) -> datetime.datetime:
        """When it became what it is."""
        return self.earlier[0].until

    @property
    def changed_by(self) -> str:
        """Who made it what it is."""
        return self.earlier[0].by


def trails_of(enrolment: Enrolment) -> dict[str, Trail]:
    """The trail of each fact on the page, by field. Four statements, however much has been changed."""
    person_versions = list(
        changes_of(Person).objects.filter(pgh_obj=enrolment.person_id).order_by("-pgh_id")[:MOST_VERSIONS]
    )
    case_versions = list(changes_of(Enrolment).objects.filter(pgh_obj=enrolment.pk).order_by("-pgh_id")[:MOST_VERSIONS])
    names = _Names([*person_versions, *case_versions], case_versions)
    trails = {name: _trail(person_versions, name, names) for name in (*PERSON_FACTS, "deceased_on")}
    return trails | {name: _trail(case_versions, f"{name}_id", names) for name in CASE_FACTS}


class _Names:
    """The names of who changed something, and of the groups and units that a case has had."""

    def __init__(self, versions: Iterable[Change], of_case: Iterable[Any]) -> None:
        makers = {version.acting_user_id for version in versions if version.acting_user_id is not None}
        self._staff = {user.pk: str(user) for user in User.objects.filter(pk__in=makers)}
        groups = TargetGroup.objects.filter(pk__in={version.target_group_id for version in of_case})
        units = IncomeSupportUnit.objects.filter(pk__in={version.income_support_unit_id for version in of_case})
        self._pointed = {
            "target_group_id": {group.pk: str(group) for group in groups},
            "income_support_unit_id": {unit.pk: str(unit) for unit in units},
        }

    def maker(self, version: Change) -> str:
        return self._staff.get(version.acting_user_id or 0, NOT_KNOWN)

    def in_words(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "tomt"
        if isinstance(value, bool):
            return "Ja" if value else "Nej"
        return self._pointed[name].get(value, NOT_KNOWN) if name in self._pointed else str(value)


def _trail(versions: list[Any], name: str, names: _Names) -> Trail:
    trail = Trail()
    for newer, older in pairwise(versions):
        before = getattr(older, name)
        if before != getattr(newer, name):
            trail.earlier.append(Earlier(names.in_words(name, before), newer.pgh_created_at, names.maker(newer)))
    return trail
