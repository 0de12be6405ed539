"""What became of the promises that stood at a point: how many working days were left, and was a meeting booked?

Counted as the role of reports, which sees every case and no name: what was decided at a jobbtorg stays there when the
case moves on, whoever may open it now (FC-74).

Nothing is known before it was. Each promise is asked as it stood at noon, so many working days before its last day: it
had begun, was neither kept nor ended, and a meeting counts where it had been booked by then, at the time it then had
(times moved since are read back from the changes), and was not cancelled yet. Two things come from later all the same:
the last day itself, where a pause moved it on after that noon, and that somebody was covered.

Promises of imported lists are left out: lists do not say when a meeting was booked. So are those that were registered
afterwards, which nobody could have watched, and persons with protected identity, as in every figure of a jobbtorg.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from aspirants.models import Person, Protection
from core.shares import Share
from core.sql import local_day, table_of
from core.swedish.dates import moment, start_of_day
from core.workdays import ONE_DAY, add_working_days
from deadlines.choices import ClockKind, ClockStatus, PolicyUse
from deadlines.models import DeadlineClock, DeadlinePolicy
from meetings.choices import MeetingStatus
from meetings.models import BookingChange, Meeting
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.reference_tables.calendar import stored_holiday
from oversight.forecast.shares import CELLS, MOST_LEFT, NONE, Cell, Cells, added

HISTORY_DAYS = 365
"""Days, ending yesterday, whose promises are the history."""

NOON = datetime.time(12)

AT_THE_END = -1
"""Working days left when the last day is over: what is open then and broken is every broken promise."""

KEPT = 24 * 60 * 60
"""Seconds for which the city's numbers are kept: they are of the days before today."""

_LOCAL_START = local_day("booking.starts_at")

_STATEMENT = f"""
WITH moment AS (
    SELECT * FROM unnest(%(due_on)s::date[], %(left)s::int[], %(asked_at)s::timestamptz[], %(asked_on)s::date[])
        AS asked (due_on, days_left, asked_at, asked_on)
), standing AS (
    SELECT coalesce(clock.counted_at_id, clock.jobbtorg_id) AS unit,
        CASE WHEN %(by_day)s THEN clock.due_on ELSE date_trunc('month', clock.due_on)::date END AS due,
        moment.days_left, moment.asked_at, clock.due_on, clock.enrolment_id,
        (clock.status = '{ClockStatus.BREACHED.value}'
            OR clock.status = '{ClockStatus.RUNNING.value}' AND clock.due_on < %(today)s) AS is_broken
    FROM moment
    JOIN {table_of(DeadlineClock)} clock ON clock.due_on = moment.due_on
    JOIN {table_of(DeadlinePolicy)} policy ON policy.id = clock.policy_id
    JOIN {table_of(Person)} person ON person.id = clock.person_id
    WHERE policy.kind = '{ClockKind.PLAN_GUARANTEE.value}' AND policy.use = '{PolicyUse.ACTIVE.value}'
        AND clock.covered AND NOT clock.historical AND NOT clock.late_registered
        AND person.protection = '{Protection.NONE.value}'
        AND clock.status NOT IN ('{ClockStatus.WAITING.value}', '{ClockStatus.PAUSED.value}')
        AND clock.started_on <= moment.asked_on
        AND (clock.fulfilled_at IS NULL OR clock.fulfilled_at >= moment.asked_at)
        AND (clock.ended_on > moment.asked_on
            OR clock.ended_on IS NULL AND clock.status <> '{ClockStatus.CANCELLED.value}')
        AND (%(unit)s IS NULL OR coalesce(clock.counted_at_id, clock.jobbtorg_id) = %(unit)s)
), asked AS (
    SELECT unit, due, days_left, is_broken, EXISTS (
        SELECT FROM {table_of(Meeting)} meeting
        CROSS JOIN LATERAL (
            SELECT coalesce((
                SELECT changed.from_starts_at FROM {table_of(BookingChange)} changed
                WHERE changed.meeting_id = meeting.id AND changed.changed_at >= standing.asked_at
                ORDER BY changed.changed_at LIMIT 1
            ), meeting.starts_at) AS starts_at
        ) booking
        WHERE meeting.enrolment_id = standing.enrolment_id
            AND meeting.status <> '{MeetingStatus.REMOVED.value}'
            AND meeting.booked_at < standing.asked_at
            AND booking.starts_at >= standing.asked_at AND {_LOCAL_START} <= standing.due_on
            AND NOT EXISTS (
                SELECT FROM {table_of(BookingChange)} cancelled
                WHERE cancelled.meeting_id = meeting.id AND cancelled.to_starts_at IS NULL
                    AND cancelled.changed_at < standing.asked_at
            )
    ) AS is_booked
    FROM standing
)
SELECT unit, due, days_left, is_booked, count(*) FILTER (WHERE is_broken), count(*)
FROM asked GROUP BY unit, due, days_left, is_booked
"""  # noqa: S608  # nosec B608  # only names of tables and codes are interpolated


@dataclass(frozen=True)
class Stood:
    """How many promises stood at a point, and how many of them were broken in the end."""

    unit: int
    due: datetime.date
    """The last day, or the first day of its month."""
    left: int
    is_booked: bool
    share: Share


def stood(
    first: datetime.date, last: datetime.date, today: datetime.date, *, unit: int | None, lefts: Iterable[int]
) -> list[Stood]:
    """The promises whose last day is among the days (both included), at each number of working days left.

    Of one jobbtorg by last day, of all (`unit` None) by its month. One statement.
    """
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    moments = [(day, left, *_asked(day, left)) for left in lefts for day in days]
    names = ("due_on", "left", "asked_at", "asked_on")
    columns = dict(zip(names, map(list, zip(*moments, strict=True)), strict=True)) if moments else None
    if columns is None:
        return []
    with as_database_role(DatabaseRole.REPORTS), connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {**columns, "today": today, "unit": unit, "by_day": unit is not None})
        return [
            Stood(unit, due, left, is_booked, Share(broken, whole))
            for unit, due, left, is_booked, broken, whole in cursor.fetchall()
        ]


def _asked(day: datetime.date, left: int) -> tuple[datetime.datetime, datetime.date]:
    if left == AT_THE_END:
        return start_of_day(day + ONE_DAY), day
    on = add_working_days(day, -left, stored_holiday)
    return moment(on, NOON), on


def by_unit(rows: Iterable[Stood]) -> dict[int, Cells]:
    """The shares of each jobbtorg, whatever the last day."""
    found: dict[int, dict[Cell, Share]] = {}
    for row in rows:
        cells = found.setdefault(row.unit, dict.fromkeys(CELLS, NONE))
        cell = min(row.left, MOST_LEFT), row.is_booked
        cells[cell] = added([cells[cell], row.share])
    return dict(found)


def cells_of_units(today: datetime.date) -> dict[int, Cells]:
    """The shares of each jobbtorg in the twelve months before today. Counted once a day and kept: numbers, no names."""
    key = f"prognos:{today}"
    kept: dict[int, Cells] | None = cache.get(key)
    if kept is None:
        first, last = today - HISTORY_DAYS * ONE_DAY, today - ONE_DAY
        kept = by_unit(stood(first, last, today, unit=None, lefts=range(MOST_LEFT + 1)))
        cache.set(key, kept, KEPT)
    return kept
