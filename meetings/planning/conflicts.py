"""Whether a time can be booked: what refuses it, and what is only warned of.

Refused is what cannot be: a time that has passed or does not exist, and the aspirant in two places at once. Warned of
is what somebody may have good reason for: a coach who has another meeting, is away or has left, a day off, a closed
hour, a time far ahead, days on which the aspirant is away. A warning names no other aspirant.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from core.swedish.local_time import comes_twice, fault_of_local_time
from core.workdays import add_months
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from meetings.planning.warnings import BookingWarning, require_accepted
from organisation.models import Deputy, User
from organisation.reference_tables.opening_hours import opening_on

MONTHS_AHEAD = 6
"""Further ahead a time is warned of: it is mostly a slip of the year."""

SESSION_MINUTES = 60
"""How long a group information is taken to last; nobody writes it down."""

LONGEST_MEETING = datetime.timedelta(hours=12)

PASSED = "Den tiden har passerat. Logga mötet i stället, om det har hållits."


def require_possible(starts_at: datetime.datetime, *, now: datetime.datetime | None = None) -> None:
    """Raise OperationRefused for a time that has passed or that the clock never shows."""
    if fault := _fault_of_hour(starts_at):
        raise OperationRefused(fault, field="starts_at")
    if starts_at <= (now or timezone.now()):
        raise OperationRefused(PASSED, field="starts_at")


def _fault_of_hour(starts_at: datetime.datetime) -> str:
    """Of a time as it was typed, in Stockholm's own zone; an instant in another zone always exists."""
    if starts_at.tzinfo is None or str(starts_at.tzinfo) != str(timezone.get_default_timezone()):
        return ""
    return fault_of_local_time(starts_at.date(), starts_at.time())


def require_free(
    *,
    enrolment: Enrolment,
    coach: User,
    starts_at: datetime.datetime,
    minutes: int,
    accepted_warnings: Collection[str],
    moving: Meeting | None = None,
) -> None:
    """Raise OperationRefused where the aspirant is elsewhere then, WarningsFoundError where warnings are unanswered.

    The case is locked by the caller, so that of two bookings at once the second finds the first. `moving`: the booking
    that gets the time, which is in nobody's way itself.
    """
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    booked = _overlapping(Q(enrolment=enrolment) | Q(coach=coach), starts_at, ends_at, moving)
    for other in booked:
        if other.enrolment_id == enrolment.pk:
            begins = timezone.localtime(other.starts_at)
            text = f"Aspiranten har redan ett möte då, {weekday_date(begins.date())} {begins:%H.%M}."
            raise OperationRefused(text, field="starts_at")
    if _invitations(enrolment, starts_at, ends_at).exists():
        raise OperationRefused("Aspiranten är kallad till gruppinformation då.", field="starts_at")
    warnings = [
        *warnings_of_time(enrolment.jobbtorg_id, starts_at, ends_at),
        *_of_coach(coach, starts_at, booked),
        *_of_absence(enrolment, starts_at),
    ]
    require_accepted(warnings, accepted_warnings)


def require_no_meeting_at(enrolment: Enrolment, session_starts_at: datetime.datetime) -> None:
    """Raise OperationRefused where a meeting of the case is booked while a group information is held."""
    ends_at = session_starts_at + datetime.timedelta(minutes=SESSION_MINUTES)
    for other in _overlapping(Q(enrolment=enrolment), session_starts_at, ends_at, None):
        begins = timezone.localtime(other.starts_at)
        text = f"Aspiranten har ett möte bokat då, {weekday_date(begins.date())} {begins:%H.%M}."
        raise OperationRefused(text, field="session")


def _invitations(
    enrolment: Enrolment, starts_at: datetime.datetime, ends_at: datetime.datetime
) -> QuerySet[GroupInformationBooking]:
    """The case's places in group information that overlaps a time."""
    return GroupInformationBooking.objects.filter(
        enrolment=enrolment,
        status=BookingStatus.INVITED,
        session__starts_at__lt=ends_at,
        session__starts_at__gt=starts_at - datetime.timedelta(minutes=SESSION_MINUTES),
    )


def _overlapping(
    whose: Q, starts_at: datetime.datetime, ends_at: datetime.datetime, moving: Meeting | None
) -> list[Meeting]:
    """Those booked that begin before the time ends and are not over when it begins, in their order."""
    found = Meeting.objects.filter(
        whose, status=MeetingStatus.BOOKED, starts_at__lt=ends_at, starts_at__gt=starts_at - LONGEST_MEETING
    )
    others = found.order_by("starts_at", "pk")
    return [meeting for meeting in others if meeting.ends_at > starts_at and meeting != moving]


def warnings_of_time(
    jobbtorg_id: int, starts_at: datetime.datetime, ends_at: datetime.datetime
) -> Iterator[BookingWarning]:
    """What speaks against a time at a jobbtorg, whoever meets: a day off, a closed hour, far ahead, an hour twice."""
    local, until = timezone.localtime(starts_at), timezone.localtime(ends_at)
    day = local.date()
    if day > add_months(timezone.localdate(), MONTHS_AHEAD):
        yield _warning("far", starts_at, f"{weekday_date(day)} är mer än ett halvår framåt.")
    opening = opening_on(jobbtorg_id, day)
    if opening.closed:
        yield _warning("closed", starts_at, f"{weekday_date(day)} är det stängt: {opening.closed}.")
    elif local.time().replace(fold=0) < opening.opens or until.date() > day or until.time() > opening.closes:
        hours = f"{opening.opens:%H.%M}–{opening.closes:%H.%M}"
        yield _warning("hours", starts_at, f"Klockan {local:%H.%M} är utanför öppettiden, {hours}.")
    if comes_twice(day, local.time()):
        which = "andra" if local.fold else "första"
        yield _warning("twice", starts_at, f"Klockan {local:%H.%M} kommer två gånger den natten. Den {which} gäller.")


def _of_coach(coach: User, starts_at: datetime.datetime, booked: Sequence[Meeting]) -> Iterator[BookingWarning]:
    """Whether the coach has another meeting then, or is not in service that day."""
    name, day = coach.get_full_name(), timezone.localdate(starts_at)
    for other in booked:
        begins, ends = timezone.localtime(other.starts_at), timezone.localtime(other.ends_at)
        yield _warning(f"coach-{other.pk}", starts_at, f"{name} har ett annat möte {begins:%H.%M}–{ends:%H.%M}.")
    if not coach.is_active:
        yield _warning("left", starts_at, f"{name} är inte längre i tjänst.")
    elif coach.position_until is not None and coach.position_until < day:
        yield _warning("left", starts_at, f"{name} har sin sista dag {weekday_date(coach.position_until)}.")
    deputy = Deputy.objects.in_force_on(day).filter(coach=coach).select_related("deputy").first()
    if deputy is not None:
        until = weekday_date(deputy.valid_to)
        yield _warning("away-coach", starts_at, f"{name} är borta till och med {until}. Ersättare: {deputy.deputy}.")


def _of_absence(enrolment: Enrolment, starts_at: datetime.datetime) -> Iterator[BookingWarning]:
    """Whether the case is interrupted that day."""
    day = timezone.localdate(starts_at)
    away = enrolment.interruptions.filter(Q(returned_on=None) | Q(returned_on__gt=day), started_on__lte=day).first()
    if away is not None:
        until = f"till {weekday_date(away.returned_on)}" if away.returned_on else "tills vidare"
        yield _warning("away", starts_at, f"Ärendet har uppehåll från {weekday_date(away.started_on)} {until}.")


def _warning(what: str, starts_at: datetime.datetime, text: str) -> BookingWarning:
    return BookingWarning(f"{what}@{starts_at.astimezone(datetime.UTC):%Y%m%dT%H%M}", text)
