"""Rows on their way to the database: collected unsaved, written model by model in a few large statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models

from aspirants.models import Closure, CoachAssignment, Consent, Disclosure, Enrolment, Interruption, Person, UnitStay
from casework.models import CaseNote, NoteTemplate
from deadlines.models import Breach, ClockPause, ContactAttempt, DeadlineClock, Excuse
from jobplans.models import FollowUp, JobPlan, JobPlanVersion, PlanApproval, PlanCommunication, PlanItem
from meetings.choices import MeetingStatus
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting
from notices.models import Notice
from referrals.models import Referral, ReferralEvent, WalkIn

Row = TypeVar("Row", bound=models.Model)

# In the order of their foreign keys, with the column that says when a row was recorded. That column fills itself with
# the time of loading, so it is set afterwards.
MODELS: dict[type[models.Model], str | None] = {
    Person: "created_at",
    Enrolment: "created_at",
    UnitStay: None,
    CoachAssignment: None,
    DeadlineClock: "created_at",
    ClockPause: "registered_at",
    Breach: None,
    Excuse: None,
    Interruption: "registered_at",
    ContactAttempt: None,
    Referral: None,
    WalkIn: None,
    ReferralEvent: None,
    JobPlan: None,
    JobPlanVersion: "drafted_at",
    PlanItem: None,
    PlanApproval: None,
    Consent: "registered_at",
    Disclosure: None,
    PlanCommunication: None,
    FollowUp: None,
    Meeting: "booked_at",
    NoteTemplate: None,
    CaseNote: None,
    GroupInformationSession: None,
    GroupInformationBooking: "invited_at",
    Closure: "decided_at",
    Notice: "created_at",
}
ROWS_PER_BATCH = 1_000
UNLOGGED: dict[str, Any] = {
    "status": MeetingStatus.BOOKED,
    "topics": [],
    "note": "",
    "logged_by": None,
    "logged_at": None,
}
"""What a meeting says while it is only booked."""


class Rows:
    """Collects unsaved rows; `save` writes those added since the last time."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[tuple[Any, datetime | None]]] = {model: [] for model in MODELS}

    def add(self, row: Row, recorded_at: datetime | None = None) -> Row:
        """Keep a row, with when it was recorded if its model has such a column."""
        self._waiting[type(row)].append((row, recorded_at))
        return row

    def of(self, model: type[Row]) -> list[Row]:
        """The rows of a model that wait to be written."""
        return [row for row, _ in self._waiting[model]]

    def save(self) -> None:
        """Write everything that waits."""
        for model, recorded in MODELS.items():
            waiting, self._waiting[model] = self._waiting[model], []
            rows = [row for row, _ in waiting]
            if model is Meeting:
                _book_first(rows)
            else:
                model._default_manager.bulk_create(rows, batch_size=ROWS_PER_BATCH)
            if recorded is not None:
                _backdate(model, recorded, [(row.pk, at) for row, at in waiting if at is not None])


def _book_first(meetings: list[Any]) -> None:
    """Write meetings as booked and then as logged, so that their history says that they were booked beforehand."""
    logged = [
        (meeting, {name: getattr(meeting, name) for name in UNLOGGED})
        for meeting in meetings
        if meeting.status != UNLOGGED["status"]
    ]
    for meeting, _ in logged:
        for name, value in UNLOGGED.items():
            setattr(meeting, name, value)
    Meeting.objects.bulk_create(meetings, batch_size=ROWS_PER_BATCH)
    for meeting, said in logged:
        for name, value in said.items():
            setattr(meeting, name, value)
    Meeting.objects.bulk_update([meeting for meeting, _ in logged], list(UNLOGGED), batch_size=ROWS_PER_BATCH)


def _backdate(model: type[models.Model], column: str, instants: list[tuple[int, datetime]]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = recorded.at "  # noqa: S608  # nosec B608  # names from the models
            f"FROM unnest(%s::bigint[], %s::timestamptz[]) AS recorded (id, at) WHERE {table}.id = recorded.id",
            [[pk for pk, _ in instants], [at for _, at in instants]],
        )
