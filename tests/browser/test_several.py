"""Several referrals from a list in a browser: with the keys alone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.factories import DeadlinePolicyFactory, DistrictJobbtorgFactory, IncomeSupportUnitFactory, UserFactory
from organisation.models import User
from referrals.models import Referral
from tests.browser.accessibility import assert_accessible
from tests.browser.test_by_keyboard_alone import Hands
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = "790417-9815\tAnna\tÅkesson\tPraktik\n850923-9805\tBjörn\tBerg\tStöd att söka arbete"


@pytest.fixture
def caseworker() -> User:
    DeadlinePolicyFactory()
    unit = IncomeSupportUnitFactory()
    DistrictJobbtorgFactory(district=unit.district, jobbtorg__name="Jobbtorg Kista")
    user: User = UserFactory(caseworker=True, income_support_unit=unit)
    return user


def test_a_list_with_the_keys_alone(page: Page, live_server, caseworker: User) -> None:
    sign_in(page, live_server.url, caseworker)
    page.goto("/remisser/flera")
    expect(page.get_by_label("Klistra in rader")).to_be_focused()
    assert_accessible(page)
    page.keyboard.insert_text(ROWS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollera och skicka flera")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("1 av 2 kan skickas")
    assert_accessible(page)
    hands = Hands(page)
    hands.write("Personnummer, rad 1", "790417-9814")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("2 av 2 kan skickas")
    page.wait_for_load_state()
    hands.press("button", "Skicka de valda")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skickade ur listan")
    assert_accessible(page)
    assert Referral.objects.count() == 2


def test_on_a_telephone_a_row_is_a_card_and_nothing_slides(page: Page, live_server, caseworker: User) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server.url, caseworker)
    page.goto("/remisser/flera")
    page.get_by_label("Klistra in rader").fill(ROWS)
    page.get_by_role("button", name="Kontrollera raderna").click()
    page.wait_for_load_state()
    table = page.locator(".editable table")
    assert table.evaluate("table => table.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    fields = [page.get_by_label(f"{name}, rad 2").bounding_box() for name in ("Personnummer", "Förnamn", "Syfte")]
    assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in fields)
    assert len({box["x"] for box in fields if box}) == 1, "one under the other"
    expect(table.get_by_role("rowheader", name="Rad 2")).to_be_visible()
    assert_accessible(page)


def test_a_list_without_scripts(page_without_javascript: Page, live_server, caseworker: User) -> None:
    page = page_without_javascript
    sign_in(page, live_server.url, caseworker)
    page.goto("/remisser/flera")
    page.get_by_label("Klistra in rader").fill(ROWS)
    page.get_by_role("button", name="Kontrollera raderna").click()
    page.get_by_role("link", name="Rad 1: Personnummer").click()
    page.get_by_label("Personnummer, rad 1").fill("790417-9814")
    page.get_by_label("Skicka rad 2").uncheck()
    page.get_by_role("button", name="Spara och kontrollera igen").click()
    expect(page.get_by_label("Skicka rad 2")).not_to_be_checked()
    page.get_by_role("button", name="Skicka de valda").click()
    expect(page.get_by_text("1 skickad, 1 kvar att skicka")).to_be_visible()
    assert Referral.objects.get().person.name == "Anna Åkesson"
