"""One of everything that a page can be about, around persons of one surname, for one user of each role."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.identity import display
from aspirants.models import Enrolment, Interruption, Person
from audit.models import AccessEvent, AccessKind, FileRequest, LogReview
from deadlines.models import DeadlineClock
from demo.factories import (
    ActivityFactory,
    AttachmentFactory,
    BookingChangeFactory,
    CaseNoteFactory,
    CaseTransferFactory,
    ClockPauseFactory,
    ClosureFactory,
    ConsentFactory,
    ContactAttemptFactory,
    CorrectionFactory,
    DeadlineClockFactory,
    DepartureFactory,
    DeputyFactory,
    DeviationFactory,
    DisclosureFactory,
    EarlierNumberFactory,
    EnrolmentFactory,
    ExcuseFactory,
    FitnessAnswerFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    IncomeSupportUnitFactory,
    InsatsTypeFactory,
    InterruptionFactory,
    JobbtorgFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    NoteTemplateFactory,
    NoticeFactory,
    OwnNoteFactory,
    PersonJoinFactory,
    PhraseFactory,
    PostClosureCheckFactory,
    QuestionMessageFactory,
    QuestionThreadFactory,
    ReferralDraftFactory,
    ReferralFactory,
    ReferralListDraftFactory,
    ReferralMoveFactory,
    ReportedFactFactory,
    SweepRunFactory,
    UserFactory,
    WalkInFactory,
)
from demo.identities import nth_number
from imports.choices import JobKind, QuestionKind, Stage, Verdict
from imports.models import ImportBatch, ImportJob, ImportList
from meetings.models import GroupInformationSession
from organisation.models import Jobbtorg, Role, User
from referrals.models import QuestionThread, Referral
from tests.addresses import address
from tests.pages import PAGES, SURNAME, Object, State
from tests.referrals.pages import DETAILS
from tests.stored_imports import add_list, add_question, add_row, stored_import


@dataclass
class House:
    """One of everything, around persons of one surname."""

    staff: dict[Role, User]
    objects: dict[tuple[Object, State | None], Any] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)

    def address(self, name: str) -> str:
        """The address of a page about the object that the house has for it."""
        page = PAGES[name]
        if page.about is None:
            return address(name)
        if (page.about, page.state) not in self.objects:
            pytest.fail(f"{name}: furnished in {__file__} makes no {page.about} in {page.state}")
        position = self.staff[Role.COACH].positions.get().pk
        return address(name, self.objects[page.about, page.state], position=position)


def _case(coach: User, unit: Any, **plan: Any) -> Enrolment:
    case = EnrolmentFactory(coach=coach, income_support_unit=unit, person__last_name=SURNAME)
    JobPlanVersionFactory(enrolment=case, **plan)
    ConsentFactory(enrolment=case)
    return case


def _draft(author: User, jobbtorg: Jobbtorg) -> Any:
    answers = {
        "who": {"number": display(nth_number(901))},
        # A day that has been, whatever day it is.
        "details": {**DETAILS, "benefit_applied_on": "i går", "last_name": SURNAME, "jobbtorg": str(jobbtorg.pk)},
    }
    return ReferralDraftFactory(author=author, answers=json.dumps(answers))


def _list(author: User) -> Any:
    rows = [{"typed": {"number": display(nth_number(902 + n)), "last_name": SURNAME}} for n in range(3)]
    return ReferralListDraftFactory(author=author, content=json.dumps({"shared": {}, "rows": rows}))


def _what_a_case_may_have(case: Enrolment, number: int) -> None:
    """One more pause, excuse, correction and past interruption of a case; of an interruption the days go backwards."""
    ClockPauseFactory(clock=DeadlineClockFactory(enrolment=case, due_in_5=True), ended=True)
    ExcuseFactory(clock=DeadlineClockFactory(enrolment=case, excused=True))
    CorrectionFactory(enrolment=case, waiting=True)
    last = case.enrolled_on - datetime.timedelta(days=3 * number)
    CaseNoteFactory(enrolment=case)
    InterruptionFactory(enrolment=case, started_on=last - datetime.timedelta(days=2), returned_on=last)


def furnished(staff: dict[Role, User]) -> House:
    """One of everything, for these users."""
    coach, unit = staff[Role.COACH], staff[Role.CASEWORKER].income_support_unit
    assert coach.jobbtorg is not None
    SweepRunFactory()  # without which the deep health check answers 503
    case = _case(coach, unit, approved=True, communicated=True)
    proposed, drafted = _case(coach, unit, proposed=True), _case(coach, unit)
    clock = DeadlineClockFactory(enrolment=case, breached=True)
    closed = EnrolmentFactory(coach=coach, income_support_unit=unit, person__last_name=SURNAME, closed=True)
    sent = {"unit": unit, "sent_by": staff[Role.CASEWORKER], "person__last_name": SURNAME}
    waiting = ReferralFactory(jobbtorg=coach.jobbtorg, **sent)
    accepted = ReferralFactory(jobbtorg=coach.jobbtorg, accepted=True, **sent)
    incomplete = ReferralFactory(jobbtorg=coach.jobbtorg, incomplete=True, **sent)
    on_paper = ReferralFactory(jobbtorg=coach.jobbtorg, unit=unit, paper=True, person__last_name=SURNAME)
    visit = EnrolmentFactory(coach=coach, income_support_unit=unit, person__last_name=SURNAME)
    WalkInFactory(enrolment=visit, awaits_decision=True)
    awaiting = ReferralFactory(jobbtorg=coach.jobbtorg, awaits_decision=True, **sent)
    enrolled = ReferralFactory(enrolment=case, enrolled=True, unit=unit, sent_by=staff[Role.CASEWORKER])
    attachments = [
        AttachmentFactory(referral=referral, name=f"{SURNAME}.pdf") for referral in (waiting, accepted, enrolled)
    ]
    AttachmentFactory(referral=incomplete, loose=True, name=f"{SURNAME}.pdf")
    meeting = MeetingFactory(enrolment=case)
    EarlierNumberFactory(person=case.person, changed_by=coach)
    ReportedFactFactory(person=case.person, jobbtorg=coach.jobbtorg)
    _what_a_case_may_have(case, 0)
    JobOfferFactory(enrolment=case, employer=f"{SURNAME}s bageri")
    ActivityFactory(enrolment=case, provider=f"{SURNAME}s skola")
    ContactAttemptFactory(clock=clock, recorded_by=coach)
    DisclosureFactory(enrolment=closed, of_closure=True)
    booking = GroupInformationBookingFactory(enrolment=case)
    draft = _draft(staff[Role.CASEWORKER], coach.jobbtorg)
    AttachmentFactory(draft=draft, name=f"{SURNAME}.pdf")
    notice = NoticeFactory(
        recipient=coach, text=f"Du har fått ärende {case.case_no}", path=reverse("case", args=[case.pk])
    )
    imports = _imports(staff[Role.ADMIN], coach.jobbtorg)
    month = datetime.date(2026, 10, 1)
    wanted = FileRequest.objects.create(
        asked_by=coach,
        jobbtorg=coach.jobbtorg,
        address="/frister/fil",
        subject="Frister",
        most_persons=1200,
        reason="Uppföljning",
    )
    offered = CaseTransferFactory(destination=coach.jobbtorg, enrolment__person__last_name=SURNAME)
    CaseTransferFactory(enrolment=drafted)
    moving = ReferralMoveFactory(destination=coach.jobbtorg, referral__person__last_name=SURNAME)
    ReferralMoveFactory(referral=waiting)
    for referral in (waiting, enrolled):
        DeviationFactory(referral=referral)
    objects: dict[tuple[Object, State | None], Any] = {
        (Object.CASE, None): case.pk,
        (Object.CASE, State.PLAN_APPROVED): case.pk,
        (Object.CASE, State.CORRECTION_WAITING): case.pk,
        (Object.CASE, State.PLAN_PROPOSED): proposed.pk,
        (Object.CASE, State.PLAN_DRAFTED): drafted.pk,
        (Object.CASE, State.CLOSED): closed.pk,
        (Object.CASE, State.VISIT_AWAITS_DECISION): visit.pk,
        (Object.CHECK, None): PostClosureCheckFactory(enrolment=closed).pk,
        (Object.REFERRAL, None): waiting.pk,
        (Object.REFERRAL, State.REFERRAL_ACCEPTED): accepted.pk,
        (Object.REFERRAL, State.REFERRAL_INCOMPLETE): incomplete.pk,
        (Object.REFERRAL, State.REFERRAL_ON_PAPER): on_paper.pk,
        (Object.REFERRAL, State.REFERRAL_AWAITS_DECISION): awaiting.pk,
        (Object.TRANSFER, None): offered.pk,
        (Object.MOVE, None): moving.pk,
        (Object.QUESTION, None): QuestionThreadFactory(referral=enrolled, from_jobbtorg=True).pk,
        (Object.TOLD, None): case.pk,
        (Object.CLOCK, None): clock.pk,
        (Object.FOLLOW_UP, None): FollowUpFactory(enrolment=case).pk,
        (Object.BOOKING, None): booking.pk,
        (Object.MEETING, None): meeting.pk,
        (Object.SESSION, None): booking.session_id,
        (Object.NOTICE, None): notice.pk,
        (Object.OWN_NOTE, None): OwnNoteFactory(author=coach).pk,
        (Object.DRAFT, None): draft.pk,
        (Object.ATTACHMENT, None): attachments[0].key,
        (Object.REFERRAL_LIST, None): _list(staff[Role.CASEWORKER]).pk,
        **imports,
        (Object.PERSON, None): case.person_id,
        (Object.LOG_REVIEW, None): LogReview.objects.create(jobbtorg=coach.jobbtorg, month=month).pk,
        (Object.FILE_REQUEST, None): wanted.pk,
        (Object.USER, None): coach.pk,
        (Object.COACH, None): coach.pk,
        (Object.JOIN, None): PersonJoinFactory(
            stays=case.person, goes__last_name=SURNAME, case=case, asked_by=staff[Role.MANAGER]
        ).pk,
        (Object.NOTE_TEMPLATE, None): NoteTemplateFactory(jobbtorg=coach.jobbtorg).pk,
        (Object.PHRASE, None): PhraseFactory(own=True, owner=coach).pk,
        (Object.SECURITY_KEY, None): 1,
    }
    people = Person.objects.filter(last_name=SURNAME)
    numbers = [display(person.identity_no) for person in people] + [display(nth_number(n)) for n in (901, 902)]
    return House(staff, objects, [SURNAME, *numbers])


def _imports(admin: User, jobbtorg: Jobbtorg) -> dict[tuple[Object, State | None], int]:
    """An import that is checked, one that is at work, and one that has been brought in."""
    states = {None: Stage.CHECKED, State.IMPORT_AT_WORK: Stage.COLUMNS, State.IMPORT_COMMITTED: Stage.COMMITTED}
    found: dict[tuple[Object, State | None], int] = {}
    for state, stage in states.items():
        batch = stored_import(admin, jobbtorg, stage=stage)
        imported = ImportList.objects.get(file__batch=batch)
        add_row(imported, display(nth_number(902)), SURNAME, verdict=Verdict.ERROR)
        for kind in (QuestionKind.NAME, QuestionKind.STILL_OPEN):
            add_question(batch, jobbtorg, SURNAME, kind)
        if state is State.IMPORT_AT_WORK:
            ImportJob.objects.create(kind=JobKind.CHECK, batch=batch, asked_by=admin)
        found[Object.BATCH, state] = batch.pk
    return found


def build_house() -> House:
    """Make it; runs in the caller's transaction."""
    jobbtorg, unit = JobbtorgFactory(), IncomeSupportUnitFactory()
    at = {"jobbtorg": jobbtorg, "income_support_unit": None}
    sending = {"jobbtorg": None, "income_support_unit": unit}
    central = {"jobbtorg": None, "income_support_unit": None}
    places = {Role.COACH: at, Role.MANAGER: at, Role.CASEWORKER: sending, Role.DISTRICT_MANAGER: sending}
    return furnished({role: UserFactory(role=role, **places.get(role, central)) for role in Role})


def add_more(house: House, number: int) -> None:
    """So many more rows of everything that a page may list: of the unit, and of the cases the pages are about."""
    staff = house.staff
    coach, sender = staff[Role.COACH], staff[Role.CASEWORKER]
    unit = sender.income_support_unit
    clock, insats = DeadlineClock.objects.get(pk=house.objects[Object.CLOCK, None]), InsatsTypeFactory()
    cases = list(Enrolment.objects.filter(pk__in=[house.objects[Object.CASE, state] for state in PLANS]))
    asked = list(QuestionThread.objects.filter(pk=house.objects[Object.QUESTION, None]))
    for _ in range(number):
        earlier = Interruption.objects.filter(enrolment__in=cases).count()
        later = timezone.now() + datetime.timedelta(days=20, hours=GroupInformationSession.objects.count())
        session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=later)
        case = _case(coach, unit, approved=True, communicated=True)
        for one in (case, *cases):
            BookingChangeFactory(meeting=MeetingFactory(enrolment=one, coach=coach))
            FollowUpFactory(enrolment=one, held=True)
            GroupInformationBookingFactory(enrolment=one, session=session)
            DeadlineClockFactory(enrolment=one, breached=True)
            JobOfferFactory(enrolment=one)
            ActivityFactory(enrolment=one, insats_type=insats)
            EarlierNumberFactory(person=one.person, changed_by=coach)
            ReportedFactFactory(person=one.person, jobbtorg=coach.jobbtorg)
            DisclosureFactory(enrolment=one)
            ConsentFactory(enrolment=one, withdrawn=True)
            for question in (QuestionThreadFactory(referral=None, enrolment=one), *asked):
                QuestionMessageFactory(thread=question)
            _what_a_case_may_have(one, earlier + 1)
        over = EnrolmentFactory(coach=coach, income_support_unit=unit, person__last_name=SURNAME, other=True)
        PostClosureCheckFactory(enrolment=over)
        closed = Enrolment.objects.get(pk=house.objects[Object.CASE, State.CLOSED])
        ClosureFactory(enrolment=closed, corrected=True, reason__moved=True)
        PersonJoinFactory(stays=case.person, case=case, asked_by=staff[Role.MANAGER])
        sent = {"unit": unit, "sent_by": sender, "jobbtorg": coach.jobbtorg}
        days = ("started_on", "original_due_on", "due_on", "recommended_on")
        waits = {"incomplete": True, "clock__status": "WAITING", **{f"clock__{day}": None for day in days}}
        for traits in ({}, {"accepted": True}, {"incomplete": True}, waits):
            AttachmentFactory(referral=ReferralFactory(**sent, **traits))
        for state in (None, State.REFERRAL_ACCEPTED, State.REFERRAL_INCOMPLETE):
            asked_about = Referral.objects.get(pk=house.objects[Object.REFERRAL, state])
            AttachmentFactory(referral=asked_about)
            DeviationFactory(referral=asked_about)
            DepartureFactory(referral=asked_about, rule_code=f"REGEL {asked_about.departures.count()}")
        WalkInFactory(enrolment=_case(coach, unit), awaits_decision=True)
        ReferralMoveFactory(destination=coach.jobbtorg)
        FitnessAnswerFactory(clock=ReferralFactory(**sent, awaited=True).clock)
        ReferralDraftFactory(author=sender)
        _list(sender)
        colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
        MeetingFactory(enrolment=case, coach=coach, starts_at=later)
        NoteTemplateFactory(jobbtorg=coach.jobbtorg)
        DeputyFactory(coach=coach, deputy=colleague)
        DeputyFactory(coach=colleague, deputy=coach)
        CaseTransferFactory(destination=coach.jobbtorg)
        for user in staff.values():
            NoticeFactory(recipient=user, path=reverse("case", args=[case.pk]))
        ContactAttemptFactory(clock=clock, recorded_by=coach)
        _add_to_administration(staff[Role.ADMIN], coach)


def _add_to_administration(admin: User, coach: User) -> None:
    """One more job of an import, asked-for file and review of the log, and one more row of the log to review."""
    assert coach.jobbtorg is not None
    count = ImportBatch.objects.count()
    stored_import(admin, coach.jobbtorg, name=f"{count}.csv")
    stored_import(admin, coach.jobbtorg, stage=Stage.COMMITTED, name=f"{count}.csv")
    for batch in ImportBatch.objects.filter(files__name="lista.csv"):
        imported = add_list(batch, coach.jobbtorg, f"till {count}.csv")
        for one in (imported, ImportList.objects.filter(file__batch=batch).earliest("pk")):
            add_row(one, display(nth_number(902)), SURNAME, message=f"Anmärkning {count}", verdict=Verdict.ERROR)
        for kind in (QuestionKind.NAME, QuestionKind.STILL_OPEN):
            add_question(batch, coach.jobbtorg, SURNAME, kind)
    FileRequest.objects.create(
        asked_by=coach,
        jobbtorg=coach.jobbtorg,
        address="/frister/fil",
        subject="Frister",
        most_persons=1200,
        reason="Uppföljning",
    )
    year, month = divmod(LogReview.objects.count(), 12)
    LogReview.objects.create(jobbtorg=coach.jobbtorg, month=datetime.date(2020 - year, month + 1, 1))
    AccessEvent.objects.create(user=coach, kind=AccessKind.READ, view="case", subject=f"T0-2026-{count}")


PLANS = (State.PLAN_APPROVED, State.PLAN_PROPOSED, State.PLAN_DRAFTED)
