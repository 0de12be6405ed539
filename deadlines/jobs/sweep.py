"""Stamping what is late. Lateness itself is derived from `due_on`; the sweep makes it an event, once, and tells people.

Any number of sweeps may run at once, be killed at any point, or come days late: each batch is one statement in one
transaction, rows locked by another sweep are skipped, and unique keys let a breach and a notice exist only once.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Person, Protection
from core.sql import table_of
from deadlines.choices import not_kept
from deadlines.excuses.evidence import evidence_parameters, evidence_sql
from deadlines.jobs.pace import Pace
from deadlines.models import (
    Breach,
    ClockKind,
    ClockStatus,
    DeadlineClock,
    DeadlinePolicy,
    Excuse,
    PolicyUse,
    SweepRun,
)
from notices.choices import NoticeKind
from notices.models import Notice
from notices.switched_off import not_switched_off
from organisation.access.acting import System, acting_for
from organisation.models import WITH_CASES, Deputy, Role, User

CLOCKS_PER_BATCH = 5_000
"""Clocks stamped in one transaction at most. How many it is follows from how long they take (deadlines.jobs.pace)."""

RUNS_KEPT = datetime.timedelta(days=400)
"""How long it stays on record which days were swept: a year, and the weeks in which somebody asks about it."""


_EVIDENCE = "(what excuses the clock)"
"""Where the statement has the registered sources of excuses; they are known once all apps are ready."""


@dataclass(frozen=True)
class SweepResult:
    """How many clocks were found breached, how many excused, and how many notices that gave."""

    breached: int = 0
    excused: int = 0
    notices: int = 0

    @property
    def stamped(self) -> int:
        return self.breached + self.excused

    def __add__(self, other: SweepResult) -> SweepResult:
        return SweepResult(self.breached + other.breached, self.excused + other.excused, self.notices + other.notices)


def sweep(*, on: datetime.date, dry_run: bool = False) -> SweepResult:
    """Stamp every running clock whose last day was before `on`, the local date of the sweep.

    One that was offered in time and not taken is excused (E01–E04), every other is broken.

    A dry run counts what would be stamped and writes nothing.
    """
    if dry_run:
        with acting_for(System.SWEEP):
            return SweepResult(breached=DeadlineClock.objects.overdue(on=on).count())
    started_at, total = timezone.now(), SweepResult()
    with acting_for(System.SWEEP):
        statement, parameters = stamping(), _parameters(on)
    pace = Pace(CLOCKS_PER_BATCH)
    while True:
        with pace.batch() as size, acting_for(System.SWEEP):
            batch = _stamp_batch(statement, parameters | {"batch": size})
        total += batch
        if batch.stamped < size:
            break
    if on < timezone.localdate():
        return total  # a sweep for an earlier day does not show that today's has been made
    run = SweepRun.objects.create(
        evaluated_on=on,
        started_at=started_at,
        finished_at=timezone.now(),
        breached=total.breached,
        excused=total.excused,
        notices=total.notices,
    )
    _forget_older_than(run)
    return total


def _forget_older_than(run: SweepRun) -> None:
    """Of a day keep its last run and those that found something, so that any day can be shown to have been swept."""
    earlier = SweepRun.objects.filter(finished_at__lt=run.finished_at)
    found_nothing = Q(evaluated_on=run.evaluated_on, breached=0, excused=0)
    earlier.filter(found_nothing | Q(finished_at__lt=run.finished_at - RUNS_KEPT)).delete()


def _stamp_batch(statement: str, parameters: dict[str, Any]) -> SweepResult:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return SweepResult(*cursor.fetchone())


def _parameters(on: datetime.date) -> dict[str, Any]:
    before_case, after_case = reverse("case", args=[0]).split("0")
    before_clock, after_clock = reverse("clock_explain", args=[0]).split("0")
    first_due = DeadlineClock.objects.overdue(on=on).aggregate(first=Min("due_on"))["first"] or on
    return {
        **evidence_parameters(first_due, on, recorded_in_time=True),
        "on": on,
        "batch": CLOCKS_PER_BATCH,
        "now": timezone.now(),
        "running": ClockStatus.RUNNING,
        "breached": ClockStatus.BREACHED,
        "excused": ClockStatus.EXCUSED,
        "active": PolicyUse.ACTIVE,
        "manager": Role.MANAGER,
        "with_cases": list(WITH_CASES),
        "unprotected": Protection.NONE,
        "kinds": [kind.value for kind in ClockKind],
        "labels": [not_kept(kind, "%") for kind in ClockKind],
        "case_before": before_case,
        "case_after": after_case,
        "clock_before": before_clock,
        "clock_after": after_clock,
    }


def stamping() -> str:
    """The statement that stamps one batch, with the registered sources of excuses in it. Parameters: `_parameters`."""
    return _STAMP.replace(_EVIDENCE, evidence_sql())


# A clock has one current breach; where a manager has revoked it, a pause having given the clock a later last day, a
# second may follow, for that day. Indicators and clocks outside the guarantee are stamped like any other, without
# a notice; about a protected person only those who may open the person get one. Table names come from the models; the
# rest are parameters. Conditions on earlier parts use a boolean column: the planner expects half of those to be true,
# and of other conditions almost none, in which case it would compare every breach with every clock.
_STAMP = f"""
WITH late AS (
    SELECT clock.id, clock.policy_id, clock.enrolment_id, clock.started_on, clock.due_on
      FROM {table_of(DeadlineClock)} clock
     WHERE clock.status = %(running)s AND clock.due_on < %(on)s AND NOT clock.historical
     ORDER BY clock.due_on
     LIMIT %(batch)s
       FOR UPDATE SKIP LOCKED
), judged AS (
    SELECT clock.id, policy.kind, policy.use, evidence.reason, evidence.happened_on
      FROM late clock
      JOIN {table_of(DeadlinePolicy)} policy ON policy.id = clock.policy_id
 LEFT JOIN LATERAL {_EVIDENCE} evidence ON true
), stamped AS (
    UPDATE {table_of(DeadlineClock)} clock
       SET status = CASE WHEN judged.reason IS NULL THEN %(breached)s ELSE %(excused)s END
      FROM judged
     WHERE clock.id = judged.id
 RETURNING clock.id, clock.person_id, clock.enrolment_id, clock.jobbtorg_id, clock.due_on, clock.reference,
           COALESCE(clock.counted_at_id, clock.jobbtorg_id) AS booked_at,
           clock.covered AND judged.use = %(active)s AS is_notified, judged.kind, judged.reason, judged.happened_on,
           judged.reason IS NULL AS is_broken
), excuse AS (
    INSERT INTO {table_of(Excuse)} (clock_id, reason, happened_on, granted_at)
    SELECT id, reason, happened_on, %(now)s FROM stamped WHERE NOT is_broken
        ON CONFLICT (clock_id) DO UPDATE
       SET reason = excluded.reason, happened_on = excluded.happened_on, granted_at = excluded.granted_at,
           granted_by_id = NULL, revoked_at = NULL, revoked_by_id = NULL
), breach AS (
    INSERT INTO {table_of(Breach)} (clock_id, jobbtorg_id, due_on, stamped_at, cause, comment)
    SELECT id, booked_at, due_on, %(now)s, '', '' FROM stamped WHERE is_broken
        ON CONFLICT (clock_id) WHERE revoked_at IS NULL DO NOTHING
 RETURNING clock_id
), told AS (
    SELECT stamped.id, stamped.due_on, stamped.reference, stamped.kind, stamped.enrolment_id, stamped.jobbtorg_id,
           enrolment.coach_id, person.protection = %(unprotected)s AS is_open
      FROM stamped
      JOIN breach ON breach.clock_id = stamped.id
      JOIN {table_of(Person)} person ON person.id = stamped.person_id
 LEFT JOIN {table_of(Enrolment)} enrolment ON enrolment.id = stamped.enrolment_id
     WHERE stamped.is_notified AND stamped.is_broken
), listener AS (
    SELECT told.*, told.coach_id AS member_id
      FROM told
     UNION
    SELECT told.*, period.deputy_id
      FROM told
      JOIN {table_of(Deputy)} period ON period.coach_id = told.coach_id AND period.jobbtorg_id = told.jobbtorg_id
       AND period.ended_at IS NULL AND %(on)s BETWEEN period.valid_from AND period.valid_to
     UNION
    SELECT told.*, manager.id
      FROM told
      JOIN {table_of(User)} manager ON manager.jobbtorg_id = told.jobbtorg_id AND manager.role = %(manager)s
     WHERE manager.id IS DISTINCT FROM told.coach_id
), written AS (
    INSERT INTO {table_of(Notice)} (recipient_id, kind, event_key, text, path, created_at)
    SELECT member.id,
           '{NoticeKind.BREACH.value}',
           'breach-' || listener.id || '-' || listener.due_on,
           replace(kind.label, '%%', listener.reference) || ': sista dagen var ' || listener.due_on,
           CASE WHEN listener.enrolment_id IS NULL THEN %(clock_before)s || listener.id || %(clock_after)s
                ELSE %(case_before)s || listener.enrolment_id || %(case_after)s END,
           %(now)s
      FROM listener
      JOIN unnest(%(kinds)s::text[], %(labels)s::text[]) AS kind(code, label) ON kind.code = listener.kind
      JOIN {table_of(User)} member
        ON member.id = listener.member_id
       AND member.is_active
       AND (member.position_until IS NULL OR member.position_until >= %(on)s)
       AND member.jobbtorg_id = listener.jobbtorg_id AND member.role = ANY(%(with_cases)s)
       AND (listener.is_open OR member.protected_access)
     WHERE {not_switched_off("member.id", NoticeKind.BREACH)}
        ON CONFLICT (recipient_id, event_key) DO NOTHING
 RETURNING 1
)
SELECT count(*) FILTER (WHERE reason IS NULL), count(*) FILTER (WHERE reason IS NOT NULL),
       (SELECT count(*) FROM written)
  FROM stamped
"""  # noqa: S608  # nosec B608  # only table names are interpolated
