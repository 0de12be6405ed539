"""An ordinary week of booked times, with scripts and without: warned, moved, cancelled, called off with all invited."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    UserFactory,
)
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import BookingChange, GroupInformationSession, Meeting
from tests.aspirants.staff import at
from tests.browser.staff import Visitor
from tests.browser.test_reasons import look, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_a_working_day")]


@pytest.fixture(params=["with scripts", "without scripts"])
def visitor(request: pytest.FixtureRequest) -> Visitor:
    scripts = request.param == "with scripts"
    page: Page = request.getfixturevalue("page" if scripts else "page_without_javascript")
    return Visitor(page, scripts=scripts)


def examined(visitor: Visitor, name: str) -> None:
    """Accessible and without sideways scrolling at both widths; only scripts can tell."""
    if visitor.scripts:
        look(visitor.page, name)


def test_a_meeting_is_booked_with_a_warning_moved_and_cancelled(visitor: Visitor, live_server: LiveServer) -> None:
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach)
    DeadlineClockFactory(enrolment=case, due_in_5=True)
    sign_in(visitor.page, live_server.url, coach)

    visitor.page.goto(f"/arenden/{case.pk}/moten/boka")
    visitor.fill("Datum", "2026-11-28")
    visitor.fill("Klockslag", "14.30")
    visitor.press("Boka")
    visitor.sees("Något talar emot tiden")
    visitor.sees("lör 28 nov 2026 är det stängt: lördag.")
    expect(visitor.page.get_by_label("Klockslag")).to_have_value("14.30")
    assert not Meeting.objects.exists()
    examined(visitor, "boka-anda")
    visitor.press("Boka ändå")
    visitor.sees("Mötet är bokat till lör 28 nov 14.30.")

    visitor.page.goto(f"/arenden/{case.pk}/moten")
    visitor.open("Flytta")
    visitor.fill("Nytt datum", "2026-12-02")
    visitor.fill("Nytt klockslag", "10.15")
    visitor.page.get_by_label("Skäl, och på vems önskan").select_option("ASPIRANT:OTHER_TIME")
    examined(visitor, "flytta-mote")
    visitor.press("Flytta")
    visitor.sees("Mötet är flyttat till ons 2 dec 10.15.")
    visitor.sees("Flyttat från lör 28 nov 2026 14.30, aspiranten ville")
    examined(visitor, "moten")

    visitor.open("Avboka")
    visitor.page.get_by_label("Skäl, och på vems önskan").select_option("UNIT:ANOTHER")
    visitor.press("Avboka mötet")
    visitor.sees("Skriv vilket skälet är.")
    visitor.fill("Förklaring", "Brandövning i huset")
    visitor.press("Avboka mötet")
    visitor.sees("är inställt av jobbtorget.")
    visitor.sees("Coachmöte, inställt av jobbtorget")
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.starts_at) == (MeetingStatus.CANCELLED_BY_UNIT, at("2026-12-02", "10:15"))
    assert list(BookingChange.objects.values_list("wish", "from_starts_at")) == [
        ("ASPIRANT", at("2026-11-28", "14:30")),
        ("UNIT", at("2026-12-02", "10:15")),
    ]


def test_a_session_is_moved_and_called_off_with_all_invited(visitor: Visitor, live_server: LiveServer) -> None:
    coach = UserFactory(coach=True)
    session = GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at("2026-11-27", "13:00"))
    places = [
        GroupInformationBookingFactory(session=session, enrolment=EnrolmentFactory(coach=coach)) for _ in range(2)
    ]
    DeadlineClockFactory(enrolment=places[0].enrolment, due_in_5=True)
    GroupInformationSessionFactory(jobbtorg=coach.jobbtorg, starts_at=at("2026-12-15", "13:00"))
    sign_in(visitor.page, live_server.url, coach)

    visitor.page.goto("/gruppinformation")
    visitor.open("fre 27 nov 2026 13.00")
    visitor.sees("2 av 15 platser bokade")
    examined(visitor, "gruppinformation-tillfalle")
    visitor.open("Flytta")
    visitor.fill("Nytt datum", "2026-11-30")
    visitor.page.get_by_label("Skäl, och på vems önskan").select_option("UNIT:PREMISES")
    visitor.press("Flytta")
    visitor.sees("är flyttad till mån 30 nov 13.00 med alla kallade.")
    visitor.sees("Flyttad från")

    visitor.open("Ställ in")
    visitor.page.get_by_label("Skäl, och på vems önskan").select_option("UNIT:COACH_AWAY")
    examined(visitor, "gruppinformation-stall-in")
    visitor.press("Ställ in")
    visitor.sees("2 väntar på ett nytt tillfälle.")
    examined(visitor, "gruppinformation-installd")
    new = GroupInformationSession.objects.get(moved_from=session)
    assert set(new.bookings.values_list("status", flat=True)) == {BookingStatus.CANCELLED_BY_UNIT}

    visitor.page.goto(f"/arenden/{places[0].enrolment_id}/gruppinformation")
    late = "tis 15 dec 2026 13.00, svenska, 0 av 15 platser bokade – efter fristen mån 30 nov"
    visitor.page.get_by_label("Tillfälle").select_option(label=late)
    visitor.press("Lägg till")
    visitor.sees("Efter fristen")
    examined(visitor, "gruppinformation-efter-fristen")


def test_a_planned_interruption_shows_what_is_booked_in_it(visitor: Visitor, live_server: LiveServer) -> None:
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach)
    booked = Meeting.objects.create(enrolment=case, coach=coach, booked_by=coach, starts_at=at("2026-12-09"))
    sign_in(visitor.page, live_server.url, coach)
    visitor.page.goto(f"/arenden/{case.pk}/uppehall")
    visitor.choose("Sjukdom")
    visitor.fill("Första dagen", "2026-12-07")
    visitor.page.get_by_label("Första dagen tillbaka").fill("2026-12-14")
    visitor.press("Spara")
    visitor.sees("En bokad tid ligger i uppehållet.")
    visitor.sees("Bokat i uppehållet")
    examined(visitor, "uppehall-planerat")
    visitor.open("Coachmöte ons 9 dec 2026 10.00")
    visitor.fill("Nytt datum", "2026-12-14")
    visitor.page.get_by_label("Skäl, och på vems önskan").select_option("ASPIRANT:CARE")
    visitor.press("Flytta")
    visitor.sees("Mötet är flyttat till mån 14 dec 10.00.")
    visitor.page.goto(f"/arenden/{case.pk}/uppehall")
    visitor.open("Ändra eller ta tillbaka")
    examined(visitor, "uppehall-andra")
    visitor.open("Ta tillbaka uppehållet")
    visitor.press("Ta tillbaka uppehållet")
    visitor.sees("Uppehållet är taget tillbaka.")
    booked.refresh_from_db()
    assert booked.starts_at == at("2026-12-14")
    assert not case.interruptions.exists()
