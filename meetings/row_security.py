"""Which rows about meetings and group information the database shows: those of a case, and of sessions here."""

from __future__ import annotations

from aspirants.choices import CorrectedKind
from aspirants.row_security import emptying, for_database_roles, in_my_case, in_readable_case, of_case
from meetings.choices import BookingStatus, MeetingStatus
from organisation.access.database_roles import IMPORTER, REPORTS
from organisation.access.row_security import MY_JOBBTORG, Grant, adding, history, reading, rightly

CASE_TABLES = ("meetings_meeting", "meetings_groupinformationbooking")

CHANGES = "meetings_bookingchange"

TIMES = ("meetings_meeting", CHANGES)

POLICIES = [
    *(policy for table in CASE_TABLES for policy in history(table, in_my_case(f"{table}change.enrolment_id"))),
    *(policy for table in CASE_TABLES for policy in of_case(table)),
    # Who has a place in a session here counts, also where the case has moved on since.
    reading(
        "meetings_groupinformationbooking",
        "of sessions here",
        f"(SELECT s.jobbtorg_id = {MY_JOBBTORG} FROM meetings_groupinformationsession s"
        " WHERE s.id = meetings_groupinformationbooking.session_id)",
    ),
    *(policy for table in CASE_TABLES for policy in for_database_roles(table, IMPORTER)),
    # What was moved or cancelled is written once and never changed.
    reading(CHANGES, "of readable cases", in_readable_case(f"{CHANGES}.enrolment_id")),
    adding(CHANGES, "of own cases, add", in_my_case(f"{CHANGES}.enrolment_id")),
    # When a meeting was booked and for when, of all cases and of nobody by name: the forecast asks what stood when.
    *(reading(table, f"times, for {REPORTS}", rightly(REPORTS), role=REPORTS) for table in TIMES),
]

FUNCTIONS = [
    emptying(
        CorrectedKind.MEETING,
        "meetings_meeting",
        {"topics": "'{}'", "note": "''"},
        # Or booked again: what was logged was about another person, and the booking was not.
        f"thing.status IN ('{MeetingStatus.REMOVED.value}', '{MeetingStatus.BOOKED.value}')",
        also=f"UPDATE {CHANGES} SET note = '' WHERE meeting_id = whose AND EXISTS (SELECT FROM meetings_meeting thing"
        f" WHERE thing.id = whose AND thing.status = '{MeetingStatus.REMOVED.value}');",
    ),
    # The words about it are none of this table's; whether somebody came is told by the versions alone.
    emptying(
        CorrectedKind.GROUP,
        "meetings_groupinformationbooking",
        {"status": f"'{BookingStatus.INVITED.value}'"},
        f"thing.status = '{BookingStatus.INVITED.value}'",
    ),
]

GRANTS = [
    Grant("meetings_meeting", REPORTS, columns=("id", "enrolment_id", "coach_id", "status", "starts_at", "booked_at")),
    Grant(CHANGES, REPORTS, columns=("id", "meeting_id", "from_starts_at", "to_starts_at", "changed_at")),
]
