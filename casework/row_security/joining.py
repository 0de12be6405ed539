"""Who sees that two records are joined, and what the role that joins them may do across jobbtorg (decision 109)."""

from __future__ import annotations

from collections.abc import Mapping

from aspirants.models.rooms import rooms_of
from aspirants.row_security import for_database_roles
from organisation.access.database_roles import JOINER
from organisation.access.row_security import I_MANAGE, MY_ROOMS, USER, Grant, Policy, View, adding, history, reading

CASE_ROOMS, CLOCK_ROOMS = rooms_of("aspirants_enrolment"), rooms_of("deadlines_deadlineclock")

VIEWS = [
    # Persons with a case here, or with a clock that the acting user's jobbtorg answers for.
    View(
        "casework_met_here",
        f"SELECT person_id FROM {CASE_ROOMS} WHERE room = {MY_ROOMS}"
        f" UNION ALL SELECT person_id FROM {CLOCK_ROOMS} WHERE room = {MY_ROOMS}",
    ),
    # Of a joining its two records, and the one that the one that stayed has been joined into since.
    View(
        "casework_join_place",
        "SELECT one.id, one.goes_id, one.stays_id, stays.joined_into_id AS later_id FROM casework_personjoin one"
        " JOIN aspirants_person stays ON stays.id = one.stays_id",
    ),
]


def _met_here(person: str) -> str:
    return f"(SELECT true FROM casework_met_here met WHERE met.person_id = {person} LIMIT 1)"


def _of_records_here(join: str) -> str:
    return (
        "(SELECT true FROM casework_join_place place"
        " JOIN casework_met_here met ON met.person_id IN (place.goes_id, place.stays_id, place.later_id)"
        f" WHERE place.id = {join} LIMIT 1)"
    )


ALSO_HERE = f"({_met_here('aspirants_notsameperson.one_id')} OR {_met_here('aspirants_notsameperson.other_id')})"

CHANGED = (
    "aspirants_enrolment",
    "aspirants_closure",
    "deadlines_deadlineclock",
    "deadlines_clockpause",
    "deadlines_breach",
    "deadlines_excuse",
    "jobplans_followup",
    "jobplans_jobplanversion",
    "meetings_meeting",
    "meetings_groupinformationbooking",
    "referrals_referral",
    "referrals_referralevent",
    "casework_personjoin",
    "casework_movedrow",
    "meetings_bookingchange",
    "aspirants_correction",
    "casework_casenote",
    "casework_casetransfer",
    "aspirants_earliernumber",
    "aspirants_reportedfact",
    "aspirants_disclosure",
    "aspirants_consent",
)
"""What is written while two records are joined, and while that is undone."""

CHANGED_ONLY: Mapping[str, tuple[str, ...]] = {
    "aspirants_correction": ("enrolment_id", "state"),
    "casework_casenote": ("enrolment_id",),
    "casework_casetransfer": ("status", "answered_by_id", "answered_at", "answer_reason"),
    "aspirants_earliernumber": ("person_id",),
    "aspirants_reportedfact": ("person_id", "jobbtorg_id"),
    "aspirants_disclosure": ("person_id",),
    "aspirants_consent": ("person_id",),
}
"""Those of them of which nothing is added, and no more is changed than where it belongs and whether it still waits."""

LOOKED_AT = (
    "aspirants_closurereason",
    "aspirants_interruption",
    "aspirants_enrolmentchange",
    "casework_casenotechange",
    "aspirants_unitstay",
    "deadlines_contactattempt",
    "deadlines_deadlineclockchange",
    "deadlines_deadlinepolicy",
    "jobplans_jobplan",
    "jobplans_planapproval",
    "meetings_groupinformationbookingchange",
    "meetings_groupinformationsession",
    "meetings_meetingchange",
)
"""What is asked besides: when something was recorded, what excuses a clock."""

OPEN_TO_ALL = ("aspirants_closurereason", "deadlines_deadlinepolicy", "meetings_groupinformationsession")
"""Those of them that are about nobody, so that no row security is on them."""

ORGANISATION = (
    "calendarday",
    "deputy",
    "district",
    "incomesupportunit",
    "jobbtorg",
    "position",
    "targetgroup",
    "user",
)
"""Who is told of a clock that turns out to be broken, and where."""

UNDER_LOCK = ("aspirants_person", *CHANGED, *(table for table in LOOKED_AT if table not in OPEN_TO_ALL))

POLICIES = [
    reading("casework_personjoin", "of records here", _of_records_here("casework_personjoin.id")),
    *history("casework_personjoin", _of_records_here("casework_personjoinchange.pgh_obj_id")),
    reading("casework_movedrow", "of records here", _of_records_here("casework_movedrow.join_id")),
    # A record that was joined is found by its number, and shown where the one is that stays.
    reading(
        "aspirants_person",
        "joined into one met here",
        f"joined_into_id IS NOT NULL AND {_met_here('aspirants_person.joined_into_id')}",
    ),
    reading("aspirants_notsameperson", "of records here", ALSO_HERE),
    adding("aspirants_notsameperson", "of records here, add", f"said_by_id = {USER} AND ({ALSO_HERE})"),
    *(policy for table in UNDER_LOCK for policy in for_database_roles(table, JOINER)),
    Policy("notices_notice", "tell somebody while joining", I_MANAGE, "INSERT", JOINER),
]

APPEND_ONLY = ["aspirants_notsameperson"]

GRANTS = [
    Grant("aspirants_person", JOINER),
    Grant("aspirants_person", JOINER, ("UPDATE",), columns=("joined_into_id",)),
    *(Grant(table, JOINER, ("SELECT", "INSERT", "UPDATE")) for table in CHANGED if table not in CHANGED_ONLY),
    *(Grant(table, JOINER) for table in CHANGED_ONLY),
    *(Grant(table, JOINER, ("UPDATE",), columns=columns) for table, columns in CHANGED_ONLY.items()),
    *(Grant(table, JOINER) for table in LOOKED_AT),
    *(Grant(f"organisation_{table}", JOINER) for table in ORGANISATION),
    Grant("notices_notice", JOINER, ("INSERT",)),
    Grant("notices_switched_off", JOINER),
]
