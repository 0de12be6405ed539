"""Which rows about jobs offered and insatser the database shows: those of a case."""

from __future__ import annotations

from aspirants.choices import CorrectedKind
from aspirants.row_security import emptying, in_my_case, of_case
from organisation.access.row_security import history

TABLES = ("activities_joboffer", "activities_activity")

FUNCTIONS = [
    emptying(CorrectedKind.OFFER, "activities_joboffer", {"employer": "''"}, "thing.removed_at IS NOT NULL"),
    emptying(
        CorrectedKind.ACTIVITY,
        "activities_activity",
        {"provider": "''", "insats_type_id": "NULL"},
        "thing.removed_at IS NOT NULL",
    ),
]

POLICIES = [
    *(policy for table in TABLES for policy in history(table, in_my_case(f"{table}change.enrolment_id"))),
    *(policy for table in TABLES for policy in of_case(table)),
]
