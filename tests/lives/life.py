"""One life: a person is referred, enrolled, met, planned for, followed up, closed – in any order, by anybody."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from activities.choices import OfferAnswer
from activities.models import JobOffer
from activities.operations.work import answer_job_offer, record_job_offer
from activities.shown import shown_offers
from aspirants.models import ClosureReason, DisclosureBasis, Enrolment, InterruptionReason, Person
from aspirants.operations.enrolling import assign_coach
from aspirants.shown import shown_coach, shown_interruptions
from casework.operations.closing import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from deadlines.choices import ContactChannel, ContactResult, PauseReason
from deadlines.jobs.sweep import sweep
from deadlines.models import DeadlineClock
from deadlines.operations.contacts import record_contact_attempt
from deadlines.operations.interruptions import end_interruption, interrupt_case
from deadlines.operations.pauses import pause_clock, resume_clock
from deadlines.shown import shown_clock
from demo.factories import PersonFactory
from jobplans.models import ApprovalMethod, Decision, FollowUp, FollowUpResult, JobPlanVersion, VersionStatus
from jobplans.operations.followups import hold_follow_up
from jobplans.operations.plans import PlannedItem, propose_plan, record_answer, save_draft, withdraw_version
from jobplans.shown import shown_follow_up, shown_plan, shown_version
from meetings.choices import MeetingKind
from meetings.models import Meeting, MeetingStatus
from meetings.operations import book_meeting, log_meeting
from meetings.planning.warnings import EVERY_WARNING
from organisation.access.acting import acting_for
from organisation.models import User
from referrals.choices import DeclineReason
from referrals.facts.subjects import Subject
from referrals.models import Referral, ReferralStatus
from referrals.operations.deciding import accept_referral, decline_referral, enrol_referral, withdraw_referral
from referrals.operations.sending import submit_referral
from referrals.shown import shown_referral
from tests.lives.city import City, Torg
from tests.lives.keeping import Ledger

TEXT = "Vi talade om arbete och om vad som är nästa steg."
REFERRAL_FACTS = {
    "benefit_kind": "FORSORJNINGSSTOD",
    "benefit_reason": "ARBETSBRIST",
    "fit_for_work": "YES",
    "purpose": "Stöd att söka arbete.",
}
DECISIONS = (Decision.APPROVED, Decision.APPROVED, Decision.DECLINED)
RESULTS = (FollowUpResult.UNCHANGED, FollowUpResult.REVISED)
CLOSING_CODES = (10, 20, 60, 50)


def by(actor: User, operation: Callable[..., Any], **facts: Any) -> Any:
    """What a person does, asked of the database as in a request of theirs; what is refused leaves nothing behind."""
    with acting_for(actor):
        return operation(actor=actor, **facts)


class Life:
    """What has happened so far to one person, and what can happen next. Each act is tried; a refusal is an answer."""

    def __init__(self, city: City, move_to: Callable[[datetime.datetime], None]) -> None:
        self.city = city
        self.move_to = move_to
        self.ledger = Ledger()
        self.people: list[Person] = [PersonFactory()]
        self.done: list[str] = []
        self.refused: list[str] = []

    # who and where

    @property
    def person(self) -> Person:
        return self.people[-1]

    def case(self) -> Enrolment | None:
        return Enrolment.objects.filter(person__in=self.people).order_by("closed_on", "-pk").last()

    def open_case(self) -> Enrolment | None:
        return Enrolment.objects.filter(person__in=self.people, closed_on=None).order_by("pk").last()

    def referral(self, *statuses: ReferralStatus) -> Referral | None:
        return Referral.objects.filter(person__in=self.people, status__in=statuses).order_by("pk").last()

    def torg(self, case: Enrolment) -> Torg:
        return self.city.torg_of(case.jobbtorg_id)

    def worker(self, case: Enrolment, n: int) -> User:
        staff = self.torg(case).staff
        return staff[n % len(staff)]

    def clock(self, n: int) -> DeadlineClock | None:
        clocks = list(DeadlineClock.objects.filter(person__in=self.people).select_related("policy").order_by("pk"))
        return clocks[n % len(clocks)] if clocks else None

    def do(self, name: str, n: int) -> None:
        """Try one act with a number that decides its details."""
        act: Callable[[int], Any] = getattr(self, name)
        try:
            (self.done if act(n) is not None else self.refused).append(name)
        except OperationRefused as refusal:
            self.refused.append(f"{name}: {refusal.message}")

    # time

    def hour(self, days: int, hours: int) -> datetime.datetime:
        """A time of the working day so many days ahead."""
        return (timezone.localtime() + datetime.timedelta(days=days)).replace(hour=9 + hours, minute=0)

    def days_pass(self, n: int) -> object:
        days = (1, 1, 2, 3, 5, 7, 14, 30, 45)[n % 9]
        morning = timezone.localtime() + datetime.timedelta(days=days)
        self.move_to(morning.replace(hour=9 + n % 7, minute=0))
        return sweep(on=timezone.localdate())

    # referral

    def refer(self, n: int) -> object:
        sender, torg = self.city.senders[n % 2], self.city.torgs[n // 2 % 2]
        return by(
            sender.caseworker,
            submit_referral,
            unit=sender.unit,
            person=self.person,
            subject=Subject(
                identity=None,
                birth_date=self.person.birth_date,
                first_name=self.person.first_name,
                last_name=self.person.last_name,
                phone="",
                language="",
                interpreter_needed=False,
            ),
            jobbtorg=torg.unit,
            submission_id=uuid.uuid4(),
            **REFERRAL_FACTS,
        )

    def accept(self, n: int) -> object:
        referral = self.referral(ReferralStatus.SUBMITTED)
        if referral is None:
            return None
        actor = self.city.torg_of(referral.jobbtorg_id).staff[n % 3]
        return by(actor, accept_referral, referral=referral, seen_referral=shown_referral(referral))

    def enrol(self, n: int) -> object:
        referral = self.referral(ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED)
        if referral is None:
            return None
        torg = self.city.torg_of(referral.jobbtorg_id)
        coach = (torg.coaches[0], None, torg.coaches[1])[n % 3]
        return by(
            torg.staff[n % 3], enrol_referral, referral=referral, seen_referral=shown_referral(referral), coach=coach
        )

    def end_referral(self, n: int) -> object:
        referral = self.referral(ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED)
        if referral is None:
            return None
        seen = shown_referral(referral)
        if n % 2:
            sender = next(sender for sender in self.city.senders if sender.unit.pk == referral.unit_id)
            return by(sender.caseworker, withdraw_referral, referral=referral, seen_referral=seen)
        manager = self.city.torg_of(referral.jobbtorg_id).manager
        return by(
            manager, decline_referral, referral=referral, seen_referral=seen, reason=DeclineReason.LIVES_ELSEWHERE
        )

    # meetings

    def book(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        starts_at = self.hour(1 + n % 20, n % 6)
        return by(
            self.worker(case, n), book_meeting, enrolment=case, starts_at=starts_at, accepted_warnings=EVERY_WARNING
        )

    def log(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        booked = case.meetings.filter(status=MeetingStatus.BOOKED, starts_at__lte=timezone.now()).order_by("pk").first()
        status = (MeetingStatus.PRESENT, MeetingStatus.ABSENT_INVALID, MeetingStatus.ABSENT_VALID)[n % 3]
        text = f"{TEXT} {len(self.done)}"
        meeting: Meeting = by(
            self.worker(case, n),
            log_meeting,
            enrolment=case,
            status=status if booked else MeetingStatus.PRESENT,
            starts_at=booked.starts_at if booked else timezone.now() - datetime.timedelta(minutes=30),
            submission_id=uuid.uuid4(),
            note=text,
            booked=booked,
        )
        self.ledger.wrote(meeting.pk, text)
        return meeting

    def try_to_reach(self, n: int) -> object:
        case, clock = self.open_case(), self.clock(n)
        if case is None or clock is None or clock.enrolment_id != case.pk:
            return None
        return by(
            self.worker(case, n),
            record_contact_attempt,
            clock=clock,
            channel=(ContactChannel.PHONE, ContactChannel.SMS)[n % 2],
            attempted_at=timezone.now() - datetime.timedelta(minutes=5),
            result=ContactResult.NOT_REACHED,
        )

    # plan

    def version(self, *statuses: VersionStatus) -> JobPlanVersion | None:
        case = self.open_case()
        return JobPlanVersion.objects.filter(plan__enrolment=case, status__in=statuses).last() if case else None

    def draft(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        return by(
            self.worker(case, n),
            save_draft,
            enrolment=case,
            goal="Arbete på lager",
            items=[
                PlannedItem(text="Möte varje vecka", meeting_kind=MeetingKind.COACH, starts_on=timezone.localdate())
            ],
            seen_version=shown_plan(case),
            reason_for_revision="Ny inriktning",
        )

    def propose(self, n: int) -> object:
        version = self.version(VersionStatus.DRAFT)
        if version is None:
            return None
        actor = self.worker(version.plan.enrolment, n)
        return by(actor, propose_plan, version=version, seen_version=shown_version(version))

    def answer(self, n: int) -> object:
        version = self.version(VersionStatus.PROPOSED)
        if version is None:
            return None
        return by(
            self.worker(version.plan.enrolment, n),
            record_answer,
            version=version,
            seen_version=shown_version(version),
            decision=DECISIONS[n % 3],
            answered_at=timezone.now(),
            method=ApprovalMethod.ORAL_PHONE,
            note="Aspirantens ord",
        )

    def withdraw(self, n: int) -> object:
        version = self.version(VersionStatus.DRAFT, VersionStatus.PROPOSED)
        if version is None:
            return None
        actor = self.worker(version.plan.enrolment, n)
        return by(actor, withdraw_version, version=version, seen_version=shown_version(version))

    def follow_up(self, n: int) -> object:
        case = self.open_case()
        follow_up = FollowUp.objects.filter(enrolment=case, held_at=None).first() if case else None
        if case is None or follow_up is None:
            return None
        return by(
            self.worker(case, n),
            hold_follow_up,
            follow_up=follow_up,
            seen_follow_up=shown_follow_up(follow_up),
            held_at=timezone.now(),
            result=RESULTS[n % 2],
        )

    # stops

    def pause(self, n: int) -> object:
        clock = self.clock(n)
        if clock is None or clock.enrolment is None:
            return None
        return by(
            self.worker(clock.enrolment, n),
            pause_clock,
            clock=clock,
            seen_clock=shown_clock(clock),
            reason=PauseReason.P01,
            paused_from=timezone.localdate(),
        )

    def resume(self, n: int) -> object:
        clock = self.clock(n)
        if clock is None or clock.enrolment is None:
            return None
        actor = self.worker(clock.enrolment, n)
        return by(actor, resume_clock, clock=clock, seen_clock=shown_clock(clock), resumed_on=timezone.localdate())

    def interrupt(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        return by(
            self.worker(case, n),
            interrupt_case,
            enrolment=case,
            seen_interruptions=shown_interruptions(case),
            reason=InterruptionReason.values[n % len(InterruptionReason.values)],
            started_on=timezone.localdate() + datetime.timedelta(days=n % 3),
        )

    def come_back(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        return by(
            self.worker(case, n),
            end_interruption,
            enrolment=case,
            seen_interruptions=shown_interruptions(case),
            returned_on=timezone.localdate(),
        )

    # work and the end

    def offer(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        return by(
            self.worker(case, n),
            record_job_offer,
            enrolment=case,
            employer="Lagret i Årsta",
            offered_on=timezone.localdate(),
        )

    def answer_offer(self, n: int) -> object:
        case = self.open_case()
        offer = JobOffer.objects.filter(enrolment=case, answer=OfferAnswer.PENDING).first() if case else None
        if case is None or offer is None:
            return None
        answer = (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED)[n % 2]
        return by(
            self.worker(case, n),
            answer_job_offer,
            offer=offer,
            seen_offers=shown_offers(case),
            answer=answer,
            answered_at=timezone.now(),
            starts_on=timezone.localdate() + datetime.timedelta(days=7) if answer == OfferAnswer.ACCEPTED else None,
        )

    def assign(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        torg = self.torg(case)
        return by(
            torg.manager,
            assign_coach,
            enrolment=case,
            seen_coach=shown_coach(case),
            coach=torg.coaches[n % 2],
            reason="Kollegan tar över.",
        )

    def close(self, n: int) -> object:
        case = self.open_case()
        if case is None:
            return None
        reason = ClosureReason.objects.get(code=CLOSING_CODES[n % len(CLOSING_CODES)])
        return by(
            self.worker(case, n),
            close_case,
            enrolment=case,
            seen_case=shown_case(case),
            closed_on=timezone.localdate(),
            reason=reason,
            basis=DisclosureBasis.OSL_10_2,
            destination="Lagret i Årsta" if reason.group in ("W", "S") else "",
            destination_starts_on=timezone.localdate() if reason.group in ("W", "S") else None,
            text="Några ord om orsaken.",
        )


ACTS = (
    *("days_pass",) * 6,
    *("refer", "accept", "enrol", "enrol"),
    "end_referral",
    *("book", "book", "log", "log", "log", "try_to_reach"),
    *("draft", "draft", "propose", "propose", "answer", "answer", "withdraw", "follow_up", "follow_up"),
    *("pause", "resume", "interrupt", "come_back"),
    *("offer", "answer_offer", "assign"),
    *("close", "close"),
)
