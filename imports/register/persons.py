"""A resolved person becomes a person, cases, and what the lists prove about them."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from aspirants.choices import PROVENANCE, ClosureStatus, EnrolmentStatus, Origin
from aspirants.models import Closure, ClosureReason, CoachAssignment, Enrolment, Person, UnitStay
from core.encryption import encrypted
from core.swedish.dates import moment
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock
from imports.register.clocks import ClockFacts, ClockRules, FollowUpFacts
from imports.register.days import start_of_day
from imports.register.known_cases import NO_RESULT, KnownCases
from imports.register.sessions import Sessions
from imports.register.tables import Tables
from imports.resolving.happened import BOOKINGS
from imports.resolving.outcomes import CasePlan, MeetingFacts, PersonPlan
from imports.values.words import Came
from jobplans.choices import ApprovalMethod, Decision, FollowUpResult, FollowUpStatus, VersionStatus
from jobplans.models import FollowUp, JobPlan, JobPlanVersion, PlanApproval
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from organisation.models import Jobbtorg, User
from organisation.numbering import next_numbers

COVERED_REASON = "Importerad lista från jobbtorget: personen räknas som omfattad."
FIRST = "COACH"
NO_GOAL = "Framgår inte av den importerade listan"

MEETINGS = {
    Came.CAME: MeetingStatus.PRESENT,
    Came.ABSENT: MeetingStatus.ABSENT_INVALID,
    Came.EXCUSED: MeetingStatus.ABSENT_VALID,
    Came.CANCELLED: MeetingStatus.CANCELLED_BY_ASPIRANT,
}


@dataclass
class Here:
    """What the writing needs to know besides the persons themselves."""

    actor: User
    now: datetime.datetime
    today: datetime.date
    rules: ClockRules
    reasons: dict[int, ClosureReason]
    jobbtorg: dict[int, Jobbtorg]
    in_service: dict[int, set[int]]
    """The coaches who may answer for cases, by jobbtorg."""


class Register:
    """Writes resolved persons, some hundreds at a time."""

    def __init__(self, batch: int, here: Here) -> None:
        self._here = here
        self._tables = Tables(batch)
        self._sessions = Sessions(self._tables, here.jobbtorg)
        self._known = KnownCases(self._tables, here.actor, here.now)
        self.brought_in: list[tuple[int, int, str]] = []
        """Import row, case, case number."""

    def write(self, plans: Sequence[PersonPlan]) -> None:
        """Write these persons with their cases."""
        numbers = self._case_numbers(plans)
        self._sessions.prepare(plans)
        for plan in plans:
            person = plan.known.key if plan.known else self._person(plan)
            if plan.known and plan.deceased_on:
                self._known.died(person, plan.deceased_on, plan.row)
            for case in plan.cases:
                if case.known is None:
                    number = numbers[case.jobbtorg, case.starts_on.year].pop()
                    self._new_case(person, case, number)
                else:
                    self._complete(person, case)
        self._known.write_first()
        self._tables.write()
        self._known.write()

    def _case_numbers(self, plans: Sequence[PersonPlan]) -> dict[tuple[int, int], list[str]]:
        """Blocks of case numbers, one for each jobbtorg and year."""
        wanted: defaultdict[tuple[int, int], int] = defaultdict(int)
        for plan in plans:
            for case in plan.cases:
                if case.known is None:
                    wanted[case.jobbtorg, case.starts_on.year] += 1
        return {
            (unit, year): next_numbers(self._here.jobbtorg[unit].code, year, count)[::-1]
            for (unit, year), count in sorted(wanted.items())
        }

    def _person(self, plan: PersonPlan) -> int:
        assert plan.identity is not None, "only a known person is found without a number"
        person = Person()
        person.set_name(plan.first_name, plan.last_name)
        person.set_identity(plan.identity)
        return self._tables.add(
            Person,
            plan.row,
            person.identity_kind,
            encrypted(person.identity_no),
            person.identity_hash,
            person.birth_date,
            person.birth_year,
            person.gender or (plan.gender if plan.gender in ("K", "M") else ""),
            person.first_name,
            person.last_name,
            person.sort_key,
            person.search_name,
            plan.deceased_on,
            self._here.now,
        )

    def _new_case(self, person: int, case: CasePlan, number: str) -> None:
        coach = self._serving(case)
        key = self._tables.add(
            Enrolment,
            case.row,
            number,
            person,
            case.jobbtorg,
            coach,
            case.unit,
            Origin.IMPORT.value,
            case.starts_on,
            case.first_meeting_on,
            (EnrolmentStatus.CLOSED if case.closed_on else EnrolmentStatus.ACTIVE).value,
            case.closed_on,
            self._here.now,
        )
        self._tables.add(UnitStay, case.row, key, case.jobbtorg, case.starts_on)
        self.brought_in += [(row, key, number) for row in case.rows]
        if case.coach is not None:
            self._assign(key, case, still=coach is not None)
        self._what_happened(person, key, number, case)
        if case.closed_on is not None:
            self._close(key, case)

    def _complete(self, person: int, case: CasePlan) -> None:
        """Add to a case what the register does not have; what it has is left as it is."""
        known = case.known
        assert known is not None, "the caller has looked"
        self.brought_in += [(row, known.key, known.case_no) for row in case.rows]
        coach = self._serving(case)
        self._known.facts(case, coach)
        if case.coach is not None and known.coach is None:
            self._assign(known.key, case, still=coach is not None)
        elif case.coach is not None:
            self._known.coach(case, ended=None if coach else start_of_day(known.closed_on or case.as_of))
        self._what_happened(person, known.key, known.case_no, case)
        if case.closed_on is not None:
            self._close(known.key, case, replaces=self._known.closing_of(case))

    def _serving(self, case: CasePlan) -> int | None:
        """The list's coach, if that coach may still answer for cases there."""
        return case.coach if case.coach in self._here.in_service.get(case.jobbtorg, ()) else None

    def _assign(self, enrolment: int, case: CasePlan, *, still: bool) -> None:
        """The list's coach from the day the case began; one who has left is remembered and not responsible."""
        ended = None if still else start_of_day(case.closed_on or case.as_of)
        self._tables.add(
            CoachAssignment,
            case.coach_row,
            enrolment,
            case.coach,
            start_of_day(case.starts_on),
            ended,
            self._here.actor.pk,
            PROVENANCE,
        )

    def _what_happened(self, person: int, enrolment: int, number: str, case: CasePlan) -> None:
        for fact in case.group:
            status = BOOKINGS.get(fact.came, BookingStatus.INVITED)
            if fact.booking is not None:
                self._known.booking(fact.booking, status, fact.row)
                continue
            session = self._sessions.on(case.jobbtorg, fact.day)
            self._tables.add(
                GroupInformationBooking, fact.row, session, enrolment, status.value, self._here.now, self._here.actor.pk
            )
        whole = case.whole()
        self._first_meeting(enrolment, case, whole)
        for meeting in case.meetings:
            self._meeting(enrolment, meeting)
        if case.plan_on is not None:
            self._plan(enrolment, case.plan_on, case.row)
        clocks = self._here.rules.clocks_of(whole, self._here.today)
        for clock in clocks.clocks:
            if case.known is None or self._known.judge_anew(case, clock) is None:
                self._clock(person, enrolment, number, case, clock)
        for follow_up in clocks.follow_ups:
            self._follow_up(person, enrolment, number, whole, follow_up)

    def _first_meeting(self, enrolment: int, case: CasePlan, whole: CasePlan) -> None:
        """The first meeting with the coach, unless it stands among the meetings."""
        day = whole.first_meeting_on
        if day is None or whole.coach is None or not (case.first_meeting_on or case.coach):
            return
        standing = {(meeting.day, meeting.kind) for meeting in case.meetings}
        standing |= set(case.known.meetings) if case.known else set()
        if (day, FIRST) not in standing:
            self._meeting(enrolment, MeetingFacts(day, None, FIRST, Came.CAME, whole.coach, case.row))

    def _meeting(self, enrolment: int, meeting: MeetingFacts) -> None:
        starts_at = moment(meeting.day, meeting.at) if meeting.at else start_of_day(meeting.day)
        status = MEETINGS[meeting.came or Came.CAME]
        note = f"{PROVENANCE}. Längd framgår inte." if meeting.at else f"{PROVENANCE}. Tid och längd framgår inte."
        if meeting.known is not None:
            self._known.meeting(meeting.known, meeting, starts_at, status.value, note)
            return
        self._tables.add(
            Meeting,
            meeting.row,
            enrolment,
            meeting.coach,
            meeting.kind or FIRST,
            starts_at,
            0,
            status.value,
            note,
            self._here.actor.pk,
            self._here.now,
            self._here.actor.pk,
            self._here.now,
            uuid.uuid4(),
        )

    def _plan(self, enrolment: int, approved_on: datetime.date, row: int) -> None:
        """The approved plan as the list knows it: that there was one. Its contents are not made up."""
        approved_at, actor = start_of_day(approved_on), self._here.actor.pk
        plan = self._tables.add(JobPlan, row, enrolment)
        version = self._tables.add(
            JobPlanVersion, row, plan, 1, VersionStatus.APPROVED.value, NO_GOAL, actor, self._here.now, approved_at
        )
        self._tables.add(
            PlanApproval,
            row,
            version,
            Decision.APPROVED.value,
            approved_at,
            ApprovalMethod.IMPORTED.value,
            actor,
            self._here.now,
        )

    def _clock(self, person: int, enrolment: int, number: str, case: CasePlan, clock: ClockFacts) -> int:
        guarantee = clock.kind == ClockKind.PLAN_GUARANTEE
        key = self._tables.add(
            DeadlineClock,
            case.row,
            clock.policy,
            person,
            enrolment,
            case.jobbtorg,
            number,
            True,
            COVERED_REASON if guarantee else "",
            clock.started_on,
            clock.due_on,
            clock.due_on,
            clock.recommended_on,
            clock.status.value,
            str(clock.fulfilment),
            start_of_day(clock.fulfilled_on) if clock.fulfilled_on else None,
            clock.ended_on,
            clock.historical,
            self._here.now,
        )
        if clock.status == ClockStatus.BREACHED:
            # As of the day of the list, not today: an old breach is no news on today's pages.
            stamped = start_of_day(clock.seen_on or case.as_of)
            self._tables.add(Breach, case.row, key, case.jobbtorg, clock.due_on, stamped)
        return key

    def _follow_up(self, person: int, enrolment: int, number: str, case: CasePlan, follow_up: FollowUpFacts) -> None:
        """`case` is the whole case."""
        if case.known is not None and self._known.follow_up(case, case.known, follow_up):
            return
        clock = self._clock(person, enrolment, number, case, follow_up.clock)
        held = follow_up.held_on is not None
        waiting = FollowUpStatus.CANCELLED if case.closed_on else FollowUpStatus.PLANNED
        self._tables.add(
            FollowUp,
            case.row,
            enrolment,
            clock,
            (FollowUpStatus.HELD if held else waiting).value,
            start_of_day(follow_up.held_on) if follow_up.held_on else None,
            FollowUpResult.UNCHANGED.value if held else "",
            NO_RESULT if held else "",
            self._here.actor.pk if held else None,
            self._here.now if held else None,
        )

    def _close(self, enrolment: int, case: CasePlan, replaces: int | None = None) -> None:
        assert case.reason is not None, "a closing has a reason"
        self._tables.add(
            Closure,
            case.row,
            enrolment,
            self._here.reasons[case.reason].pk,
            case.closed_on,
            ClosureStatus.CONFIRMED.value,
            case.reason_text,
            case.reason_text if self._here.reasons[case.reason].needs_text else "",
            self._here.actor.pk,
            self._here.now,
            replaces,
        )


def in_service(jobbtorg: Sequence[int]) -> dict[int, set[int]]:
    """The coaches who may answer for cases at each of these jobbtorg today."""
    found: dict[int, set[int]] = {unit: set() for unit in jobbtorg}
    for coach in User.objects.filter(jobbtorg_id__in=jobbtorg):
        if coach.jobbtorg_id and coach.works_with_cases_at(coach.jobbtorg_id):
            found[coach.jobbtorg_id].add(coach.pk)
    return found
