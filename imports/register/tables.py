"""Rows on their way into the register: gathered by table, and written one statement a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from aspirants.models import Closure, CoachAssignment, Enrolment, Person, UnitStay
from core.sql.bulk import insert_rows, next_keys
from deadlines.models import Breach, DeadlineClock
from imports.models import ImportedRecord
from jobplans.models import FollowUp, JobPlan, JobPlanVersion, PlanApproval
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting

COLUMNS: dict[type[models.Model], Sequence[str]] = {
    Person: (
        "identity_kind", "identity_no", "identity_hash", "birth_date", "birth_year", "gender", "first_name",
        "last_name", "sort_key", "search_name", "deceased_on", "created_at",
    ),
    Enrolment: (
        "case_no", "person_id", "jobbtorg_id", "coach_id", "income_support_unit_id", "origin", "enrolled_on",
        "first_visit_on", "status", "closed_on", "created_at",
    ),
    UnitStay: ("enrolment_id", "jobbtorg_id", "started_on"),
    CoachAssignment: ("enrolment_id", "coach_id", "started_at", "ended_at", "assigned_by_id", "reason"),
    GroupInformationSession: ("jobbtorg_id", "starts_at", "place"),
    GroupInformationBooking: ("session_id", "enrolment_id", "status", "invited_at", "registered_by_id"),
    Meeting: (
        "enrolment_id", "coach_id", "kind", "starts_at", "minutes", "status", "note", "booked_by_id", "booked_at",
        "logged_by_id", "logged_at", "submission_id",
    ),
    JobPlan: ("enrolment_id",),
    JobPlanVersion: ("plan_id", "number", "status", "goal", "drafted_by_id", "drafted_at", "proposed_at"),
    PlanApproval: ("version_id", "decision", "answered_at", "method", "recorded_by_id", "recorded_at"),
    Closure: (
        "enrolment_id", "reason_id", "closed_on", "status", "imported_text", "text", "decided_by_id", "decided_at",
        "replaces_id",
    ),
    DeadlineClock: (
        "policy_id", "person_id", "enrolment_id", "jobbtorg_id", "reference", "covered", "covered_reason",
        "started_on", "original_due_on", "due_on", "recommended_on", "status", "fulfilment", "fulfilled_at",
        "ended_on", "historical", "created_at",
    ),
    Breach: ("clock_id", "jobbtorg_id", "due_on", "stamped_at"),
    FollowUp: ("enrolment_id", "clock_id", "status", "held_at", "result", "note", "recorded_by_id", "recorded_at"),
}  # fmt: skip
"""What is written of each table, in the order in which the tables are written: those that others refer to first."""

KEYS_AT_A_TIME = 1_000


@dataclass
class Tables:
    """Rows gathered for some persons. Keys come in blocks, so that rows can refer to each other before they stand."""

    batch: int
    _rows: defaultdict[type[models.Model], list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    _keys: defaultdict[type[models.Model], list[int]] = field(default_factory=lambda: defaultdict(list))
    _records: list[tuple[int, int, str, int, bool]] = field(default_factory=list)

    def add(self, model: type[models.Model], source: int, *values: Any) -> int:
        """A new row of a table with the values of COLUMNS; `source` is the import row it comes from. Gives its key."""
        key = self._key(model)
        self._rows[model].append((key, *values))
        self.record(model, source, key, created=True)
        return key

    def record(self, model: type[models.Model], source: int, key: int, *, created: bool) -> None:
        """Note that an import row made or changed a record."""
        self._records.append((source, self.batch, model._meta.db_table, key, created))

    def write(self) -> None:
        """Write what was gathered, and where it came from."""
        for model, columns in COLUMNS.items():
            insert_rows(model, ("id", *columns), self._rows[model])
        insert_rows(ImportedRecord, ("row_id", "batch_id", "table", "object_id", "created"), self._records)
        self._rows.clear()
        self._records.clear()

    def _key(self, model: type[models.Model]) -> int:
        if not self._keys[model]:
            self._keys[model] = next_keys(model, KEYS_AT_A_TIME)[::-1]
        return self._keys[model].pop()
