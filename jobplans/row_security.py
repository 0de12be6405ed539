"""Which rows about plans and follow-ups the database shows: those of a case."""

from __future__ import annotations

from aspirants.choices import CorrectedKind
from aspirants.row_security import emptying, for_database_roles, in_my_case, in_readable_case, of_case
from organisation.access.database_roles import IMPORTER, WEB
from organisation.access.row_security import Deletion, View, changing, history, reading

VIEWS = [
    View("jobplans_plan_place", "SELECT id, enrolment_id FROM jobplans_jobplan"),
    View(
        "jobplans_version_place",
        "SELECT version.id, plan.enrolment_id FROM jobplans_jobplanversion version"
        " JOIN jobplans_jobplan plan ON plan.id = version.plan_id",
    ),
]


def _of_plan(table: str, case: str) -> str:
    return f"(SELECT {case} FROM jobplans_plan_place plan WHERE plan.id = {table}.plan_id)"


def _of_version(table: str, case: str) -> str:
    return f"(SELECT {case} FROM jobplans_version_place version WHERE version.id = {table}.version_id)"


CASE_TABLES = ("jobplans_followup", "jobplans_jobplan")
VERSION_TABLES = ("jobplans_planitem", "jobplans_planapproval", "jobplans_plancommunication")
IMPORTED = ("jobplans_followup", "jobplans_jobplan", "jobplans_jobplanversion", *VERSION_TABLES)

FUNCTIONS = [
    emptying(CorrectedKind.FOLLOW_UP, "jobplans_followup", {"note": "''"}, "thing.status <> 'HELD'"),
]

POLICIES = [
    *(policy for table in CASE_TABLES for policy in history(table, in_my_case(f"{table}change.enrolment_id"))),
    *history("jobplans_jobplanversion", _of_plan("jobplans_jobplanversionchange", in_my_case("plan.enrolment_id"))),
    *(
        policy
        for table in VERSION_TABLES
        for policy in history(table, _of_version(f"{table}change", in_my_case("version.enrolment_id")))
    ),
    *(policy for table in CASE_TABLES for policy in of_case(table)),
    reading(
        "jobplans_jobplanversion",
        "of readable cases",
        _of_plan("jobplans_jobplanversion", in_readable_case("plan.enrolment_id")),
    ),
    *changing(
        "jobplans_jobplanversion", "of own cases", _of_plan("jobplans_jobplanversion", in_my_case("plan.enrolment_id"))
    ),
    *(
        policy
        for table in VERSION_TABLES
        for policy in (
            reading(table, "of readable cases", _of_version(table, in_readable_case("version.enrolment_id"))),
            *changing(table, "of own cases", _of_version(table, in_my_case("version.enrolment_id"))),
        )
    ),
    *(policy for table in IMPORTED for policy in for_database_roles(table, IMPORTER)),
]

DELETIONS = [Deletion("jobplans_planitem", (WEB,)), Deletion("jobplans_planapproval", (WEB,))]
"""What stands in a plan that nobody has been shown yet; an answer recorded by mistake, which its history keeps."""
