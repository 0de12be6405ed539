"""*Ångra*: what was just done is taken back by whoever did it, within a minute and while nothing has changed since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activities.models import Activity, JobOffer
from aspirants.corrections.undoing import ALLOWED_FOR, Done
from aspirants.models import CoachAssignment, Correction, CorrectionSort
from core.history.tracking import changes_of
from deadlines.models import ClockStatus, ContactAttempt
from demo.factories import (
    ActivityFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    InsatsTypeFactory,
    JobOfferFactory,
    MeetingFactory,
    UserFactory,
)
from jobplans.models import FollowUp
from meetings.models import GroupInformationBooking, Meeting
from tests.aspirants.staff import at, said, signed_in, text
from tests.post_forms import post_forms

DONE = "Ångrat."


def act_on(client, page) -> str:
    """The signed field of the button *Ångra* on a page."""
    [form] = [one for one in post_forms(page, "") if one.action == reverse("undo")]
    return form.hidden["act"][0]


def undo(client, response):
    """Follow the redirect after an act, and press *Ångra* there. What the next page says."""
    assert response.status_code == 302, text(response)
    act = act_on(client, client.get(response.url))
    return said(client, client.post(reverse("undo"), {"act": act}))


def log(client, case, meeting=None, **more):
    path = reverse("log_meeting", args=[case.pk]) + (f"?meeting={meeting.pk}" if meeting else "")
    day, time = ("2026-11-20", "10.00") if meeting else ("2026-11-23", "9.00")
    typed = {"outcome": "attended", "day": day, "time": time, "kind": "COACH", "note": "Gick bra", **more}
    return client.submit(path, typed)


def test_a_booking_that_was_logged_is_booked_again(as_coach, coach, case):
    meeting = MeetingFactory(enrolment=case, coach=coach, unlogged=True)
    assert DONE in undo(as_coach, log(as_coach, case, meeting, next_step="1"))
    meeting.refresh_from_db()
    case.refresh_from_db()
    assert (meeting.status, meeting.note, meeting.logged_at, meeting.logged_by) == ("BOOKED", "", None, None)
    assert Meeting.objects.get() == meeting, "the next meeting, booked in the same act, is gone too"
    assert case.first_visit_on is None
    notes = list(
        changes_of(Meeting).objects.filter(pgh_obj=meeting.pk).order_by("pgh_id").values_list("note", flat=True)
    )
    assert notes == ["", "Gick bra", ""], "the history has both"
    assert set(Correction.objects.values_list("sort", flat=True)) == {CorrectionSort.UNDONE}


def test_a_meeting_that_was_new_is_gone_and_can_be_logged_again(as_coach, case):
    form = {"submission_id": "00000000-0000-0000-0000-000000000009"}
    undo(as_coach, log(as_coach, case, **form))
    assert not Meeting.objects.exists()
    assert Meeting.with_removed.get().note == ""
    assert "Ångrat: Coachmöte mån 23 nov 2026" in text(as_coach.get(reverse("case", args=[case.pk])))
    log(as_coach, case, **form)
    assert Meeting.objects.get().note == "Gick bra"


def test_a_booking(as_coach, case):
    typed = {"day": "2026-12-01", "time": "9.15", "kind": "COACH", "channel": "VISIT"}
    undo(as_coach, as_coach.submit(reverse("book_meeting", args=[case.pk]), typed))
    assert not Meeting.objects.exists()


def test_a_contact_attempt(as_coach, received):
    clock = received("2026-11-23")
    typed = {"outcome": "none", "attempt_channel": "PHONE", "attempt_result": "NOT_REACHED"}
    typed |= {"day": "2026-11-23", "time": "9.00"}
    undo(as_coach, as_coach.submit(reverse("contact_attempt", args=[clock.pk]), typed))
    assert not ContactAttempt.objects.exists()
    assert ContactAttempt.with_removed.get().removed_at == at("2026-11-23", "09:30")


def test_who_came_to_a_group_information(as_coach, case):
    booking = GroupInformationBookingFactory(enrolment=case, session__past=True)
    path = reverse("group_information_outcome", args=[booking.pk])
    on = reverse("case_group_information", args=[case.pk])
    undo(as_coach, as_coach.submit(path, {"status": "ATTENDED"}, on=on))
    booking.refresh_from_db()
    case.refresh_from_db()
    assert (booking.status, case.first_visit_on) == ("INVITED", None)
    assert changes_of(GroupInformationBooking).objects.filter(pgh_obj=booking.pk).count() == 3


def test_a_new_coach(as_manager, coach, case):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    typed = {"coach": colleague.pk, "reason": "Semester"}
    undo(as_manager, as_manager.submit(reverse("assign_coach", args=[case.pk]), typed))
    case.refresh_from_db()
    assert case.coach == coach
    assert [one.coach for one in case.coach_assignments.order_by("pk")] == [coach, colleague, coach]
    assert CoachAssignment.objects.get(ended_at=None).coach == coach


def test_a_first_coach(as_manager, coach):
    from demo.factories import EnrolmentFactory

    case = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True)
    undo(as_manager, as_manager.submit(reverse("assign_coach", args=[case.pk]), {"coach": coach.pk}))
    case.refresh_from_db()
    assert case.coach is None
    assert not CoachAssignment.objects.filter(ended_at=None).exists()


def test_a_yes_to_a_job(as_coach, received):
    clock = received("2026-11-23")
    offer = JobOfferFactory(enrolment=clock.enrolment)
    typed = {"offer": offer.pk, "answer": "ACCEPTED", "day": "2026-11-23", "time": "9.15", "starts_on": "2026-12-01"}
    undo(as_coach, as_coach.submit(reverse("job_offer_answer", args=[clock.enrolment_id]), typed))
    offer.refresh_from_db()
    clock.refresh_from_db()
    assert (offer.answer, offer.starts_on, clock.status) == ("PENDING", None, ClockStatus.RUNNING)


def test_a_job_offer_and_an_insats_that_were_new(as_coach, case):
    typed = {"employer": "Bagarn AB", "offered_on": "2026-11-23", "answer": "PENDING"}
    undo(as_coach, as_coach.submit(reverse("job_offer_new", args=[case.pk]), typed))
    typed = {"insats_type": InsatsTypeFactory().pk, "decided_on": "2026-11-23", "starts_on": "2026-12-01"}
    undo(as_coach, as_coach.submit(reverse("activity_new", args=[case.pk]), typed))
    assert not JobOffer.objects.exists()
    assert not Activity.objects.exists()


def test_a_yes_to_an_insats(as_coach, case):
    activity = ActivityFactory(enrolment=case)
    typed = {"activity": activity.pk, "day": "2026-11-23", "time": "9.15"}
    undo(as_coach, as_coach.submit(reverse("activity_agree", args=[case.pk]), typed))
    activity.refresh_from_db()
    assert activity.agreed_at is None


def test_a_follow_up(as_coach, case):
    follow_up = FollowUpFactory(enrolment=case, clock__started_on=date(2026, 8, 25))
    typed = {"outcome": "attended", "day": "2026-11-23", "time": "9.15", "result": "UNCHANGED", "note": "Går bra"}
    undo(as_coach, as_coach.submit(reverse("follow_up_hold", args=[follow_up.pk]), typed))
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.clock.status) == ("PLANNED", ClockStatus.RUNNING)
    assert FollowUp.objects.filter(status="PLANNED").get() == follow_up
    assert not Meeting.objects.exists(), "the meeting that it was is taken back with it"


@pytest.fixture
def act(as_coach, case) -> str:
    """The token of a booking made at 9.30."""
    typed = {"day": "2026-12-01", "time": "9.15", "kind": "COACH", "channel": "VISIT"}
    response = as_coach.submit(reverse("book_meeting", args=[case.pk]), typed)
    return act_on(as_coach, as_coach.get(response.url))


@pytest.mark.parametrize(("seconds", "is_undone"), [(10, True), (ALLOWED_FOR, True), (ALLOWED_FOR + 1, False)])
def test_for_a_minute(now, as_coach, act, seconds, is_undone):
    now.move_to(at("2026-11-23", "09:30") + timedelta(seconds=seconds))
    response = as_coach.post(reverse("undo"), {"act": act}, follow=True)
    assert ("Det gick inte att ångra längre" in text(response)) != is_undone
    assert Meeting.objects.exists() != is_undone


def test_not_by_anybody_else(coach, act):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    client = signed_in(colleague)
    assert "Bara den som gjorde det" in said(client, client.post(reverse("undo"), {"act": act}))
    assert Meeting.objects.exists()


def test_not_in_a_case_that_has_moved_away(as_coach, act, case):
    stranger = UserFactory(coach=True)
    case.jobbtorg, case.coach = stranger.jobbtorg, stranger
    case.save()
    assert as_coach.post(reverse("undo"), {"act": act}).status_code == 404
    assert Meeting.objects.exists()


def test_not_after_somebody_has_changed_it(as_coach, act):
    Meeting.objects.update(channel="PHONE")
    assert "Något har ändrats sedan dess" in said(as_coach, as_coach.post(reverse("undo"), {"act": act}))
    assert Meeting.objects.exists()


def test_not_twice(as_coach, act):
    as_coach.post(reverse("undo"), {"act": act})
    assert "Något har ändrats sedan dess" in said(as_coach, as_coach.post(reverse("undo"), {"act": act, "again": "1"}))


@pytest.mark.parametrize("made_up", ["", "x", "WzEsMixbXV0:1vO:abc"])
def test_nothing_made_up(as_coach, made_up, case):
    response = as_coach.post(reverse("undo"), {"act": made_up}, follow=True)
    assert "Det gick inte att ångra längre" in text(response)


def test_the_token_names_nobody(act, case):
    done = Done.from_token(act)
    assert done is not None
    assert case.person.last_name not in act
    assert case.case_no not in act
    assert [kind for kind, _, _ in done.rows] == ["MEETING"]
