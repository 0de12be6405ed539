"""E02: a plan was proposed in time and the aspirant did not approve it."""

from __future__ import annotations

from aspirants.models import CorrectedKind
from core.sql import local_day, table_of
from deadlines.choices import ExcuseReason
from deadlines.excuses.sources import ExcuseSource, on_record
from jobplans.choices import Decision
from jobplans.models import JobPlan, JobPlanVersion, PlanApproval

ON_RECORD = local_day(on_record("answer", "recorded_at", CorrectedKind.ANSWER))
"""The local day since which the register says what it says of an answer."""

SOURCES = (
    ExcuseSource(
        name="declined plans",
        reason=ExcuseReason.E02,
        sql=f"""
        SELECT {local_day("answer.answered_at")} AS happened_on
          FROM {table_of(PlanApproval)} answer
          JOIN {table_of(JobPlanVersion)} version ON version.id = answer.version_id
          JOIN {table_of(JobPlan)} plan ON plan.id = version.plan_id
         WHERE plan.enrolment_id = clock.enrolment_id AND answer.decision = '{Decision.DECLINED}'
           AND {local_day("version.proposed_at")} BETWEEN clock.started_on AND clock.due_on
           AND {local_day("answer.answered_at")} <= clock.due_on
           AND (NOT %(recorded_in_time)s OR {ON_RECORD} <= clock.due_on)
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
    ),
)
