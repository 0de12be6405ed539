"""What comes back where something is taken away or a correction is not accepted."""

from __future__ import annotations

from uuid import uuid4

import pytest

from aspirants.models import Correction, CorrectionSort
from core.history.tracking import changes_of
from demo.factories import EnrolmentFactory
from meetings.choices import ChangeReason, MeetingStatus, Wish
from meetings.models import BookingChange, Meeting
from meetings.operations import log_meeting, move_booking
from meetings.operations.correcting import remove_meeting
from meetings.shown import shown_meeting
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.aspirants.staff import at
from tests.corrections.acts import booked, correct, logged
from tests.roles import as_role


@pytest.fixture
def right(coach):
    """The case of the person who was met."""
    return EnrolmentFactory(coach=coach)


def remove(actor, meeting, to=None):
    with as_role(WEB), acting_for(actor):
        return remove_meeting(actor=actor, meeting=meeting, seen_meeting=shown_meeting(meeting), to=to)


class TestABookingLoggedOnTheWrongPerson:
    def test_it_is_booked_again_and_what_was_said_goes_to_the_other(self, now, coach, case, right):
        meeting = booked(now, coach, case, at("2026-11-20"), at("2026-11-23"))
        meeting = logged(now, coach, meeting, at("2026-11-23", "11:00"), note="Berättade om sin uppsägning")
        correct(coach, meeting, starts_at=at("2026-11-23", "10:30"))
        meeting.refresh_from_db()
        trace, again = remove(coach, meeting, to=right)
        left = Meeting.objects.get(enrolment=case)
        assert (left.pk, left.status, left.starts_at) == (meeting.pk, MeetingStatus.BOOKED, at("2026-11-23"))
        assert (left.note, left.logged_at, left.booked_at) == ("", None, at("2026-11-20"))
        assert trace.sort == CorrectionSort.WRONG_PERSON
        assert {one.note for one in changes_of(Meeting).objects.filter(pgh_obj=meeting.pk)} == {""}
        assert (again.enrolment, again.status, again.note) == (right, "PRESENT", "Berättade om sin uppsägning")
        case.refresh_from_db()
        assert case.first_visit_on is None
        assert logged(now, coach, left, at("2026-11-23", "11:30"), MeetingStatus.ABSENT_INVALID).pk == meeting.pk

    def test_why_it_was_moved_before_is_this_persons(self, now, coach, case):
        meeting = booked(now, coach, case, at("2026-11-19"), at("2026-11-20"))
        moved = move_booking(
            actor=coach,
            booking=meeting,
            seen_booking=shown_meeting(meeting),
            starts_at=at("2026-11-23"),
            wish=Wish.ASPIRANT,
            reason=ChangeReason.ANOTHER,
            note="Barnet börjar skolan",
        )
        remove(coach, logged(now, coach, moved, at("2026-11-23", "11:00")))
        assert BookingChange.objects.get().note == "Barnet börjar skolan"

    def test_one_that_was_never_booked_is_gone(self, now, coach, case):
        meeting = log_meeting(
            actor=coach,
            enrolment=case,
            status=MeetingStatus.PRESENT,
            starts_at=at("2026-11-23", "09:00"),
            submission_id=uuid4(),
        )
        remove(coach, meeting)
        assert not Meeting.objects.exists()
        assert Correction.objects.get().sort == CorrectionSort.WRONG_PERSON
