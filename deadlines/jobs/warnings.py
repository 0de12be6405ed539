"""Warning of clocks that fall due: a coach of the own cases' and those stood in for, a manager of what nobody coaches.

What is warned of is a state and not a moment: of each clock the nearest level that it has reached today. So a day
without a run is made up for, and no notice says two days left when it is due today. Each level of each last day
is sent once, because the notice's key says both; warnings may run at once, be killed, or come late.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Person, Protection
from core.sql import table_of
from core.workdays import add_working_days, working_days_between
from deadlines.calculation.deadline import warning_days
from deadlines.models import ClockStatus, DeadlineClock, DeadlinePolicy, PolicyUse
from notices.choices import NoticeKind
from notices.models import Notice
from notices.switched_off import not_switched_off
from organisation.access.acting import System, acting_for
from organisation.models import WITH_CASES, Deputy, Role, User
from organisation.reference_tables.calendar import stored_holiday

CLOCKS_PER_BATCH = 5_000
"""Clocks looked at in one transaction."""


@dataclass(frozen=True)
class WarningResult:
    """How many clocks stand at a level that is warned of, and how many notices were new."""

    near: int = 0
    notices: int = 0


@dataclass(frozen=True)
class Level:
    """What the clocks of one policy with one last day have reached: `level` is the policy's number of days."""

    policy_id: int
    due_on: datetime.date
    level: int
    text: str


def warn(*, on: datetime.date, dry_run: bool = False) -> WarningResult:
    """Tell of every covered, running clock that has reached a level on a local date, once for each.

    A dry run counts what would be sent and writes nothing.
    """
    with acting_for(System.SWEEP):
        levels = list(levels_reached(on))
    near = notices = after = 0
    while levels:
        with acting_for(System.SWEEP), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WARN, _parameters(on, levels, after))
            found, last, written = cursor.fetchone()
            transaction.set_rollback(dry_run)
        near, notices, after = near + found, notices + written, last
        if found < CLOCKS_PER_BATCH:
            break
    return WarningResult(near, notices)


def levels_reached(on: datetime.date) -> Iterator[Level]:
    """The nearest level reached by each policy and last day that there is among the clocks ahead. Two queries."""
    policies = {policy.pk: policy for policy in DeadlinePolicy.objects.filter(use=PolicyUse.ACTIVE)}
    furthest = max((days for policy in policies.values() for days in levels_of(policy)), default=None)
    if furthest is None:
        return
    # A last day that is no working day comes up to a weekend later than the working days say.
    until = add_working_days(on, furthest + 1, stored_holiday)
    ahead = DeadlineClock.objects.live().due_between(on, until).filter(covered=True, policy__in=policies)
    for policy_id, due_on in ahead.order_by("policy", "due_on").values_list("policy", "due_on").distinct():
        policy = policies[policy_id]
        levels = warning_days(due_on, levels_of(policy), stored_holiday)
        reached = [days for days, begins in levels.items() if begins <= on]
        if reached:
            yield Level(policy_id, due_on, min(reached), f"{policy.get_kind_display()} i %: {what_is_left(on, due_on)}")


def levels_of(policy: DeadlinePolicy) -> list[int]:
    """How many working days before the last one the policy warns."""
    return [days for days in (policy.warn_days_first, policy.warn_days_second) if days is not None]


def what_is_left(on: datetime.date, due_on: datetime.date) -> str:
    """ "2 arbetsdagar kvar, sista dagen är 2026-06-23", as of a day."""
    if due_on == on:
        return "förfaller i dag"
    days = working_days_between(on, due_on, stored_holiday)
    left = {0: "ingen arbetsdag", 1: "1 arbetsdag"}.get(days, f"{days} arbetsdagar")
    return f"{left} kvar, sista dagen är {due_on}"


def _parameters(on: datetime.date, levels: list[Level], after: int) -> dict[str, Any]:
    before_case, after_case = reverse("case", args=[0]).split("0")
    before_clock, after_clock = reverse("clock_explain", args=[0]).split("0")
    return {
        "on": on,
        "after": after,
        "batch": CLOCKS_PER_BATCH,
        "now": timezone.now(),
        "policies": [level.policy_id for level in levels],
        "days": [level.due_on for level in levels],
        "levels": [level.level for level in levels],
        "texts": [level.text for level in levels],
        "running": ClockStatus.RUNNING,
        "coach": Role.COACH,
        "manager": Role.MANAGER,
        "with_cases": list(WITH_CASES),
        "unprotected": Protection.NONE,
        "case_before": before_case,
        "case_after": after_case,
        "clock_before": before_clock,
        "clock_after": after_clock,
    }


_IN_SERVICE = (
    "{0}.is_active AND ({0}.position_until IS NULL OR {0}.position_until >= %(on)s)"
    " AND {0}.jobbtorg_id = near.jobbtorg_id AND {0}.role = ANY(%(with_cases)s)"
)
_MAY_OPEN = "(NOT near.is_protected OR {0}.protected_access)"

# Rows are written in one order, so that two runs at once cannot deadlock.
_WARN = f"""
WITH near AS (
    SELECT clock.id, clock.jobbtorg_id, clock.enrolment_id, clock.reference, clock.due_on, reached.level, reached.text,
           enrolment.coach_id, person.protection <> %(unprotected)s AS is_protected
      FROM {table_of(DeadlineClock)} clock
      JOIN unnest(%(policies)s::bigint[], %(days)s::date[], %(levels)s::int[], %(texts)s::text[])
        AS reached(policy_id, due_on, level, text)
        ON reached.policy_id = clock.policy_id AND reached.due_on = clock.due_on
      JOIN {table_of(Person)} person ON person.id = clock.person_id
 LEFT JOIN {table_of(Enrolment)} enrolment ON enrolment.id = clock.enrolment_id
     WHERE clock.status = %(running)s AND clock.covered AND NOT clock.historical AND clock.id > %(after)s
     ORDER BY clock.id
     LIMIT %(batch)s
), coached AS (
    SELECT near.id, coach.id AS member_id
      FROM near
      JOIN {table_of(User)} coach ON coach.id = near.coach_id
     WHERE {_IN_SERVICE.format("coach")} AND {_MAY_OPEN.format("coach")} AND coach.role = %(coach)s
), listener AS (
    SELECT id, member_id FROM coached
     UNION
    SELECT near.id, deputy.id
      FROM near
      JOIN {table_of(Deputy)} period ON period.coach_id = near.coach_id AND period.jobbtorg_id = near.jobbtorg_id
       AND period.ended_at IS NULL AND %(on)s BETWEEN period.valid_from AND period.valid_to
      JOIN {table_of(User)} deputy ON deputy.id = period.deputy_id
     WHERE {_IN_SERVICE.format("deputy")} AND {_MAY_OPEN.format("deputy")}
     UNION
    SELECT near.id, manager.id
      FROM near
      JOIN {table_of(User)} manager ON manager.jobbtorg_id = near.jobbtorg_id AND manager.role = %(manager)s
     WHERE {_IN_SERVICE.format("manager")} AND {_MAY_OPEN.format("manager")}
       AND NOT EXISTS (SELECT FROM coached WHERE coached.id = near.id)
), written AS (
    INSERT INTO {table_of(Notice)} (recipient_id, kind, event_key, text, path, created_at)
    SELECT listener.member_id,
           '{NoticeKind.WARNING.value}',
           'warning-' || near.id || '-' || near.level || '-' || near.due_on,
           replace(near.text, '%%', near.reference),
           CASE WHEN near.enrolment_id IS NULL THEN %(clock_before)s || near.id || %(clock_after)s
                ELSE %(case_before)s || near.enrolment_id || %(case_after)s END,
           %(now)s
      FROM near
      JOIN listener ON listener.id = near.id
     WHERE {not_switched_off("listener.member_id", NoticeKind.WARNING)}
     ORDER BY near.id, listener.member_id
        ON CONFLICT (recipient_id, event_key) DO NOTHING
 RETURNING 1
)
SELECT (SELECT count(*) FROM near), (SELECT COALESCE(max(id), 0) FROM near), (SELECT count(*) FROM written)
"""  # noqa: S608  # nosec B608  # only table names and fixed conditions are interpolated
