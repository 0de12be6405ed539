"""What has been changed in a case: the versions that the database keeps, gathered by what somebody did in one go.

Two statements, however much has happened: the latest versions, and the names of what they point to.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone

from aspirants.events.history import case_history
from aspirants.models import ClosureReason, Enrolment
from catalogue.models import InsatsType
from core.history.reading import Difference, Versions
from core.history.tracking import CHANGED, Change
from core.reading.statements import among
from core.reading.together import Together
from core.swedish.dates import weekday_date
from deadlines.models import DeadlinePolicy
from meetings.models import GroupInformationSession
from organisation.access.acting import System
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User
from workbench.cases.changes.sentences import Sentence, changed_fields, sentences_of
from workbench.cases.changes.words import NOT_SHOWN

# What facts point to by name, and the fields that the name is made of.
NAMED: dict[type[models.Model], tuple[str, ...]] = {
    User: ("first_name", "last_name", "role"),
    Jobbtorg: ("name",),
    IncomeSupportUnit: ("name",),
    TargetGroup: ("name", "second_step"),
    ClosureReason: ("label",),
    InsatsType: ("name", "neutral_label", "reveals_health"),
    DeadlinePolicy: ("kind", "valid_from"),
    GroupInformationSession: ("starts_at", "place"),
}
NAMES = Together(
    **{
        model.__name__: model._default_manager.filter(among(model.__name__)).only(*fields)
        for model, fields in NAMED.items()
    }
)

JOBS = {
    System.SWEEP: "Fristkontrollen",
    System.LOG_SEALING: "Loggen",
    System.COMMAND: "Systemförvaltningen",
    System.IMPORT: "Importen",
}


@dataclass(frozen=True)
class ChangeEntry:
    """What somebody did in one go, in sentences: the first of them says who."""

    at: datetime.datetime
    by: str
    sentences: list[Sentence]


@dataclass(frozen=True)
class ChangePage:
    """Changes, newest first; `older` is where the page after this begins, "" at the end."""

    entries: list[ChangeEntry]
    older: str


NO_CHANGES = ChangePage([], "")

_history: Callable[[], Versions] = cache(case_history)


def changes_in(enrolment: Enrolment, below: str = "") -> ChangePage:
    """A page of what was added, changed and removed in a case, from below a place that an earlier page named."""
    found, older = _history().below(below, case=enrolment.pk, person=enrolment.person_id)
    found = [one for one in found if one.version.pgh_label != CHANGED or any(changed_fields(one))]
    names = _Names(found)
    entries = [
        _entry(list(group), names, protected=enrolment.person.is_protected) for _, group in groupby(found, key=_doing)
    ]
    return ChangePage(entries, older)


def _doing(difference: Difference) -> tuple[Any, ...]:
    """What somebody did in one go is one transaction of one actor."""
    version = difference.version
    return version.transaction, version.acting_user_id, version.acting_system


def _name(row: models.Model) -> str:
    """What a fact points to, by name; an insats that reveals something about health by its neutral one."""
    if isinstance(row, GroupInformationSession):
        return f"{weekday_date(timezone.localdate(row.starts_at))}, {row.place}"
    return row.name_for_others if isinstance(row, InsatsType) else str(row)


class _Names:
    """The names of what the changes point to, in one statement."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        wanted: dict[type[models.Model], set[int | None]] = defaultdict(set)
        for difference in differences:
            wanted[User].add(difference.version.acting_user_id)
            for field in difference.version.pgh_tracked_model._meta.concrete_fields:
                if field.related_model in NAMED and field.name not in NOT_SHOWN:
                    for version in (difference.version, difference.before):
                        wanted[field.related_model].add(getattr(version, field.attname, None))
        keys = {model.__name__: sorted(key for key in wanted[model] if key is not None) for model in NAMED}
        self._rows = {name: {row.pk: row for row in rows} for name, rows in NAMES.read(**keys).items()}

    def of(self, model: type[models.Model], key: int | None) -> str:
        row = self._rows.get(model.__name__, {}).get(key)
        return _name(row) if row is not None else ""

    def maker(self, version: Change) -> str:
        """Who made a change: name and role, or which job; "" for what happened before this was kept."""
        if version.acting_user_id is not None:
            user = self._rows[User.__name__].get(version.acting_user_id)
            name = f"{user}, {user.get_role_display().lower()}" if user is not None else "okänd användare"
            return f"{name}, genom import" if version.acting_system == System.IMPORT else name
        if version.acting_system:
            return JOBS.get(System(version.acting_system), "systemet")
        return ""


def _entry(differences: list[Difference], names: _Names, *, protected: bool) -> ChangeEntry:
    newest = differences[0].version
    by = names.maker(newest)
    told = [line for one in reversed(differences) for line in sentences_of(one, names.of, protected=protected)]
    first, *others = told
    return ChangeEntry(newest.pgh_created_at, by, [first.made_by(by), *others])
