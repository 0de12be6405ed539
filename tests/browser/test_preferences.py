"""The user's own settings in a browser: they work at once, without scripts too, and nothing blinks."""

import pytest
from playwright.sync_api import Page, expect

from demo.factories import EnrolmentFactory, UserFactory
from organisation.models import ColorScheme
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
HEIGHTS = "rows => rows.map(row => row.getBoundingClientRect().height)"
DARK = "rgb(0, 0, 0)"


def brightness(page: Page) -> int:
    """Of the page's ground: 0 for black, 765 for white."""
    color = page.evaluate(BACKGROUND)
    return sum(int(part) for part in color[4:-1].split(","))


def test_settings_hold_at_once_without_scripts(page_without_javascript, live_server):
    page = page_without_javascript
    sign_in(page, live_server.url, UserFactory(coach=True))
    page.goto("/hjalp")
    assert brightness(page) > 600
    page.locator(".shell-user > summary").click()
    page.locator(".shell-panel").get_by_role("link", name="Inställningar").click()
    page.locator("label", has_text="Mörkt").click()
    page.locator("label", has_text="Kortkommandon med en enda tangent").click()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Inställningarna är sparade.")).to_be_visible()
    assert brightness(page) < 200
    expect(page.locator("body")).to_have_attribute("data-shortcuts", "off")


@pytest.mark.parametrize("chosen", [ColorScheme.LIGHT, ColorScheme.DARK])
def test_what_is_chosen_goes_before_what_the_device_says(page, live_server, chosen):
    page.emulate_media(color_scheme="dark" if chosen == ColorScheme.LIGHT else "light")
    sign_in(page, live_server.url, UserFactory(coach=True, color_scheme=chosen))
    page.goto("/installningar")
    assert (brightness(page) > 600) == (chosen == ColorScheme.LIGHT)
    assert_accessible(page)


@pytest.mark.parametrize(("compact", "height"), [(False, 40), (True, 32)])
def test_rows_are_as_high_as_was_chosen(page, live_server, compact, height):
    coach = UserFactory(coach=True, compact_rows=compact)
    EnrolmentFactory.create_batch(3, coach=coach)
    page.set_viewport_size({"width": 1600, "height": 900})
    sign_in(page, live_server.url, coach)
    page.goto("/aspiranter")
    heights = page.locator(".ds-table tbody tr").evaluate_all(HEIGHTS)
    assert len(heights) == 3
    assert all(height <= found <= height + 1 for found in heights), heights
    assert_accessible(page)


def test_letters_do_nothing_when_they_are_switched_off_and_can_be_switched_on_again(page, live_server):
    sign_in(page, live_server.url, UserFactory(coach=True, shortcuts=False))
    page.goto("/installningar")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("label", has_text="Kortkommandon med en enda tangent").click()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Inställningarna är sparade.")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
