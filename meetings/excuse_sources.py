"""E01: a meeting that was offered in time and missed without valid reason. E04: one that the aspirant said no to.

Of a meeting whose time was changed, the last time within the promise decides (docs/decisions/112). Whatever the
jobbtorg or somebody else took back excuses nothing (G-50).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from aspirants.models import CorrectedKind
from core.sql import among, local_day, table_of
from core.workdays import is_working_day
from deadlines.choices import ExcuseReason
from deadlines.excuses.sources import ExcuseSource, on_record
from meetings.choices import A_NO, MeetingStatus, Wish
from meetings.effects import Effect, pairs_with
from meetings.models import BookingChange, Meeting
from organisation.reference_tables.calendar import stored_holiday

NOTICE_PERIOD = datetime.timedelta(days=400)
"""How long before a last day working days are looked at; no clock runs longer between invitation and meeting."""


def working_days(first_due: datetime.date, last_due: datetime.date) -> Mapping[str, Any]:
    """The working days that can lie between an invitation and a meeting, for clocks due within these local dates."""
    first = first_due - NOTICE_PERIOD
    days = [first + datetime.timedelta(days=n) for n in range((last_due - first).days + 1)]
    return {"working_days": [day for day in days if is_working_day(day, stored_holiday)]}


EXCUSING = ", ".join(f"('{clock}', '{meeting}')" for clock, meeting in pairs_with(Effect.MISSED_EXCUSES))

# A time that the jobbtorg chose is known since the jobbtorg set it; one that the aspirant asked for needs no notice.
INVITED_AT = f"""
COALESCE((SELECT max(change.changed_at) FROM {table_of(BookingChange)} change
           WHERE change.meeting_id = meeting.id AND change.to_starts_at IS NOT NULL
             AND change.wish <> '{Wish.ASPIRANT}'), meeting.booked_at)
"""  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
ON_RECORD = local_day(on_record("meeting", "logged_at", CorrectedKind.MEETING))
"""The local day since which the register says what it says of a meeting."""
NO_ON_RECORD = local_day(on_record("declined", "changed_at", CorrectedKind.MEETING, number="meeting.id"))
"""The same of a no to a meeting's time: its kind may have been corrected since."""

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
                        WHERE working.day > {local_day(INVITED_AT)}
                          AND working.day <= {local_day("meeting.starts_at")})
           AND (NOT %(recorded_in_time)s OR {ON_RECORD} <= clock.due_on)
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
        parameters=working_days,
    ),
    ExcuseSource(
        name="declined meetings",
        reason=ExcuseReason.E04,
        sql=f"""
        SELECT {local_day("declined.changed_at")} AS happened_on
          FROM {table_of(BookingChange)} declined
          JOIN {table_of(Meeting)} meeting ON meeting.id = declined.meeting_id
         WHERE declined.enrolment_id = clock.enrolment_id
           AND declined.wish = '{Wish.ASPIRANT}' AND declined.reason IN ({among(A_NO)})
           AND (policy.kind, meeting.kind) IN ({EXCUSING})
           AND declined.changed_at < declined.from_starts_at
           AND {local_day("declined.changed_at")} >= clock.started_on
           AND {local_day("declined.from_starts_at")} <= clock.due_on
           AND (declined.to_starts_at IS NULL OR {local_day("declined.to_starts_at")} > clock.due_on)
           AND meeting.status <> '{MeetingStatus.REMOVED}'
           AND (declined.to_starts_at IS NOT NULL OR meeting.status = '{MeetingStatus.CANCELLED_BY_ASPIRANT}')
           AND (NOT %(recorded_in_time)s OR {NO_ON_RECORD} <= clock.due_on)
           AND NOT EXISTS (SELECT FROM {table_of(BookingChange)} later
                            WHERE later.meeting_id = meeting.id AND later.id > declined.id
                              AND {local_day("later.to_starts_at")} <= clock.due_on)
           AND NOT EXISTS (SELECT FROM {table_of(Meeting)} instead
                            WHERE instead.enrolment_id = clock.enrolment_id
                              AND (policy.kind, instead.kind) IN ({EXCUSING})
                              AND instead.status <> '{MeetingStatus.REMOVED}'
                              AND instead.id <> meeting.id AND instead.booked_at >= declined.changed_at
                              AND {local_day("instead.starts_at")} <= clock.due_on)
        """,  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated
    ),
)
