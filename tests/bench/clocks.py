"""Any number of open cases with a clock each, for the sweep and the morning. Believable in number, not in words."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection
from pghistory.core import event_models

from aspirants.models.rooms import make_anew
from organisation.models import Role, User

COACHES_EACH = 20

# :cases is the number of cases. Keys are given by hand so that rows find each other without a join.
_PEOPLE = """
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
         current_date - (g %% 300)::int AS began
    FROM generate_series(1, %(cases)s) g
    JOIN place ON place.n = g %% (SELECT count(*) FROM place)
    JOIN unit ON unit.n = (g / 30) %% (SELECT count(*) FROM unit)
    JOIN coach ON coach.jobbtorg_id = place.id AND coach.n = (g / 170) %% {coaches}
    JOIN sender ON sender.unit_id = unit.id;
ANALYZE folk;
INSERT INTO aspirants_person (id, identity_kind, identity_no, birth_date, gender, first_name, last_name, call_name,
       sort_key, search_name, phone, email, home_address, agreed_channel, language, interpreter_needed, protection,
       created_at)
  SELECT id, 'UNKNOWN', '', DATE '1960-01-01' + (id %% 15000)::int, 'K', 'Fornamn' || id %% 977, 'Efternamn' || id, '',
         'efternamn' || id, 'fornamn' || id %% 977 || ' efternamn' || id, '', '', '', '', '', false,
         CASE WHEN id %% 400 = 10 THEN 'SEKRETESSMARKERING' ELSE 'NONE' END, now() FROM folk;
INSERT INTO aspirants_enrolment (id, case_no, person_id, jobbtorg_id, coach_id, income_support_unit_id, legal_basis,
       origin, enrolled_on, first_visit_on, status, closed_on, created_at)
  SELECT id, 'B-2026-' || id, id, jobbtorg_id, coach_id, unit_id, 'SOL_WITH_TEST', 'REFERRAL', began, began,
         'ACTIVE', NULL, now() FROM folk;
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
_TABLES = ("aspirants_person", "aspirants_enrolment", "deadlines_deadlineclock")


def build_clocks(cases: int) -> None:
    """Reference data, staff, and `cases` open cases with a running clock each, of which every fifth is late."""
    call_command("load_reference_data", verbosity=0)
    _employ()
    text = (_PEOPLE + _CLOCKS).format(coaches=COACHES_EACH)
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
        make_anew(cursor)
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
