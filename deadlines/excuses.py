"""Excuses (E01–E04): the jobbtorg offered in time and the person did not take it. The system looks for the evidence.

One condition in SQL serves both the sweep, which asks it of thousands of promises, and the page, which asks of one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from core.workdays import is_working_day
from deadlines.models import (
    ClockKind,
    ClockStatus,
    ContactAttempt,
    ContactResult,
    DeadlineClock,
    Excuse,
    ExcuseReason,
)
from jobplans.models import Decision, JobPlan, JobPlanVersion, PlanApproval
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

EXCUSABLE = (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP)
NOTICE_PERIOD = datetime.timedelta(days=400)
"""How long before a last day working days are looked at; no promise runs longer between invitation and meeting."""


@dataclass(frozen=True)
class Evidence:
    """What excuses a promise: the reason, and the local date of the meeting, the answer or the last attempt."""

    reason: ExcuseReason
    happened_on: datetime.date


def _day(instant: str) -> str:
    return f"({instant} AT TIME ZONE 'Europe/Stockholm')::date"


def _table(model: type) -> str:
    return model._meta.db_table  # type: ignore[attr-defined]


EVIDENCE = f"""
(
    SELECT found.reason, found.happened_on FROM (
        SELECT '{ExcuseReason.E01}' AS reason, {_day("meeting.starts_at")} AS happened_on
          FROM {_table(Meeting)} meeting
         WHERE meeting.enrolment_id = clock.enrolment_id
           AND meeting.status = '{MeetingStatus.ABSENT_INVALID}'
           AND meeting.kind = CASE policy.kind WHEN '{ClockKind.FOLLOW_UP}' THEN '{MeetingKind.FOLLOW_UP}'
                              ELSE '{MeetingKind.COACH}' END
           AND {_day("meeting.starts_at")} BETWEEN clock.started_on AND clock.due_on
           AND EXISTS (SELECT FROM unnest(%(working_days)s::date[]) AS working(day)
                        WHERE working.day > {_day("meeting.booked_at")}
                          AND working.day <= {_day("meeting.starts_at")})
           AND (NOT %(recorded_in_time)s OR {_day("meeting.logged_at")} <= clock.due_on)
         UNION ALL
        SELECT '{ExcuseReason.E02}', {_day("answer.answered_at")}
          FROM {_table(PlanApproval)} answer
          JOIN {_table(JobPlanVersion)} version ON version.id = answer.version_id
          JOIN {_table(JobPlan)} plan ON plan.id = version.plan_id
         WHERE plan.enrolment_id = clock.enrolment_id AND policy.kind = '{ClockKind.PLAN_GUARANTEE}'
           AND answer.decision = '{Decision.DECLINED}'
           AND {_day("version.proposed_at")} BETWEEN clock.started_on AND clock.due_on
           AND {_day("answer.answered_at")} <= clock.due_on
           AND (NOT %(recorded_in_time)s OR {_day("answer.recorded_at")} <= clock.due_on)
         UNION ALL
        SELECT '{ExcuseReason.E03}', max({_day("attempt.attempted_at")})
          FROM {_table(ContactAttempt)} attempt
         WHERE attempt.clock_id = clock.id AND attempt.result = '{ContactResult.NOT_REACHED}'
           AND {_day("attempt.attempted_at")} BETWEEN clock.started_on AND clock.due_on
           AND (NOT %(recorded_in_time)s OR {_day("attempt.recorded_at")} <= clock.due_on)
        HAVING count(DISTINCT attempt.channel) >= 2 AND count(DISTINCT {_day("attempt.attempted_at")}) >= 2
         UNION ALL
        SELECT '{ExcuseReason.E04}', {_day("attempt.attempted_at")}
          FROM {_table(ContactAttempt)} attempt
         WHERE attempt.clock_id = clock.id AND attempt.result = '{ContactResult.DECLINED_TIME}'
           AND {_day("attempt.attempted_at")} BETWEEN clock.started_on AND clock.due_on
           AND attempt.offered_time > attempt.attempted_at AND {_day("attempt.offered_time")} <= clock.due_on
           AND (NOT %(recorded_in_time)s OR {_day("attempt.recorded_at")} <= clock.due_on)
    ) found
     WHERE policy.kind IN ({", ".join(f"'{kind}'" for kind in EXCUSABLE)})
     ORDER BY found.reason, found.happened_on
     LIMIT 1
)
"""  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
"""A row (reason, happened_on) for what excuses `clock` under `policy`, or none. Parameters: `evidence_parameters`."""


def evidence_parameters(first_due: datetime.date, last_due: datetime.date, *, recorded_in_time: bool) -> dict[str, Any]:
    """The parameters of EVIDENCE for promises due within these local dates.

    `recorded_in_time`: only what was on record by the end of the due date counts (what comes later needs a manager).
    """
    first = first_due - NOTICE_PERIOD
    days = [first + datetime.timedelta(days=n) for n in range((last_due - first).days + 1)]
    working = [day for day in days if is_working_day(day, stored_holiday)]
    return {"recorded_in_time": recorded_in_time, "working_days": working}


def grant_excuse(clock: DeadlineClock, evidence: Evidence, granted_by: User | None = None) -> Excuse:
    """Let a locked clock be excused, for the caller to save. `granted_by`: the manager, where it was recorded late."""
    clock.status = ClockStatus.EXCUSED
    return Excuse.objects.create(
        clock=clock,
        reason=evidence.reason,
        happened_on=evidence.happened_on,
        granted_at=timezone.now(),
        granted_by=granted_by,
    )


def find_evidence(clock: DeadlineClock, *, recorded_in_time: bool = True) -> Evidence | None:
    """What excuses one promise, with the dates it has in memory; None if nothing does, or it has no last day."""
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
              CROSS JOIN LATERAL {EVIDENCE} evidence
            """,  # noqa: S608  # nosec B608  # EVIDENCE is a constant
            parameters,
        )
        row = cursor.fetchone()
    return Evidence(ExcuseReason(row[0]), row[1]) if row else None
