"""Which rows about plans and promises the database shows: those of a case, or those the jobbtorg answers for."""

from __future__ import annotations

from aspirants.row_security import for_errands, in_my_case, in_readable_case, of_case, open_to_me
from organisation.database_roles import IMPORTER, REGISTRAR, REPORTS
from organisation.row_security import MY_JOBBTORG, Grant, View, changing, reading

VIEWS = [
    # That somebody waits, by number and at the own jobbtorg only: a promise must not be forgotten because nobody there
    # may open the person (jobplans/protected.py).
    View(
        "protected_promise",
        "SELECT clock.reference, clock.jobbtorg_id, policy.kind, clock.due_on, clock.status,"
        " clock.covered, clock.enrolment_id IS NULL AS waiting"
        " FROM jobplans_deadlineclock clock"
        " JOIN jobplans_deadlinepolicy policy ON policy.id = clock.policy_id"
        " JOIN aspirants_person person ON person.id = clock.person_id AND person.protection <> 'NONE'"
        " LEFT JOIN aspirants_enrolment enrolment ON enrolment.id = clock.enrolment_id"
        " WHERE clock.status IN ('RUNNING', 'PAUSED', 'BREACHED') AND clock.fulfilled_at IS NULL"
        " AND clock.ended_on IS NULL AND NOT clock.historical AND enrolment.closed_on IS NULL"
        f" AND clock.jobbtorg_id = {MY_JOBBTORG}",
    ),
    View(
        "protected_case",
        "SELECT enrolment.case_no AS reference, enrolment.jobbtorg_id, enrolment.status"
        " FROM aspirants_enrolment enrolment"
        " JOIN aspirants_person person ON person.id = enrolment.person_id AND person.protection <> 'NONE'"
        f" WHERE enrolment.closed_on IS NULL AND enrolment.jobbtorg_id = {MY_JOBBTORG}",
    ),
]

OWN_CLOCK = f"jobbtorg_id = {MY_JOBBTORG} AND {open_to_me('jobplans_deadlineclock.person_id')}"


def _own_clock(clock: str) -> str:
    """The promise is the acting user's jobbtorg's to keep, or belongs to a case of theirs."""
    return (
        f"EXISTS (SELECT FROM jobplans_deadlineclock c WHERE c.id = {clock} AND"
        f" (c.jobbtorg_id = {MY_JOBBTORG} OR {in_my_case('c.enrolment_id')}))"
    )


def _parent(table: str, parent: str, column: str) -> str:
    """The row that this one is part of is open."""
    return f"EXISTS (SELECT FROM {parent} whole WHERE whole.id = {table}.{column})"


def _own_version(version: str) -> str:
    return (
        "EXISTS (SELECT FROM jobplans_jobplanversion v JOIN jobplans_jobplan p ON p.id = v.plan_id"
        f" WHERE v.id = {version} AND {in_my_case('p.enrolment_id')})"
    )


PLAN_PARTS = ("jobplans_planitem", "jobplans_planapproval")
IMPORTED = (
    "jobplans_deadlineclock",
    "jobplans_clockpause",
    "jobplans_breach",
    "jobplans_followup",
    "jobplans_jobplan",
    "jobplans_jobplanversion",
    *PLAN_PARTS,
    "jobplans_plancommunication",
)

POLICIES = [
    reading("jobplans_deadlineclock", "of my jobbtorg", OWN_CLOCK),
    reading("jobplans_deadlineclock", "of readable cases", in_readable_case("jobplans_deadlineclock.enrolment_id")),
    *changing(
        "jobplans_deadlineclock",
        "of my jobbtorg",
        f"({OWN_CLOCK}) OR {in_my_case('jobplans_deadlineclock.enrolment_id')}",
    ),
    # The jobbtorg answers for the promise, so it knows whose it is, also before there is a case.
    reading(
        "aspirants_person",
        "promised here",
        f"{open_to_me('aspirants_person.id')} AND EXISTS (SELECT FROM jobplans_deadlineclock c"
        f" WHERE c.person_id = aspirants_person.id AND c.jobbtorg_id = {MY_JOBBTORG})",
    ),
    # Why a promise is paused may be about health; it is nobody's but the jobbtorg's.
    reading(
        "jobplans_clockpause",
        "of readable promises",
        f"{MY_JOBBTORG} IS NOT NULL AND {_parent('jobplans_clockpause', 'jobplans_deadlineclock', 'clock_id')}",
    ),
    *changing("jobplans_clockpause", "of own promises", _own_clock("jobplans_clockpause.clock_id")),
    reading(
        "jobplans_breach", "of readable promises", _parent("jobplans_breach", "jobplans_deadlineclock", "clock_id")
    ),
    *changing("jobplans_breach", "of own promises", _own_clock("jobplans_breach.clock_id")),
    *of_case("jobplans_followup"),
    *of_case("jobplans_jobplan"),
    reading(
        "jobplans_jobplanversion",
        "of readable cases",
        "EXISTS (SELECT FROM jobplans_jobplan p WHERE p.id = jobplans_jobplanversion.plan_id"
        f" AND {in_readable_case('p.enrolment_id')})",
    ),
    *changing(
        "jobplans_jobplanversion",
        "of own cases",
        "EXISTS (SELECT FROM jobplans_jobplan p WHERE p.id = jobplans_jobplanversion.plan_id"
        f" AND {in_my_case('p.enrolment_id')})",
    ),
    *(
        policy
        for table in PLAN_PARTS
        for policy in (
            reading(table, "of readable versions", _parent(table, "jobplans_jobplanversion", "version_id")),
            *changing(table, "of own cases", _own_version(f"{table}.version_id")),
        )
    ),
    reading(
        "jobplans_plancommunication",
        "with its disclosure",
        _parent("jobplans_plancommunication", "aspirants_disclosure", "disclosure_id"),
    ),
    *changing(
        "jobplans_plancommunication",
        "of own cases",
        "EXISTS (SELECT FROM aspirants_disclosure d WHERE d.id = jobplans_plancommunication.disclosure_id"
        f" AND {in_my_case('d.enrolment_id')})",
    ),
    *(policy for table in IMPORTED for policy in for_errands(table, IMPORTER)),
    *for_errands("jobplans_deadlineclock", REPORTS, REGISTRAR),
]

GRANTS = [
    Grant(
        "jobplans_deadlineclock",
        REPORTS,
        columns=(
            "id",
            "policy_id",
            "person_id",
            "enrolment_id",
            "jobbtorg_id",
            "covered",
            "started_on",
            "original_due_on",
            "due_on",
            "status",
            "fulfilment",
            "fulfilled_at",
            "ended_on",
            "late_registered",
            "historical",
        ),
    ),
    Grant("jobplans_deadlinepolicy", REPORTS),
    Grant("jobplans_deadlineclock", REGISTRAR, ("SELECT", "INSERT")),
    Grant("jobplans_deadlinepolicy", REGISTRAR),
]
