"""What was written about a person or in a case goes along when two records become one, and back when that is undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from aspirants.models import CorrectedKind, Correction, CorrectionState, Enrolment, ReportedFact
from aspirants.operations import take_over_reports
from aspirants.people.news import waiting_reports
from aspirants.shown import shown_reports
from casework.choices import TransferStatus
from casework.joining.reading import foretold, look_at
from core.workdays import ONE_DAY
from deadlines.models import ClockStatus, DeadlineClock, Excuse, ExcuseReason, Fulfilment
from demo.factories import (
    CaseTransferFactory,
    ClosureReasonFactory,
    ContactAttemptFactory,
    CorrectionFactory,
    EarlierNumberFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    MeetingFactory,
    OpeningFactory,
    ReferralFactory,
    ReportedFactFactory,
    UserFactory,
)
from meetings.choices import BookingStatus, ChangeReason, MeetingKind, MeetingStatus, Wish
from meetings.models import BookingChange, Meeting
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import at
from tests.casework.joining import accept, join, undo
from tests.casework.test_joining import guarantee, referred
from tests.casework.test_joining_undone import everything
from tests.roles import as_role


@pytest.fixture(autouse=True)
def _reasons(db: None) -> None:
    ClosureReasonFactory(error=True)


@pytest.fixture
def two_cases(coach) -> tuple[Enrolment, Enrolment]:
    return referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))


def declined(case: Enrolment, coach, said: str = "2026-11-04", starts_at: str = "2026-11-06") -> Meeting:
    """A meeting about the plan that the aspirant said no to in time."""
    meeting = MeetingFactory(
        enrolment=case,
        coach=coach,
        kind=MeetingKind.COACH,
        starts_at=at(starts_at),
        status=MeetingStatus.CANCELLED_BY_ASPIRANT,
        logged_at=at(said),
        logged_by=coach,
    )
    BookingChange.objects.create(
        enrolment=case,
        meeting=meeting,
        from_starts_at=at(starts_at),
        wish=Wish.ASPIRANT,
        reason=ChangeReason.DECLINED,
        changed_by=coach,
        changed_at=at(said),
    )
    return meeting


def test_what_referrals_said_waits_where_the_person_is_met(manager, coach, two_cases):
    goes, stays = two_cases
    fact = ReportedFactFactory(person=goes.person, jobbtorg=coach.jobbtorg)
    before = everything()
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    with as_role(WEB), acting_for(coach):
        assert waiting_reports(Enrolment.objects.get(pk=stays.pk).person, coach.jobbtorg_id) == [fact]
    undo(manager, joined)
    assert everything() == before


def test_it_waits_at_the_jobbtorg_whose_case_goes_on(manager, coach, stranger):
    there = UserFactory(manager=True, jobbtorg=stranger.jobbtorg)
    mine, theirs = EnrolmentFactory(coach=coach), EnrolmentFactory(coach=stranger)
    fact = ReportedFactFactory(person=mine.person, jobbtorg=coach.jobbtorg)
    OpeningFactory(user=manager, person=theirs.person, expires_at=timezone.now() + timedelta(days=365))
    joined = accept(there, join(manager, mine.person, theirs.person, goes_on=theirs))
    fact.refresh_from_db()
    assert (fact.person, fact.jobbtorg) == (theirs.person, stranger.jobbtorg)
    undo(there, joined)
    fact.refresh_from_db()
    assert (fact.person, fact.jobbtorg) == (mine.person, coach.jobbtorg)


def test_what_was_settled_since_stays_with_who_it_was_settled_for(manager, coach, two_cases):
    goes, stays = two_cases
    ReportedFactFactory(person=goes.person, jobbtorg=coach.jobbtorg)
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    with as_role(WEB), acting_for(coach):
        case = Enrolment.objects.select_related("person").get(pk=stays.pk)
        reports = waiting_reports(case.person, coach.jobbtorg_id)
        take_over_reports(
            actor=coach, enrolment=case, seen_reports=shown_reports(reports), reports=[report.pk for report in reports]
        )
    undo(manager, joined)
    assert ReportedFact.objects.get().person == stays.person


def test_earlier_numbers_are_read_at_the_record_that_stays(manager, coach, two_cases):
    goes, stays = two_cases
    number = EarlierNumberFactory(person=goes.person, changed_by=coach)
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    with as_role(WEB), acting_for(coach):
        assert list(Enrolment.objects.get(pk=stays.pk).person.earlier_numbers.all()) == [number]
    undo(manager, joined)
    number.refresh_from_db()
    assert number.person == goes.person


def test_a_no_in_time_excuses_the_clock_of_the_case_that_goes_on(manager, coach, two_cases):
    """FC-20, FC-02: E04 is read by case, with the meeting, and as the role that joins."""
    goes, stays = two_cases
    clock = guarantee(goes)
    meeting = declined(goes, coach)
    DeadlineClock.objects.filter(pk=guarantee(stays).pk).update(
        status=ClockStatus.MET, fulfilled_at=at("2026-11-20"), fulfilment=Fulfilment.PLAN
    )
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    meeting.refresh_from_db()
    assert meeting.enrolment == stays
    assert BookingChange.objects.get().enrolment == stays
    clock.refresh_from_db()
    assert clock.enrolment == stays
    assert (clock.status, clock.excuse.reason) == (ClockStatus.EXCUSED, ExcuseReason.E04)
    undo(manager, joined)
    assert BookingChange.objects.get().enrolment == goes
    clock.refresh_from_db()
    assert (clock.status, Excuse.objects.get().revoked_by) == (ClockStatus.RUNNING, manager)


def test_what_a_meeting_says_of_itself_goes_with_it(manager, coach, two_cases):
    """Its correction, also of one that was taken away; and none of it goes back alone."""
    goes, stays = two_cases
    meeting = MeetingFactory(enrolment=goes, coach=coach, present=True)
    removed = MeetingFactory(enrolment=goes, coach=coach, present=True, status=MeetingStatus.REMOVED)
    place = GroupInformationBookingFactory(enrolment=goes, no_show=True)
    attempt = ContactAttemptFactory(clock=guarantee(goes))
    facts: dict[str, Any] = {"enrolment": goes, "made_by": coach, "meeting": meeting}
    along = [
        CorrectionFactory(**facts),
        CorrectionFactory(**facts, number=removed.pk),
        CorrectionFactory(**facts, kind=CorrectedKind.GROUP, number=place.pk),
        CorrectionFactory(**facts, kind=CorrectedKind.ATTEMPT, number=attempt.pk),
    ]
    left = CorrectionFactory(**facts, kind=CorrectedKind.OFFER, number=1)
    before = everything()
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    assert set(Correction.objects.filter(enrolment=stays)) == set(along)
    assert list(Correction.objects.filter(enrolment=goes)) == [left]
    assert Meeting.with_removed.get(pk=removed.pk).enrolment == stays
    undone_before = Meeting.objects.get(pk=meeting.pk)
    with as_role(WEB), acting_for(coach):
        Meeting.objects.filter(pk=meeting.pk).update(note="Kom i tid")
    undo(manager, joined)
    assert undone_before.enrolment == stays
    assert list(Correction.objects.filter(enrolment=stays)) == along[:1], "with the meeting that was written in"
    assert everything() != before


def test_all_of_it_goes_back(manager, coach, stranger, two_cases):
    goes, stays = two_cases
    declined(goes, coach)
    CorrectionFactory(enrolment=goes, made_by=coach, waiting=True)
    CorrectionFactory(enrolment=goes, made_by=coach, waiting=True, kind=CorrectedKind.OFFER, number=1)
    EarlierNumberFactory(person=goes.person, changed_by=coach)
    ReportedFactFactory(person=goes.person, jobbtorg=coach.jobbtorg)
    CaseTransferFactory(enrolment=goes, destination=stranger.jobbtorg, sent_by=manager)
    before = everything()
    joined = join(manager, goes.person, stays.person, goes_on=stays)
    undo(manager, joined)
    assert everything() == before


def test_what_waits_for_a_clock_that_counts_nowhere_lapses(manager, coach, two_cases):
    goes, stays = two_cases
    waits = CorrectionFactory(enrolment=goes, made_by=coach, waiting=True, kind=CorrectedKind.OFFER, number=1)
    join(manager, goes.person, stays.person, goes_on=stays)
    waits.refresh_from_db()
    assert (waits.state, waits.enrolment) == (CorrectionState.LAPSED, goes)


def test_the_case_that_ends_is_offered_to_nobody(manager, coach, stranger, two_cases):
    goes, stays = two_cases
    transfer = CaseTransferFactory(enrolment=goes, destination=stranger.jobbtorg, sent_by=manager)
    with as_role(WEB), acting_for(manager):
        said = " ".join(foretold(look_at(goes.person_id, stays.person_id), f"case-{stays.pk}", manager.jobbtorg_id))
    assert f"Att Ärende {goes.case_no} ska flytta till ett annat jobbtorg gäller inte längre." in said
    join(manager, goes.person, stays.person, goes_on=stays)
    transfer.refresh_from_db()
    assert (transfer.status, transfer.answered_by) == (TransferStatus.ENDED, manager)


def test_a_place_that_is_not_taken_twice_says_who_took_it_back(manager, coach, two_cases):
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    one, _ = (GroupInformationBookingFactory(enrolment=case, session=session) for case in two_cases)
    goes, stays = two_cases
    join(manager, goes.person, stays.person, goes_on=stays)
    one.refresh_from_db()
    assert one.status == BookingStatus.CANCELLED_BY_UNIT
    change = BookingChange.objects.get()
    assert (change.invitation, change.enrolment, change.wish, change.changed_by) == (one, goes, Wish.UNIT, manager)


def test_a_clock_that_is_kept_late_is_judged_by_all_there_is(coach, manager):
    """The later clock was kept after the earlier one's last day: what excuses that one is read as the joining role."""
    goes, stays = referred(coach, date(2026, 10, 1)), referred(coach, date(2026, 11, 16))
    earlier, later = guarantee(goes), guarantee(stays)
    due_on = timezone.localdate() - 3 * ONE_DAY
    DeadlineClock.objects.filter(pk=earlier.pk).update(due_on=due_on)
    DeadlineClock.objects.filter(pk=later.pk).update(
        status=ClockStatus.MET, fulfilled_at=timezone.now(), fulfilment=Fulfilment.PLAN
    )
    join(manager, goes.person, stays.person, goes_on=stays)
    earlier.refresh_from_db()
    assert earlier.status in (ClockStatus.BREACHED, ClockStatus.EXCUSED)
    assert earlier.fulfilled_at is not None
    assert Excuse.objects.filter(clock=earlier).exists() == (earlier.status == ClockStatus.EXCUSED)


def test_news_of_a_referral_that_gives_way_is_read_in_the_case(manager, coach, as_coach):
    case = referred(coach, date(2026, 11, 16))
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, received_on=date(2026, 11, 9), accepted=True)
    ReportedFactFactory(person=referral.person, jobbtorg=coach.jobbtorg, source=f"Remiss {referral.number}")
    join(manager, referral.person, case.person)
    assert f"Remiss {referral.number}" in as_coach.get(f"/arenden/{case.pk}/person").text
