"""Joining two records that are of one person (FC-02), what goes along, and what never happens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aspirants.finding import JUST_JOINED, find_person
from aspirants.identity import parse_identity
from aspirants.models import Closure, ClosureStatus, Enrolment, EnrolmentStatus, Person, Protection
from aspirants.operations import enrol_person
from aspirants.shown import shown_protection
from audit.models import AccessEvent, AccessKind
from casework.joining.moves import GOES_ALONG, STAYS_WITH_THE_RECORD, references_to_person
from casework.models import JoinStatus, PersonJoin
from casework.operations import change_protection
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.models import ClockStatus, DeadlineClock, Fulfilment
from demo.factories import (
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    OpeningFactory,
    ReferralFactory,
    UserFactory,
    working_day,
)
from jobplans.models import VersionStatus
from meetings.choices import BookingStatus
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Role
from referrals.models import DeclineReason, Referral, ReferralEvent, ReferralStatus
from tests.aspirants.staff import signed_in
from tests.casework.joining import accept, join, seen, undo
from tests.roles import as_role
from tests.secrecy.test_rooms import _all_are_right as all_rooms_are_right


@pytest.fixture(autouse=True)
def _reasons(db) -> None:
    ClosureReasonFactory(error=True)


def referred(coach, received_on: date, **facts) -> Enrolment:
    """A case that a referral led to, with the clock that the referral started."""
    referral = ReferralFactory(
        enrolled=True,
        received_on=received_on,
        jobbtorg=coach.jobbtorg,
        enrolment__jobbtorg=coach.jobbtorg,
        enrolment__coach=coach,
        **facts,
    )
    case: Enrolment = referral.enrolment
    return case


def guarantee(of) -> DeadlineClock:
    """The one clock of a case, or of a referral that waits."""
    return DeadlineClock.objects.get(enrolment=of) if hasattr(of, "case_no") else of.clock


def test_every_reference_to_a_person_goes_along_or_stays_for_a_reason() -> None:
    """A new foreign key to a person: say in casework/joining/moves.py whether it goes along."""
    along = {f"{model._meta.label}.person" for model in GOES_ALONG}
    assert references_to_person() == along | set(STAYS_WITH_THE_RECORD)


def test_a_record_without_anything_open_points_to_the_other(manager, coach):
    gone = EnrolmentFactory(coach=coach, other=True)
    case = EnrolmentFactory(coach=coach)
    joined = join(manager, gone.person, case.person)
    assert joined.status == JoinStatus.JOINED
    gone.refresh_from_db()
    assert (gone.person_id, gone.status) == (case.person_id, EnrolmentStatus.CLOSED)
    assert Person.objects.get(pk=joined.goes_id).joined_into_id == case.person_id
    assert Closure.objects.get(enrolment=gone).reason.code == 60, "what it was closed for stands"


def test_both_numbers_find_the_record_that_stays(manager, coach, as_manager):
    gone = EnrolmentFactory(coach=coach, other=True, person__interim=True)
    case = EnrolmentFactory(coach=coach)
    numbers = [gone.person.identity_no, case.person.identity_no]
    join(manager, gone.person, case.person)
    for number in numbers:
        assert find_person(parse_identity(number, timezone.localdate())) == case.person
        with as_role(WEB), acting_for(manager):
            assert find_person(parse_identity(number, timezone.localdate())) == case.person
        found = as_manager.post("/sok", {"q": number}).context["result"]
        assert {one.pk for one in found.cases} == {case.pk, gone.pk}


def test_the_number_still_leads_a_sender_to_the_referral(manager, coach):
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, person__interim=True)
    case = EnrolmentFactory(coach=coach)
    number = referral.person.identity_no
    join(manager, referral.person, case.person)
    with as_role(WEB), acting_for(referral.sent_by):
        assert find_person(parse_identity(number, timezone.localdate())) == case.person
    another = UserFactory(caseworker=True)
    with as_role(WEB), acting_for(another):
        assert find_person(parse_identity(number, timezone.localdate())) is None


def test_a_joined_record_is_listed_nowhere_and_keeps_log_and_history(manager, coach, as_manager, case):
    gone = EnrolmentFactory(coach=coach, other=True, person__first_name="Blåsippa", person__last_name="Ensamkvist")
    AccessEvent.objects.create(user=coach, kind=AccessKind.READ, view="case", person_id=gone.person_id)
    joined = join(manager, gone.person, case.person)
    Person.objects.filter(pk=joined.goes_id).update(first_name="Blåsippa", last_name="Ensamkvist")
    assert "Ensamkvist" not in as_manager.get("/aspiranter?status=alla").text
    assert as_manager.post("/sok", {"q": "Ensamkvist"}).context["result"].count == 0
    with as_role(WEB), acting_for(manager):
        assert AccessEvent.objects.filter(person_id=joined.goes_id).exists()
        versions = changes_of(Person).objects.filter(pgh_obj=joined.goes_id)
        assert versions.filter(joined_into=case.person_id).exists()
        assert versions.filter(joined_into=None).exists()
    another = UserFactory(manager=True)
    with as_role(WEB), acting_for(another):
        assert not AccessEvent.objects.filter(person_id=joined.goes_id).exists()
        assert not changes_of(Person).objects.filter(pgh_obj=joined.goes_id).exists()


def test_of_two_open_cases_the_chosen_one_goes_on_with_the_earliest_day(manager, coach):
    first, second = referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))
    earlier, later = guarantee(first), guarantee(second)
    meeting = MeetingFactory(enrolment=first, coach=coach)
    booking = GroupInformationBookingFactory(enrolment=first)
    Enrolment.objects.filter(pk=first.pk).update(first_visit_on=date(2026, 11, 5))
    joined = join(manager, first.person, second.person, goes_on=second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.closed_on) == (EnrolmentStatus.CLOSED, timezone.localdate())
    closure = Closure.objects.get(enrolment=first)
    assert (closure.reason.code, closure.status) == (99, ClosureStatus.CONFIRMED)
    assert second.is_open
    assert second.first_visit_on == date(2026, 11, 5)
    for row in (meeting, booking):
        row.refresh_from_db()
        assert row.enrolment == second
    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.enrolment, earlier.status, earlier.reference) == (second, ClockStatus.RUNNING, second.case_no)
    assert (later.enrolment, later.status) == (first, ClockStatus.CANCELLED)
    assert earlier.started_on == date(2026, 11, 2)
    assert {clock.person_id for clock in (earlier, later)} == {second.person_id}
    assert set(Referral.objects.values_list("person", flat=True)) == {second.person_id}
    assert (joined.case, joined.ended_case) == (second, first)


def test_a_plan_that_was_approved_keeps_the_earlier_clock_too():
    """In the time of the run: when it was put on record is told by the database's clock."""
    coach = UserFactory(coach=True)
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    first, second = referred(coach, working_day(-3)), referred(coach, working_day(-1))
    earlier, later = guarantee(first), guarantee(second)
    kept_at = timezone.now()
    DeadlineClock.objects.filter(pk=later.pk).update(
        status=ClockStatus.MET, fulfilled_at=kept_at, fulfilment=Fulfilment.PLAN
    )
    join(manager, first.person, second.person, goes_on=second)
    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.fulfilled_at, earlier.fulfilment, earlier.enrolment) == (kept_at, Fulfilment.PLAN, second)
    assert earlier.status == ClockStatus.MET
    assert (later.status, later.enrolment) == (ClockStatus.MET, first), "with the case that no figure counts"


def test_an_earlier_clock_that_was_broken_stays_broken(manager, coach):
    first, second = referred(coach, date(2026, 7, 1)), referred(coach, date(2026, 11, 16))
    earlier, later = guarantee(first), guarantee(second)
    DeadlineClock.objects.filter(pk=earlier.pk).update(status=ClockStatus.BREACHED)
    join(manager, first.person, second.person, goes_on=second)
    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.status, earlier.enrolment) == (ClockStatus.BREACHED, second)
    assert later.status == ClockStatus.CANCELLED


def test_clocks_of_a_plan_end_with_its_case(manager, coach):
    first, second = referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))
    version = JobPlanVersionFactory(enrolment=first, proposed=True)
    follow_up = FollowUpFactory(enrolment=first).clock
    join(manager, first.person, second.person, goes_on=second)
    follow_up.refresh_from_db()
    version.refresh_from_db()
    assert (follow_up.status, follow_up.enrolment) == (ClockStatus.CANCELLED, first)
    assert version.status == VersionStatus.WITHDRAWN


def test_a_place_in_a_session_is_not_taken_twice(manager, coach):
    first, second = EnrolmentFactory(coach=coach), EnrolmentFactory(coach=coach)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    one, other = (GroupInformationBookingFactory(enrolment=case, session=session) for case in (first, second))
    join(manager, first.person, second.person, goes_on=second)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.enrolment, one.status) == (first, BookingStatus.CANCELLED_BY_UNIT)
    assert (other.enrolment, other.status) == (second, BookingStatus.INVITED)


def test_a_waiting_referral_gives_way_to_the_case_and_its_sender_hears(manager, coach):
    case = referred(coach, date(2026, 11, 16))
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, received_on=date(2026, 11, 9), accepted=True)
    join(manager, referral.person, case.person)
    referral.refresh_from_db()
    assert (referral.status, referral.decline_reason) == (ReferralStatus.DECLINED, DeclineReason.DUPLICATE)
    assert referral.person == case.person
    assert ReferralEvent.objects.filter(referral=referral, status=ReferralStatus.DECLINED, actor=manager).exists()
    notice = Notice.objects.get(recipient=referral.sent_by)
    assert referral.number in notice.text
    assert guarantee(referral).enrolment == case, "its day 0 is the earliest"
    assert guarantee(referral).status == ClockStatus.RUNNING
    assert DeadlineClock.objects.get(referral__enrolment=case).status == ClockStatus.CANCELLED


def test_of_two_waiting_referrals_one_goes_on(manager, coach):
    one, other = (ReferralFactory(jobbtorg=coach.jobbtorg, received_on=date(2026, 11, day)) for day in (9, 12))
    with pytest.raises(OperationRefused) as refused:
        join(manager, one.person, other.person)
    assert refused.value.field == "goes_on"
    join(manager, one.person, other.person, goes_on=other)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, other.status) == (ReferralStatus.DECLINED, ReferralStatus.SUBMITTED)
    assert guarantee(one).reference == other.number
    assert guarantee(other).status == ClockStatus.CANCELLED


@pytest.mark.parametrize("role", [Role.COACH, Role.CASEWORKER])
def test_only_a_manager_joins(role, coach, case):
    other = EnrolmentFactory(coach=coach, other=True)
    place = {"jobbtorg": coach.jobbtorg} if role == Role.COACH else {"caseworker": True}
    user = UserFactory(role=role, **place) if role == Role.COACH else UserFactory(**place)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        join(user, other.person, case.person, shown=seen(coach, other.person, case.person))


@pytest.mark.parametrize("which", ["goes", "stays"])
@pytest.mark.parametrize("appointed", [False, True])
def test_a_protected_person_is_never_joined(which, appointed, coach):
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg, protected_access=appointed)
    records = {"goes": EnrolmentFactory(coach=coach, other=True), "stays": EnrolmentFactory(coach=coach)}
    shown = seen(manager, records["goes"].person, records["stays"].person)
    Person.objects.filter(pk=records[which].person_id).update(protection=Protection.SEKRETESSMARKERING)
    with pytest.raises(OperationRefused):
        join(manager, records["goes"].person, records["stays"].person, shown=shown)
    assert not PersonJoin.objects.exists()


def test_protecting_the_one_that_stays_protects_the_joined_one(manager, coach):
    gone, case = EnrolmentFactory(coach=coach, other=True), EnrolmentFactory(coach=coach)
    joined = join(manager, gone.person, case.person)
    Person.objects.filter(pk=case.person_id).update(
        protection=Protection.SKYDDAD_FOLKBOKFORING, phone="", email="", agreed_channel=""
    )
    hidden = Person.objects.get(pk=joined.goes_id)
    assert (hidden.protection, hidden.phone) == (Protection.SKYDDAD_FOLKBOKFORING, "")
    with as_role(WEB), acting_for(manager):
        assert not Person.objects.exists()
        assert not PersonJoin.objects.exists()
    with pytest.raises(OperationRefused):
        undo(manager, joined)


def test_where_no_contact_may_be_stored_the_joined_record_has_none_either(coach):
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg, protected_access=True)
    gone, case = EnrolmentFactory(coach=coach, other=True), EnrolmentFactory(coach=coach)
    assert gone.person.phone
    joined = join(manager, gone.person, case.person)
    person = Person.objects.get(pk=case.person_id)
    with as_role(WEB), acting_for(manager):
        change_protection(
            actor=manager,
            person=person,
            seen_protection=shown_protection(person),
            protection=Protection.SKYDDAD_FOLKBOKFORING,
        )
    assert Person.objects.get(pk=joined.goes_id).phone == ""
    assert set(changes_of(Person).objects.filter(pgh_obj=joined.goes_id).values_list("phone", flat=True)) == {""}


def test_rooms_follow_the_person(manager, coach):
    first, second = referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))
    all_rooms_are_right()
    joined = join(manager, first.person, second.person, goes_on=second)
    all_rooms_are_right()
    undo(manager, joined)
    all_rooms_are_right()


def test_a_number_that_was_joined_finds_the_case_in_the_whole_city(manager, coach, stranger):
    gone, case = EnrolmentFactory(coach=coach, other=True, person__interim=True), EnrolmentFactory(coach=coach)
    number = gone.person.identity_no
    join(manager, gone.person, case.person)
    typed = {"q": number, "reason": "Personen är här och behöver hjälp nu"}
    found = signed_in(stranger).post("/sok/hela-staden", typed).context["elsewhere"]
    assert found.enrolment == case


def test_nothing_is_joined_that_has_changed_since_it_was_shown(manager, coach):
    first, second = EnrolmentFactory(coach=coach), EnrolmentFactory(coach=coach)
    shown = seen(manager, first.person, second.person)
    Enrolment.objects.filter(pk=first.pk).update(status=EnrolmentStatus.PAUSED)
    with pytest.raises(ChangedMeanwhileError):
        join(manager, first.person, second.person, goes_on=second, shown=shown)
    assert not PersonJoin.objects.exists()


def test_no_row_is_added_about_a_joined_record(manager, coach):
    gone, case = EnrolmentFactory(coach=coach, other=True), EnrolmentFactory(coach=coach)
    person = gone.person
    join(manager, person, case.person)
    with pytest.raises(OperationRefused, match=JUST_JOINED[:20]):
        enrol_person(actor=coach, person=person, jobbtorg=coach.jobbtorg, enrolled_on=timezone.localdate())
    for factory in (ReferralFactory, EnrolmentFactory, DeadlineClockFactory):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(person=person, **({"enrolment": None} if factory is DeadlineClockFactory else {}))


def test_one_record_after_the_other_becomes_one(manager, coach):
    """A→B, then B→C: A points to C as well, and both are undone in the other order only."""
    a, b = (EnrolmentFactory(coach=coach, other=True) for _ in range(2))
    c = EnrolmentFactory(coach=coach)
    persons = [case.person for case in (a, b, c)]
    first = join(manager, persons[0], persons[1])
    second = join(manager, persons[1], persons[2])
    assert set(Person.objects.filter(joined_into=persons[2])) == set(persons[:2])
    assert set(Enrolment.objects.values_list("person", flat=True)) == {persons[2].pk}
    with pytest.raises(OperationRefused, match="en gång till"):
        undo(manager, first)
    undo(manager, second)
    assert Person.objects.get(pk=persons[0].pk).joined_into == persons[1]
    undo(manager, first)
    assert not Person.objects.exclude(joined_into=None).exists()
    for case, person in zip((a, b, c), persons, strict=True):
        case.refresh_from_db()
        assert case.person == person
    with pytest.raises(OperationRefused):
        join(manager, persons[0], persons[0], shown=seen(manager, persons[0], persons[1]))


def test_another_jobbtorgs_open_case_needs_its_managers_yes(manager, coach, stranger):
    there = UserFactory(manager=True, jobbtorg=stranger.jobbtorg)
    mine, theirs = EnrolmentFactory(coach=coach), EnrolmentFactory(coach=stranger)
    opened = theirs.person
    OpeningFactory(user=manager, person=opened, expires_at=timezone.now() + timedelta(days=365))
    asked = join(manager, mine.person, theirs.person, goes_on=theirs)
    assert asked.status == JoinStatus.ASKED
    assert Enrolment.objects.get(pk=mine.pk).is_open
    notice = Notice.objects.get(recipient=there)
    assert coach.jobbtorg.name in notice.text
    joined = accept(there, asked)
    assert joined.status == JoinStatus.JOINED
    mine.refresh_from_db()
    assert (mine.is_open, mine.person) == (False, opened)
    assert Notice.objects.filter(recipient=manager).exists()
    assert Person.objects.get(pk=joined.goes_id).joined_into == opened
