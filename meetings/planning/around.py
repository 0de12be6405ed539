"""What is booked around the times that a next meeting may get: shown before it is booked, in one statement.

What is said here is to choose by. Whether a time can be had is judged when it is booked (`planning/conflicts.py`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import BigIntegerField, DateTimeField, Q
from django.utils import timezone

from aspirants.events import CASE
from aspirants.models import Enrolment, Interruption
from core.reading.statements import Asked
from core.reading.together import Together
from core.swedish.dates import short_weekday_date, start_of_day
from core.workdays import ONE_DAY
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationSession, Meeting
from meetings.planning.conflicts import SESSION_MINUTES
from organisation.models import Deputy, OpeningHours, User
from organisation.reference_tables.opening_hours import Opening, opening_by

WEEKS_READ = 6
"""So many weeks ahead are read: what four weeks and some days off can lead to."""

USUAL_MINUTES = 30

_COACH, _ACTOR = Asked("coach", BigIntegerField()), Asked("actor", BigIntegerField())
_FIRST, _LAST = Asked("first", DateTimeField()), Asked("last", DateTimeField())

READ = Together(
    booked=Meeting.objects.filter(
        Q(enrolment=CASE) | Q(coach=_COACH) | Q(coach=_ACTOR),
        status=MeetingStatus.BOOKED,
        starts_at__gte=_FIRST,
        starts_at__lt=_LAST,
    )
    .only("enrolment", "coach", "starts_at", "minutes")
    .order_by("starts_at", "pk"),
    sessions=GroupInformationSession.objects.filter(bookings__enrolment=CASE, bookings__status=BookingStatus.INVITED),
    hours=OpeningHours.objects.filter(jobbtorg=Asked("unit", BigIntegerField())),
    away=Deputy.objects.filter(coach=_COACH, ended_at=None),
    interruptions=Interruption.objects.filter(enrolment=CASE),
)


@dataclass(frozen=True)
class Said:
    """What stands around one time. `clashes` speak against it, `aspirant` is what the person has that week."""

    starts_at: datetime.datetime
    clashes: list[str]
    aspirant: list[str]
    coach: str
    """Whom the aspirant meets, where that is not the one who asks."""
    coach_day: int
    coach_week: int

    @property
    def when(self) -> str:
        """The time in words: "tis 8 dec 10.00"."""
        return said_time(self.starts_at)


def said_time(starts_at: datetime.datetime) -> str:
    """A time in words: "tis 8 dec 10.00"."""
    begins = timezone.localtime(starts_at)
    return f"{short_weekday_date(begins.date())} {begins:%H.%M}"


@dataclass(frozen=True)
class Around:
    """The bookings, closed days and absences of some weeks, as a case and whoever meets the aspirant have them."""

    enrolment: Enrolment
    actor: User
    coach: User
    booked: list[Meeting]
    sessions: list[GroupInformationSession]
    hours: list[OpeningHours]
    away: list[Deputy]
    interruptions: list[Interruption]

    def open_day(self, day: datetime.date) -> datetime.date:
        """The first day on or after it on which the jobbtorg is open."""
        while opening_by(self.hours, day).closed:
            day += ONE_DAY
        return day

    def said_of(self, starts_at: datetime.datetime, *, minutes: int = USUAL_MINUTES) -> Said:
        """What is booked that day and week for both, and what speaks against the time."""
        day = timezone.localdate(starts_at)
        coach = self._met_by(day)
        week = {day + ONE_DAY * (number - day.weekday()) for number in range(7)}
        theirs = [one for one in self.booked if one.coach_id == coach.pk]
        return Said(
            starts_at=starts_at,
            clashes=self._clashes(coach, starts_at, starts_at + datetime.timedelta(minutes=minutes)),
            aspirant=[said_time(one) for one in self._of_aspirant() if timezone.localdate(one) in week],
            coach="" if coach == self.actor else coach.get_full_name(),
            coach_day=sum(timezone.localdate(one.starts_at) == day for one in theirs),
            coach_week=sum(timezone.localdate(one.starts_at) in week for one in theirs),
        )

    def is_free(self, starts_at: datetime.datetime) -> bool:
        """Whether nothing speaks against the time."""
        return not self.said_of(starts_at).clashes

    def _of_aspirant(self) -> list[datetime.datetime]:
        meetings = [one.starts_at for one in self.booked if one.enrolment_id == self.enrolment.pk]
        return sorted([*meetings, *(one.starts_at for one in self.sessions)])

    def _met_by(self, day: datetime.date) -> User:
        """The coach; a deputy who books for a day on which the coach is away is there herself."""
        stands_in = any(one.deputy_id == self.actor.pk for one in self._away_on(day))
        return self.actor if stands_in else self.coach

    def _away_on(self, day: datetime.date) -> list[Deputy]:
        return [one for one in self.away if one.valid_from <= day <= one.valid_to]

    def _clashes(self, coach: User, starts_at: datetime.datetime, ends_at: datetime.datetime) -> list[str]:
        day = timezone.localdate(starts_at)
        who = "Du" if coach == self.actor else coach.get_full_name()
        found = [*self._of_day(day, starts_at, ends_at)]
        for one in self.booked:
            if one.starts_at < ends_at and starts_at < one.ends_at:
                whose = "Aspiranten" if one.enrolment_id == self.enrolment.pk else who
                begins, ends = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
                if whose == "Aspiranten" or one.coach_id == coach.pk:
                    found.append(f"{whose} har ett möte {begins:%H.%M}–{ends:%H.%M}.")
        for session in self.sessions:
            until = session.starts_at + datetime.timedelta(minutes=SESSION_MINUTES)
            if session.starts_at < ends_at and starts_at < until:
                found.append("Aspiranten är kallad till gruppinformation då.")
        if self._away_on(day) and coach != self.actor:
            found.append(f"{who} är borta den dagen.")
        return found

    def _of_day(self, day: datetime.date, starts_at: datetime.datetime, ends_at: datetime.datetime) -> list[str]:
        opening: Opening = opening_by(self.hours, day)
        begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
        found = []
        if opening.closed:
            found.append(f"Det är stängt: {opening.closed}.")
        elif begins.time() < opening.opens or ends.date() > day or ends.time() > opening.closes:
            found.append(f"Öppettiden är {opening.opens:%H.%M}–{opening.closes:%H.%M}.")
        if any(
            one.started_on <= day and (one.returned_on is None or day < one.returned_on) for one in self.interruptions
        ):
            found.append("Ärendet har uppehåll då.")
        return found


def around(enrolment: Enrolment, *, actor: User, day: datetime.date | None = None) -> Around:
    """What is booked in the six weeks from today, or in the week of a day, for the case and whoever meets it.

    The caller has opened the case. `enrolment.coach` should have been read with it.
    """
    coach = enrolment.coach
    met_by = coach if coach is not None and coach.works_with_cases_at(enrolment.jobbtorg_id) else actor
    today = timezone.localdate()
    first = day - ONE_DAY * day.weekday() if day is not None else today
    last = first + ONE_DAY * 7 if day is not None else today + ONE_DAY * 7 * WEEKS_READ
    found = READ.read(
        case=enrolment.pk,
        coach=met_by.pk,
        actor=actor.pk,
        unit=enrolment.jobbtorg_id,
        first=start_of_day(first),
        last=start_of_day(last),
    )
    return Around(enrolment=enrolment, actor=actor, coach=met_by, **found)
