"""The plan of a case and the clocks around it: answers, communication, follow-ups."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aspirants.models import DisclosureContent
from catalogue.models import InsatsType
from core.workdays import add_working_days, previous_working_day
from deadlines.calculation.deadline import local_date
from deadlines.models import ClockKind, DeadlineClock, Fulfilment
from demo.city import texts
from demo.city.cases.begin import Case, Stage
from demo.factories import local_instant
from jobplans.models import (
    ApprovalMethod,
    AttendanceRequirement,
    Decision,
    FollowUp,
    FollowUpResult,
    FollowUpStatus,
    JobPlan,
    JobPlanVersion,
    PlanApproval,
    PlanCommunication,
    PlanItem,
    VersionStatus,
)
from meetings.choices import MeetingKind
from organisation.reference_tables.calendar import stored_holiday

METHODS = (ApprovalMethod.ORAL_AT_MEETING, ApprovalMethod.ORAL_AT_MEETING, ApprovalMethod.SIGNED_PAPER)
REQUIREMENTS = list(AttendanceRequirement)


class PlanWriter:
    """Writes the plan of one case."""

    def __init__(self, case: Case, insatser: dict[str, InsatsType]) -> None:
        self.case, self.city = case, case.city
        self._insatser = insatser
        self._versions: list[JobPlanVersion] = []
        self._plan: JobPlan | None = None
        self.met_at: list[tuple[datetime, MeetingKind]] = []
        """Instants at which the coach and the aspirant met because of the plan."""

    def write(self) -> None:
        """Everything up to today or the end of the case."""
        scenario = self.case.scenario
        if scenario.stage in (Stage.APPROVED, Stage.COMMUNICATED):
            self._approved_scenario()
        elif scenario.stage != Stage.NO_PLAN:
            self._unfinished_version()
        if self.case.guarantee.fulfilled_at is None:
            self._unfulfilled_guarantee()

    def _unfulfilled_guarantee(self) -> None:
        scenario, clock, clocks = self.case.scenario, self.case.guarantee, self.city.clocks
        if scenario.closed_on is None:
            clocks.let_run(clock)
        elif scenario.reason_code is not None and scenario.reason_code < 20:
            clocks.keep(clock, local_instant(scenario.closed_on, 0), Fulfilment.WORK)
        else:
            clocks.cancel(clock, scenario.closed_on)

    def _unfinished_version(self) -> None:
        enrolled_on, stage = self.case.enrolment.enrolled_on, self.case.scenario.stage
        day = max(
            enrolled_on,
            self.city.yesterday if stage == Stage.DRAFT else add_working_days(self.city.on, -2, stored_holiday),
        )
        at = self._time(day)
        if stage == Stage.DRAFT:
            self._version(VersionStatus.DRAFT, drafted_at=at)
            return
        version = self._version(
            VersionStatus.PROPOSED if stage == Stage.PROPOSED else VersionStatus.DECLINED,
            drafted_at=at - timedelta(minutes=20),
            proposed_at=at + timedelta(minutes=15),
        )
        if stage == Stage.DECLINED:
            self._answer(version, Decision.DECLINED, at + timedelta(minutes=25))
        self.met_at.append((at, MeetingKind.COACH))

    def _approved_scenario(self) -> None:
        scenario, clock = self.case.scenario, self.case.guarantee
        assert scenario.approved_on is not None
        if scenario.declined_first:
            self._declined_before(scenario.approved_on)
        approved_at = self._time(scenario.approved_on) + timedelta(minutes=25)
        self._settle_guarantee(clock, approved_at)
        self._follow_ups(scenario.approved_on)

    def _settle_guarantee(self, clock: DeadlineClock, approved_at: datetime) -> None:
        """Kept or broken by the approval; or excused, when the aspirant had said no to a plan in time."""
        scenario, clocks = self.case.scenario, self.city.clocks
        assert clock.due_on is not None
        late = local_date(approved_at) > clock.due_on
        recorded_at = approved_at + timedelta(minutes=5)
        if scenario.registered_late and not late:
            recorded_at = max(recorded_at, local_instant(add_working_days(clock.due_on, 1, stored_holiday), 10, 40))
        self._approved_version(approved_at, recorded_at)
        if scenario.declined_first and late:
            assert scenario.approved_on is not None
            clocks.excuse(clock, self._declined_on(scenario.approved_on), approved_at, Fulfilment.PLAN)
            return
        clocks.keep(clock, approved_at, Fulfilment.PLAN)
        if scenario.registered_late and not late:
            manager = self.city.staff.managers[clock.jobbtorg.code] if self.city.likely(0.5) else None
            clocks.register_late(clock, recorded_at + timedelta(hours=3), manager)

    def _declined_before(self, approved_on: date) -> None:
        """The aspirant said no to a first proposal in time and yes to a second one, after the due date."""
        at = self._time(self._declined_on(approved_on))
        version = self._version(VersionStatus.DECLINED, drafted_at=at, proposed_at=at + timedelta(minutes=10))
        self._answer(version, Decision.DECLINED, at + timedelta(minutes=25))
        self.met_at.append((at, MeetingKind.COACH))

    def _declined_on(self, approved_on: date) -> date:
        due_on = self.case.guarantee.due_on
        assert due_on is not None
        return max(self.case.enrolment.enrolled_on, min(due_on, add_working_days(approved_on, -1, stored_holiday)))

    def _time(self, day: date) -> datetime:
        """A meeting with the coach that day."""
        return self.city.meeting_times.book(self.case.coach_on(day), day) or local_instant(day, 12, 15)

    def _approved_version(self, approved_at: datetime, recorded_at: datetime, reason: str = "") -> None:
        """A version that was approved; it replaces the one before and is communicated soon after."""
        if self._versions and self._versions[-1].status == VersionStatus.APPROVED:
            self._versions[-1].status = VersionStatus.SUPERSEDED
        version = self._version(
            VersionStatus.APPROVED,
            drafted_at=approved_at - timedelta(minutes=40),
            proposed_at=approved_at - timedelta(minutes=10),
            reason=reason,
        )
        self._answer(version, Decision.APPROVED, approved_at, recorded_at)
        self.met_at.append(
            (approved_at - timedelta(minutes=25), MeetingKind.FOLLOW_UP if reason else MeetingKind.COACH)
        )
        self._communicate(version, local_date(recorded_at))

    def _version(
        self, status: VersionStatus, *, drafted_at: datetime, proposed_at: datetime | None = None, reason: str = ""
    ) -> JobPlanVersion:
        rows, chance = self.city.rows, self.city.chance
        self._plan = self._plan or rows.add(JobPlan(enrolment=self.case.enrolment))
        path = chance.choice(texts.PATHS)
        day = local_date(drafted_at)
        version = rows.add(
            JobPlanVersion(
                plan=self._plan,
                number=len(self._versions) + 1,
                status=status,
                goal=path.goal,
                summary=path.summary,
                attendance_requirement=chance.choice(REQUIREMENTS),
                reason_for_revision=reason,
                drafted_by=self.case.coach_on(day),
                proposed_at=proposed_at,
            ),
            drafted_at,
        )
        self._versions.append(version)
        for code, text, hours in path.items:
            rows.add(
                PlanItem(
                    version=version,
                    insats_type=self._insatser[code],
                    text=text,
                    place=self.case.jobbtorg_on(day).address if hours < 10 else "",
                    starts_on=day + timedelta(days=7),
                    ends_on=day + timedelta(days=chance.choice((60, 90, 120))),
                    hours_per_week=hours,
                )
            )
        return version

    def _answer(
        self, version: JobPlanVersion, decision: Decision, at: datetime, recorded_at: datetime | None = None
    ) -> None:
        no = decision == Decision.DECLINED
        self.city.rows.add(
            PlanApproval(
                version=version,
                decision=decision,
                answered_at=at,
                method=self.city.chance.choice(METHODS),
                note=self.city.chance.choice(texts.DECLINED_PLAN_NOTES) if no else "",
                recorded_by=version.drafted_by,
                recorded_at=recorded_at or at + timedelta(minutes=5),
            )
        )

    def _communicate(self, version: JobPlanVersion, recorded_on: date) -> None:
        scenario, clocks = self.case.scenario, self.city.clocks
        assert version.proposed_at is not None
        enrolment, approved_on = self.case.enrolment, local_date(version.proposed_at)
        clock = clocks.start(
            ClockKind.PLAN_COMMUNICATION,
            approved_on,
            person=enrolment.person,
            enrolment=enrolment,
            jobbtorg=self.case.jobbtorg_on(approved_on),
        )
        day = add_working_days(recorded_on, self.city.chance.choice((0, 0, 1, 1, 1, 2)), stored_holiday)
        if scenario.stage == Stage.APPROVED or day > self.case.last_day:
            if scenario.closed_on is None:
                clocks.let_run(clock)
            else:
                clocks.cancel(clock, scenario.closed_on)
            return
        sent_at = local_instant(day, 16, self.city.chance.randrange(35, 60))
        disclosure = self.case.disclose(DisclosureContent.JOB_PLAN, sent_at)
        clocks.keep(clock, sent_at, Fulfilment.SENT)
        self.city.rows.add(
            PlanCommunication(
                version=version,
                unit=self.case.applicant.unit,
                disclosure=disclosure,
                sent_by=disclosure.disclosed_by,
                sent_at=sent_at,
            )
        )

    def _follow_ups(self, base: date) -> None:
        """One after the other, until one is still to be held or the case is closed."""
        while True:
            clock = self._start_follow_up(base)
            held_on = self._held_on(clock)
            # The clock moves with the case while it is still to be kept.
            clock.jobbtorg = self.case.jobbtorg_on(held_on or self.city.on)
            if held_on is None:
                self._leave_planned(clock)
                return
            held_at = self._time(held_on)
            revised = self.city.likely(0.4)
            self._hold(clock, held_at, FollowUpResult.REVISED if revised else FollowUpResult.UNCHANGED)
            if revised:
                approved_at = held_at + timedelta(minutes=25)
                self._approved_version(approved_at, approved_at, reason="Uppföljning efter tre månader.")
            else:
                self.met_at.append((held_at, MeetingKind.FOLLOW_UP))
            base = held_on

    def _start_follow_up(self, base: date) -> DeadlineClock:
        enrolment = self.case.enrolment
        return self.city.clocks.start(
            ClockKind.FOLLOW_UP, base, person=enrolment.person, enrolment=enrolment, jobbtorg=enrolment.jobbtorg
        )

    def _held_on(self, clock: DeadlineClock) -> date | None:
        """When the follow-up was held: mostly a little early, now and then late; None if it has not been."""
        assert clock.due_on is not None
        assert clock.started_on is not None
        scenario, chance = self.case.scenario, self.city.chance
        if not scenario.holds_follow_ups:
            return None
        slip = chance.choice((1, 2, 4, 7)) if self.city.likely(0.08) else -chance.randrange(0, 10)
        held_on = max(
            add_working_days(clock.due_on, slip, stored_holiday), add_working_days(clock.started_on, 20, stored_holiday)
        )
        last = (
            previous_working_day(scenario.closed_on - timedelta(days=1), stored_holiday)
            if scenario.closed_on
            else self.city.yesterday
        )
        return held_on if held_on <= last else None

    def _hold(self, clock: DeadlineClock, held_at: datetime, result: FollowUpResult) -> None:
        chance = self.city.chance
        self.city.clocks.keep(clock, held_at, Fulfilment.FOLLOW_UP)
        self.city.rows.add(
            FollowUp(
                enrolment=self.case.enrolment,
                clock=clock,
                status=FollowUpStatus.HELD,
                held_at=held_at,
                result=result,
                note=chance.choice(texts.FOLLOW_UP_NOTES),
                unit_took_part=self.city.likely(0.25),
                recorded_by=self.case.coach_on(local_date(held_at)),
            )
        )

    def _leave_planned(self, clock: DeadlineClock) -> None:
        closed_on = self.case.scenario.closed_on
        if closed_on is None:
            self.city.clocks.let_run(clock, self.case.interrupted_on)
        else:
            self.city.clocks.cancel(clock, closed_on)
        status = FollowUpStatus.PLANNED if closed_on is None else FollowUpStatus.CANCELLED
        self.city.rows.add(FollowUp(enrolment=self.case.enrolment, clock=clock, status=status))
