"""A checked row becomes a person, a case and what the list proves about its clocks (docs/decisions/030-import.md)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from aspirants.models import CoachAssignment, Enrolment, Origin
from aspirants.operations import enrol_person, register_person
from aspirants.operations.reports import report_facts
from core.swedish.dates import start_of_day
from deadlines.calculation.deadline import compute_deadline
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock, DeadlinePolicy, Fulfilment
from imports.checking import CaseFacts
from imports.clock_ends import clock_end
from imports.comparing import reported
from imports.models import ImportBatch
from jobplans.models import (
    ApprovalMethod,
    Decision,
    FollowUp,
    FollowUpResult,
    FollowUpStatus,
    JobPlan,
    JobPlanVersion,
    PlanApproval,
    VersionStatus,
)
from meetings.choices import MeetingStatus
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

PROVENANCE = "Enligt importerad lista"
COVERED_REASON = "Importerad lista från jobbtorget: personen räknas som omfattad."


ROWS_AT_A_TIME = 2_000
"""So many rows are written in one statement."""

_WRITTEN_IN_THIS_ORDER: tuple[type[Model], ...] = (
    CoachAssignment,
    GroupInformationBooking,
    Meeting,
    JobPlan,
    JobPlanVersion,
    PlanApproval,
    DeadlineClock,
    Breach,
    FollowUp,
)

Row = TypeVar("Row", bound=Model)


class Register:
    """Brings the rows of one list into the register, in the name of the administrator who commits it."""

    def __init__(self, batch: ImportBatch, *, actor: User, has_plan_column: bool, now: datetime.datetime) -> None:
        self._batch, self._actor, self._now = batch, actor, now
        self._has_plan_column = has_plan_column
        self._rows: defaultdict[type[Model], list[Any]] = defaultdict(list)
        self._sessions: dict[datetime.date, GroupInformationSession] = {}
        self._policies = list(DeadlinePolicy.objects.filter(kind__in=[ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP]))

    def case(self, facts: CaseFacts) -> Enrolment:
        """Register one row's person and case; what hangs on the case waits for `write`.

        Raises OperationRefused if the person has got an open case meanwhile.
        """
        person = register_person(identity=facts.identity, first_name=facts.first_name, last_name=facts.last_name)
        # Of a person who was registered just now it says nothing otherwise.
        news = reported(person, facts)
        report_facts(person=person, jobbtorg=self._batch.jobbtorg, news=news, source=PROVENANCE)
        enrolment = enrol_person(
            actor=self._actor,
            person=person,
            jobbtorg=self._batch.jobbtorg,
            enrolled_on=facts.received_on,
            income_support_unit=facts.unit,
            origin=Origin.IMPORT,
        )
        # Nothing below can be refused, so that whatever is kept here belongs to a case that stands.
        self._assign(enrolment, facts)
        self._meetings(enrolment, facts)
        if facts.plan_approved_on is not None:
            self._plan(enrolment, facts.plan_approved_on)
        if self._has_plan_column:
            # Without receipt and approval side by side a list cannot say whether the clock was met.
            self._clock(ClockKind.PLAN_GUARANTEE, enrolment, facts.received_on, facts.plan_approved_on)
        if facts.plan_approved_on is not None:
            self._follow_ups(enrolment, facts.plan_approved_on, facts.follow_up_on)
        return enrolment

    def write(self) -> None:
        """Write everything that hangs on the cases, one statement a table and some thousand rows."""
        Enrolment.objects.bulk_update(self._rows[Enrolment], ["first_visit_on", "coach"], batch_size=ROWS_AT_A_TIME)
        for model in _WRITTEN_IN_THIS_ORDER:
            model._default_manager.bulk_create(self._rows[model], batch_size=ROWS_AT_A_TIME)
        self._rows.clear()

    def _add(self, row: Row) -> Row:
        self._rows[type(row)].append(row)
        return row

    def _assign(self, enrolment: Enrolment, facts: CaseFacts) -> None:
        """The list's coach from the day the case began; one who has left is remembered but not responsible."""
        if facts.first_meeting_on is not None:
            enrolment.first_visit_on = facts.first_meeting_on
        ended_at = None
        if facts.coach is not None and facts.coach.works_with_cases_at(enrolment.jobbtorg_id):
            enrolment.coach = facts.coach
        elif facts.coach is not None:
            ended_at = start_of_day(self._batch.as_of)
        self._add(enrolment)
        if facts.coach is not None:
            self._add(
                CoachAssignment(
                    enrolment=enrolment,
                    coach=facts.coach,
                    started_at=start_of_day(facts.received_on),
                    ended_at=ended_at,
                    assigned_by=self._actor,
                    reason=PROVENANCE,
                )
            )

    def _meetings(self, enrolment: Enrolment, facts: CaseFacts) -> None:
        """Group information as invited, because lists do not say who came; a coach's meeting as attended."""
        if facts.group_information_on is not None:
            session = self._session(facts.group_information_on)
            self._add(GroupInformationBooking(session=session, enrolment=enrolment, registered_by=self._actor))
        if facts.first_meeting_on is not None and facts.coach is not None:
            self._add(
                Meeting(
                    enrolment=enrolment,
                    coach=facts.coach,
                    starts_at=start_of_day(facts.first_meeting_on),
                    minutes=0,
                    status=MeetingStatus.PRESENT,
                    note=f"{PROVENANCE}. Tid och längd framgår inte.",
                    booked_by=self._actor,
                    logged_by=self._actor,
                    logged_at=self._now,
                )
            )

    def _plan(self, enrolment: Enrolment, approved_on: datetime.date) -> None:
        """The approved plan as the list knows it: that there was one. Its contents are not made up."""
        approved_at = start_of_day(approved_on)
        version = self._add(
            JobPlanVersion(
                plan=self._add(JobPlan(enrolment=enrolment)),
                number=1,
                status=VersionStatus.APPROVED,
                goal="Framgår inte av den importerade listan",
                drafted_by=self._actor,
                proposed_at=approved_at,
            )
        )
        self._add(
            PlanApproval(
                version=version,
                decision=Decision.APPROVED,
                answered_at=approved_at,
                method=ApprovalMethod.IMPORTED,
                recorded_by=self._actor,
                recorded_at=self._now,
            )
        )

    def _follow_ups(self, enrolment: Enrolment, approved_on: datetime.date, held_on: datetime.date | None) -> None:
        """The follow-up the list tells of and, once that is held, the next one, left planned for the coach."""
        clock = self._clock(ClockKind.FOLLOW_UP, enrolment, approved_on, held_on)
        if clock is None:
            return
        if held_on is None:
            self._add(FollowUp(enrolment=enrolment, clock=clock))
            return
        self._add(
            FollowUp(
                enrolment=enrolment,
                clock=clock,
                status=FollowUpStatus.HELD,
                held_at=start_of_day(held_on),
                result=FollowUpResult.UNCHANGED,
                note=f"{PROVENANCE}. Resultatet framgår inte.",
                recorded_by=self._actor,
            )
        )
        following = self._clock(ClockKind.FOLLOW_UP, enrolment, held_on, None)
        if following is not None:
            self._add(FollowUp(enrolment=enrolment, clock=following))

    def _clock(
        self, kind: ClockKind, enrolment: Enrolment, started_on: datetime.date, done_on: datetime.date | None
    ) -> DeadlineClock | None:
        """A clock as history, under the policy of its first day; None if there was no such clock yet."""
        policy = self._policy(kind, started_on)
        if policy is None:
            return None
        deadline = compute_deadline(policy.rule, started_on, calendar=stored_holiday)
        assert deadline.due_on is not None, "an imported clock has no pauses"
        ended = clock_end(deadline, done_on, as_of=self._batch.as_of, today=timezone.localdate(self._now))
        guarantee = kind == ClockKind.PLAN_GUARANTEE
        clock = self._add(
            DeadlineClock(
                policy=policy,
                person_id=enrolment.person_id,
                enrolment=enrolment,
                jobbtorg_id=enrolment.jobbtorg_id,
                reference=enrolment.case_no,
                covered_reason=COVERED_REASON if guarantee else "",
                started_on=started_on,
                original_due_on=deadline.due_on,
                due_on=deadline.due_on,
                recommended_on=deadline.recommended_on,
                status=ended.status,
                fulfilment=(Fulfilment.PLAN if guarantee else Fulfilment.FOLLOW_UP) if ended.fulfilled_on else "",
                fulfilled_at=start_of_day(ended.fulfilled_on) if ended.fulfilled_on else None,
                historical=ended.is_historical,
            )
        )
        if ended.status == ClockStatus.BREACHED:
            self._add(
                Breach(
                    clock=clock,
                    jobbtorg_id=enrolment.jobbtorg_id,
                    due_on=deadline.due_on,
                    # As of the day of the list, not today: an old breach is no news on today's pages.
                    stamped_at=start_of_day(self._batch.as_of),
                )
            )
        return clock

    def _policy(self, kind: ClockKind, day: datetime.date) -> DeadlinePolicy | None:
        return next(
            (policy for policy in self._policies if policy.kind == kind and policy.is_valid_on(day)),
            None,
        )

    def _session(self, day: datetime.date) -> GroupInformationSession:
        if day not in self._sessions:
            jobbtorg = self._batch.jobbtorg
            self._sessions[day], _ = GroupInformationSession.objects.get_or_create(
                jobbtorg=jobbtorg,
                starts_at=start_of_day(day),
                language="svenska",
                called_off_at=None,
                defaults={"place": jobbtorg.address or jobbtorg.name},
            )
        return self._sessions[day]
