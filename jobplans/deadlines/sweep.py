"""Stamping what is late. Lateness itself is derived from `due_on`; the sweep makes it an event, once, and tells people.

Any number of sweeps may run at once, be killed at any point, or come days late: each batch is one statement in one
transaction, rows locked by another sweep are skipped, and unique keys let a breach and a notice exist only once.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Person, Protection
from jobplans.models import Breach, ClockKind, ClockStatus, DeadlineClock, DeadlinePolicy, SweepRun
from notices.models import Notice
from organisation.acting import System, acting_for
from organisation.models import Role, User

BATCH = 5_000
"""Clocks stamped in one transaction: short enough that nobody waits for a row, long enough to be quick."""

RUNS_KEPT = datetime.timedelta(days=400)
"""How long it can be told which days were swept: a year, and the weeks in which somebody asks about it."""


@dataclass(frozen=True)
class SweepResult:
    """How many promises were found broken, and how many notices that gave."""

    breached: int = 0
    notices: int = 0

    def __add__(self, other: SweepResult) -> SweepResult:
        return SweepResult(self.breached + other.breached, self.notices + other.notices)


def sweep(*, on: datetime.date, dry_run: bool = False) -> SweepResult:
    """Stamp every running clock whose last day was before `on`, the local date the sweep speaks for.

    A dry run counts what would be stamped and writes nothing.
    """
    if dry_run:
        with acting_for(System.SWEEP):
            return SweepResult(breached=DeadlineClock.objects.overdue(on=on).count())
    started_at, total = timezone.now(), SweepResult()
    while True:
        with acting_for(System.SWEEP):
            batch = _stamp_batch(on)
        total += batch
        if batch.breached < BATCH:
            break
    run = SweepRun.objects.create(
        evaluated_on=on,
        started_at=started_at,
        finished_at=timezone.now(),
        breached=total.breached,
        notices=total.notices,
    )
    _forget_older_than(run)
    return total


def _forget_older_than(run: SweepRun) -> None:
    """Of a day keep its last run and those that found something, so that any day can be shown to have been swept."""
    earlier = SweepRun.objects.filter(finished_at__lt=run.finished_at)
    said_nothing = Q(evaluated_on=run.evaluated_on, breached=0)
    earlier.filter(said_nothing | Q(finished_at__lt=run.finished_at - RUNS_KEPT)).delete()


def _stamp_batch(on: datetime.date) -> SweepResult:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, _parameters(on))
        breached, notices = cursor.fetchone()
    return SweepResult(breached, notices)


def _parameters(on: datetime.date) -> dict[str, Any]:
    before_case, after_case = reverse("case", args=[0]).split("0")
    before_clock, after_clock = reverse("clock_explain", args=[0]).split("0")
    return {
        "on": on,
        "batch": BATCH,
        "now": timezone.now(),
        "running": ClockStatus.RUNNING,
        "breached": ClockStatus.BREACHED,
        "manager": Role.MANAGER,
        "unprotected": Protection.NONE,
        "kinds": [kind.value for kind in ClockKind],
        "labels": [kind.label for kind in ClockKind],
        "case_before": before_case,
        "case_after": after_case,
        "clock_before": before_clock,
        "clock_after": after_clock,
    }


def _table(model: type) -> str:
    return model._meta.db_table  # type: ignore[attr-defined]


# A clock has one standing breach; where a manager has revoked it, a pause having given the promise a later last day, a
# second may follow, for that day. A clock outside the guarantee is stamped like any other but wakes nobody; of a
# protected person only those who may open the person hear. Table names come from the models; the rest are parameters.
_STAMP = f"""
WITH late AS (
    SELECT clock.id
      FROM {_table(DeadlineClock)} clock
     WHERE clock.status = %(running)s AND clock.due_on < %(on)s
     ORDER BY clock.id
     LIMIT %(batch)s
       FOR UPDATE SKIP LOCKED
), stamped AS (
    UPDATE {_table(DeadlineClock)} clock
       SET status = %(breached)s
      FROM late
     WHERE clock.id = late.id
 RETURNING clock.id, clock.policy_id, clock.person_id, clock.enrolment_id, clock.jobbtorg_id, clock.due_on,
           clock.reference, clock.covered
), breach AS (
    INSERT INTO {_table(Breach)} (clock_id, jobbtorg_id, due_on, stamped_at, cause, comment)
    SELECT id, jobbtorg_id, due_on, %(now)s, '', '' FROM stamped
        ON CONFLICT (clock_id) WHERE revoked_at IS NULL DO NOTHING
 RETURNING clock_id
), told AS (
    INSERT INTO {_table(Notice)} (recipient_id, event_key, text, path, created_at)
    SELECT member.id,
           'breach-' || stamped.id || '-' || stamped.due_on,
           kind.label || ' bröts i ' || stamped.reference || ': sista dagen var ' || stamped.due_on,
           CASE WHEN stamped.enrolment_id IS NULL THEN %(clock_before)s || stamped.id || %(clock_after)s
                ELSE %(case_before)s || stamped.enrolment_id || %(case_after)s END,
           %(now)s
      FROM stamped
      JOIN breach ON breach.clock_id = stamped.id
      JOIN {_table(DeadlinePolicy)} policy ON policy.id = stamped.policy_id
      JOIN unnest(%(kinds)s::text[], %(labels)s::text[]) AS kind(code, label) ON kind.code = policy.kind
      JOIN {_table(Person)} person ON person.id = stamped.person_id
 LEFT JOIN {_table(Enrolment)} enrolment ON enrolment.id = stamped.enrolment_id
      JOIN {_table(User)} member
        ON member.is_active
       AND (member.position_until IS NULL OR member.position_until >= %(on)s)
       AND (member.id = enrolment.coach_id
            OR (member.role = %(manager)s AND member.jobbtorg_id = stamped.jobbtorg_id))
       AND (person.protection = %(unprotected)s OR member.protected_access)
     WHERE stamped.covered
        ON CONFLICT (recipient_id, event_key) DO NOTHING
 RETURNING 1
)
SELECT (SELECT count(*) FROM stamped), (SELECT count(*) FROM told)
"""  # noqa: S608  # nosec B608  # only table names are interpolated
