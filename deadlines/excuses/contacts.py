"""E03 and E04: the person was sought and not reached, or declined a time that was offered."""

from __future__ import annotations

from core.sql import local_day, table_of
from deadlines.choices import ContactResult, ExcuseReason
from deadlines.excuses.sources import ExcuseSource
from deadlines.models import ContactAttempt

SOURCES = (
    ExcuseSource(
        name="contact attempts",
        reason=ExcuseReason.E03,
        sql=f"""
        SELECT max({local_day("attempt.attempted_at")}) AS happened_on
          FROM {table_of(ContactAttempt)} attempt
         WHERE attempt.clock_id = clock.id AND attempt.result = '{ContactResult.NOT_REACHED}'
           AND {local_day("attempt.attempted_at")} BETWEEN clock.started_on AND clock.due_on
           AND (NOT %(recorded_in_time)s OR {local_day("attempt.recorded_at")} <= clock.due_on)
        HAVING count(DISTINCT attempt.channel) >= 2
           AND count(DISTINCT {local_day("attempt.attempted_at")}) >= 2
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
    ),
    ExcuseSource(
        name="declined times",
        reason=ExcuseReason.E04,
        sql=f"""
        SELECT {local_day("attempt.attempted_at")} AS happened_on
          FROM {table_of(ContactAttempt)} attempt
         WHERE attempt.clock_id = clock.id AND attempt.result = '{ContactResult.DECLINED_TIME}'
           AND {local_day("attempt.attempted_at")} BETWEEN clock.started_on AND clock.due_on
           AND attempt.offered_time > attempt.attempted_at AND {local_day("attempt.offered_time")} <= clock.due_on
           AND (NOT %(recorded_in_time)s OR {local_day("attempt.recorded_at")} <= clock.due_on)
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
    ),
)
