"""E03 and E04: the person was sought and not reached, or declined a time that was offered."""

from __future__ import annotations

from aspirants.models import CorrectedKind
from core.sql import local_day, table_of
from deadlines.choices import ContactResult, ExcuseReason
from deadlines.excuses.sources import ExcuseSource, on_record
from deadlines.models import ContactAttempt

ON_RECORD = local_day(on_record("attempt", "recorded_at", CorrectedKind.ATTEMPT))
"""The local day since which the register says what it says of an attempt."""

SOURCES = (
    ExcuseSource(
        name="contact attempts",
        reason=ExcuseReason.E03,
        sql=f"""
        SELECT max({local_day("attempt.attempted_at")}) AS happened_on
          FROM {table_of(ContactAttempt)} attempt
         WHERE attempt.clock_id = clock.id AND attempt.result = '{ContactResult.NOT_REACHED}'
           AND attempt.removed_at IS NULL
           AND {local_day("attempt.attempted_at")} BETWEEN clock.started_on AND clock.due_on
           AND (NOT %(recorded_in_time)s OR {ON_RECORD} <= clock.due_on)
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
           AND attempt.removed_at IS NULL
           AND {local_day("attempt.attempted_at")} BETWEEN clock.started_on AND clock.due_on
           AND attempt.offered_time > attempt.attempted_at AND {local_day("attempt.offered_time")} <= clock.due_on
           AND (NOT %(recorded_in_time)s OR {ON_RECORD} <= clock.due_on)
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
    ),
)
