"""A city of any size, written with a handful of statements. Believable in number and spread, not in its words."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection
from pghistory.core import event_models

from organisation.models import Role, User

COACHES_EACH = 20
OPEN_EVERY = 10
"""Every tenth case is open, as in a city with some years of history."""

# :cases is the number of cases. Keys are given by hand so that rows find each other without a join.
PEOPLE = """
CREATE TEMP TABLE place ON COMMIT PRESERVE ROWS AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM organisation_jobbtorg WHERE valid_to IS NULL;
CREATE TEMP TABLE unit ON COMMIT PRESERVE ROWS AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM organisation_incomesupportunit WHERE valid_to IS NULL;
CREATE TEMP TABLE coach ON COMMIT PRESERVE ROWS AS
  SELECT row_number() OVER (PARTITION BY jobbtorg_id ORDER BY id) - 1 AS n, id, jobbtorg_id
    FROM organisation_user WHERE role = 'COACH';
CREATE TEMP TABLE sender ON COMMIT PRESERVE ROWS AS
  SELECT income_support_unit_id AS unit_id, min(id) AS id FROM organisation_user WHERE role = 'CASEWORKER' GROUP BY 1;
CREATE TEMP TABLE folk ON COMMIT PRESERVE ROWS AS
  SELECT g AS id, place.id AS jobbtorg_id, unit.id AS unit_id, coach.id AS coach_id, sender.id AS sender_id,
         g %% {open_every} = 0 AS open,
         current_date - (CASE WHEN g %% {open_every} = 0 THEN (g / {open_every}) %% 300 ELSE 400 + g %% 3000 END)::int
           AS began
    FROM generate_series(1, %(cases)s) g
    JOIN place ON place.n = (g / {open_every}) %% (SELECT count(*) FROM place)
    JOIN unit ON unit.n = (g / 30) %% (SELECT count(*) FROM unit)
    JOIN coach ON coach.jobbtorg_id = place.id AND coach.n = (g / 170) %% {coaches}
    JOIN sender ON sender.unit_id = unit.id;
ANALYZE folk;
INSERT INTO aspirants_person (id, identity_kind, identity_no, birth_date, gender, first_name, last_name, sort_key,
       search_name, phone, email, agreed_channel, language, interpreter_needed, protection, created_at)
  SELECT id, 'UNKNOWN', '', DATE '1960-01-01' + (id %% 15000)::int, 'K', 'Fornamn' || id %% 977, 'Efternamn' || id,
         'efternamn' || id, 'fornamn' || id %% 977 || ' efternamn' || id, '', '', '', '', false,
         CASE WHEN id %% 400 = 10 THEN 'SEKRETESSMARKERING' ELSE 'NONE' END, now() FROM folk;
INSERT INTO aspirants_enrolment (id, case_no, person_id, jobbtorg_id, coach_id, income_support_unit_id, legal_basis,
       origin, enrolled_on, first_visit_on, status, closed_on, created_at)
  SELECT id, 'B-2026-' || id, id, jobbtorg_id, coach_id, unit_id, 'SOL_WITH_TEST', 'REFERRAL', began, began,
         CASE WHEN open THEN 'ACTIVE' ELSE 'CLOSED' END, CASE WHEN open THEN NULL ELSE began + 200 END, now() FROM folk;
"""
_THEIR_WORK = """
INSERT INTO aspirants_unitstay (enrolment_id, jobbtorg_id, started_on, transfer_reason)
  SELECT id, jobbtorg_id, began, '' FROM folk;
INSERT INTO aspirants_coachassignment (enrolment_id, coach_id, started_at, assigned_by_id, reason)
  SELECT id, coach_id, began, coach_id, '' FROM folk;
INSERT INTO aspirants_closure (enrolment_id, reason_id, closed_on, status, destination, text, imported_text,
       decided_by_id, decided_at)
  SELECT folk.id, (SELECT min(id) FROM aspirants_closurereason), began + 200, 'CONFIRMED', '', '', '', coach_id, now()
    FROM folk WHERE NOT open;
INSERT INTO meetings_meeting (enrolment_id, coach_id, kind, channel, starts_at, minutes, status, topics, note,
       booked_by_id, booked_at, logged_by_id, logged_at, submission_id)
  SELECT id, coach_id, 'COACH', 'VISIT', began + n * 25 + interval '10 hours', 30, 'PRESENT', '{{}}', 'Anteckning',
         coach_id, now(), coach_id, now(), gen_random_uuid() FROM folk, generate_series(1, 5) n;
INSERT INTO deadlines_deadlineclock (id, policy_id, person_id, enrolment_id, jobbtorg_id, reference, covered,
       covered_reason, started_on, original_due_on, due_on, recommended_on, status, fulfilment, fulfilled_at,
       late_registered, historical, created_at)
  SELECT id, (SELECT id FROM deadlines_deadlinepolicy WHERE kind = 'PLAN_GUARANTEE' AND valid_to IS NULL), id, id,
         jobbtorg_id, 'B-2026-' || id, true, '', began, began + 7, began + 7, began + 7,
         CASE WHEN open AND began > current_date - 30 THEN 'RUNNING' ELSE 'MET' END, 'PLAN',
         CASE WHEN open AND began > current_date - 30 THEN NULL ELSE began + interval '5 days' END,
         false, false, now() FROM folk;
INSERT INTO referrals_referral (id, number, person_id, unit_id, sent_by_id, jobbtorg_id, source, benefit_kind,
       benefit_reason, fit_for_work, has_children_at_home, purpose, submitted_at, received_on, status, decline_reason,
       clock_id, enrolment_id, submission_id)
  SELECT id, 'R-2026-' || id, id, unit_id, sender_id, jobbtorg_id, 'DISTRICT', 'FORSORJNINGSSTOD', 'ARBETSBRIST', 'YES',
         false, 'Syfte', began, began, 'ENROLLED', '', id, id, gen_random_uuid() FROM folk;
INSERT INTO jobplans_jobplan (id, enrolment_id) SELECT id, id FROM folk;
INSERT INTO jobplans_jobplanversion (id, plan_id, number, status, goal, summary, attendance_requirement,
       reason_for_revision, drafted_by_id, drafted_at, edition, proposed_at)
  SELECT id, id, 1, 'APPROVED', 'Arbete', '', 'NONE', '', coach_id, began, 1, began FROM folk
   WHERE NOT open OR began <= current_date - 30;
INSERT INTO jobplans_planitem (version_id, insats_type_id, meeting_kind, text, place)
  SELECT id, (SELECT min(id) FROM catalogue_insatstype), '', 'Aktivitet', '' FROM jobplans_jobplanversion;
"""
# The last days of half a year: every fifth has passed, during the last month.
_CLOCKS = """
INSERT INTO deadlines_deadlineclock (id, policy_id, person_id, enrolment_id, jobbtorg_id, reference, covered,
       covered_reason, started_on, original_due_on, due_on, recommended_on, status, fulfilment, late_registered,
       historical, created_at)
  SELECT id, (SELECT id FROM deadlines_deadlinepolicy WHERE kind = 'PLAN_GUARANTEE' AND valid_to IS NULL), id, id,
         jobbtorg_id, 'B-2026-' || id, true, '', last - 7, last, last, last, 'RUNNING', '', false, false, now()
    FROM (SELECT id, jobbtorg_id, current_date
                 + (CASE WHEN id %% 5 = 0 THEN -1 - (id / 5) %% 30 ELSE id %% 150 END)::int AS last
            FROM folk) started;
"""
_TABLES = (
    "aspirants_person",
    "aspirants_enrolment",
    "deadlines_deadlineclock",
    "referrals_referral",
    "jobplans_jobplan",
    "jobplans_jobplanversion",
)


def build_city(cases: int) -> None:
    """Reference data, staff, and `cases` cases with what hangs on them. Needs an empty, migrated database."""
    _build(PEOPLE + _THEIR_WORK, cases, OPEN_EVERY)


def build_clocks(cases: int) -> None:
    """Reference data, staff, and `cases` open cases with a running clock each, of which every fifth is late."""
    _build(PEOPLE + _CLOCKS, cases, 1)


def _build(statements: str, cases: int, open_every: int) -> None:
    call_command("load_reference_data", verbosity=0)
    _employ()
    text = statements.format(open_every=open_every, coaches=COACHES_EACH)
    with connection.cursor() as cursor:
        _switch_triggers(cursor, "DISABLE")  # a million first versions would only make the reader wait
        for statement in filter(str.strip, text.split(";\n")):
            if "%" in statement:
                cursor.execute(statement, {"cases": cases})
            else:
                cursor.execute(statement)
        for table in _TABLES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        _switch_triggers(cursor, "ENABLE")
        cursor.execute("VACUUM ANALYZE")


def _switch_triggers(cursor: Any, how: str) -> None:
    for model in (one.pgh_tracked_model for one in event_models()):
        cursor.execute(f"ALTER TABLE {model._meta.db_table} {how} TRIGGER USER")


def _employ() -> None:
    from organisation.models import IncomeSupportUnit, Jobbtorg

    staff = []
    for jobbtorg in Jobbtorg.objects.filter(valid_to=None):
        staff.append(_member(Role.MANAGER, f"m{jobbtorg.pk}", jobbtorg=jobbtorg))
        staff += [_member(Role.COACH, f"c{jobbtorg.pk}-{n}", jobbtorg=jobbtorg) for n in range(COACHES_EACH)]
    staff += [
        _member(Role.CASEWORKER, f"s{unit.pk}", income_support_unit=unit)
        for unit in IncomeSupportUnit.objects.filter(valid_to=None)
    ]
    User.objects.bulk_create(staff)


def _member(role: Role, name: str, **place: object) -> User:
    return User(email=f"{name}@example.se", first_name="Fornamn", last_name=name, role=role, **place)
