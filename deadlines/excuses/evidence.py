"""Excuses (E01–E04): the jobbtorg offered in time and the person did not take it. The system looks for the evidence.

One condition in SQL serves both the sweep, which asks it of thousands of clocks, and the page, which asks of one. It is
built from the sources that the apps above have registered (`deadlines.excuses.sources`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from core.sql import among
from deadlines.clocks.kinds import kinds_excused_by
from deadlines.excuses.sources import ExcuseSource, excuse_sources, without_source
from deadlines.models import ClockStatus, DeadlineClock, Excuse, ExcuseReason
from organisation.models import User


@dataclass(frozen=True)
class Evidence:
    """What excuses a clock: the reason, and the local date of the meeting, the answer or the last attempt."""

    reason: ExcuseReason
    happened_on: datetime.date


def evidence_sql(sources: tuple[ExcuseSource, ...] | None = None) -> str:
    """SQL, in brackets, for a row (reason, happened_on) of what excuses `clock` under `policy`, or for none.

    Built from all registered sources, unless some are given. Parameters: `evidence_parameters`. Raises
    ImproperlyConfigured where a reason has no source: what it excuses would be counted as broken unseen.
    """
    sources = excuse_sources() if sources is None else sources
    if missing := without_source(sources):
        raise ImproperlyConfigured(f"No source of evidence is registered for {', '.join(missing)}.")
    found = "\n         UNION ALL\n".join(_found_in(source) for source in sources)
    return f"""
(
    SELECT found.reason, found.happened_on FROM (
{found}
    ) found
     ORDER BY found.reason, found.happened_on
     LIMIT 1
)
"""  # noqa: S608  # nosec B608  # only the sources' own texts are interpolated


def _found_in(source: ExcuseSource) -> str:
    """What one source finds, for the kinds of clock that its reason excuses."""
    return (
        f"        SELECT '{source.reason}' AS reason, source.happened_on FROM ({source.sql}) source"  # noqa: S608
        f" WHERE policy.kind IN ({among(kinds_excused_by(source.reason))})"
    )


def evidence_parameters(first_due: datetime.date, last_due: datetime.date, *, recorded_in_time: bool) -> dict[str, Any]:
    """The parameters of `evidence_sql` for clocks due within these local dates.

    `recorded_in_time`: only what was on record by the end of the due date counts (what comes later needs a manager).
    Raises ValueError where two sources give different parameters the same name.
    """
    parameters: dict[str, Any] = {"recorded_in_time": recorded_in_time}
    for source in excuse_sources():
        for name, value in source.parameters(first_due, last_due).items():
            if parameters.setdefault(name, value) != value:
                raise ValueError(f"Two sources of excuses have a parameter {name}.")
    return parameters


def grant_excuse(clock: DeadlineClock, evidence: Evidence, granted_by: User | None = None) -> Excuse:
    """Let a locked clock be excused, for the caller to save. `granted_by`: the manager, where it was recorded late."""
    clock.status = ClockStatus.EXCUSED
    facts = {
        "reason": evidence.reason,
        "happened_on": evidence.happened_on,
        "granted_at": timezone.now(),
        "granted_by": granted_by,
        "revoked_at": None,
        "revoked_by": None,
    }
    # A clock has one excuse: where an earlier one fell, its history keeps both.
    excuse, _ = Excuse.objects.update_or_create(clock=clock, defaults=facts)
    return excuse


def find_evidence(clock: DeadlineClock, *, recorded_in_time: bool = True) -> Evidence | None:
    """What excuses one clock, with the dates it has in memory; None if nothing does, or it has no last day."""
    if clock.due_on is None or clock.started_on is None:
        return None
    parameters = {
        **evidence_parameters(clock.due_on, clock.due_on, recorded_in_time=recorded_in_time),
        "clock": clock.pk,
        "enrolment": clock.enrolment_id,
        "started_on": clock.started_on,
        "due_on": clock.due_on,
        "kind": clock.policy.kind,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT evidence.reason, evidence.happened_on
              FROM (SELECT %(clock)s::bigint AS id, %(enrolment)s::bigint AS enrolment_id,
                           %(started_on)s::date AS started_on, %(due_on)s::date AS due_on) clock
              CROSS JOIN (SELECT %(kind)s::text AS kind) policy
              CROSS JOIN LATERAL {evidence_sql()} evidence
            """,  # noqa: S608  # nosec B608  # only the sources' own texts are interpolated
            parameters,
        )
        row = cursor.fetchone()
    return Evidence(ExcuseReason(row[0]), row[1]) if row else None
