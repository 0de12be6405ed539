"""The versions that the rows of a measured city have had, as the triggers would have kept them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models
from pghistory.core import event_models

from core.history.tracking import CHANGED, INSERTED

_COLUMNS = ("pgh_created_at", "pgh_label", "acting_user_id", "acting_system", "transaction", "pgh_obj_id")


@dataclass(frozen=True)
class Version:
    """One version of a table's rows: when and by whom it was written, as SQL over the row, and what differed then."""

    at: str
    by: str = "NULL::bigint"
    label: str = INSERTED
    only: str = "true"
    then: dict[str, str] = field(default_factory=dict)


_BY_COACH = "coach_id"
VERSIONS: dict[str, tuple[Version, ...]] = {
    "aspirants_person": (Version("created_at"),),
    "aspirants_enrolment": (
        Version("created_at", _BY_COACH, then={"status": "'ACTIVE'", "closed_on": "NULL::date"}),
        Version("closed_on + interval '15 hours'", _BY_COACH, CHANGED, "closed_on IS NOT NULL"),
    ),
    "aspirants_unitstay": (Version("started_on + interval '10 hours'"),),
    "aspirants_supportunitchange": (Version("recorded_at", "recorded_by_id"),),
    "casework_casetransfer": (
        Version(
            "sent_at",
            "sent_by_id",
            then={"status": "'SENT'", "answered_by_id": "NULL::bigint", "answered_at": "NULL::timestamptz"},
        ),
        Version("answered_at", "answered_by_id", CHANGED, "status <> 'SENT'"),
    ),
    "aspirants_coachassignment": (Version("started_at", "assigned_by_id"),),
    "aspirants_closure": (Version("decided_at", "decided_by_id"),),
    "aspirants_postclosurecheck": (Version("coalesce(recorded_at, due_on + interval '1 hour')", "recorded_by_id"),),
    "aspirants_interruption": (Version("registered_at", "registered_by_id"),),
    "aspirants_disclosure": (Version("disclosed_at", "disclosed_by_id"),),
    "casework_casenote": (Version("written_at", "written_by_id"),),
    "casework_personjoin": (Version("asked_at", "asked_by_id"),),
    "activities_activity": (Version("recorded_at", "recorded_by_id"),),
    "activities_joboffer": (Version("recorded_at", "recorded_by_id"),),
    "meetings_groupinformationbooking": (Version("invited_at", "registered_by_id"),),
    # Every second one was booked first.
    "meetings_meeting": (
        Version(
            "booked_at",
            "booked_by_id",
            only="id % 2 = 0 OR status = 'BOOKED'",
            then={
                "status": "'BOOKED'",
                "topics": "'{}'::varchar[]",
                "note": "''",
                "logged_by_id": "NULL::bigint",
                "logged_at": "NULL::timestamptz",
            },
        ),
        Version("logged_at", "logged_by_id", CHANGED, "id % 2 = 0 AND status <> 'BOOKED'"),
        Version("logged_at", "logged_by_id", INSERTED, "id % 2 = 1 AND status <> 'BOOKED'"),
    ),
    "deadlines_deadlineclock": (
        Version(
            "created_at",
            then={
                "status": "'RUNNING'",
                "fulfilment": "''",
                "fulfilled_at": "NULL::timestamptz",
                "ended_on": "NULL::date",
            },
        ),
        Version(
            "coalesce(fulfilled_at, ended_on + interval '12 hours', due_on + interval '1 day 10 minutes')",
            label=CHANGED,
            only="status <> 'RUNNING'",
        ),
    ),
    "deadlines_breach": (Version("stamped_at"),),
    "deadlines_excuse": (Version("granted_at"),),
    "deadlines_clockpause": (Version("registered_at", "registered_by_id"),),
    "deadlines_contactattempt": (Version("recorded_at", "recorded_by_id"),),
    "jobplans_jobplan": (
        Version(
            "(SELECT enrolment.created_at FROM aspirants_enrolment AS enrolment WHERE enrolment.id = enrolment_id)"
        ),
    ),
    "jobplans_jobplanversion": (
        Version(
            "drafted_at",
            "drafted_by_id",
            then={"status": "'DRAFT'", "edition": "0", "proposed_at": "NULL::timestamptz"},
        ),
        Version("proposed_at", "drafted_by_id", CHANGED),
    ),
    "jobplans_planitem": (Version("starts_on + interval '9 hours'"),),
    "jobplans_planapproval": (Version("recorded_at", "recorded_by_id"),),
    "jobplans_plancommunication": (Version("sent_at", "sent_by_id"),),
    "jobplans_followup": (Version("coalesce(held_at, now())", "recorded_by_id", CHANGED, "status <> 'PLANNED'"),),
    "referrals_referral": (
        Version(
            "submitted_at",
            "sent_by_id",
            then={"status": "'SUBMITTED'", "decline_reason": "''", "enrolment_id": "NULL::bigint"},
        ),
        Version("submitted_at + interval '2 days'", label=CHANGED, only="status <> 'SUBMITTED'"),
    ),
    "referrals_walkin": (Version("came_on + interval '10 hours'"),),
    "referrals_referralmove": (
        Version(
            "sent_at",
            "sent_by_id",
            then={"status": "'SENT'", "answered_at": "NULL::timestamptz", "answer_reason": "''"},
        ),
        Version("answered_at", label=CHANGED, only="status <> 'SENT'"),
    ),
    "referrals_questionthread": (
        Version(
            "opened_at",
            "opened_by_id",
            then={"waits_for": "'JOBBTORG'", "closed_at": "NULL::timestamptz", "closed_by_id": "NULL::bigint"},
        ),
        Version("closed_at", "closed_by_id", CHANGED, "closed_at IS NOT NULL"),
    ),
    "aspirants_consent": (
        Version(
            "registered_at",
            "taken_by_id",
            then={
                "withdrawn_on": "NULL::date",
                "withdrawn_by_id": "NULL::bigint",
                "withdrawn_at": "NULL::timestamptz",
            },
        ),
        Version("withdrawn_at", "withdrawn_by_id", CHANGED, "withdrawn_at IS NOT NULL"),
    ),
}
"""By table, in the order in which a row had them."""


def history_tables() -> dict[str, str]:
    """The tables that hold versions, by the table whose versions they are."""
    tracked = {model.pgh_tracked_model._meta.db_table: model._meta.db_table for model in event_models()}  # type: ignore[attr-defined]
    return {table: tracked[table] for table in VERSIONS}


def statements(table: str) -> Iterator[str]:
    """The SQL that writes the versions of a table's rows."""
    [event] = [m for m in event_models() if m.pgh_tracked_model._meta.db_table == table]  # type: ignore[attr-defined]
    kept = _own_columns(event)
    place = list(VERSIONS).index(table) + 1
    for nth, version in enumerate(VERSIONS[table]):
        values = [version.then.get(column, column) for column in kept]
        yield (
            f"INSERT INTO {event._meta.db_table} ({', '.join((*_COLUMNS, *kept))})"
            f" SELECT {version.at}, '{version.label}', {version.by}, '', {place}{nth}00000000 + id, id,"
            f" {', '.join(values)} FROM {table} WHERE {version.only} ORDER BY id"
        )


def _own_columns(event: type[models.Model]) -> list[str]:
    columns = [str(field.column) for field in event._meta.concrete_fields]
    return [column for column in columns if column not in _COLUMNS and column != "pgh_id"]
