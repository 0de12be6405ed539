"""The weekly group information: planned, invited to, and who came."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.refusals import OperationRefused
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    UserFactory,
)
from meetings.choices import BookingStatus
from meetings.models import GroupInformationBooking, GroupInformationSession
from meetings.operations import book_group_information, record_group_information
from meetings.shown import shown_booking
from tests.aspirants.staff import at, errors, said, signed_in, text
from tests.openings import give_reason
from tests.visits import queries_for

LIST, NEW = "/gruppinformation", "/gruppinformation/ny"
SESSION = {"day": "2026-11-26", "time": "13.00", "place": "Kista", "capacity": "2", "language": "svenska"}


@pytest.fixture
def path(case):
    return reverse("case_group_information", args=[case.pk])


def test_a_session_is_planned_once(as_coach, coach):
    assert "Gruppinformationen är inlagd." in said(as_coach, as_coach.post(NEW, SESSION))
    session = GroupInformationSession.objects.get()
    assert (session.jobbtorg, session.starts_at) == (coach.jobbtorg, at("2026-11-26", "13:00"))
    assert errors(as_coach.post(NEW, SESSION)) == {"day": ["Det finns redan en gruppinformation den tiden."]}
    assert as_coach.post(NEW, SESSION | {"language": "somaliska"}).status_code == 302
    assert GroupInformationSession.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("day", ""), ("time", "25"), ("place", ""), ("capacity", "0"), ("language", "")]
)
def test_what_a_session_needs(as_coach, field, value):
    response = as_coach.post(NEW, SESSION | {field: value})
    assert list(errors(response)) == [field]
    assert not GroupInformationSession.objects.exists()


def test_the_list_shows_the_own_units_coming_sessions_and_the_last_two_weeks(as_coach, coach):
    for day in ("2026-11-08", "2026-11-16", "2026-12-01"):
        GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at(day))
    GroupInformationSessionFactory()
    page = as_coach.get(LIST)
    assert [session.starts_at for session in page.context["sessions"]] == [at("2026-11-16"), at("2026-12-01")]
    assert "Inga gruppinformationer" in text(signed_in(UserFactory(coach=True)).get(LIST))


def test_the_list_counts_who_was_invited_and_who_came_in_as_many_queries_for_many(as_coach, coach):
    def add(count: int) -> None:
        for _ in range(count):
            number = GroupInformationSession.objects.count()
            session = GroupInformationSessionFactory(
                jobbtorg=coach.jobbtorg, starts_at=at("2026-11-20", f"{8 + number % 12:02}:{number:02}")
            )
            case = EnrolmentFactory(coach=coach)
            GroupInformationBookingFactory(session=session, enrolment=case, status=BookingStatus.ATTENDED)
            GroupInformationBookingFactory(session=session, status=BookingStatus.NO_SHOW)

    add(2)
    session = as_coach.get(LIST).context["sessions"][0]
    assert (session.invited, session.attended) == (2, 1)
    few = queries_for(as_coach, LIST)
    add(18)
    assert queries_for(as_coach, LIST) == few


def test_a_case_is_invited_once_and_the_clock_stands_beside(as_coach, coach, case, path):
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    page = text(as_coach.get(path))
    assert "Jobbplanen ska vara godkänd senast mån 30 nov 2026." in page
    assert "tis 24 nov 2026 13.00, svenska, 0 av 15 platser bokade" in page
    assert "kallad till gruppinformationen" in said(as_coach, as_coach.post(path, {"session": session.pk}))
    booking = GroupInformationBooking.objects.get()
    assert (booking.enrolment, booking.status, booking.registered_by) == (case, BookingStatus.INVITED, coach)
    assert list(errors(as_coach.post(path, {"session": session.pk}))) == ["session"]
    assert book_group_information(actor=coach, enrolment=case, session=session) == booking


def test_a_full_session_takes_one_more_and_says_so(as_coach, coach, path):
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, capacity=1)
    GroupInformationBookingFactory(session=session)
    for status in (BookingStatus.CANCELLED_BY_ASPIRANT, BookingStatus.CANCELLED_BY_UNIT):
        GroupInformationBookingFactory(session=session, status=status)
    assert "1 av 1 platser bokade" in text(as_coach.get(path))
    assert as_coach.post(path, {"session": session.pk}).status_code == 302


def test_another_units_session_cannot_be_chosen(as_coach, coach, case, path):
    elsewhere = GroupInformationSessionFactory()
    assert list(errors(as_coach.post(path, {"session": elsewhere.pk}))) == ["session"]
    with pytest.raises(OperationRefused, match="ärendets jobbtorg"):
        book_group_information(actor=coach, enrolment=case, session=elsewhere)


def test_a_protected_person_is_not_put_in_a_group(coach):
    coach.protected_access = True
    coach.save()
    case = EnrolmentFactory(coach=coach, protected=True)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    client = signed_in(coach)
    give_reason(client, case.person)
    response = client.post(reverse("case_group_information", args=[case.pk]), {"session": session.pk})
    assert "bokas inte i grupp" in errors(response)["session"][0]


def test_a_closed_case_is_not_invited(as_coach, coach):
    case = EnrolmentFactory(coach=coach, closed=True)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg)
    response = as_coach.post(reverse("case_group_information", args=[case.pk]), {"session": session.pk})
    assert "avslutat" in errors(response)["__all__"][0]


@pytest.mark.parametrize("status", [BookingStatus.ATTENDED, BookingStatus.NO_SHOW])
def test_who_came_is_recorded_afterwards(as_coach, case, path, status):
    booking = GroupInformationBookingFactory(enrolment=case, session__past=True)
    outcome = reverse("group_information_outcome", args=[booking.pk])
    page = said(as_coach, as_coach.submit(outcome, {"status": status}, on=path))
    booking.refresh_from_db()
    assert booking.status == status
    assert f"Gruppinformation: {status.label.lower()}." in page
    assert as_coach.post(outcome, {"status": "INVITED"}).status_code == 302
    assert as_coach.get(outcome).status_code == 405


def test_who_came_is_not_known_before(as_coach, coach, case, path):
    """No form says so, and nothing else does."""
    booking = GroupInformationBookingFactory(enrolment=case)
    outcome = reverse("group_information_outcome", args=[booking.pk])
    assert f'action="{outcome}"' not in as_coach.get(path).content.decode()
    with pytest.raises(OperationRefused, match="har inte varit ännu"):
        record_group_information(
            actor=coach, booking=booking, seen_booking=shown_booking(booking), status=BookingStatus.ATTENDED
        )
    booking.refresh_from_db()
    assert booking.status == BookingStatus.INVITED
