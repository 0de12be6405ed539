"""E01: a meeting that was offered in time and missed without valid reason."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from aspirants.models import CorrectedKind
from core.sql import local_day, table_of
from core.workdays import is_working_day
from deadlines.choices import ExcuseReason
from deadlines.excuses.sources import ExcuseSource, on_record
from meetings.choices import MeetingStatus
from meetings.effects import Effect, pairs_with
from meetings.models import Meeting
from organisation.reference_tables.calendar import stored_holiday

NOTICE_PERIOD = datetime.timedelta(days=400)
"""How long before a last day working days are looked at; no clock runs longer between invitation and meeting."""


def working_days(first_due: datetime.date, last_due: datetime.date) -> Mapping[str, Any]:
    """The working days that can lie between an invitation and a meeting, for clocks due within these local dates."""
    first = first_due - NOTICE_PERIOD
    days = [first + datetime.timedelta(days=n) for n in range((last_due - first).days + 1)]
    return {"working_days": [day for day in days if is_working_day(day, stored_holiday)]}


EXCUSING = ", ".join(f"('{clock}', '{meeting}')" for clock, meeting in pairs_with(Effect.MISSED_EXCUSES))

ON_RECORD = local_day(on_record("meeting", "logged_at", CorrectedKind.MEETING))
"""The local day since which the register says what it says of a meeting."""

SOURCES = (
    ExcuseSource(
        name="missed meetings",
        reason=ExcuseReason.E01,
        sql=f"""
        SELECT {local_day("meeting.starts_at")} AS happened_on
          FROM {table_of(Meeting)} meeting
         WHERE meeting.enrolment_id = clock.enrolment_id
           AND meeting.status = '{MeetingStatus.ABSENT_INVALID}'
           AND (policy.kind, meeting.kind) IN ({EXCUSING})
           AND {local_day("meeting.starts_at")} BETWEEN clock.started_on AND clock.due_on
           AND EXISTS (SELECT FROM unnest(%(working_days)s::date[]) AS working(day)
                        WHERE working.day > {local_day("meeting.booked_at")}
                          AND working.day <= {local_day("meeting.starts_at")})
           AND (NOT %(recorded_in_time)s OR {ON_RECORD} <= clock.due_on)
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
        parameters=working_days,
    ),
)
