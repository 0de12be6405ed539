"""The rows of one case, from the referral to today or its end. What becomes of it is decided before, as a Scenario."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from aspirants.models import (
    CoachAssignment,
    Consent,
    ConsentForm,
    ConsentPurpose,
    Disclosure,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
    EnrolmentStatus,
    Interruption,
    InterruptionReason,
    UnitStay,
)
from core.workdays import ONE_DAY, add_working_days, next_working_day, previous_working_day
from deadlines.calculation.deadline import local_date
from deadlines.models import ClockKind, ClockPause, DeadlineClock, PauseReason
from demo.city import texts
from demo.city.cases.clocks import Clocks
from demo.city.cases.meeting_times import MeetingTimes
from demo.city.people import Applicant, Population
from demo.city.rows import Rows
from demo.city.staff import Staff
from demo.factories import local_instant
from organisation.models import Jobbtorg, User
from organisation.reference_tables.calendar import stored_holiday
from referrals.choices import (
    DecisionStatus,
    FitForWork,
    PesCategory,
    SfiStatus,
    WorkCapacity,
    YesNoUnknown,
)
from referrals.facts.stated import facts_in
from referrals.models import Referral, ReferralEvent, ReferralStatus, Source
from referrals.rules.applying import apply_rules
from referrals.rules.in_force import coverage_on_day_0
from referrals.sender.said import said_as_registered


class Stage(StrEnum):
    """How far the first plan has come."""

    NO_PLAN = "NO_PLAN"
    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    DECLINED = "DECLINED"
    APPROVED = "APPROVED"
    COMMUNICATED = "COMMUNICATED"


@dataclass(frozen=True)
class Transfer:
    """A move to another jobbtorg and coach."""

    on: date
    jobbtorg: Jobbtorg
    coach: User


@dataclass(frozen=True)
class Scenario:
    """What becomes of a case. `approved_on` is set when the stage is APPROVED or COMMUNICATED."""

    received_on: date
    stage: Stage = Stage.COMMUNICATED
    approved_on: date | None = None
    pause: tuple[date, date | None] | None = None
    declined_first: bool = False
    registered_late: bool = False
    holds_follow_ups: bool = True
    closed_on: date | None = None
    reason_code: int | None = None
    transfer: Transfer | None = None
    interrupted: bool = False


@dataclass
class City:
    """What every case needs: the day, chance, the people, and where rows go."""

    on: date
    chance: random.Random
    rows: Rows
    staff: Staff
    population: Population
    clocks: Clocks
    meeting_times: MeetingTimes

    @property
    def yesterday(self) -> date:
        """The last working day before today; what has happened, happened by then."""
        return previous_working_day(self.on - ONE_DAY, stored_holiday)

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability


def refer(
    city: City,
    applicant: Applicant,
    received_on: date,
    pause: ClockPause | None = None,
    *,
    on_paper_at: datetime | None = None,
) -> Referral:
    """A referral with its running clock, sent in during the day (today: early this morning).

    One on paper is registered by the coach, at an instant of its own.
    """
    chance = city.chance
    hour, minute = (
        (0, chance.randrange(1, 30)) if received_on == city.on else (chance.randrange(8, 16), chance.randrange(60))
    )
    submitted_at = on_paper_at or local_instant(received_on, hour, minute)
    sent_by = applicant.coach if on_paper_at else applicant.sent_by
    stated = applicant.stated()
    facts = facts_in(
        stated, on=received_on, person=applicant.person, unit=applicant.unit, jobbtorg=applicant.jobbtorg.pk
    )
    clock = city.clocks.start(
        ClockKind.PLAN_GUARANTEE,
        received_on,
        [pause] if pause else [],
        person=applicant.person,
        jobbtorg=applicant.jobbtorg,
        **coverage_on_day_0(facts).as_columns(),
    )
    referral = Referral(
        number="",
        person=applicant.person,
        **said_as_registered(applicant.person),
        unit=applicant.unit,
        sent_by=sent_by,
        jobbtorg=applicant.jobbtorg,
        source=Source.PAPER if on_paper_at else Source.DISTRICT,
        **stated,
        benefit_applied_on=received_on - timedelta(days=chance.randrange(3, 40)),
        unemployed_since=received_on - timedelta(days=chance.randrange(60, 1500)),
        has_children_at_home=city.likely(0.35),
        purpose=chance.choice(texts.PURPOSES),
        **further_facts(received_on, FitForWork(stated["fit_for_work"])),
        received_on=received_on,
        submitted_at=submitted_at,
        clock=clock,
    )
    apply_rules(referral)
    step(city, referral, ReferralStatus.SUBMITTED, sent_by, submitted_at)
    return city.rows.add(referral)


def further_facts(day: date, fit: FitForWork) -> dict[str, Any]:
    """What else a referral or a visit of a local day states. By the day and not by chance: what comes after stays."""
    n = day.toordinal()
    return {
        "seeking_work": YesNoUnknown.NO if fit == FitForWork.NO else YesNoUnknown.YES,
        "pes_registered_on": day - timedelta(days=5 + 7 * n % 390),
        "pes_category": PesCategory.PART_TIME if n % 3 == 0 else PesCategory.UNEMPLOYED,
        "benefit_decision_status": DecisionStatus.DECIDED,
        "has_unemployment_fund": YesNoUnknown.NO,
        "latest_reference_on": day - timedelta(days=60 + 11 * n % 800) if n % 2 else None,
        "work_capacity_pct": WorkCapacity.HALF if fit == FitForWork.PARTLY else None,
        "sfi_status": (SfiStatus.NOT_NEEDED, SfiStatus.STUDYING, SfiStatus.NOT_NEEDED, SfiStatus.DONE)[n % 4],
        "basis": DisclosureBasis.OSL_10_2,
    }


def step(city: City, referral: Referral, status: ReferralStatus, actor: User, at: datetime, comment: str = "") -> None:
    """A step in the referral's life."""
    referral.status = status
    city.rows.add(ReferralEvent(referral=referral, status=status, actor=actor, at=at, comment=comment))


@dataclass
class Case:
    """A case being written: its facts so far, and who is coach on a day."""

    city: City
    applicant: Applicant
    scenario: Scenario
    referral: Referral
    enrolment: Enrolment

    @property
    def guarantee(self) -> DeadlineClock:
        return self.referral.clock

    @property
    def last_day(self) -> date:
        """The last day on which something can have happened."""
        yesterday = self.city.yesterday
        return min(self.scenario.closed_on, yesterday) if self.scenario.closed_on else yesterday

    @property
    def is_open(self) -> bool:
        return self.scenario.closed_on is None

    @property
    def interrupted_on(self) -> date | None:
        """Since when the case is interrupted, if it is."""
        return self.city.yesterday if self.scenario.interrupted and self.is_open else None

    def coach_on(self, day: date) -> User:
        transfer = self.scenario.transfer
        return transfer.coach if transfer and day >= transfer.on else self.applicant.coach

    def jobbtorg_on(self, day: date) -> Jobbtorg:
        transfer = self.scenario.transfer
        return transfer.jobbtorg if transfer and day >= transfer.on else self.applicant.jobbtorg

    def disclose(self, content: DisclosureContent, at: datetime) -> Disclosure:
        """What was handed to the income support unit."""
        basis = DisclosureBasis.OSL_26_9 if self.city.likely(0.3) else DisclosureBasis.OSL_26_1
        # Whoever sent the person opens it the same afternoon; what is from yesterday still waits.
        opened = local_date(at) < self.city.yesterday
        return self.city.rows.add(
            Disclosure(
                person=self.enrolment.person,
                enrolment=self.enrolment,
                sending_jobbtorg=self.jobbtorg_on(local_date(at)),
                content=content,
                recipient=self.applicant.unit,
                basis=basis,
                disclosed_by=self.coach_on(local_date(at)),
                disclosed_at=at,
                receipt_at=at + timedelta(hours=2) if opened else None,
                receipt_by=self.applicant.sent_by if opened else None,
            )
        )

    def agree(self, agreed_on: date) -> None:
        """By the day and not by chance, so that what comes after stays: every fourth has agreed to some of it."""
        n = agreed_on.toordinal()
        if n % 4 or self.applicant.unit is None:
            return
        self.city.rows.add(
            Consent(
                person=self.enrolment.person,
                enrolment=self.enrolment,
                jobbtorg=self.jobbtorg_on(agreed_on),
                unit=self.applicant.unit,
                purpose=ConsentPurpose.BENEFIT,
                kinds=[DisclosureContent.JOB_PLAN, DisclosureContent.ATTENDANCE, DisclosureContent.FOLLOW_UP],
                given_on=agreed_on,
                valid_to=agreed_on + timedelta(days=365) if n % 8 else None,
                form=ConsentForm.ORAL if n % 3 else ConsentForm.WRITTEN,
                taken_by=self.coach_on(agreed_on),
                submission_id=uuid.uuid5(uuid.NAMESPACE_OID, f"{self.enrolment.person.identity_no}-{agreed_on}"),
            ),
            local_instant(agreed_on, 10),
        )


def begin(city: City, applicant: Applicant, scenario: Scenario) -> Case:
    """Refer, accept and enrol. Without a plan yet, the person is enrolled at the latest yesterday."""
    pause = _pause(applicant, scenario)
    referral = refer(city, applicant, scenario.received_on, pause)
    latest = scenario.approved_on or city.yesterday
    if scenario.closed_on:
        latest = min(latest, scenario.closed_on)
    accepted_on = min(_working_day_from(scenario.received_on, city.chance.choice((0, 0, 1))), latest)
    enrolled_on = min(_working_day_from(accepted_on, city.chance.choice((0, 1, 1, 2))), latest)
    accepted_at = max(referral.submitted_at + timedelta(minutes=25), local_instant(accepted_on, 9, 5))
    enrolled_at = max(accepted_at + timedelta(minutes=10), local_instant(enrolled_on, 8, 10))
    manager = city.staff.managers[applicant.jobbtorg.code]
    step(city, referral, ReferralStatus.ACCEPTED, manager, accepted_at)
    step(city, referral, ReferralStatus.ENROLLED, manager, enrolled_at)
    case = Case(city, applicant, scenario, referral, _enrol(applicant, scenario, enrolled_on))
    city.rows.add(case.enrolment, enrolled_at)
    referral.enrolment = referral.clock.enrolment = case.enrolment
    _place(case, enrolled_at, manager)
    case.agree(enrolled_on)
    return case


def _working_day_from(day: date, count: int) -> date:
    return add_working_days(next_working_day(day, stored_holiday), count, stored_holiday)


def _pause(applicant: Applicant, scenario: Scenario) -> ClockPause | None:
    if scenario.pause is None:
        return None
    paused_from, resumed_on = scenario.pause
    return ClockPause(
        reason=PauseReason.P01 if resumed_on else PauseReason.P05,
        paused_from=paused_from,
        resumed_on=resumed_on,
        registered_by=applicant.coach,
    )


def _enrol(applicant: Applicant, scenario: Scenario, enrolled_on: date) -> Enrolment:
    status = EnrolmentStatus.PAUSED if scenario.interrupted else EnrolmentStatus.ACTIVE
    place, coach = applicant.jobbtorg, applicant.coach
    if scenario.transfer:
        place, coach = scenario.transfer.jobbtorg, scenario.transfer.coach
    return Enrolment(
        case_no="",
        person=applicant.person,
        jobbtorg=place,
        coach=coach,
        income_support_unit=applicant.unit,
        target_group=applicant.target_group,
        enrolled_on=enrolled_on,
        closed_on=scenario.closed_on,
        status=EnrolmentStatus.CLOSED if scenario.closed_on else status,
    )


def _place(case: Case, enrolled_at: datetime, manager: User) -> None:
    """Stays and coach assignments: one of each, or two when the case was transferred."""
    rows, transfer, enrolment = case.city.rows, case.scenario.transfer, case.enrolment
    if interrupted_on := case.interrupted_on:
        rows.add(
            Interruption(
                enrolment=enrolment,
                reason=case.city.chance.choice([InterruptionReason.ILLNESS, InterruptionReason.CARE]),
                started_on=interrupted_on,
                registered_by=case.applicant.coach,
            ),
            local_instant(interrupted_on, 9),
        )
    moved_on = transfer.on if transfer else None
    moved_at = local_instant(transfer.on, 9) if transfer else None
    reason = case.city.chance.choice(texts.TRANSFER_REASONS) if transfer else ""
    rows.add(
        UnitStay(
            enrolment=enrolment,
            jobbtorg=case.applicant.jobbtorg,
            started_on=enrolment.enrolled_on,
            ended_on=moved_on,
        )
    )
    rows.add(
        CoachAssignment(
            enrolment=enrolment,
            coach=case.applicant.coach,
            started_at=enrolled_at,
            ended_at=moved_at,
            assigned_by=manager,
        )
    )
    if transfer and moved_at:
        rows.add(
            UnitStay(enrolment=enrolment, jobbtorg=transfer.jobbtorg, started_on=transfer.on, transfer_reason=reason)
        )
        rows.add(
            CoachAssignment(
                enrolment=enrolment,
                coach=transfer.coach,
                started_at=moved_at,
                assigned_by=case.city.staff.managers[transfer.jobbtorg.code],
                reason=reason,
            )
        )
