"""What has been changed in a case, in words: the versions that the database keeps, compared and gathered.

One query for each kind of fact and one for each kind of name, however much has happened.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone

from activities.models import Activity, JobOffer
from aspirants.models import (
    Closure,
    ClosureReason,
    CoachAssignment,
    Disclosure,
    Enrolment,
    Interruption,
    Person,
    UnitStay,
)
from aspirants.models.identifying import CONTACT, NUMBER_KEYS, NUMBERS
from catalogue.models import InsatsType
from core.history.tracking import CHANGED, INSERTED, REMOVED, Change, changes_of
from core.swedish.dates import short_weekday_date, weekday_date
from deadlines.models import Breach, ClockPause, ContactAttempt, DeadlineClock, DeadlinePolicy, Excuse
from jobplans.models import FollowUp, JobPlan, JobPlanVersion, PlanApproval, PlanCommunication, PlanItem
from meetings.models import GroupInformationBooking, Meeting
from organisation.access.acting import System
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User
from referrals.models import Referral

# Facts that are kept but say nothing to a reader, or repeat what the entry says already.
NOT_SHOWN = frozenset(
    {"id", "created_at", "submission_id", *NUMBER_KEYS, "edition", "saved_by", "enrolment", "person", "clock"}
    | {"version", "plan", "disclosure", "logged_by", "logged_at", "booked_by", "booked_at", "recorded_by"}
    | {"recorded_at", "drafted_by", "drafted_at", "registered_by", "registered_at", "decided_by", "decided_at"}
    | {"assigned_by", "disclosed_by", "sent_by", "explained_by", "stamped_at", "revoked_by", "granted_by"}
)
NAMED = (
    User,
    Jobbtorg,
    IncomeSupportUnit,
    TargetGroup,
    ClosureReason,
    InsatsType,
    DeadlinePolicy,
)
Kinds = tuple[type[models.Model], ...]
OF_CASE: Kinds = (
    UnitStay,
    CoachAssignment,
    Interruption,
    Meeting,
    GroupInformationBooking,
    JobOffer,
    Activity,
    Closure,
    Disclosure,
    FollowUp,
)
OF_CLOCK: Kinds = (ClockPause, ContactAttempt, Breach, Excuse)
OF_VERSION: Kinds = (PlanItem, PlanApproval, PlanCommunication)

JOBS = {System.SWEEP: "Fristkontrollen", System.LOG_SEALING: "Loggen", System.COMMAND: "Systemförvaltningen"}
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


def changes_in(enrolment: Enrolment) -> list[ChangeEntry]:
    """Everything that was added, changed and removed in a case, newest first."""
    found = [change for rows in _versions(enrolment) for change in _compared(list(rows))]
    names = _Names(found)
    found.sort(key=lambda one: one.version.pgh_created_at, reverse=True)
    return [
        _entry(list(group), names, protected=enrolment.person.is_protected) for _, group in groupby(found, key=_doing)
    ]


def _doing(difference: _Difference) -> tuple[Any, ...]:
    """What somebody did in one go is one transaction of one actor."""
    version = difference.version
    return version.transaction, version.acting_user_id, version.acting_system


@dataclass(frozen=True)
class _Difference:
    """A version of a row, and the one before it if there is one."""

    version: Any
    before: Any | None

    def fields(self) -> Iterator[models.Field]:
        """The facts that changed; of a new or removed row those that say something."""
        for field in self.version.pgh_tracked_model._meta.concrete_fields:
            if field.name in NOT_SHOWN or not hasattr(self.version, field.attname):
                continue
            now = getattr(self.version, field.attname)
            if self.before is None:
                if self.version.pgh_label == INSERTED and now not in (None, "", [], False):
                    yield field
            elif getattr(self.before, field.attname) != now:
                yield field


def _versions(enrolment: Enrolment) -> Iterator[Iterable[Change]]:
    """The versions of everything in the case, one query for each kind of fact."""

    def of(model: type[models.Model], **about: Any) -> Iterable[Change]:
        return changes_of(model)._default_manager.filter(**about).order_by("pgh_obj_id", "pgh_id")

    yield of(Person, pgh_obj=enrolment.person_id)
    yield of(Enrolment, pgh_obj=enrolment.pk)
    yield of(Referral, pgh_obj__in=Referral.objects.filter(enrolment=enrolment))
    yield of(DeadlineClock, pgh_obj__in=DeadlineClock.objects.filter(enrolment=enrolment))
    for of_case in OF_CASE:
        yield of(of_case, enrolment=enrolment.pk)
    for of_clock in OF_CLOCK:
        yield of(of_clock, clock__in=DeadlineClock.objects.filter(enrolment=enrolment))
    yield of(JobPlanVersion, plan__in=JobPlan.objects.filter(enrolment=enrolment))
    versions = JobPlanVersion.objects.filter(plan__enrolment=enrolment)
    for of_version in OF_VERSION:
        yield of(of_version, version__in=versions)


def _compared(versions: list[Change]) -> Iterator[_Difference]:
    before: Any | None = None
    for version in versions:
        same_row = before is not None and before.pgh_obj_id == version.pgh_obj_id  # type: ignore[attr-defined]
        difference = _Difference(version, before if same_row else None)
        before = version
        if version.pgh_label != CHANGED or any(difference.fields()):
            yield difference


def _name(row: models.Model) -> str:
    """What a fact points to, by name; an insats that reveals something about health by its neutral one."""
    return row.name_for_others if isinstance(row, InsatsType) else str(row)


class _Names:
    """The names of what the changes point to: one query for each kind."""

    def __init__(self, differences: Iterable[_Difference]) -> None:
        wanted: dict[type[models.Model], set[int | None]] = defaultdict(set)
        for difference in differences:
            wanted[User].add(difference.version.acting_user_id)
            for field in difference.version.pgh_tracked_model._meta.concrete_fields:
                if field.related_model in NAMED and field.name not in NOT_SHOWN:
                    for version in (difference.version, difference.before):
                        wanted[field.related_model].add(getattr(version, field.attname, None))
        self._names = {
            model: {pk: _name(row) for pk, row in model._default_manager.in_bulk(keys - {None}).items()}
            for model, keys in wanted.items()
        }
        self._roles = {
            user.pk: user.get_role_display()
            for user in User.objects.filter(pk__in=[key for key in wanted[User] if key])
        }

    def of(self, model: type[models.Model], key: int | None) -> str:
        return self._names.get(model, {}).get(key, "") if key is not None else ""

    def maker(self, version: Change) -> str:
        """Who made a change: name and role, or which job; unknown for what happened before this was kept."""
        if version.acting_user_id is not None:
            name = self.of(User, version.acting_user_id)
            return f"{name}, {self._roles.get(version.acting_user_id, '').lower()}" if name else "okänd användare"
        if version.acting_system:
            return JOBS.get(System(version.acting_system), "systemet")
        return "okänt"


def _entry(differences: list[_Difference], names: _Names, *, protected: bool) -> ChangeEntry:
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


def _lines(difference: _Difference, names: _Names, protected: bool) -> Iterator[str]:
    version, before = difference.version, difference.before
    if version.pgh_label == REMOVED:
        yield f"{_subject(version)} togs bort."
        return
    for field in difference.fields():
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
        choices = dict(getattr(getattr(field, "base_field", None), "choices", None) or ())
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(dict(field.flatchoices).get(value, value))
