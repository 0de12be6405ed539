"""One small city in which every role stands in every relation to a case, each case with words of its own.

Jobbtorg Kista and Jobbtorg Farsta; two units in one stadsdel and one in another. What is written about a case begins
with a mark of that case, so that a page that says too much gives itself away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from aspirants.identity import display
from aspirants.models import Enrolment, Person, PostClosureCheck, UnitStay
from audit.models import FileRequest, LogReview
from casework.models import CaseTransfer, NoteTemplate, PersonJoin, Phrase
from demo.factories import (
    AttachmentFactory,
    BookingChangeFactory,
    CaseNoteFactory,
    CaseTransferFactory,
    ClockPauseFactory,
    ClosureFactory,
    ConsentFactory,
    DeviationFactory,
    DistrictFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    NoteTemplateFactory,
    NoticeFactory,
    OpeningFactory,
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
    SweepRunFactory,
    UserFactory,
)
from demo.identities import nth_number
from demo.papers import small_pdf
from imports.models import ImportBatch, ImportList
from jobplans.models import FollowUp
from meetings.models import GroupInformationBooking, Meeting
from notices.models import Notice
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Attachment, QuestionThread, Referral, ReferralDraft, ReferralListDraft, ReferralMove
from tests.identities import identity_of, marked
from tests.stored_imports import add_question, add_row, stored_import
from workbench.models import OwnNote

KINDS = ("own", "closed", "protected", "moved_away", "moved_here", "other")
"""Seen from Kista and from the first unit: the own case, a closed one, a protected person's, one that has moved to
Farsta, one that has come from there, and one that has nothing to do with either."""

BOTH_SIDES = ("syfte", "mal", "arende", "fraga", "svar", "bilaga", "intyg", "avvikelse", "villkor")
"""Of what is written about a case: what both authorities read."""

NOTHING = "nothing"
"""An object that does not exist."""


@dataclass(frozen=True)
class Marks:
    """What is written about one case, by who may read it."""

    identity: tuple[str, ...]
    """Name, number, telephone, e-mail."""
    told: tuple[str, ...]
    """The purpose of the referral, the plan, and what the two sides asked each other: both sides'."""
    clock: tuple[str, ...]
    """Why the clock was paused: the jobbtorg's that answers for it, and the case's."""
    contents: tuple[str, ...]
    """Notes and reasons: the case's jobbtorg's alone."""


@dataclass(frozen=True)
class Case:
    """One case with an object of each kind a URL can be about."""

    enrolment: Enrolment
    referral: Referral
    attachment: Attachment
    follow_up: FollowUp
    booking: GroupInformationBooking
    meeting: Meeting
    check: PostClosureCheck
    question: QuestionThread
    marks: Marks


@dataclass
class World:
    """The people by what they are to the first case, and the cases by kind."""

    visitors: dict[str, User | None] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    notice: Notice = field(init=False)
    own_note: OwnNote = field(init=False)
    draft: ReferralDraft = field(init=False)
    referral_list: ReferralListDraft = field(init=False)
    batch: ImportBatch = field(init=False)
    log_review: LogReview = field(init=False)
    file_request: FileRequest = field(init=False)
    transfer: CaseTransfer = field(init=False)
    move: ReferralMove = field(init=False)
    """The other jobbtorg's case, offered to Kista."""
    join: PersonJoin = field(init=False)
    note_template: NoteTemplate = field(init=False)
    phrase: Phrase = field(init=False)


def build_world() -> World:
    """Make it; runs in the caller's transaction."""
    kista, farsta = JobbtorgFactory(name="Jobbtorg Kista"), JobbtorgFactory(name="Jobbtorg Farsta")
    stadsdel, elsewhere = DistrictFactory(), DistrictFactory()
    first, second = (IncomeSupportUnitFactory(district=stadsdel) for _ in range(2))
    third = IncomeSupportUnitFactory(district=elsewhere)
    world = World()
    people = world.visitors = _people(kista, farsta, first, second, third)
    admin = people["admin"]
    coach, appointed, stranger = people["coach"], people["coach_appointed"], people["coach_elsewhere"]
    sender, far = people["sender"], people["sender_elsewhere"]
    assert coach and appointed and stranger and sender and far and admin  # noqa: PT018 - for the type checker
    world.cases = {
        "own": _case("own", coach, kista, sender),
        "closed": _case("closed", coach, kista, sender, closed=True),
        "protected": _case("protected", appointed, kista, sender),
        "moved_away": _case("moved_away", stranger, kista, sender, moved_to=farsta),
        "moved_here": _case("moved_here", coach, farsta, far, moved_to=kista),
        "other": _case("other", stranger, farsta, far),
    }
    Person.objects.filter(pk=world.cases["protected"].enrolment.person_id).update(protection="SEKRETESSMARKERING")
    # A reason has been given, so that the pages themselves are walked and not only the one that asks for it.
    OpeningFactory(protected=True, user=appointed, person=world.cases["protected"].enrolment.person)
    SweepRunFactory()  # without which the deep health check answers 503
    world.notice = NoticeFactory(recipient=coach)
    world.own_note = OwnNoteFactory(author=coach)
    world.phrase = PhraseFactory(own=True, owner=coach)
    world.draft = ReferralDraftFactory(author=sender)
    world.referral_list = ReferralListDraftFactory(author=sender)
    month = timezone.localdate().replace(day=1)
    world.log_review = LogReview.objects.create(jobbtorg=kista, month=month)
    world.file_request = FileRequest.objects.create(
        asked_by=coach,
        jobbtorg=kista,
        address="/frister/fil",
        subject="Frister",
        most_persons=1200,
        reason="Uppföljning",
    )
    world.join = PersonJoinFactory(stays=EnrolmentFactory(coach=coach).person, asked_by=people["manager"])
    world.note_template = NoteTemplateFactory(jobbtorg=kista)
    world.batch = stored_import(admin, kista)
    add_row(ImportList.objects.get(file__batch=world.batch), display(nth_number(903)), "Zqlista")
    add_question(world.batch, kista, "Zqlista")
    world.move = ReferralMoveFactory(destination=kista)
    world.transfer = CaseTransferFactory(enrolment=world.cases["other"].enrolment, destination=kista)
    return world


def _people(
    kista: Jobbtorg, farsta: Jobbtorg, first: IncomeSupportUnit, second: IncomeSupportUnit, third: IncomeSupportUnit
) -> dict[str, User | None]:
    return {
        "anonymous": None,
        "coach": UserFactory(coach=True, jobbtorg=kista),
        "coach_colleague": UserFactory(coach=True, jobbtorg=kista),
        "coach_appointed": UserFactory(coach=True, jobbtorg=kista, protected_access=True),
        "coach_elsewhere": UserFactory(coach=True, jobbtorg=farsta, protected_access=True),
        "coach_of_stadsdel": UserFactory(coach=True, jobbtorg=None, income_support_unit=first),
        "manager": UserFactory(manager=True, jobbtorg=kista),
        "manager_elsewhere": UserFactory(manager=True, jobbtorg=farsta),
        "sender": UserFactory(caseworker=True, income_support_unit=first),
        "sender_colleague": UserFactory(caseworker=True, income_support_unit=first),
        "sender_next_unit": UserFactory(caseworker=True, income_support_unit=second),
        "sender_elsewhere": UserFactory(caseworker=True, income_support_unit=third),
        "district_manager": UserFactory(district_manager=True, income_support_unit=second),
        "district_manager_elsewhere": UserFactory(district_manager=True, income_support_unit=third),
        "coordinator": UserFactory(central_coordinator=True),
        "admin": UserFactory(admin=True),
        "log_reviewer": UserFactory(log_reviewer=True),
        "deactivated": UserFactory(coach=True, jobbtorg=kista, is_active=False),
    }


def _case(
    kind: str, coach: User, jobbtorg: Jobbtorg, sender: User, *, closed: bool = False, moved_to: Jobbtorg | None = None
) -> Case:
    """A case with something in every place where somebody writes."""
    mark = f"Zq{kind.replace('_', '')}"
    began = timezone.localdate() - timedelta(days=60)
    facts: dict[str, Any] = {"closed": True, "closure__text": f"{mark}avslut"} if closed else {}
    enrolment: Enrolment = EnrolmentFactory(
        coach=coach,
        jobbtorg=moved_to or jobbtorg,
        income_support_unit=sender.income_support_unit,
        enrolled_on=began,
        **facts,
    )
    if moved_to:
        _move(enrolment, jobbtorg, moved_to)
    person = enrolment.person
    marked(person, mark)
    person.save()
    referral = ReferralFactory(
        enrolled=True,
        enrolment=enrolment,
        jobbtorg=moved_to or jobbtorg,
        unit=sender.income_support_unit,
        sent_by=sender,
        received_on=began,
        purpose=f"{mark}syfte",
    )
    attachment = AttachmentFactory(
        referral=referral, name=f"{mark}bilaga.pdf", content=small_pdf(f"{mark}intyg"), added_by=sender
    )
    ClockPauseFactory(clock=referral.clock, note=f"{mark}paus", paused_from=began + timedelta(days=1), ended=True)
    meeting = MeetingFactory(enrolment=enrolment, coach=coach, note=f"{mark}anteckning")
    BookingChangeFactory(meeting=meeting, note=f"{mark}andrad")
    CaseNoteFactory(enrolment=enrolment, text=f"{mark}journal")
    JobPlanVersionFactory(enrolment=enrolment, communicated=True, goal=f"{mark}mal")
    follow_up = FollowUpFactory(enrolment=enrolment, held=True, note=f"{mark}uppfoljning") if closed else None
    follow_up = follow_up or FollowUpFactory(enrolment=enrolment)
    booking = GroupInformationBookingFactory(
        enrolment=enrolment,
        session=GroupInformationSessionFactory(
            jobbtorg=jobbtorg, starts_at=timezone.now() + timedelta(days=len(mark), hours=ord(mark[2]))
        ),
    )
    closure = enrolment.closures.first() or ClosureFactory(enrolment=enrolment, corrected=True, closed_on=began)
    check = PostClosureCheckFactory(enrolment=enrolment, closure=closure, done=True, note=f"{mark}kontroll")
    question = QuestionThreadFactory(referral=referral, subject=f"{mark}arende", message__text=f"{mark}fraga")
    QuestionMessageFactory(thread=question, author=coach, text=f"{mark}svar")
    DeviationFactory(referral=referral, noted_by=coach, text=f"{mark}avvikelse")
    ConsentFactory(enrolment=enrolment, note=f"{mark}villkor")
    told = ("kontroll", "anteckning", "avslut", "uppfoljning", "flytt", "andrad", "journal")
    contents = tuple(f"{mark}{word}" for word in told)
    return Case(
        enrolment,
        referral,
        attachment,
        follow_up,
        booking,
        meeting,
        check,
        question,
        Marks(
            tuple(sorted(identity_of(person))),
            tuple(f"{mark}{word}" for word in BOTH_SIDES),
            (f"{mark}paus",),
            contents,
        ),
    )


def _move(enrolment: Enrolment, origin: Jobbtorg, destination: Jobbtorg) -> None:
    """The stay at the first jobbtorg ended a month ago; the case is at the second."""
    moved_on = timezone.localdate() - timedelta(days=30)
    UnitStay.objects.filter(enrolment=enrolment).update(jobbtorg=origin, ended_on=moved_on)
    mark = enrolment.person.last_name
    UnitStay.objects.create(
        enrolment=enrolment, jobbtorg=destination, started_on=moved_on, transfer_reason=f"{mark}flytt"[:20]
    )
