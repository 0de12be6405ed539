"""What has been changed in a case, in words: the versions that the database keeps, compared and gathered.

Two statements, however much has happened: the latest versions, and the names of what they point to.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone

from aspirants.events.history import case_history
from aspirants.models import ClosureReason, Enrolment
from aspirants.models.identifying import CONTACT, NUMBER_KEYS, NUMBERS
from catalogue.models import InsatsType
from core.history.reading import Difference, Versions
from core.history.tracking import CHANGED, INSERTED, REMOVED, Change
from core.reading.statements import among
from core.reading.together import Together
from core.swedish.dates import short_weekday_date, weekday_date
from deadlines.models import DeadlinePolicy
from meetings.models import GroupInformationSession
from meetings.topics import topics_in_words
from organisation.access.acting import System
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User

# Facts that are kept but say nothing to a reader, or repeat what the entry says already.
NOT_SHOWN = frozenset(
    {"id", "created_at", "submission_id", *NUMBER_KEYS, "edition", "saved_by", "enrolment", "person", "clock"}
    | {"version", "plan", "disclosure", "logged_by", "logged_at", "booked_by", "booked_at", "recorded_by"}
    | {"recorded_at", "drafted_by", "drafted_at", "registered_by", "registered_at", "decided_by", "decided_at"}
    | {"joined_into", "goes", "stays", "goes_on", "case", "ended_case", "asked_by", "asked_at", "undone_by"}
    | {"answered_by", "answered_at"}
    | {"assigned_by", "disclosed_by", "sent_by", "explained_by", "stamped_at", "revoked_by", "granted_by"}
    | {"made_by", "made_at", "moves_evidence", "number", "answer_recorded_at", "agreement_recorded_at"}
)
# What facts point to by name, and the fields that the name is made of.
NAMED: dict[type[models.Model], tuple[str, ...]] = {
    User: ("first_name", "last_name", "role"),
    Jobbtorg: ("name",),
    IncomeSupportUnit: ("name",),
    TargetGroup: ("name",),
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
DONE = {INSERTED: "tillagd", CHANGED: "ändrad", REMOVED: "borttagen"}


@dataclass(frozen=True)
class ChangeEntry:
    """What somebody did in one go; shown by the timeline."""

    title: str
    at: datetime.datetime
    by: str
    text: str
    kind: str = "system"
    url: str = ""
    anchor: str = ""


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
    found = [one for one in found if one.version.pgh_label != CHANGED or any(_fields(one))]
    names = _Names(found)
    entries = [
        _entry(list(group), names, protected=enrolment.person.is_protected) for _, group in groupby(found, key=_doing)
    ]
    return ChangePage(entries, older)


def _doing(difference: Difference) -> tuple[Any, ...]:
    """What somebody did in one go is one transaction of one actor."""
    version = difference.version
    return version.transaction, version.acting_user_id, version.acting_system


def _fields(difference: Difference) -> Iterator[models.Field]:
    """The facts that changed; of a new or removed row those that say something."""
    version, before = difference.version, difference.before
    for field in version.pgh_tracked_model._meta.concrete_fields:
        if field.name in NOT_SHOWN or not hasattr(version, field.attname):
            continue
        now = getattr(version, field.attname)
        if before is None:
            if version.pgh_label == INSERTED and now not in (None, "", [], False):
                yield field
        elif getattr(before, field.attname) != now:
            yield field


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
        """Who made a change: name and role, or which job; unknown for what happened before this was kept."""
        if version.acting_user_id is not None:
            user = self._rows[User.__name__].get(version.acting_user_id)
            name = f"{user}, {user.get_role_display().lower()}" if user is not None else "okänd användare"
            return f"{name}, genom import" if version.acting_system == System.IMPORT else name
        if version.acting_system:
            return JOBS.get(System(version.acting_system), "systemet")
        return "okänt"


def _entry(differences: list[Difference], names: _Names, *, protected: bool) -> ChangeEntry:
    newest = differences[0].version
    lines = [line for one in reversed(differences) for line in _lines(one, names, protected)]
    kinds = list(dict.fromkeys(_subject(one.version) for one in reversed(differences)))
    title = kinds[0] if len(kinds) == 1 else f"{kinds[0]} och {len(kinds) - 1} till"
    if len(differences) == 1:
        title = f"{title}: {DONE[newest.pgh_label]}"
    return ChangeEntry(title, newest.pgh_created_at, names.maker(newest), "\n".join(lines))


def _subject(version: Any) -> str:
    """What a version is a version of: "Möte tis 24 nov", "Frist", "Person"."""
    name = str(version.pgh_tracked_model._meta.verbose_name)
    name = name[:1].upper() + name[1:]
    starts_at = getattr(version, "starts_at", None)
    return f"{name} {short_weekday_date(timezone.localdate(starts_at))}" if starts_at else name


def _lines(difference: Difference, names: _Names, protected: bool) -> Iterator[str]:
    version, before = difference.version, difference.before
    if version.pgh_label == REMOVED:
        yield f"{_subject(version)} togs bort."
        return
    for field in _fields(difference):
        label = str(field.verbose_name)
        label = label[:1].upper() + label[1:]
        # A number is said to have changed, never what it was; so are the contact details of a protected person.
        if field.name in NUMBERS or (protected and field.name in CONTACT):
            yield f"{label}: {'angivet' if before is None else 'ändrat'}"
            continue
        now = _value_in_words(field, version, names)
        if before is None:
            yield f"{label}: {now}"
        else:
            yield f"{label}: {_value_in_words(field, before, names)} → {now}"


def _value_in_words(field: models.Field, version: Any, names: _Names) -> str:
    """A fact in words, as its pages show it."""
    value = getattr(version, field.attname)
    if value in (None, "", []):
        return "tomt"
    if field.related_model is not None:
        return names.of(field.related_model, value) or "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return f"{weekday_date(local.date())} kl. {local:%H.%M}"
    if isinstance(value, datetime.date):
        return weekday_date(value)
    if isinstance(value, list):
        return topics_in_words(value, None)
    return str(dict(field.flatchoices).get(value, value))
