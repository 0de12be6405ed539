"""Bringing in an old list against the bare statements that would write the same rows."""

from __future__ import annotations

import statistics
import time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from aspirants.identity import display
from aspirants.models import Enrolment
from demo.identities import nth_number
from demo.names import ALL_SURNAMES, ALL_WOMEN
from imports.operations import check_file, commit_batch
from organisation.access.acting import acting_for
from organisation.models import Jobbtorg, Role, User

ROWS, ROUNDS = 1_000, 3
FIRST_NUMBER = 60_000

_BARE = (
    "CREATE TEMP TABLE stage (n int, name text) ON COMMIT DROP",
    "INSERT INTO stage SELECT g, 'Rad ' || g FROM generate_series(1, %(rows)s) g",
    """
    WITH person AS (
        INSERT INTO aspirants_person (identity_kind, identity_no, gender, first_name, last_name, sort_key, search_name,
               phone, email, agreed_channel, language, interpreter_needed, protection, created_at)
        SELECT 'UNKNOWN', '', '', 'Rad', name, lower(name), lower(name), '', '', '', '', false, 'NONE', now() FROM stage
        RETURNING id
    ), "case" AS (
        INSERT INTO aspirants_enrolment (case_no, person_id, jobbtorg_id, legal_basis, origin, enrolled_on, status,
               created_at)
        SELECT 'X-' || id, id, %(unit)s, 'SOL_WITH_TEST', 'IMPORT', %(day)s, 'ACTIVE', now() FROM person
        RETURNING id, person_id
    ), stay AS (
        INSERT INTO aspirants_unitstay (enrolment_id, jobbtorg_id, started_on, transfer_reason)
        SELECT id, %(unit)s, %(day)s, '' FROM "case"
    )
    INSERT INTO deadlines_deadlineclock (policy_id, person_id, enrolment_id, jobbtorg_id, reference, covered,
           covered_reason, started_on, original_due_on, due_on, recommended_on, status, fulfilment, late_registered,
           historical, created_at)
    SELECT (SELECT id FROM deadlines_deadlinepolicy WHERE kind = 'PLAN_GUARANTEE' AND valid_to IS NULL), person_id, id,
           %(unit)s, 'X-' || id, true, '', %(day)s, %(day)s, %(day)s, %(day)s, 'RUNNING', '', false, true, now()
    FROM "case"
    """,
)


def run() -> dict[str, Any]:
    """Seconds of checking and bringing in a thousand rows, and how many times those of the bare statements."""
    user = User.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    jobbtorg = Jobbtorg.objects.filter(valid_to=None).order_by("pk")[0]
    checks, commits, bares = [], [], []
    for _ in range(ROUNDS):
        with transaction.atomic():
            check, commit = _brought_in(user, jobbtorg)
            transaction.set_rollback(True)
        checks.append(check)
        commits.append(commit)
        bares.append(_bare(jobbtorg))
    check, commit, bare = (statistics.median(times) for times in (checks, commits, bares))
    return {
        "rows": ROWS,
        "check, s": round(check, 2),
        "bringing in, s": round(commit, 2),
        "bare, s": round(bare, 3),
        "ratio": round((check + commit) / bare, 1),
    }


def _list(day: str) -> bytes:
    names = [(last, first) for last in ALL_SURNAMES for first in ALL_WOMEN]
    rows = [f"{display(nth_number(FIRST_NUMBER + n))};{';'.join(names[n])};{day}" for n in range(ROWS)]
    return "\r\n".join(["Pnr;Efternamn;Förnamn;Inkom", *rows, ""]).encode()


def _brought_in(user: User, jobbtorg: Jobbtorg) -> tuple[float, float]:
    today = timezone.localdate()
    before = Enrolment.objects.count()
    with acting_for(user):
        began = time.perf_counter()
        batch = check_file(
            actor=user, file_name="lista.csv", content=_list(today.isoformat()), jobbtorg=jobbtorg, as_of=today
        )
        checked = time.perf_counter()
        commit_batch(actor=user, batch=batch)
        committed = time.perf_counter()
    assert Enrolment.objects.count() > before + ROWS // 2, "the list was not brought in"
    return checked - began, committed - checked


def _bare(jobbtorg: Jobbtorg) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        for statement in _BARE:
            cursor.execute(statement, {"rows": ROWS, "unit": jobbtorg.pk, "day": timezone.localdate()})
        taken = time.perf_counter() - began
        transaction.set_rollback(True)
    return taken
