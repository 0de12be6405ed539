"""A group information that is moved, changed or called off, with all who are invited; and one that is too late."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core.refusals import OperationRefused
from deadlines.models import ClockStatus
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    MeetingFactory,
)
from meetings.choices import BookingStatus, ChangeReason
from meetings.models import BookingChange, GroupInformationBooking, GroupInformationSession
from meetings.operations import book_group_information, call_off_session, move_session
from meetings.planning.warnings import WarningsFoundError
from meetings.shown import shown_session
from tests.aspirants.staff import at, changed, errors, said, text
from tests.same_moment import at_the_same_moment

OFFER_DUE = date(2026, 11, 30)


@pytest.fixture
def session(coach):
    """Friday 27 November at one, for three."""
    return GroupInformationSessionFactory(
        jobbtorg=coach.jobbtorg, starts_at=at("2026-11-27", "13:00"), place="Sal 1", capacity=3
    )


@pytest.fixture
def invited(coach, session):
    """Two cases that are invited, and one that has declined."""
    places = [
        GroupInformationBookingFactory(session=session, enrolment=EnrolmentFactory(coach=coach)) for _ in range(3)
    ]
    GroupInformationBooking.objects.filter(pk=places[2].pk).update(status=BookingStatus.CANCELLED_BY_ASPIRANT)
    return places


def offer_clock(enrolment):
    """What promises a group information by Monday 30 November."""
    return DeadlineClockFactory(enrolment=enrolment, policy__kind="GROUP_INFO_OFFER", due_in_5=True)


def move(coach, session, starts_at, **more):
    facts = {"actor": coach, "session": session, "seen_session": shown_session(session)}
    return move_session(**facts, starts_at=starts_at, reason=ChangeReason.PREMISES, **more)


def test_all_who_are_invited_go_along_and_keep_a_trace(coach, session, invited):
    new = move(coach, session, at("2026-12-04", "13:00"))
    session.refresh_from_db()
    assert (session.moved_to, session.starts_at) == (new, at("2026-11-27", "13:00"))
    assert (new.place, new.capacity, new.language) == ("Sal 1", 3, session.language)
    assert set(new.bookings.values_list("enrolment", "status")) == {
        (place.enrolment_id, "INVITED") for place in invited[:2]
    }
    assert session.bookings.get().enrolment == invited[2].enrolment, "what was declined was an offer of that time"
    changes = BookingChange.objects.all()
    assert {change.invitation for change in changes} == set(invited[:2])
    assert {(change.from_starts_at, change.to_starts_at, change.wish) for change in changes} == {
        (at("2026-11-27", "13:00"), at("2026-12-04", "13:00"), "UNIT")
    }


@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        ("2026-11-30", [ClockStatus.MET, ClockStatus.MET]),
        ("2026-12-02", [ClockStatus.RUNNING, ClockStatus.MET]),
    ],
)
def test_what_is_moved_out_of_the_promise_was_no_offer_in_time(coach, session, day, statuses):
    """FC-25, G-64: of who is invited; who declined in time was offered it in time."""
    cases = [EnrolmentFactory(coach=coach) for _ in range(2)]
    clocks = [offer_clock(case) for case in cases]
    places = [book_group_information(actor=coach, enrolment=case, session=session) for case in cases]
    GroupInformationBooking.objects.filter(pk=places[1].pk).update(status=BookingStatus.CANCELLED_BY_ASPIRANT)
    move(coach, session, at(day, "13:00"))
    for clock, status in zip(clocks, statuses, strict=True):
        clock.refresh_from_db()
        assert clock.status == status


def test_who_has_a_meeting_then_is_warned_of(coach, session, invited):
    MeetingFactory(enrolment=invited[0].enrolment, starts_at=at("2026-12-04", "13:30"))
    MeetingFactory(enrolment=invited[2].enrolment, starts_at=at("2026-12-04", "13:30"))
    with pytest.raises(WarningsFoundError) as found:
        move(coach, session, at("2026-12-04", "13:00"))
    assert [warning.text for warning in found.value.warnings] == ["En av de kallade har ett möte då."]
    assert move(coach, session, at("2026-12-04", "13:00"), accepted_warnings=[found.value.warnings[0].key]).pk


def test_a_time_that_is_taken_is_refused_and_the_old_one_is_free_again(coach, session):
    taken = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at("2026-12-04", "13:00"))
    with pytest.raises(OperationRefused, match="Det finns redan en gruppinformation den tiden") as refused:
        move(coach, session, taken.starts_at)
    assert refused.value.field == "starts_at"
    there = move(coach, session, at("2026-12-03", "13:00"))
    back = move(coach, there, at("2026-11-27", "13:00"))
    assert GroupInformationSession.objects.filter(called_off_at=None).count() == 2
    assert back.starts_at == session.starts_at


def test_a_case_that_is_at_another_jobbtorg_now_is_left_alone(coach, session, stranger):
    place = GroupInformationBookingFactory(session=session, enrolment=EnrolmentFactory(coach=stranger))
    call_off_session(actor=coach, session=session, seen_session=shown_session(session), reason=ChangeReason.COACH_AWAY)
    place.refresh_from_db()
    assert place.status == BookingStatus.INVITED


def test_a_session_is_called_off_and_everybody_is_shown_for_a_new_invitation(as_coach, coach, session, invited):
    path = reverse("group_information_session", args=[session.pk])
    assert path in as_coach.get(reverse("group_information_list")).content.decode()
    page = text(as_coach.get(path))
    assert "Sal 1, svenska. 2 av 3 platser bokade." in page
    for place in invited:
        assert place.enrolment.person.name in page
    response = as_coach.submit(reverse("session_call_off", args=[session.pk]), {"why": "UNIT:COACH_AWAY"})
    after = said(as_coach, response)
    assert "är inställd." in after
    assert "2 väntar på ett nytt tillfälle" in after
    assert after.count("Ska kallas på nytt") == 2
    assert "Inställd" in text(as_coach.get(reverse("group_information_list")))
    assert "2 att kalla på nytt" in text(as_coach.get(reverse("group_information_list")))
    statuses = dict(GroupInformationBooking.objects.values_list("pk", "status"))
    assert [statuses[place.pk] for place in invited] == [
        "CANCELLED_BY_UNIT",
        "CANCELLED_BY_UNIT",
        "CANCELLED_BY_ASPIRANT",
    ]
    assert set(BookingChange.objects.values_list("wish", "reason")) == {("UNIT", "COACH_AWAY")}
    new = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at("2026-12-02"))
    book_group_information(actor=coach, enrolment=invited[0].enrolment, session=new)
    assert "1 väntar på ett nytt tillfälle" in text(as_coach.get(path))


def test_a_session_is_moved_and_changed_on_its_pages(as_coach, session, invited):
    path = reverse("session_move", args=[session.pk])
    typed = {"day": "2026-12-05", "time": "13.00", "why": "UNIT:PREMISES", "note": "Vattenskada"}
    response = as_coach.submit(path, typed)
    assert response.status_code == 422
    assert "lör 5 dec 2026 är det stängt: lördag." in text(response)
    assert "Flytta ändå" in text(response)
    after = said(as_coach, as_coach.submit(path, typed | {"day": "2026-12-04"}, page=response))
    assert "är flyttad till fre 4 dec 13.00 med alla kallade." in after
    assert "Flyttad från fre 27 nov 2026 13.00." in after
    new = GroupInformationSession.objects.get(called_off_at=None)
    change = reverse("session_change", args=[new.pk])
    assert errors(as_coach.submit(change, {"place": "", "capacity": "0"})).keys() == {"place", "capacity"}
    assert "Sal 2, svenska. 2 av 2 platser bokade (fullt)." in said(
        as_coach, as_coach.submit(change, {"place": "Sal 2", "capacity": "2"})
    )
    assert "redan inställt eller flyttat" in text(as_coach.get(path))


def test_two_who_change_a_session_are_shown_both(as_coach, as_manager, session):
    path = reverse("session_change", args=[session.pk])
    page = as_coach.get(path)
    assert as_manager.submit(path, {"place": "Sal 2", "capacity": "3"}).status_code == 302
    response = as_coach.submit(path, {"place": "Sal 3", "capacity": "3"}, page=page)
    assert changed(response) == {"Plats": ("Sal 1", "Sal 2")}


def test_a_session_elsewhere_is_not_there(as_coach):
    elsewhere = GroupInformationSessionFactory()
    for name in ("group_information_session", "session_change", "session_move", "session_call_off"):
        assert as_coach.get(reverse(name, args=[elsewhere.pk])).status_code == 404


def test_sessions_after_the_promise_say_so_and_come_last(as_coach, coach, case):
    """FC-25"""
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    for day in ("2026-12-01", "2026-11-30", "2026-11-25", "2026-12-15"):
        GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at(day, "13:00"), capacity=8)
    GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at("2026-11-24"), called_off_at=at("2026-11-23"))
    path = reverse("case_group_information", args=[case.pk])
    choices = [str(label) for _, label in as_coach.get(path).context["form"].fields["session"].choices][1:]
    assert choices == [
        "ons 25 nov 2026 13.00, svenska, 0 av 8 platser bokade",
        "mån 30 nov 2026 13.00, svenska, 0 av 8 platser bokade",
        "tis 1 dec 2026 13.00, svenska, 0 av 8 platser bokade – efter fristen mån 30 nov",
        "tis 15 dec 2026 13.00, svenska, 0 av 8 platser bokade – efter fristen mån 30 nov",
    ]
    late = GroupInformationSession.objects.get(starts_at=at("2026-12-15", "13:00"))
    after = said(as_coach, as_coach.post(path, {"session": late.pk}))
    assert "Efter fristen" in after


@pytest.mark.django_db(transaction=True)
def test_inviting_while_the_session_is_called_off_leaves_nobody_behind(transactional_db):
    case = EnrolmentFactory()
    session = GroupInformationSessionFactory(jobbtorg=case.jobbtorg)
    seen = shown_session(session)

    def invite() -> None:
        book_group_information(actor=case.coach, enrolment=case, session=session)

    def call_off() -> None:
        call_off_session(actor=case.coach, session=session, seen_session=seen, reason=ChangeReason.PREMISES)

    at_the_same_moment(invite, call_off)
    session.refresh_from_db()
    assert session.is_called_off
    assert not session.bookings.filter(status=BookingStatus.INVITED).exists()
