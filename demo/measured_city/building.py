"""Builds the city, step by step, in a database that is marked for it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from django.db import connection
from django.utils import timezone

from aspirants.models.rooms import make_anew
from audit.seals.sealing import seal_log
from demo.city.cases.closing import REASON_SHARES
from demo.measured_city import history, people
from demo.measured_city.bulk import prepare, side_by_side, written_in_bulk
from demo.measured_city.mark import Mark, mark_of, write_mark
from demo.measured_city.staff import employ

PERSONS, MEETINGS, OPEN_CASES = 150_000, 1_000_000, 8_655
"""Of scale 1: the city as it was in 2008, after as many years as have passed since."""

CASES_PER_PERSON = 1.1

_SQL = Path(__file__).parent / "sql"
_LONGEST_FIRST = ("log", "meetings", "clocks", "plans", "persons", "referrals", "cases", "work", "told", "joins")
_AFTERWARDS = "asked"

Report = Callable[[str], None]


@dataclass(frozen=True)
class City:
    """What was asked for. `scale` multiplies what has been; staff, units and open cases stay."""

    scale: float
    seed: int
    open_cases: int = OPEN_CASES


def build_city(city: City, *, processes: int = 2, report: Report = lambda line: None) -> None:
    """Fill a database that is marked, has its reference data and holds no person. Raises ValueError where it is not.

    `report` is told what was done and how long it took, in seconds.
    """
    mark = mark_of()
    if mark is None:
        raise ValueError("The database is not marked as one for measuring; `manage.py seed --mark` explains.")
    if mark.scale is not None:
        raise ValueError("The database has been filled before.")
    write_mark(replace(mark, scale=0))
    step = _Steps(report)
    step("staff", employ)
    step("what happened", partial(_draw, city))
    tables = [*_tables(), *history.history_tables().values()]
    with written_in_bulk(tables, processes):
        step("rows", partial(side_by_side, [partial(_write, name) for name in _LONGEST_FIRST], processes))
        step("what was asked", partial(_write, _AFTERWARDS))
        versions = sorted(
            history.VERSIONS, key=lambda table: table not in ("meetings_meeting", "deadlines_deadlineclock")
        )
        step("versions", partial(side_by_side, [partial(_keep_versions, table) for table in versions], processes))
        step.begin()
    step.end("indexes")
    step("the rest", _finish)
    step("seals", seal_log)
    write_mark(Mark(city.scale, city.seed, city.open_cases, timezone.localdate().isoformat()))


def _tables() -> list[str]:
    """The tables that the files of `sql/write` fill."""
    files = [_file(name).read_text() for name in (*_LONGEST_FIRST, _AFTERWARDS)]
    return list(dict.fromkeys(table for text in files for table in re.findall(r"INSERT INTO (\w+)", text)))


def _file(name: str) -> Path:
    return _SQL / "write" / f"{name}.sql"


class _Steps:
    def __init__(self, report: Report) -> None:
        self._report = report
        self.begin()

    def begin(self) -> None:
        self._since = time.perf_counter()

    def end(self, name: str) -> None:
        self._report(f"{name}: {time.perf_counter() - self._since:.0f} s")

    def __call__(self, name: str, work: Callable[[], object]) -> None:
        self.begin()
        work()
        self.end(name)


def _draw(city: City) -> None:
    """The tables of the schema `measured`: who came when, and all that followed."""
    persons = round(PERSONS * city.scale)
    with connection.cursor() as cursor:
        prepare(cursor)
        cursor.execute("DROP SCHEMA IF EXISTS measured CASCADE")
        cursor.execute("CREATE SCHEMA measured")
        # A number from 0 to 1 that belongs to a row and a question, always the same for the same seed.
        cursor.execute(
            "CREATE FUNCTION measured.u(id bigint, question int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE"
            f" RETURN (hashint8extended(id, question + 1000 * {int(city.seed)}::bigint) & 2147483647) / 2147483648.0"
        )
        cursor.execute(
            "CREATE UNLOGGED TABLE measured.parameter AS SELECT %s::int AS cases, %s::int AS cases_now,"
            " %s::int AS open, %s::int AS meetings, %s::date AS today",
            [
                round(persons * CASES_PER_PERSON),
                round(PERSONS * CASES_PER_PERSON),
                city.open_cases,
                round(MEETINGS * city.scale),
                timezone.localdate(),
            ],
        )
        people.write_names(cursor, city.seed)
        for file in sorted(_SQL.glob("*.sql")):
            _run(file)
        people.write_numbers(cursor)
        people.write_words(cursor)
        _write_shares()


def _write_shares() -> None:
    """Reasons for closing by how common they are, and the measures in use."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE measured.share (code int, share float8)")
        people.copy(cursor, "measured.share", REASON_SHARES.items())
        cursor.execute(
            'CREATE UNLOGGED TABLE measured.reason AS SELECT id, "group", needs_text,'
            " (sum(share) OVER (ORDER BY code) - share) / sum(share) OVER () AS share_from,"
            " sum(share) OVER (ORDER BY code) / sum(share) OVER () AS share_to"
            " FROM measured.share JOIN aspirants_closurereason USING (code)"
        )
        cursor.execute(
            "CREATE UNLOGGED TABLE measured.insats AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n,"
            " count(*) OVER () AS of FROM catalogue_insatstype WHERE valid_to IS NULL AND local_to_id IS NULL"
        )


def _run(file: Path) -> None:
    with connection.cursor() as cursor:
        for statement in file.read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement)


def _write(name: str) -> None:
    with connection.cursor() as cursor:
        prepare(cursor)
    _run(_file(name))


def _keep_versions(table: str) -> None:
    with connection.cursor() as cursor:
        prepare(cursor)
        for statement in history.statements(table):
            cursor.execute(statement)


def _finish() -> None:
    """Numbers go on where the rows end, and the planner knows the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_numberseries (prefix, year, last)"
            " SELECT regexp_replace(number, '-.*', ''), split_part(number, '-', 2)::int, count(*)"
            " FROM (SELECT case_no AS number FROM aspirants_enrolment UNION ALL SELECT number FROM referrals_referral)"
            " AS given GROUP BY 1, 2"
        )
        cursor.execute(
            "SELECT attrelid::regclass::text, pg_get_serial_sequence(attrelid::regclass::text, 'id') FROM pg_attribute"
            " WHERE attrelid::regclass::text = ANY(%s) AND attname = 'id' AND attidentity <> ''",
            [_tables()],
        )
        for table, sequence in [*cursor.fetchall(), ("audit_accessevent", "audit_accessevent_number")]:
            cursor.execute(f"SELECT setval('{sequence}', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)")
        make_anew(cursor)
        cursor.execute("DROP SCHEMA measured CASCADE")
        cursor.execute("VACUUM ANALYZE")
