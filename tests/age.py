"""A jobbtorg that has been at work for years, and how many rows a page reads there.

A page about today reads what is open or fell due of late, however many cases have been closed before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from django.utils import timezone

from demo.factories import UserFactory
from organisation.models import Role, User

UNITS = 10
"""Jobbtorg of the city among which closed cases are spread; the tenth part is the coach's own."""

FIRST_KEY = 1_000_000
"""Where the keys of the closed cases begin, far above those of a test's own rows."""

# Cases that were closed before the windows of Frister begin: kept, or broken and explained.
CLOSED_CASES = """
CREATE TEMP TABLE old ON COMMIT DROP AS
  SELECT g AS id, %(today)s::date - 400 - (g %% 900)::int AS began, (%(units)s::bigint[])[1 + g %% {units}] AS unit,
         (%(coaches)s::bigint[])[1 + g %% {units}] AS coach
    FROM generate_series(%(first)s, %(last)s) g;
INSERT INTO aspirants_person (id, identity_kind, identity_no, birth_date, gender, first_name, last_name, call_name,
       sort_key, search_name, phone, email, home_address, agreed_channel, language, interpreter_needed, protection,
       created_at)
  SELECT id, 'UNKNOWN', '', DATE '1960-01-01' + (id %% 15000)::int, 'K', 'Fornamn', 'Efternamn' || id, '',
         'efternamn' || id, 'fornamn efternamn' || id, '', '', '', '', '', false, 'NONE', now() FROM old;
INSERT INTO aspirants_enrolment (id, case_no, person_id, jobbtorg_id, coach_id, legal_basis, origin, enrolled_on,
       first_visit_on, status, closed_on, created_at)
  SELECT id, 'B-old-' || id, id, unit, coach, 'SOL_WITH_TEST', 'REFERRAL', began, began, 'CLOSED',
         began + 200, now() FROM old;
INSERT INTO aspirants_unitstay (enrolment_id, jobbtorg_id, started_on, transfer_reason)
  SELECT id, unit, began, '' FROM old;
INSERT INTO meetings_meeting (enrolment_id, coach_id, kind, channel, starts_at, minutes, status, topics, note,
       booked_by_id, booked_at, logged_by_id, logged_at, submission_id)
  SELECT id, coach, 'COACH', 'VISIT', began + n * 25 + interval '10 hours', 30, 'PRESENT', '{{}}', '', coach,
         began, coach, began + n * 25, gen_random_uuid() FROM old, generate_series(1, 3) n;
INSERT INTO deadlines_deadlineclock (id, policy_id, person_id, enrolment_id, jobbtorg_id, reference, covered,
       covered_reason, started_on, original_due_on, due_on, recommended_on, status, fulfilment, fulfilled_at, ended_on,
       late_registered, historical, created_at)
  SELECT old.id, policy.id, old.id, old.id, unit, 'B-old-' || old.id, true, '', began, began + 7, began + 7,
         began + 7, CASE WHEN old.id %% 3 = 0 THEN 'BREACHED' ELSE 'MET' END,
         CASE WHEN old.id %% 3 = 0 THEN '' ELSE 'PLAN' END,
         CASE WHEN old.id %% 3 = 0 THEN NULL ELSE began + interval '3 days' END,
         CASE WHEN old.id %% 3 = 0 THEN began + 200 END, false, false, now()
    FROM old, (SELECT min(id) AS id FROM deadlines_deadlinepolicy WHERE kind = 'PLAN_GUARANTEE') policy;
INSERT INTO deadlines_breach (clock_id, jobbtorg_id, due_on, stamped_at, cause, comment)
  SELECT id, unit, began + 7, began + 8, 'B01', '' FROM old WHERE id %% 3 = 0;
INSERT INTO jobplans_jobplan (id, enrolment_id) SELECT id, id FROM old;
INSERT INTO jobplans_jobplanversion (id, plan_id, number, status, goal, summary, attendance_requirement,
       reason_for_revision, drafted_by_id, drafted_at, edition, proposed_at)
  SELECT id, id, 1, 'APPROVED', 'Arbete', '', 'NONE', '', coach, began, 1, began FROM old;
DROP TABLE old
"""


def colleagues_of(coach: User) -> list[User]:
    """The coach, and one at each of so many other jobbtorg that there are ten with the own."""
    found = list(User.objects.filter(role=Role.COACH).exclude(jobbtorg=coach.jobbtorg).order_by("pk")[: UNITS - 1])
    return [coach, *found, *(UserFactory(coach=True) for _ in range(UNITS - 1 - len(found)))]


def grow_old(coach: User, cases: int) -> None:
    """Give the city as many closed cases more, the tenth part of them the coach's; without triggers, for speed."""
    coaches = colleagues_of(coach)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) + 1 FROM aspirants_enrolment")
        first = max(cursor.fetchone()[0], FIRST_KEY)
        parameters = {
            "today": timezone.localdate(),
            "first": first,
            "last": first + cases - 1,
            "units": [one.jobbtorg_id for one in coaches],
            "coaches": [one.pk for one in coaches],
        }
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in CLOSED_CASES.format(units=UNITS).split(";\n"):
            cursor.execute(statement, parameters if "%" in statement else None)
        cursor.execute("SET LOCAL session_replication_role = origin")
    plan_as_for_large_tables()


def plan_as_for_large_tables() -> None:
    """Until the end of the test: a few thousand rows are soonest read whole, and many are not."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")


WHO_ASKS = ("SELECT jobbtorg_", "SELECT current_setting", "SELECT set_config")
"""How statements begin that do something; the others are only questions and may be asked for their plan."""


class Reading:
    """What the statements of some pages read."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int]] = []
        """Each statement's beginning, and how many rows of tables it went through."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("(").startswith("SELECT") and not sql.startswith(WHO_ASKS):
            kind = psycopg.RawCursor if "$1" in sql else psycopg.Cursor  # those of core/reading/statements.py
            with kind(context["connection"].connection) as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                self.rows.append((sql[:60], _rows_of(cursor.fetchone()[0][0]["Plan"])))
        return execute(sql, params, many, context)


def _rows_of(node: dict[str, Any]) -> int:
    own = 0
    if node["Node Type"].endswith("Scan") and "Relation Name" in node:
        gone = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        own = round((node["Actual Rows"] + gone) * node["Actual Loops"])
    # What is looked up for each row, by the policies above all, grows with the rows and is planned by itself.
    parts = (part for part in node.get("Plans", []) if part["Parent Relationship"] not in ("SubPlan", "InitPlan"))
    return own + sum(_rows_of(part) for part in parts)


@contextmanager
def reading() -> Iterator[Reading]:
    """Note what the statements inside read: each is asked for its plan first, as whoever asks it."""
    found = Reading()
    with connection.execute_wrapper(found):
        yield found


def grown(
    coach: User, visits: Mapping[str, Client], *, before: int = 500, after: int = 5_000
) -> dict[tuple[str, str], Any]:
    """What reads more rows when the city's closed cases have become ten times as many, of pages by their address.

    The statement's beginning, with the rows before and after. Pages are opened once first, so that what a process
    reads only once is read.
    """
    then, now = (_read_after(coach, visits, cases) for cases in (before, after - before))
    found: dict[tuple[str, str], Any] = {}
    for path in visits:
        assert [sql for sql, _ in then[path]] == [sql for sql, _ in now[path]]
        pairs = zip(then[path], now[path], strict=True)
        # A statement may read some rows more, because another plan has become the cheaper one.
        found |= {(path, sql): (rows, more) for (sql, rows), (_, more) in pairs if more > rows + 50}
    return found


def _read_after(coach: User, visits: Mapping[str, Client], cases: int) -> dict[str, list[tuple[str, int]]]:
    grow_old(coach, cases)
    found = {}
    for path, client in visits.items():
        assert client.get(path).status_code == 200, path
        with reading() as read:
            client.get(path)
        found[path] = read.rows
    return found
