"""*Uteblev* in one press from a row, with *Ångra* and a new time; and what it refuses."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, MeetingFactory
from meetings.models import Meeting
from tests.aspirants.staff import Desk, at, said, signed_in

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.usefixtures("policies")


@pytest.fixture
def booked(case: Enrolment) -> Meeting:
    return MeetingFactory(enrolment=case, coach=case.coach, starts_at=at(TODAY, "09:00"), channel="PHONE")


def miss(desk: Desk, booking: Meeting, **more: str):
    return desk.post(reverse("meeting_missed", args=[booking.pk]), more)


def test_it_is_logged_as_it_was_booked(as_coach: Desk, booked: Meeting) -> None:
    response = miss(as_coach, booked, tillbaka="/")
    assert response.url == "/"
    message = said(as_coach, response)
    assert "Mötet mån 23 nov 09.00 är loggat: uteblev. Det gäller " in message
    assert "Boka ny tid" in message
    booked.refresh_from_db()
    assert (booked.status, booked.channel, booked.logged_by) == ("ABSENT_INVALID", "PHONE", as_coach.user)


def test_it_ends_among_the_meetings_of_the_case_when_nothing_says_more(as_coach: Desk, booked: Meeting) -> None:
    assert miss(as_coach, booked).url == reverse("case_meetings", args=[booked.enrolment_id])


def test_a_key_pressed_twice_logs_once(as_coach: Desk, booked: Meeting) -> None:
    for _ in range(2):
        assert "är loggat: uteblev" in said(as_coach, miss(as_coach, booked))
    assert Meeting.objects.count() == 1


def test_it_can_be_undone_where_one_is(as_coach: Desk, booked: Meeting) -> None:
    path = reverse("case_meetings", args=[booked.enrolment_id])
    miss(as_coach, booked)
    assert as_coach.submit(reverse("undo"), {}, on=path).url == path
    booked.refresh_from_db()
    assert (booked.status, booked.logged_at) == ("BOOKED", None)


def test_it_can_be_missed_again_after_that(as_coach: Desk, booked: Meeting) -> None:
    path = reverse("case_meetings", args=[booked.enrolment_id])
    miss(as_coach, booked)
    as_coach.submit(reverse("undo"), {}, on=path)
    miss(as_coach, booked)
    booked.refresh_from_db()
    assert booked.status == "ABSENT_INVALID"


def test_a_new_time_is_proposed_and_booked_from_the_link(as_coach: Desk, booked: Meeting) -> None:
    other = EnrolmentFactory(coach=booked.coach)
    MeetingFactory(enrolment=other, coach=booked.coach, starts_at=at("2026-11-30", "09:15"))
    page = as_coach.get(miss(as_coach, booked, tillbaka="/").url).content.decode()
    [address] = re.findall(r'href="([^"]+)">Boka ny tid', page)
    address = html.unescape(address)
    assert address == f"{reverse('book_meeting', args=[booked.enrolment_id])}?dag=2026-12-01&tid=09.00&tillbaka=%2F"
    form = as_coach.get(address).context["form"]
    assert (form["day"].value(), f"{form['time'].value():%H.%M}") == (date(2026, 12, 1), "09.00")
    typed = {"day": "2026-12-01", "time": "09.00", "kind": "COACH", "channel": "VISIT"}
    assert as_coach.submit(address, typed).url == "/"
    assert Meeting.objects.get(enrolment=booked.enrolment, status="BOOKED").starts_at == at("2026-12-01", "09:00")


@pytest.mark.parametrize("proposed", ["dag=snart&tid=sent", "dag=&tid=", "dag=2026-13-40"])
def test_an_address_that_proposes_nothing_shows_an_empty_form(as_coach: Desk, case: Enrolment, proposed: str) -> None:
    page = as_coach.get(f"{reverse('book_meeting', args=[case.pk])}?{proposed}")
    assert page.status_code == 200
    assert page.context["form"]["day"].value() is None


def test_what_has_not_been_is_not_missed(as_coach: Desk, case: Enrolment) -> None:
    ahead = MeetingFactory(enrolment=case, starts_at=at(TODAY, "14:00"))
    assert "Mötet har inte varit ännu." in said(as_coach, miss(as_coach, ahead))
    ahead.refresh_from_db()
    assert ahead.status == "BOOKED"


def test_what_is_logged_already_is_left(as_coach: Desk, case: Enrolment) -> None:
    held = MeetingFactory(enrolment=case, present=True, starts_at=at(TODAY, "08:00"))
    assert "Mötet är redan loggat." in said(as_coach, miss(as_coach, held))
    held.refresh_from_db()
    assert held.status == "PRESENT"


def test_the_row_of_the_case_has_the_button_with_its_key(as_coach: Desk, booked: Meeting) -> None:
    MeetingFactory(enrolment=booked.enrolment, starts_at=at(TODAY, "14:00"))
    page = as_coach.get(reverse("case_meetings", args=[booked.enrolment_id])).content.decode()
    assert page.count('data-row-key="u"') == 1


def test_a_meeting_logged_as_missed_offers_a_new_time_too(as_coach: Desk, booked: Meeting) -> None:
    path = f"{reverse('log_meeting', args=[booked.enrolment_id])}?meeting={booked.pk}"
    typed = {"outcome": "absent", "day": "2026-11-23", "time": "9.00", "kind": "COACH", "channel": "PHONE"}
    assert "Boka ny tid" in said(as_coach, as_coach.submit(path, typed))


def test_nobody_else_may(stranger, booked: Meeting) -> None:
    assert miss(signed_in(stranger), booked).status_code == 404
    booked.refresh_from_db()
    assert booked.status == "BOOKED"
