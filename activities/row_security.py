"""Which rows about jobs offered and insatser the database shows: those of a case."""

from __future__ import annotations

from aspirants.row_security import in_my_case, of_case
from organisation.access.row_security import history

TABLES = ("activities_joboffer", "activities_activity")

POLICIES = [
    *(policy for table in TABLES for policy in history(table, in_my_case(f"{table}change.enrolment_id"))),
    *(policy for table in TABLES for policy in of_case(table)),
]
