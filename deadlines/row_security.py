"""Which rows about clocks the database shows: those the jobbtorg answers for, and those of a case."""

from __future__ import annotations

from aspirants.choices import CorrectedKind
from aspirants.models.rooms import rooms_of
from aspirants.row_security import emptying, for_database_roles, in_my_case, in_readable_case, open_to_me
from deadlines.choices import ClockStatus
from organisation.access.database_roles import IMPORTER, REGISTRAR, REPORTS, WEB, WORKER
from organisation.access.row_security import (
    MY_JOBBTORG,
    MY_ROOMS,
    Deletion,
    Grant,
    Policy,
    View,
    changing,
    history,
    reading,
)
from organisation.row_security import MY_JOBBTORG_THEN

ROOMS = rooms_of("deadlines_deadlineclock")

OWNERS_ALONE = [ROOMS]

VIEWS = [
    View("deadlines_clock_here", f"SELECT id, person_id FROM {ROOMS} WHERE room = {MY_ROOMS}"),
    # Of every clock its case, and whether the clock itself is the acting user's jobbtorg's.
    View("deadlines_clock_case", f"SELECT id, enrolment_id, room = {MY_ROOMS} AS here FROM {ROOMS}"),
    # That somebody waits, by number and at the own jobbtorg only: a clock must not be forgotten because nobody there
    # may open the person (deadlines/status/protected.py).
    View(
        "protected_clock",
        "SELECT clock.reference, clock.jobbtorg_id, policy.kind, clock.due_on, clock.status,"
        " clock.covered, clock.enrolment_id IS NULL AS waiting"
        " FROM deadlines_deadlineclock clock"
        " JOIN deadlines_deadlinepolicy policy ON policy.id = clock.policy_id"
        " JOIN aspirants_person person ON person.id = clock.person_id AND person.protection <> 'NONE'"
        " LEFT JOIN aspirants_enrolment enrolment ON enrolment.id = clock.enrolment_id"
        " WHERE clock.status IN ('WAITING', 'RUNNING', 'PAUSED', 'BREACHED', 'EXCUSED')"
        " AND policy.use = 'ACTIVE' AND clock.fulfilled_at IS NULL"
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

HIDES = [f"SELECT room.person_id FROM {ROOMS} room WHERE room.room = -{MY_JOBBTORG_THEN} AND room.room < 0"]

OWN_CLOCK = f"jobbtorg_id = {MY_JOBBTORG} AND {open_to_me('deadlines_deadlineclock.person_id')}"


WITH_CLOCK_HERE = "(SELECT true FROM deadlines_clock_here clock WHERE clock.person_id = aspirants_person.id LIMIT 1)"


def _of_clock(table: str, case: str) -> str:
    """The clock is the acting user's jobbtorg's to keep, or belongs to a case that fulfils the condition."""
    return f"(SELECT clock.here OR {case} FROM deadlines_clock_case clock WHERE clock.id = {table}.clock_id)"


CLOCK_TABLES = ("deadlines_clockpause", "deadlines_breach", "deadlines_excuse", "deadlines_contactattempt")
IMPORTED = ("deadlines_deadlineclock", "deadlines_clockpause", "deadlines_breach")

POLICIES = [
    reading("deadlines_deadlineclock", "of my jobbtorg", OWN_CLOCK),
    reading(
        "deadlines_deadlineclock", "of cases that may be read", in_readable_case("deadlines_deadlineclock.enrolment_id")
    ),
    *changing(
        "deadlines_deadlineclock",
        "of my jobbtorg",
        f"({OWN_CLOCK}) OR {in_my_case('deadlines_deadlineclock.enrolment_id')}",
    ),
    # The jobbtorg answers for the clock, so it knows whose it is, also before there is a case.
    reading("aspirants_person", "with a clock here", WITH_CLOCK_HERE),
    Policy("aspirants_person", "with a clock here, change", WITH_CLOCK_HERE, "UPDATE"),
    reading(
        "aspirants_earliernumber",
        "with a clock here",
        "(SELECT true FROM deadlines_clock_here clock"
        " WHERE clock.person_id = aspirants_earliernumber.person_id LIMIT 1)",
    ),
    *(
        policy
        for table in CLOCK_TABLES
        for policy in (
            reading(table, "of readable clocks", _of_clock(table, in_readable_case("clock.enrolment_id"))),
            *changing(table, "of own clocks", _of_clock(table, in_my_case("clock.enrolment_id"))),
        )
    ),
    *history(
        "deadlines_deadlineclock",
        f"(SELECT {in_my_case('clock.enrolment_id')} FROM deadlines_clock_case clock"
        " WHERE clock.id = deadlines_deadlineclockchange.pgh_obj_id)",
    ),
    *(
        policy
        for table in CLOCK_TABLES
        for policy in history(table, _of_clock(f"{table}change", in_my_case("clock.enrolment_id")))
    ),
    *(policy for table in IMPORTED for policy in for_database_roles(table, IMPORTER)),
    *for_database_roles("deadlines_deadlineclock", REPORTS, REGISTRAR),
    *for_database_roles("deadlines_clockpause", REPORTS, REGISTRAR),
]

# An attempt has no words: its trace is the row, which is removed, and its versions, which tell how it was tried.
FUNCTIONS = [
    emptying(CorrectedKind.ATTEMPT, "deadlines_contactattempt", {}, "thing.removed_at IS NOT NULL"),
    # Asked when the answer about the guarantee changes, also by a sender, to whom no version of a clock is shown. It
    # says yes or no and nothing else; `set_coverage` asks it about a clock that it has locked as the acting user.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_clock_has_counted(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
        SELECT EXISTS (
            SELECT FROM deadlines_deadlineclockchange version
              JOIN deadlines_deadlineclock clock ON clock.id = which AND clock.due_on = version.due_on
             WHERE version.pgh_obj_id = which AND version.covered AND version.status = '{ClockStatus.BREACHED.value}')
    $function$
    """,
]

GRANTS = [
    Grant(
        "deadlines_deadlineclock",
        REPORTS,
        columns=(
            "id",
            "policy_id",
            "person_id",
            "enrolment_id",
            "jobbtorg_id",
            "counted_at_id",
            "covered",
            "started_on",
            "original_due_on",
            "due_on",
            "status",
            "fulfilment",
            "fulfilled_at",
            "ended_on",
            "ended_with_id",
            "late_registered",
            "historical",
        ),
    ),
    Grant("deadlines_deadlinepolicy", REPORTS),
    Grant("deadlines_clockpause", REPORTS, columns=("id", "clock_id", "paused_from", "resumed_on", "counts_until")),
    # A pause for the decision on benefit begins with the referral, and its sender may say that it is over. What the
    # last day becomes depends on every pause of the clock, which the sender may not read.
    Grant("deadlines_deadlineclock", REGISTRAR, ("SELECT", "INSERT", "UPDATE")),
    Grant("deadlines_clockpause", REGISTRAR, ("SELECT", "INSERT", "UPDATE")),
    Grant("deadlines_deadlinepolicy", REGISTRAR),
]

DELETIONS = [
    Deletion("deadlines_sweeprun", (WORKER,)),
    Deletion("deadlines_deadlinepolicy", (WEB,)),
    Deletion("deadlines_clockpause", (WEB,)),
]
"""Runs that found nothing, and a rule or a pause that is taken back before it begins."""
