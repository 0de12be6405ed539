"""Frister in a browser: rows are marked by key or by box, bars lead to their rows, and the pages are accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.factories import CoachGroupFactory, DeadlineClockFactory, EnrolmentFactory, UserFactory
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(db: None, on_a_working_day: object) -> User:
    """A manager of three coaches in a group, with two clocks that are near and one that is broken."""
    manager: User = UserFactory(manager=True)
    group = CoachGroupFactory(jobbtorg=manager.jobbtorg)
    coaches = UserFactory.create_batch(3, coach=True, jobbtorg=manager.jobbtorg, coach_group=group)
    for state in ("due_today", "due_in_5", "breached"):
        DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coaches[0]), **{state: True})
    return manager


def test_a_row_is_marked_by_key_and_a_leads_on(page: Page, live_server, manager: User) -> None:
    sign_in(page, live_server.url, manager)
    page.goto("/frister")
    boxes = page.locator("[data-select]")
    page.keyboard.type("jxjxjx")
    for number, is_marked in ((0, True), (1, True), (2, True)):
        expect(boxes.nth(number)).to_be_checked(checked=is_marked)
    page.keyboard.type("x")
    expect(boxes.nth(2)).not_to_be_checked()
    page.keyboard.type("a")
    expect(page.get_by_role("heading", name="Tilldela coach")).to_be_visible()
    expect(page.get_by_text("Det gäller 2 frister.")).to_be_visible()
    assert_accessible(page)


def test_a_cause_is_given_without_scripts(page_without_javascript: Page, live_server, manager: User) -> None:
    page = page_without_javascript
    sign_in(page, live_server.url, manager)
    page.goto("/frister?state=late")
    page.locator("[data-select]").check()
    page.get_by_role("button", name="Registrera orsak").click()
    page.get_by_label("Ingen coachtid").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("1 bruten frist har fått en orsak.")).to_be_visible()
    expect(page.get_by_text("Läge: Försenade eller brutna, ej uppfyllda")).to_be_visible()


def test_a_bar_leads_to_its_rows(page: Page, live_server, manager: User) -> None:
    sign_in(page, live_server.url, manager)
    page.goto("/frister")
    page.get_by_role("link", name="Försenade 1 frist").click()
    page.wait_for_url("**/frister?state=late&covered=True#listan")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.get_by_role("link", name="Läge: Försenade eller brutna").click()
    expect(page.locator("[data-row]")).to_have_count(3)


@pytest.mark.parametrize("path", ["/frister", "/frister?state=near&valda=alla", "/frister/brutna", "/frister/prognos"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_fit(page: Page, live_server, manager: User, path, width, scheme) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_server.url, manager)
    page.goto(path)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
