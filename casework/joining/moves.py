"""Which tables a joining changes, and what it did to each row, so that it can be put back.

Whatever refers to a person is listed here once: it goes along with the person, or it stays with the record.
A test names a new foreign key that is not listed (tests/casework/test_joining.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models import Max, Model, Q

from aspirants.models import Consent, Correction, Disclosure, EarlierNumber, Enrolment, Person, ReportedFact
from casework.models import CaseNote, CaseTransfer, MovedRow, PersonJoin
from core.history.tracking import changes_of
from deadlines.models import DeadlineClock
from jobplans.models import FollowUp, JobPlanVersion
from meetings.models import BookingChange, GroupInformationBooking, Meeting
from referrals.models import Referral

GOES_ALONG: tuple[type[Model], ...] = (
    Enrolment,
    Referral,
    DeadlineClock,
    EarlierNumber,
    ReportedFact,
    Disclosure,
    Consent,
)
"""The tables whose rows change person. What hangs on a case or a clock follows it."""

STAYS_WITH_THE_RECORD: Mapping[str, str] = {
    "aspirants.Opening.person": "a reason that was given for reading about that record, for an hour",
    "aspirants.NotSamePerson.one": "an answer about that record",
    "aspirants.NotSamePerson.other": "an answer about that record",
    "aspirants.Person.joined_into": "the pointer itself; records joined into the one that goes follow it",
    "casework.PersonJoin.goes": "what was joined",
    "casework.PersonJoin.stays": "what was joined",
}
"""Every other foreign key to a person, with the reason."""

WATCHED: Mapping[type[Model], tuple[str, ...]] = {
    Person: ("joined_into_id",),
    Enrolment: ("person_id", "status", "closed_on", "first_visit_on"),
    Referral: ("person_id", "status", "decline_reason"),
    DeadlineClock: (
        "person_id",
        "enrolment_id",
        "jobbtorg_id",
        "counted_at_id",
        "reference",
        "started_on",
        "original_due_on",
        "due_on",
        "recommended_on",
        "status",
        "fulfilment",
        "fulfilled_at",
        "ended_on",
    ),
    EarlierNumber: ("person_id",),
    ReportedFact: ("person_id", "jobbtorg_id"),
    Disclosure: ("person_id",),
    Consent: ("person_id",),
    Meeting: ("enrolment_id",),
    GroupInformationBooking: ("enrolment_id", "status", "registered_by_id"),
    BookingChange: ("enrolment_id",),
    CaseNote: ("enrolment_id",),
    Correction: ("enrolment_id", "state"),
    CaseTransfer: ("status", "answered_by_id", "answered_at"),
    FollowUp: ("status",),
    JobPlanVersion: ("status",),
}
"""What a joining may change of each table. Persons first: a record that is joined takes no rows."""

WRITTEN_IN: tuple[type[Model], ...] = (Meeting, GroupInformationBooking, CaseNote)
"""What people write in. Once they have, after the joining, it is the joined person's and does not go back."""

HANGS_ON_A_CASE = (Meeting, GroupInformationBooking, FollowUp, BookingChange, CaseNote, Correction, CaseTransfer)

MODELS = {model._meta.db_table: model for model in WATCHED}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it without loss."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def rows_now(model: type[Model], keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The watched fields of rows by key, as JSON keeps them."""
    rows = model._base_manager.filter(pk__in=list(keys)).values("pk", *WATCHED[model])
    return {row.pop("pk"): {name: _plain(value) for name, value in row.items()} for row in rows}


def concerned(persons: Iterable[int], cases: Iterable[int]) -> dict[type[Model], list[int]]:
    """The keys of the rows that a joining of the records may change; `cases`: those that are open."""
    persons, cases = list(persons), list(cases)
    queries: dict[type[Model], Q] = {
        Person: Q(pk__in=persons) | Q(joined_into__in=persons),
        **{model: Q(person__in=persons) for model in GOES_ALONG},
        **{model: Q(enrolment__in=cases) for model in HANGS_ON_A_CASE},
        JobPlanVersion: Q(plan__enrolment__in=cases),
    }
    return {
        model: list(model._base_manager.filter(condition).order_by("pk").values_list("pk", flat=True))
        for model, condition in queries.items()
    }


@contextmanager
def kept(join: PersonJoin, rows: Mapping[type[Model], list[int]]) -> Iterator[None]:
    """Keep of each of the rows what is changed inside, field by field."""
    before = {model: rows_now(model, keys) for model, keys in rows.items()}
    yield
    moved = []
    for model, keys in rows.items():
        after = rows_now(model, keys)
        for key, old in before[model].items():
            changed = {name for name in old if old[name] != after[key][name]}
            if changed:
                moved.append(
                    MovedRow(
                        join=join,
                        table=model._meta.db_table,
                        row=key,
                        before={name: old[name] for name in old if name in changed},
                        after={name: after[key][name] for name in old if name in changed},
                    )
                )
    for model in WRITTEN_IN:
        _note_versions([row for row in moved if row.table == model._meta.db_table], model)
    MovedRow.objects.bulk_create(moved)


def _note_versions(moved: list[MovedRow], model: type[Model]) -> None:
    versions = changes_of(model).objects.filter(pgh_obj__in=[row.row for row in moved])
    latest = dict(versions.values_list("pgh_obj").annotate(Max("pgh_id")))
    for row in moved:
        row.version = latest[row.row]


def written_to_since(model: type[Model], moved: list[MovedRow], since: datetime.datetime) -> set[int]:
    """The keys of those of the moved rows of a table to which somebody has written since the joining, at `since`."""
    if model is ReportedFact:
        settled = ReportedFact.objects.filter(pk__in=[row.row for row in moved], settled_at__gte=since)
        return set(settled.values_list("pk", flat=True))
    if model not in WRITTEN_IN:
        return set()
    versions = changes_of(model).objects.filter(pgh_obj__in=[row.row for row in moved]).exclude(acting_user=None)
    latest = dict(versions.values_list("pgh_obj").annotate(Max("pgh_id")))
    return {row.row for row in moved if latest.get(row.row, 0) > (row.version or 0)}


def references_to_person() -> set[str]:
    """Every foreign key to a person, as "app.Model.field"; the tables of versions are not counted."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
