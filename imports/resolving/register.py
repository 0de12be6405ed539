"""The persons and cases of the register beside the rows of some persons: a handful of statements, however many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from aspirants.choices import ClosureStatus, Origin, OutcomeGroup, Protection
from core.sql import LOCAL_TIME_ZONE, local_day
from imports.profiles.fields import Field
from imports.resolving.known import KnownBooking, KnownCase, KnownClock, KnownCoach, KnownMeeting, KnownPerson
from jobplans.choices import Decision, FollowUpStatus

_PERSONS = """
    SELECT identity_hash, id, first_name, last_name, protection, deceased_on, joined_into_id
      FROM aspirants_person WHERE identity_hash = ANY(%s)
"""

_EARLIER = "SELECT identity_hash, person_id FROM aspirants_earliernumber WHERE leads_here AND identity_hash = ANY(%s)"

_BY_KEY = """
    SELECT id, id, first_name, last_name, protection, deceased_on, joined_into_id
      FROM aspirants_person WHERE id = ANY(%s)
"""

_LOCK = "SELECT id FROM aspirants_enrolment WHERE person_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

_CASES = f"""
    SELECT enrolment.person_id, enrolment.id, enrolment.case_no, enrolment.jobbtorg_id, enrolment.enrolled_on,
           enrolment.closed_on, enrolment.origin = '{Origin.IMPORT.value}',
           (SELECT stay.id FROM aspirants_unitstay stay WHERE stay.enrolment_id = enrolment.id
             ORDER BY stay.started_on LIMIT 1),
           enrolment.income_support_unit_id, enrolment.first_visit_on,
           (SELECT {local_day("min(approval.answered_at)")} FROM jobplans_jobplan plan
              JOIN jobplans_jobplanversion version ON version.plan_id = plan.id
              JOIN jobplans_planapproval approval ON approval.version_id = version.id
             WHERE plan.enrolment_id = enrolment.id AND approval.decision = '{Decision.APPROVED.value}'),
           reason.code, closure.id,
           EXISTS (SELECT FROM imports_importrow told
                    WHERE told.enrolment_id = enrolment.id AND told.ends_on = enrolment.closed_on)
      FROM aspirants_enrolment enrolment
      LEFT JOIN aspirants_closure closure
             ON closure.enrolment_id = enrolment.id AND closure.status <> '{ClosureStatus.CORRECTED.value}'
      LEFT JOIN aspirants_closurereason reason ON reason.id = closure.reason_id
     WHERE enrolment.person_id = ANY(%s) AND reason."group" IS DISTINCT FROM '{OutcomeGroup.EXCLUDED.value}'
     ORDER BY enrolment.enrolled_on, enrolment.id
"""  # noqa: S608

_FOLLOW_UPS = f"""
    SELECT enrolment_id, {local_day("held_at")} FROM jobplans_followup
     WHERE enrolment_id = ANY(%s) AND status = '{FollowUpStatus.HELD.value}'
"""  # noqa: S608

_GROUPS = f"""
    SELECT booking.enrolment_id, {local_day("session.starts_at")}, booking.id, booking.status
      FROM meetings_groupinformationbooking booking JOIN meetings_groupinformationsession session
        ON session.id = booking.session_id
     WHERE booking.enrolment_id = ANY(%s)
"""  # noqa: S608

_MEETINGS = f"""
    SELECT enrolment_id, {local_day("starts_at")}, kind, id, coach_id,
           NULLIF((starts_at AT TIME ZONE '{LOCAL_TIME_ZONE}')::time, '00:00')
      FROM meetings_meeting WHERE enrolment_id = ANY(%s) ORDER BY id
"""  # noqa: S608


_CLOCKS = f"""
    SELECT clock.enrolment_id, policy.kind, clock.id, clock.status, {local_day("clock.fulfilled_at")}, clock.ended_on,
           clock.started_on, clock.due_on, clock.historical, breach.id, follow_up.id
      FROM deadlines_deadlineclock clock JOIN deadlines_deadlinepolicy policy ON policy.id = clock.policy_id
      LEFT JOIN deadlines_breach breach ON breach.clock_id = clock.id AND breach.revoked_at IS NULL
      LEFT JOIN jobplans_followup follow_up ON follow_up.clock_id = clock.id
     WHERE clock.enrolment_id = ANY(%s) AND clock.started_on IS NOT NULL
"""  # noqa: S608

_COACHES = """
    SELECT DISTINCT ON (assigned.enrolment_id) assigned.enrolment_id, assigned.coach_id, assigned.id, made.profile,
           made.as_of, made.row_id
      FROM aspirants_coachassignment assigned
      LEFT JOIN LATERAL (
           SELECT list.profile, list.as_of, record.row_id
             FROM imports_importedrecord record JOIN imports_importrow row ON row.id = record.row_id
             JOIN imports_importlist list ON list.id = row.list_id
            WHERE record.table = 'aspirants_coachassignment' AND record.object_id = assigned.id
            ORDER BY record.id DESC LIMIT 1) made ON true
     WHERE assigned.enrolment_id = ANY(%s)
     ORDER BY assigned.enrolment_id, assigned.started_at DESC, assigned.id DESC
"""

_SEEN = f"""
    SELECT row.enrolment_id, max(list.as_of) FILTER (WHERE list.fields ? '{Field.PLAN_APPROVED.value}'),
           max(list.as_of) FILTER (WHERE list.fields ? '{Field.FOLLOW_UP.value}')
      FROM imports_importrow row JOIN imports_importlist list ON list.id = row.list_id
     WHERE row.enrolment_id = ANY(%s) GROUP BY row.enrolment_id
"""  # noqa: S608


def known_persons(hashes: Sequence[str], *, lock: bool = False) -> dict[str, KnownPerson]:
    """The persons of these numbers' hashes, whom the register knows, with their cases. `lock`: nobody changes those."""
    with connection.cursor() as cursor:
        found = _persons(cursor, hashes)
        if not found:
            return found
        persons = list({person.key for person in found.values()})
        if lock:
            cursor.execute(_LOCK, [persons])
        cursor.execute(_CASES, [persons])
        cases: dict[int, KnownCase] = {}
        of_person: dict[int, list[KnownCase]] = {}
        for person, *facts in cursor.fetchall():
            case = KnownCase(*facts)
            cases[case.key] = case
            of_person.setdefault(person, []).append(case)
        _tell(cases)
    for person_found in found.values():
        person_found.cases = of_person.get(person_found.key, [])
    return found


def _persons(cursor: CursorWrapper, hashes: Sequence[str]) -> dict[str, KnownPerson]:
    """Whoever has one of the numbers now, or else had it before; of a record that was joined into another, that one."""
    cursor.execute(_PERSONS, [list(hashes)])
    rows = {row[0]: row for row in cursor.fetchall()}
    cursor.execute(_EARLIER, [list(hashes)])
    elsewhere = {digest: key for digest, key in cursor.fetchall() if digest not in rows}
    elsewhere |= {digest: row[-1] for digest, row in rows.items() if row[-1] is not None}
    while elsewhere:
        cursor.execute(_BY_KEY, [list(set(elsewhere.values()))])
        by_key = {row[0]: row for row in cursor.fetchall()}
        rows |= {digest: by_key[key] for digest, key in elsewhere.items()}
        elsewhere = {digest: rows[digest][-1] for digest in elsewhere if rows[digest][-1] is not None}
    return {
        digest: KnownPerson(key, first, last, protection != Protection.NONE, deceased_on)
        for digest, (_, key, first, last, protection, deceased_on, _) in rows.items()
    }


def _tell(cases: dict[int, KnownCase]) -> None:
    """Add what hangs on the cases that an import may complete."""
    keys = [case.key for case in cases.values() if case.imported]
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW_UPS, [keys])
        for key, day in cursor.fetchall():
            cases[key].follow_ups.add(day)
        cursor.execute(_GROUPS, [keys])
        for key, day, *booking in cursor.fetchall():
            cases[key].groups[day] = KnownBooking(*booking)
        cursor.execute(_MEETINGS, [keys])
        for key, day, kind, *meeting in cursor.fetchall():
            cases[key].meetings.setdefault((day, kind), []).append(KnownMeeting(*meeting))
        cursor.execute(_CLOCKS, [keys])
        for key, kind, *clock in cursor.fetchall():
            found = KnownClock(*clock)
            cases[key].clocks[kind, found.started_on] = found
        cursor.execute(_COACHES, [keys])
        for key, *coach in cursor.fetchall():
            cases[key].coach = KnownCoach(*coach)
        cursor.execute(_SEEN, [keys])
        for key, plans, follow_ups in cursor.fetchall():
            cases[key].plans_seen_on, cases[key].follow_ups_seen_on = plans, follow_ups
