"""Group information and meetings that the rows of a case tell of, and that the register does not have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from core.swedish.dates import weekday_date
from imports.resolving.asking import Asking, Compared
from imports.resolving.outcomes import GroupFacts, MeetingFacts, RowOutcome
from imports.values.words import Came
from meetings.choices import BookingStatus

BOOKINGS: Mapping[Came | None, BookingStatus] = {
    Came.CAME: BookingStatus.ATTENDED,
    Came.ABSENT: BookingStatus.NO_SHOW,
    Came.EXCUSED: BookingStatus.CANCELLED_BY_ASPIRANT,
    Came.CANCELLED: BookingStatus.CANCELLED_BY_ASPIRANT,
}
"""What of an answer is stored. Somebody whom no list says more of was invited."""


def _booking(came: Came | None) -> BookingStatus:
    return BOOKINGS.get(came, BookingStatus.INVITED)


def _came_in_words(value: Any, row: RowOutcome) -> str:
    return BookingStatus(value).label


def group_days(asking: Asking, rows: Sequence[RowOutcome]) -> list[GroupFacts]:
    """Each day of group information once, with whether the aspirant came; the earliest first."""
    days: dict[date, dict[BookingStatus, RowOutcome]] = {}
    came: dict[tuple[date, BookingStatus], Came | None] = {}
    for row in rows:
        facts = row.judged.facts
        if facts.group_on is not None:
            status = _booking(facts.came)
            days.setdefault(facts.group_on, {}).setdefault(status, row)
            came.setdefault((facts.group_on, status), facts.came)
    found = []
    for day, said in sorted(days.items()):
        known = asking.group.known.groups.get(day) if asking.group.known else None
        about_day = _status(asking, day, said, known.status if known else None)
        if about_day is not None and (known is None or known.status == BookingStatus.INVITED != about_day):
            booking = known.key if known else None
            found.append(GroupFacts(day, came[day, about_day], said[about_day].judged.row, booking))
    return found


def _status(
    asking: Asking, day: date, said: Mapping[BookingStatus, RowOutcome], known: str | None
) -> BookingStatus | None:
    """What lists say came of an invitation; None where the register's stays or it has to be asked."""
    told = {status: row for status, row in said.items() if status != BookingStatus.INVITED}
    kept = BookingStatus(known) if known not in (None, BookingStatus.INVITED) else None
    about = Compared(f"group {day}", f"Gruppinformation {weekday_date(day)}", shown=_came_in_words)
    if kept is not None:
        others = {status: row for status, row in told.items() if status != kept}
        return _as_booking(asking.which(about, others, kept)) if others else None
    if len(told) > 1:
        return _as_booking(asking.which(about, told))
    return next(iter(told or said))


def _as_booking(value: Any) -> BookingStatus | None:
    return BookingStatus(value) if value is not None else None


def meetings(asking: Asking, rows: Sequence[RowOutcome]) -> list[MeetingFacts]:
    """Each meeting once. Of two that differ only in that one has no time of day, that one is left out."""
    places: dict[tuple[date, str, time | None], list[RowOutcome]] = {}
    for row in rows:
        facts = row.judged.facts
        if facts.meeting_on and facts.coach is not None:
            places.setdefault((facts.meeting_on, facts.meeting_kind, facts.meeting_at), []).append(row)
    timed = {(day, kind) for day, kind, at in places if at is not None}
    standing = dict(asking.group.known.meetings) if asking.group.known else {}
    found = []
    for (day, kind, at), told in sorted(places.items(), key=lambda place: str(place[0])):
        known = standing.get((day, kind), [])
        if (at is None and ((day, kind) in timed or known)) or at in [meeting.at for meeting in known]:
            continue
        without_time = next((meeting for meeting in known if meeting.at is None), None)
        standing[day, kind] = [meeting for meeting in known if meeting != without_time]
        came = _one_of(asking, f"came {day} {at} {kind}", f"Mötet {weekday_date(day)}", "meeting_came", told)
        coach = _one_of(asking, f"coach {day} {at} {kind}", f"Coach vid mötet {weekday_date(day)}", "coach", told)
        key = without_time.key if without_time else None
        found.append(MeetingFacts(day, at, kind, came, coach or 0, told[0].judged.row, key))
    return found


def _one_of(asking: Asking, name: str, label: str, fact: str, rows: Sequence[RowOutcome]) -> Any:
    said: dict[Any, RowOutcome] = {}
    for row in rows:
        said.setdefault(getattr(row.judged.facts, fact), row)
    if len(said) == 1:
        return next(iter(said))
    return asking.which(Compared(name, label, shown=_in_words), said)


def _in_words(value: Any, row: RowOutcome) -> str:
    if isinstance(value, Came):
        return _booking(value).label
    return str(row.judged.context.coaches.by_key(str(value)) or value)
