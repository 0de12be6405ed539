"""What was registered on the wrong person: emptied, with its history, and late evidence where it belongs (FC-30)."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from activities.choices import OfferAnswer
from activities.models import Activity, JobOffer
from activities.operations import decide_activity, record_job_offer
from activities.operations.correcting import remove_activity, remove_job_offer
from activities.shown import shown_activity, shown_offer
from aspirants.models import Correction, CorrectionSort, CorrectionState
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError
from deadlines.models import Breach, ClockKind, ClockStatus, ContactAttempt
from deadlines.operations.correcting import remove_attempt
from deadlines.shown import shown_attempt
from demo.factories import (
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    InsatsTypeFactory,
    UserFactory,
)
from jobplans.models import FollowUp, FollowUpResult
from jobplans.operations import hold_follow_up
from jobplans.operations.correcting import remove_follow_up
from jobplans.shown import shown_follow_up, shown_held
from meetings.choices import BookingStatus, MeetingStatus, Topic
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations import log_meeting
from meetings.operations.correcting import remove_group_outcome, remove_meeting
from meetings.shown import shown_booking, shown_meeting
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import at
from tests.corrections.acts import attempt, booked, correct, logged
from tests.deadlines.clocks import sweep_on
from tests.roles import as_role
from tests.same_moment import at_the_same_moment, sentences

SECRET = "Berättade om sin uppsägning"


@pytest.fixture
def right(coach):
    """The case of the person who was met."""
    return EnrolmentFactory(coach=coach)


@pytest.fixture
def meeting(now, coach, case):
    """Logged on the case's person, with words about another one."""
    return log_meeting(
        actor=coach,
        enrolment=case,
        status=MeetingStatus.PRESENT,
        starts_at=at("2026-11-23", "09:00"),
        submission_id=uuid4(),
        topics=[Topic.HEALTH],
        note=SECRET,
    )


def as_pages(actor, operation, **given):
    """The operation as a page runs it: as the role of the pages, for who is signed in. The history is theirs to empty
    no other way."""
    with as_role(WEB), acting_for(actor):
        return operation(actor=actor, **given)


def remove(actor, meeting, to=None):
    return as_pages(actor, remove_meeting, meeting=meeting, seen_meeting=shown_meeting(meeting), to=to)


def test_the_words_go_from_the_case_and_from_its_history(case, coach, meeting, right):
    correct(coach, meeting, note=SECRET + " igen", reason="Anna hörde av sig")
    meeting.refresh_from_db()
    trace, again = remove(coach, meeting, to=right)
    left = Meeting.with_removed.get(pk=meeting.pk)
    assert (left.status, left.topics, left.note) == (MeetingStatus.REMOVED, [], "")
    assert not Meeting.objects.filter(pk=meeting.pk).exists(), "no list has it any more"
    versions = changes_of(Meeting).objects.filter(pgh_obj=meeting.pk)
    assert versions.count() == 3
    assert {(one.note, tuple(one.topics)) for one in versions} == {("", ())}
    assert set(changes_of(Correction).objects.filter(number=meeting.pk).values_list("reason", "title")) == {("", "")}
    assert all(one.differences == [] for one in Correction.objects.all())
    assert (trace.sort, trace.enrolment, trace.made_by) == (CorrectionSort.WRONG_PERSON, case, coach)
    assert (again.enrolment, again.note, again.topics) == (right, SECRET + " igen", ["HEALTH"])
    assert str(right) not in str(trace.__dict__), "the trace names nobody"


def test_the_visit_moves_with_it(case, coach, meeting, right):
    case.refresh_from_db()
    assert case.first_visit_on == date(2026, 11, 23)
    remove(coach, meeting, to=right)
    case.refresh_from_db()
    right.refresh_from_db()
    assert (case.first_visit_on, right.first_visit_on) == (None, date(2026, 11, 23))


def test_an_earlier_visit_is_found_again(now, case, coach, meeting):
    now.move_to(at("2026-11-24", "09:20"))
    log_meeting(
        actor=coach,
        enrolment=case,
        status=MeetingStatus.PRESENT,
        starts_at=at("2026-11-24", "09:00"),
        submission_id=uuid4(),
    )
    remove(coach, meeting)
    case.refresh_from_db()
    assert case.first_visit_on == date(2026, 11, 24)


def test_it_is_late_evidence_where_it_belongs(now, coach, received):
    """Missed on the 26th by the person it was about; registered there on the 2nd it excuses nothing by itself."""
    wrong, right = received("2026-11-23"), received("2026-11-23")
    meeting = booked(now, coach, wrong.enrolment, at("2026-11-24"), at("2026-11-26"))
    meeting = logged(now, coach, meeting, at("2026-11-26", "11:00"), MeetingStatus.ABSENT_INVALID)
    sweep_on(now, "2026-12-01")
    for clock, status in ((wrong, ClockStatus.EXCUSED), (right, ClockStatus.BREACHED)):
        clock.refresh_from_db()
        assert clock.status == status
    now.move_to(at("2026-12-02"))
    manager = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    _, again = remove(manager, meeting, to=right.enrolment)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.status, right.status) == (ClockStatus.BREACHED, ClockStatus.BREACHED)
    assert wrong.excuse.revoked_by == manager
    breach = Breach.objects.get(clock=wrong)
    assert (breach.cause, breach.comment) == ("", "Bröts när ett möte på fel person togs bort.")
    assert (again.logged_at, again.booked_at) == (at("2026-12-02"), at("2026-12-02"))
    assert not Correction.objects.filter(state=CorrectionState.WAITING).exists(), "it was offered to nobody beforehand"


def test_who_may_remove(now, case, coach, manager, meeting, stranger):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    for other in (colleague, stranger):
        with pytest.raises(OperationRefused):
            remove(other, meeting)
    now.move_to(at("2026-11-24", "09:31"))
    with pytest.raises(OperationRefused, match="mer än ett dygn"):
        remove(coach, meeting)
    assert remove(manager, meeting)[0].made_by == manager


def test_not_into_the_same_case_or_a_closed_one(case, coach, meeting):
    with pytest.raises(OperationRefused, match="Välj ett annat ärende"):
        remove(coach, meeting, to=case)
    closed = EnrolmentFactory(coach=coach, closed=True)
    with pytest.raises(OperationRefused, match="Det går inte i det ärendet"):
        remove(coach, meeting, to=closed)
    assert Meeting.objects.get(pk=meeting.pk).note == SECRET, "nothing happened here either"


def test_nobody_empties_the_history_of_what_stands(case, coach, meeting):
    """SQL of one's own: the owner's function looks at the row and at who removed it."""
    with as_role(WEB), acting_for(coach), connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_empty_meeting(%s)", [meeting.pk])
    assert changes_of(Meeting).objects.filter(pgh_obj=meeting.pk, note=SECRET).exists()


def test_an_attempt(now, coach, received):
    wrong, right = received("2026-11-23"), received("2026-11-23")
    attempt(coach, wrong, "PHONE", at("2026-11-23", "09:00"))
    now.move_to(at("2026-11-25", "11:00"))
    one = attempt(coach, wrong, "SMS", at("2026-11-25"))
    _, again = as_pages(coach, remove_attempt, attempt=one, seen_attempt=shown_attempt(one), to=right.enrolment)
    assert (again.clock, again.recorded_at) == (right, at("2026-11-25", "11:00"))
    assert ContactAttempt.objects.filter(clock=wrong).count() == 1
    sweep_on(now, "2026-12-01")
    wrong.refresh_from_db()
    assert wrong.status == ClockStatus.BREACHED


def test_a_job_offer_that_kept_the_promise(now, coach, received):
    wrong, right = received("2026-11-23"), received("2026-11-23")
    offer = record_job_offer(
        actor=coach,
        enrolment=wrong.enrolment,
        employer="Bagarn AB",
        offered_on=date(2026, 11, 23),
        answer=OfferAnswer.ACCEPTED,
        answered_at=at("2026-11-23", "09:00"),
        starts_on=date(2026, 12, 1),
    )
    wrong.refresh_from_db()
    assert wrong.status == ClockStatus.MET
    _, again = as_pages(coach, remove_job_offer, offer=offer, seen_offer=shown_offer(offer), to=right.enrolment)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.status, wrong.fulfilled_at, right.status) == (ClockStatus.RUNNING, None, ClockStatus.MET)
    assert (again.employer, JobOffer.objects.count()) == ("Bagarn AB", 1)
    assert set(changes_of(JobOffer).objects.filter(pgh_obj=offer.pk).values_list("employer", flat=True)) == {""}


def test_an_insats_after_the_last_day(now, coach, manager, received):
    """It kept the promise of the wrong case: that is broken, and where it belongs it is registered late."""
    wrong, right = received("2026-11-23"), received("2026-11-23")
    activity = decide_activity(
        actor=coach,
        enrolment=wrong.enrolment,
        insats_type=InsatsTypeFactory(),
        decided_on=date(2026, 11, 23),
        starts_on=date(2026, 12, 7),
        agreed_at=at("2026-11-23", "09:00"),
        provider="Kliniken",
    )
    sweep_on(now, "2026-12-01")
    now.move_to(at("2026-12-01", "10:00"))
    as_pages(manager, remove_activity, activity=activity, seen_activity=shown_activity(activity), to=right.enrolment)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.status, right.status) == (ClockStatus.BREACHED, ClockStatus.BREACHED)
    assert {one.clock_id: one.cause for one in Breach.objects.all()} == {wrong.pk: "", right.pk: "B06"}
    versions = changes_of(Activity).objects.filter(pgh_obj=activity.pk)
    assert set(versions.values_list("provider", "insats_type")) == {("", None)}


def test_who_came_to_a_group_information(now, case, coach):
    booking = GroupInformationBookingFactory(enrolment=case, attended=True)
    right = EnrolmentFactory(coach=coach)
    _, again = as_pages(coach, remove_group_outcome, booking=booking, seen_booking=shown_booking(booking), to=right)
    booking.refresh_from_db()
    assert (booking.status, again.status) == (BookingStatus.INVITED, BookingStatus.ATTENDED)
    assert again.session == booking.session
    versions = changes_of(GroupInformationBooking).objects.filter(pgh_obj=booking.pk)
    assert set(versions.values_list("status", flat=True)) == {BookingStatus.INVITED}


def test_a_follow_up_is_still_to_be_held(now, case, coach, policies):
    follow_up = FollowUpFactory(enrolment=case)
    hold_follow_up(
        actor=coach,
        follow_up=follow_up,
        seen_follow_up=shown_follow_up(follow_up),
        held_at=at("2026-11-23", "09:00"),
        result=FollowUpResult.UNCHANGED,
        note=SECRET,
    )
    follow_up.refresh_from_db()
    assert follow_up.clock.status == ClockStatus.MET
    as_pages(coach, remove_follow_up, follow_up=follow_up, seen_held=shown_held(follow_up))
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.note, follow_up.clock.status) == ("PLANNED", "", ClockStatus.RUNNING)
    assert FollowUp.objects.filter(enrolment=case, status="CANCELLED").count() == 1
    assert case.clocks.of_kind(ClockKind.FOLLOW_UP).filter(status=ClockStatus.CANCELLED).count() == 1
    assert set(changes_of(FollowUp).objects.filter(pgh_obj=follow_up.pk).values_list("note", flat=True)) == {""}


def test_two_remove_the_same(case, coach, meeting):
    seen = shown_meeting(meeting)
    remove(coach, meeting)
    with pytest.raises(ChangedMeanwhileError) as error:
        remove_meeting(actor=coach, meeting=meeting, seen_meeting=seen)
    assert dict(error.value.now.facts)["Hur det gick"] == "Borttaget"


@pytest.mark.django_db(transaction=True)
def test_two_removals_the_other_way_round_do_not_wait_for_each_other(on_a_working_day):
    """Each into the other's case at the same moment: both locks are taken in one order."""
    coach = UserFactory(coach=True)
    cases = [EnrolmentFactory(coach=coach) for _ in range(2)]
    meetings = [
        log_meeting(
            actor=coach,
            enrolment=case,
            status=MeetingStatus.PRESENT,
            starts_at=at("2026-11-23", "09:00"),
            submission_id=uuid4(),
        )
        for case in cases
    ]
    swaps = [partial(remove, coach, meetings[number], to=cases[1 - number]) for number in range(2)]
    assert sentences(at_the_same_moment(*swaps)) == ["", ""]
    assert Meeting.objects.count() == 2
