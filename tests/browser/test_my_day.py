"""Min dag in a browser: through its rows by keyboard, a week that leads on, notes to oneself; also without scripts."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from demo.factories import DeadlineClockFactory, MeetingFactory, UserFactory, local_instant
from meetings.models import Meeting, MeetingStatus
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import Visitor
from tests.browser.test_reasons import OFFICE, PHONE
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2026, 11, 23)
LAST = {"enrolment__person__last_name": "Öberg"}
EITHER = pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


@pytest.fixture(autouse=True)
def noon(coach: User):
    with time_machine.travel(local_instant(MONDAY, 12), tick=True):
        for hour, name in ((9, "Åsa"), (10, "Bo")):
            MeetingFactory(
                enrolment__coach=coach,
                starts_at=local_instant(MONDAY, hour),
                enrolment__person__first_name=name,
                **LAST,
            )
        tomorrow = local_instant(date(2026, 11, 24), 13)
        MeetingFactory(enrolment__coach=coach, starts_at=tomorrow, enrolment__person__first_name="Cilla", **LAST)
        DeadlineClockFactory(due_tomorrow=True, enrolment__coach=coach)
        DeadlineClockFactory(breached=True, covered=False, enrolment__coach=coach)
        yield


def test_through_the_rows_by_keyboard(page: Page, live_server, coach: User) -> None:
    """`j` and `k` go through what waits and the cases alike; Enter opens one."""
    sign_in(page, live_server.url, coach)
    page.goto("/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Åsa Öberg", exact=True).first).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Bo Öberg", exact=True).first).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Åsa Öberg", exact=True).first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/arenden/**")


def test_a_missed_meeting_is_two_keys(page: Page, live_server, coach: User) -> None:
    """`j` to the row, `u` in it. The meeting is logged, with the way to take it back, and one stays on Min dag."""
    sign_in(page, live_server.url, coach)
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("u")
    Visitor(page, scripts=True).sees("uteblev")
    assert page.url.endswith("/")
    expect(page.get_by_role("button", name="Ångra")).to_have_count(1)
    assert Meeting.objects.get(enrolment__person__first_name="Åsa").status == MeetingStatus.ABSENT_INVALID
    assert Meeting.objects.get(enrolment__person__first_name="Bo").status == MeetingStatus.BOOKED


@EITHER
def test_a_missed_meeting_is_one_press_and_one_stays(
    request: pytest.FixtureRequest, live_server, coach: User, fixture: str
) -> None:
    page: Page = request.getfixturevalue(fixture)
    sign_in(page, live_server.url, coach)
    page.goto("/")
    page.locator("#moten tr", has_text="Åsa Öberg").get_by_role("button", name="Uteblev").click()
    Visitor(page, scripts=fixture == "page").sees("uteblev")
    assert page.url.endswith("/")
    expect(page.locator("#moten tr", has_text="Bo Öberg").get_by_role("button", name="Uteblev")).to_have_count(1)
    expect(page.get_by_role("button", name="Uteblev")).to_have_count(1)


@EITHER
def test_the_week_leads_to_any_day(request: pytest.FixtureRequest, live_server, coach: User, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    sign_in(page, live_server.url, coach)
    page.goto("/")
    page.get_by_role("link", name="tis 24 nov 1 möte").click()
    expect(page.get_by_role("heading", name="Möten tisdag 24 november 2026")).to_be_visible()
    expect(page.locator("#moten").get_by_text("Cilla Öberg").first).to_be_visible()
    expect(page.locator("#moten").get_by_text("Bo Öberg")).to_have_count(0)
    page.get_by_role("link", name="Nästa vecka").click()
    expect(page.get_by_role("heading", name="Möten vecka 49")).to_be_visible()
    expect(page.get_by_text("Inga bokade möten den dagen.")).to_be_visible()
    page.get_by_role("link", name="Till dagens möten").click()
    expect(page.get_by_role("heading", name="Dagens möten")).to_be_visible()


@EITHER
def test_a_note_to_oneself(request: pytest.FixtureRequest, live_server, coach: User, fixture: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    visitor = Visitor(page, scripts=fixture == "page")
    sign_in(page, live_server.url, coach)
    page.goto("/")
    visitor.fill("Anteckning", "Boka rum 3")
    visitor.press("Spara anteckningen")
    visitor.sees("Boka rum 3")
    page.get_by_role("button", name=re.compile("^Klar.*Boka rum 3")).click()
    page.locator("summary", has_text="Klara (1)").click()
    visitor.sees("Tas bort 30 dagar efter att de blev klara.")
    page.get_by_role("button", name=re.compile("^Inte klar.*Boka rum 3")).click()
    page.get_by_role("link", name=re.compile("^Ändra.*Boka rum 3")).click()
    visitor.fill("Anteckning", "Boka rum 4")
    visitor.press("Spara")
    visitor.sees("Boka rum 4")


def test_deadline_and_status_are_in_view_on_a_telephone(page: Page, live_server, coach: User) -> None:
    """Of each row, without sliding sideways; and the page is accessible at both widths."""
    sign_in(page, live_server.url, coach)
    for size in (OFFICE, PHONE):
        page.set_viewport_size(size)
        page.goto("/")
        assert_accessible(page)
        for part in page.locator("#aspiranter :is(.contextual-date, .status-tag), .to-do .contextual-date").all():
            box = part.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]
