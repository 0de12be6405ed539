"""Lists in a browser: from a filtered list to a case and back to the row, views that are kept, and acts by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from demo.factories import DeadlineClockFactory, EnrolmentFactory, UserFactory
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Alm", "Bark", "Ceder", "Dill")


@pytest.fixture
def coach(db: None, on_a_working_day: object) -> User:
    """A coach with four cases; three of them are late, and two of these broken."""
    coach: User = UserFactory(coach=True)
    for name, facts in zip(NAMES, ({"overdue": True}, {"breached": True}, {"breached": True}, None), strict=True):
        case = EnrolmentFactory(coach=coach, person__first_name="Ada", person__last_name=name)
        if facts:
            DeadlineClockFactory(enrolment=case, **facts)
    return coach


@pytest.fixture
def manager(coach: User) -> User:
    manager: User = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    UserFactory(coach=True, jobbtorg=coach.jobbtorg, first_name="Berit", last_name="Kollega")
    return manager


def row(page: Page, name: str):
    return page.get_by_role("link", name=re.compile(f"^Ada {name}")).first


def press(page: Page, key: str) -> None:
    """Press a key on a page whose scripts have begun."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def filter_late(page: Page) -> None:
    page.goto("/aspiranter")
    page.locator("[data-filter-panel] > summary").click()
    page.locator("select[name=frist]").select_option(label="Försenad")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_role("heading", name="3 aspiranter")).to_be_visible()
    page.wait_for_load_state("load")


def test_from_a_filtered_list_through_its_cases_and_back(page: Page, live_server, coach: User) -> None:
    sign_in(page, live_server.url, coach)
    filter_late(page)
    expect(page.get_by_role("link", name="Frist: Försenad")).to_be_visible()
    row(page, "Bark").click()
    expect(page.get_by_text("2 av 3")).to_be_visible()
    assert_accessible(page)
    press(page, "]")
    expect(page.get_by_text("3 av 3")).to_be_visible()
    expect(page.locator(".identity-name")).to_have_text("Ada Ceder")
    page.get_by_role("link", name="Möten", exact=True).click()
    page.wait_for_url("**/moten?lista=*")
    expect(page.get_by_text("3 av 3")).to_be_visible()
    press(page, "[")
    expect(page.get_by_text("2 av 3")).to_be_visible()
    press(page, "[")
    expect(page.locator(".identity-name")).to_have_text("Ada Alm")
    page.get_by_role("navigation", name="Du är här").get_by_role("link", name="Aspiranter").click()
    expect(page.get_by_role("heading", name="3 aspiranter")).to_be_visible()
    expect(row(page, "Alm")).to_be_focused()


def test_the_same_without_scripts(page_without_javascript: Page, live_server, coach: User) -> None:
    page = page_without_javascript
    sign_in(page, live_server.url, coach)
    filter_late(page)
    row(page, "Alm").click()
    page.locator("a[rel=next]").click()
    expect(page.locator(".identity-name")).to_have_text("Ada Bark")
    page.get_by_role("navigation", name="Du är här").get_by_role("link", name="Aspiranter").click()
    expect(page).to_have_url(re.compile(r"/aspiranter\?frist=sen#row-\d+$"))
    page.locator("summary", has_text="Spara vyn").click()
    page.get_by_label("Vyns namn").fill("Sena")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.goto("/aspiranter")
    expect(page.get_by_role("heading", name="4 aspiranter")).to_be_visible()
    page.get_by_role("navigation", name="Mina vyer").get_by_role("link", name="Sena").click()
    expect(page.get_by_role("heading", name="3 aspiranter")).to_be_visible()


def test_a_view_is_kept_renamed_and_removed(page: Page, live_server, coach: User) -> None:
    sign_in(page, live_server.url, coach)
    filter_late(page)
    page.locator("summary", has_text="Spara vyn").click()
    page.get_by_label("Vyns namn").fill("Sena")
    assert_accessible(page)
    page.get_by_label("Vyns namn").press("Enter")
    expect(page.get_by_role("link", name="Sena", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Ändra vyer").click()
    page.get_by_label("Nytt namn på Sena").fill("Försenade")
    page.get_by_label("Nytt namn på Sena").press("Enter")
    expect(page.get_by_text("Vyn heter nu ”Försenade”.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Du har inga sparade vyer.")).to_be_visible()


def test_a_coach_is_given_to_several_by_keyboard_alone(page: Page, live_server, manager: User) -> None:
    sign_in(page, live_server.url, manager)
    page.goto("/aspiranter")
    page.keyboard.type("jxjxa")
    expect(page.get_by_role("heading", name="Tilldela coach")).to_be_visible()
    expect(page.get_by_text("Det gäller 2 aspiranter.")).to_be_visible()
    expect(page.get_by_text("Ada Alm")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Coach", exact=True).focus()
    page.keyboard.type("Berit")
    page.keyboard.press("Tab")
    page.keyboard.type("Jämnare fördelning")
    page.keyboard.press("Control+Enter")
    result = page.locator("#resultat")
    expect(result).to_contain_text("2 ärenden har fått ny coach.")
    expect(result).to_be_focused()
    expect(page).to_have_title(re.compile(r"^2 ärenden har fått ny coach\. – Aspiranter"))
    # From the top: what the sticky header half covers would count as too small to hit.
    page.evaluate("window.scrollTo(0, 0)")
    assert_accessible(page)


def test_causes_are_given_in_the_register_and_what_is_left_out_is_named(page: Page, live_server, manager: User) -> None:
    sign_in(page, live_server.url, manager)
    page.goto("/frister/brutna")
    expect(page.get_by_text("Jobbplanen blev inte klar i tid").first).to_be_visible()
    page.get_by_role("link", name="Markera alla på sidan").click()
    page.get_by_role("button", name="Registrera orsak").click()
    expect(page.get_by_text("Ada Bark")).to_be_visible()
    page.get_by_label("Ingen coachtid").check()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("#resultat")).to_contain_text("2 brutna frister har fått en orsak.")
    page.goto("/frister?state=broken&valda=alla")
    page.get_by_role("button", name="Registrera orsak").click()
    page.get_by_label("Ingen coachtid").check()
    page.get_by_role("button", name="Spara", exact=True).click()
    result = page.locator("#resultat")
    expect(result).to_contain_text("0 brutna frister har fått en orsak. 3 rader lämnades utanför.")
    expect(result).to_contain_text(re.compile(r"Ada Bark \([^)]*\): Har redan en orsak\."))


def test_what_can_be_acted_on_stands_on_the_first_screen(page: Page, live_server, manager: User) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, live_server.url, manager)
    page.goto("/frister")
    box = row(page, "Alm").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 800
    for link in page.locator(".figure-lines > li").all():
        expect(link.get_by_role("link")).to_have_attribute("href", re.compile("."))


@pytest.mark.parametrize("path", ["/aspiranter", "/frister", "/frister/brutna"])
def test_on_a_phone_the_deadline_and_the_status_are_in_view(page: Page, live_server, manager: User, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server.url, manager)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(page.locator("[data-filter-panel]")).not_to_have_attribute("open", "")
    late = page.locator("[data-row]", has=row(page, "Bark"))
    for part in (late.locator("time").first, late.locator(".status-tag").first):
        part.scroll_into_view_if_needed()
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
