"""Excuses (E01–E04): the jobbtorg offered in time and the person did not take it. The system looks for the evidence.

One condition in SQL serves both the sweep, which asks it of thousands of clocks, and the page, which asks of one. It is
built from the sources that the apps above have registered (`deadlines.excuses.sources`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
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
    return find_evidence_of([clock], recorded_in_time=recorded_in_time).get(clock.pk)


def find_evidence_of(clocks: Sequence[DeadlineClock], *, recorded_in_time: bool = True) -> Mapping[int, Evidence]:
    """What excuses each of some clocks, by its key, with the dates they have in memory. One statement."""
    begun = [(clock, clock.due_on) for clock in clocks if clock.due_on is not None and clock.started_on is not None]
    if not begun:
        return {}
    days = [due_on for _, due_on in begun]
    parameters = {
        **evidence_parameters(min(days), max(days), recorded_in_time=recorded_in_time),
        "clocks": [clock.pk for clock, _ in begun],
        "enrolments": [clock.enrolment_id for clock, _ in begun],
        "started": [clock.started_on for clock, _ in begun],
        "due": days,
        "kinds": [clock.policy.kind for clock, _ in begun],
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT clock.id, evidence.reason, evidence.happened_on
              FROM unnest(%(clocks)s::bigint[], %(enrolments)s::bigint[], %(started)s::date[], %(due)s::date[],
                          %(kinds)s::text[]) AS clock(id, enrolment_id, started_on, due_on, kind)
              CROSS JOIN LATERAL (SELECT clock.kind) policy
              CROSS JOIN LATERAL {evidence_sql()} evidence
            """,  # noqa: S608  # nosec B608  # only the sources' own texts are interpolated
            parameters,
        )
        return {key: Evidence(ExcuseReason(reason), happened_on) for key, reason, happened_on in cursor.fetchall()}
