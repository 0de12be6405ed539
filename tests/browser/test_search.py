"""The search field in a browser: by keyboard alone, as a screen reader hears it, by mouse, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from audit.models import AccessEvent, AccessKind
from demo.factories import EnrolmentFactory, UserFactory
from organisation.models import User
from tests import instant
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

LABEL = "Sök aspirant på namn eller personnummer"


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


@pytest.fixture
def cases(coach: User) -> list[Enrolment]:
    """Three of the name Lindqvist, in the order in which they are offered, and one of another name."""
    named = [("Ann", "Lindqvist"), ("Bo", "Lindqvist"), ("Cia", "Lindqvist"), ("Dan", "Åkerman")]
    return [EnrolmentFactory(coach=coach, person__first_name=one, person__last_name=two) for one, two in named]


def start(page: Page, live_server, coach: User) -> None:
    sign_in(page, live_server.url, coach)
    page.goto("/hjalp")


def test_a_case_is_found_and_opened_by_keyboard_alone(page, live_server, coach, cases):
    start(page, live_server, coach)
    field = page.get_by_label(LABEL)
    expect(field).to_have_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("/")
    page.keyboard.type("lindq")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#sok-besked")).to_have_text("3 träffar. Välj med piltangenterna.")
    assert_accessible(page)
    for key, name in (("ArrowDown", "Ann"), ("ArrowDown", "Bo"), ("ArrowUp", "Ann"), ("ArrowUp", "Cia")):
        page.keyboard.press(key)
        expect(page.locator("[role=option][aria-selected=true]")).to_contain_text(name)
        chosen = page.locator("[role=option][aria-selected=true]").get_attribute("id")
        expect(field).to_have_attribute("aria-activedescendant", chosen)
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/arenden/{cases[2].pk}/")


def test_enter_opens_the_only_hit_and_otherwise_the_page(page, live_server, coach, cases):
    start(page, live_server, coach)
    page.keyboard.press("/")
    page.keyboard.type("åkerm")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/arenden/{cases[3].pk}/")
    page.keyboard.press("/")
    page.keyboard.type("lindqvist")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok")
    expect(page.get_by_role("heading", name="Ärenden (3)")).to_be_visible()


def test_a_similar_name_is_offered_and_not_opened_by_enter_alone(page, live_server, coach, cases):
    start(page, live_server, coach)
    page.keyboard.press("/")
    page.keyboard.type("akermann")
    expect(page.get_by_text("Ingen heter så. Här är liknande namn.").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok")
    expect(page.get_by_role("link", name="Dan Åkerman")).to_be_visible()


def test_escape_closes_the_hits_and_leaves_what_was_typed(page, live_server, coach, cases):
    start(page, live_server, coach)
    field = page.get_by_label(LABEL)
    page.keyboard.press("/")
    page.keyboard.type("lindqvist")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator("#sok-panel")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("lindqvist")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#sok-panel")).to_be_hidden()


def test_a_pause_of_typing_asks_once_and_two_characters_ask_nothing(page, live_server, coach, cases):
    """The browser's clock stands still between the steps, however long they take."""
    if not instant.is_moved():  # then it is installed already
        page.clock.install()
    start(page, live_server, coach)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 1)
    asked = []
    page.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    page.keyboard.press("/")
    page.keyboard.type("li")
    page.clock.run_for(1_000)
    page.keyboard.type("ndqvist")
    assert asked == []
    page.clock.resume()
    expect(page.get_by_role("option")).to_have_count(3)
    [request] = asked
    assert request.url.endswith("/sok/traffar")
    assert AccessEvent.objects.filter(kind=AccessKind.SEARCH).count() == 1
    page.keyboard.press("Control+a")
    page.keyboard.type("åk")
    expect(page.locator("#sok-panel")).to_be_hidden()
    page.clock.fast_forward(1_000)
    assert len(asked) == 1


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_the_hits_are_accessible_fit_and_open_with_the_mouse(page, live_server, coach, cases, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    start(page, live_server, coach)
    page.get_by_label(LABEL).fill("lindqvist")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#sok-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.get_by_role("option").nth(1).click()
    page.wait_for_url(f"**/arenden/{cases[1].pk}/")


def test_without_scripts_the_field_leads_to_the_page_or_the_only_hit(
    page_without_javascript, live_server, coach, cases
):
    page = page_without_javascript
    start(page, live_server, coach)
    field = page.get_by_label(LABEL)
    expect(field).to_have_role("searchbox")
    field.fill("lindqvist")
    field.press("Enter")
    page.wait_for_url("**/sok")
    page.get_by_role("link", name="Bo Lindqvist").click()
    page.wait_for_url(f"**/arenden/{cases[1].pk}/")
    page.get_by_label(LABEL).fill("åkerman")
    page.get_by_label(LABEL).press("Enter")
    page.wait_for_url(f"**/arenden/{cases[3].pk}/")
