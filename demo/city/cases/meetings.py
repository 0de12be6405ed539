"""A case's meetings and group information: held, missed, not yet logged, booked."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from core.workdays import add_working_days, next_working_day, previous_working_day
from deadlines.calculation.deadline import local_date
from deadlines.models import ClockKind, Fulfilment
from demo.city import texts
from demo.city.cases.begin import Case, City
from demo.factories import local_instant
from meetings.choices import BookingStatus, Channel, MeetingKind, MeetingStatus
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting
from organisation.models import Jobbtorg, User
from organisation.reference_tables.calendar import stored_holiday

OUTCOMES = (
    MeetingStatus.PRESENT,
    MeetingStatus.ABSENT_INVALID,
    MeetingStatus.ABSENT_VALID,
    MeetingStatus.RESCHEDULED,
    MeetingStatus.CANCELLED_BY_UNIT,
)
OUTCOME_SHARES = (80, 7, 6, 5, 2)
CHANNELS = (Channel.VISIT, Channel.VISIT, Channel.VISIT, Channel.PHONE, Channel.VIDEO)
BOOKED_AHEAD = timedelta(days=7)
TUESDAY = 1
WEEKS_OF_SESSIONS_BEFORE, WEEKS_OF_SESSIONS_AFTER = 30, 4


class MeetingWriter:
    """Writes the meetings of one case; `with_coach` are those that its plan tells of."""

    def __init__(self, case: Case, with_coach: list[tuple[datetime, MeetingKind]]) -> None:
        self.case, self.city = case, case.city
        self._with_coach = with_coach

    def write(self) -> None:
        days = {local_date(at) for at, _ in self._with_coach}
        for at, kind in self._with_coach:
            # The first of them is the first visit, and no call is one.
            self._logged(at, kind, MeetingStatus.PRESENT, Channel.VISIT)
        self._regular(days)
        if self.case.is_open and self.city.likely(0.75):
            self._coming()
        attended = [local_date(at) for at, _ in self._with_coach]
        if attended:
            self.case.enrolment.first_visit_on = min(attended)

    def _regular(self, taken: set[date]) -> None:
        chance, last = self.city.chance, self.case.last_day
        first = min(taken) if taken else self.case.enrolment.enrolled_on
        day = add_working_days(first, chance.randrange(6, 18), stored_holiday)
        while day < last:
            if day not in taken and (at := self.city.meeting_times.book(self.case.coach_on(day), day)):
                self._held(at)
            day = add_working_days(day, chance.randrange(9, 24), stored_holiday)

    def _held(self, at: datetime) -> None:
        """A past meeting: logged, or, if recent, perhaps not yet."""
        recent = local_date(at) >= add_working_days(self.city.on, -3, stored_holiday)
        if self.case.is_open and recent and self.city.likely(0.4):
            self._add(at, MeetingKind.COACH)
        else:
            kind = MeetingKind.NETWORK if self.city.likely(0.06) else MeetingKind.COACH
            self._logged(at, kind, self.city.chance.choices(OUTCOMES, OUTCOME_SHARES)[0])

    def _coming(self) -> None:
        day = add_working_days(self.city.on, self.city.chance.randrange(1, 13), stored_holiday)
        self._add(self.city.meeting_times.book_on_or_after(self.case.coach_on(day), day), MeetingKind.COACH)

    def _logged(self, at: datetime, kind: MeetingKind, status: MeetingStatus, channel: Channel | None = None) -> None:
        meeting = self._add(at, kind)
        meeting.channel = channel or meeting.channel
        meeting.status, meeting.logged_by = status, meeting.coach
        meeting.logged_at = at + timedelta(minutes=self.city.chance.randrange(32, 90))
        if status == MeetingStatus.PRESENT:
            topic, note = self.city.chance.choice(texts.NOTES)
            meeting.topics, meeting.note = [topic], note

    def _add(self, at: datetime, kind: MeetingKind) -> Meeting:
        coach = self.case.coach_on(local_date(at))
        meeting = Meeting(
            enrolment=self.case.enrolment,
            coach=coach,
            kind=kind,
            channel=self.city.chance.choice(CHANNELS),
            starts_at=at,
            booked_by=coach,
        )
        return self.city.rows.add(meeting, self._booked_at(at))

    def _booked_at(self, at: datetime) -> datetime:
        """A week before, but neither before the case nor after yesterday."""
        earliest = local_instant(self.case.enrolment.enrolled_on, 8, 15)
        return max(earliest, min(at - BOOKED_AHEAD, local_instant(self.city.yesterday, 15)))


def meetings_today(city: City, cases: list[Case], busy: set[str]) -> None:
    """What each coach has booked today: 4–6 for those in `busy` (e-mail addresses), up to three for the others."""
    open_cases: dict[User, list[Case]] = defaultdict(list)
    for case in cases:
        if case.is_open and not case.scenario.interrupted:
            open_cases[case.coach_on(city.on)].append(case)
    for coach, own in open_cases.items():
        wanted = city.chance.randrange(4, 7) if coach.email in busy else city.chance.randrange(0, 4)
        for case in city.chance.sample(own, min(wanted, len(own))):
            at = city.meeting_times.book(coach, city.on)
            if at is not None:
                MeetingWriter(case, [])._add(at, MeetingKind.COACH)


class GroupInformation:
    """Weekly sessions at each jobbtorg, on Tuesdays at 13.00 (the next working day if that is a holiday)."""

    def __init__(self, city: City, jobbtorg: list[Jobbtorg]) -> None:
        self._city = city
        self._sessions: dict[str, list[GroupInformationSession]] = defaultdict(list)
        tuesday = city.on + timedelta(days=TUESDAY - city.on.weekday())
        weeks = range(-WEEKS_OF_SESSIONS_BEFORE, WEEKS_OF_SESSIONS_AFTER + 1)
        days = sorted({next_working_day(tuesday + timedelta(weeks=week), stored_holiday) for week in weeks})
        for place in jobbtorg:
            for day in days:
                session = GroupInformationSession(
                    jobbtorg=place, starts_at=local_instant(day, 13), place=place.address or place.name
                )
                self._sessions[place.code].append(city.rows.add(session))

    def invite(self, case: Case) -> None:
        """To the first session after enrolment, unless the case is older than the sessions or the person protected."""
        enrolment, place = case.enrolment, case.applicant.jobbtorg
        if enrolment.person.is_protected:
            return
        after = [s for s in self._sessions[place.code] if local_date(s.starts_at) > enrolment.enrolled_on]
        if not after or local_date(after[0].starts_at) > enrolment.enrolled_on + timedelta(days=14):
            return
        session, held_on = after[0], local_date(after[0].starts_at)
        if case.scenario.closed_on and held_on >= case.scenario.closed_on:
            return
        status = self._outcome(held_on)
        if status == BookingStatus.ATTENDED:
            enrolment.first_visit_on = min(held_on, enrolment.first_visit_on or held_on)
        booking = GroupInformationBooking(
            session=session, enrolment=enrolment, status=status, registered_by=case.coach_on(held_on)
        )
        invited_on = min(enrolment.enrolled_on, previous_working_day(held_on - timedelta(days=1), stored_holiday))
        self._city.rows.add(booking, local_instant(invited_on, 16))
        self._invitation_clock(case, session, local_instant(invited_on, 16))

    def _invitation_clock(self, case: Case, session: GroupInformationSession, invited_at: datetime) -> None:
        """That a group information is offered within five days of the referral (R-2-56)."""
        clocks, enrolment = self._city.clocks, case.enrolment
        clock = clocks.start(
            ClockKind.GROUP_INFO_OFFER,
            case.referral.received_on,
            person=enrolment.person,
            enrolment=enrolment,
            jobbtorg=case.applicant.jobbtorg,
        )
        assert clock.due_on is not None
        held_on = local_date(session.starts_at)
        if held_on <= clock.due_on:
            clocks.keep(clock, invited_at, Fulfilment.OFFER)
        elif held_on <= self._city.yesterday:
            clocks.keep(clock, session.starts_at, Fulfilment.OFFER)
        else:
            clocks.let_run(clock)

    def _outcome(self, held_on: date) -> BookingStatus:
        if held_on > self._city.yesterday:
            return BookingStatus.INVITED
        outcomes = (BookingStatus.ATTENDED, BookingStatus.NO_SHOW, BookingStatus.CANCELLED_BY_ASPIRANT)
        return self._city.chance.choices(outcomes, (82, 12, 6))[0]
