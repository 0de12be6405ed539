"""Referrals in a row: what each takes by the keystroke-level model, by keyboard alone, and without scripts.

Three in a row, and ten with FULL=1.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.factories import (
    DeadlinePolicyFactory,
    DistrictJobbtorgFactory,
    IncomeSupportUnitFactory,
    ReferralFactory,
    UserFactory,
)
from demo.identities import nth_number
from organisation.models import User
from referrals.models import Referral
from tests.browser.accessibility import assert_accessible
from tests.browser.keystrokes import Typist
from tests.browser.test_shell import sign_in
from tests.long_walks import FULL

pytestmark = pytest.mark.django_db(transaction=True)

PURPOSE = "Stöd att söka arbete."
NAMES = ("Anna", "Berg")
MOST_KEYS = 15
IN_A_ROW = 10 if FULL else 3
NUMBER_FIELD = "Personnummer eller samordningsnummer"


@pytest.fixture
def caseworker() -> User:
    """Somebody who has sent a referral before."""
    DeadlinePolicyFactory()
    unit = IncomeSupportUnitFactory()
    jobbtorg = DistrictJobbtorgFactory(district=unit.district, jobbtorg__name="Jobbtorg Kista").jobbtorg
    user: User = UserFactory(caseworker=True, income_support_unit=unit)
    ReferralFactory(unit=unit, sent_by=user, jobbtorg=jobbtorg)
    return user


def number(n: int) -> str:
    digits = nth_number(n)
    return f"{digits[:8]}-{digits[8:]}"


def arrives(page: Page, heading: str) -> None:
    """The page is there with its scripts, long before a person has read it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state()


def send_next(page: Page, n: int) -> Typist:
    """From one confirmation to the next; the keys besides number, names and purpose are counted."""
    typist = Typist(page).decide().press("n")
    expect(page.get_by_label(NUMBER_FIELD)).to_be_focused()
    page.keyboard.type(number(n))
    typist.press("Enter")
    expect(page.get_by_label("Förnamn")).to_be_focused()
    page.keyboard.type(NAMES[0])
    typist.press("Tab")
    page.keyboard.type(NAMES[1])
    typist.press("Tab")
    expect(page.get_by_label("Vad vill ni att jobbtorget gör?")).to_be_focused()
    page.keyboard.type(PURPOSE)
    typist.decide().press("Tab", "Space")
    typist.decide().press("Control+Enter")
    arrives(page, "Kontrollera och skicka")
    expect(page.get_by_role("button", name="Skicka remiss")).to_be_focused()
    typist.decide().press("Control+Enter")
    arrives(page, "Remissen är skickad")
    expect(page.get_by_role("link", name="Ny remiss med samma enhet")).to_be_focused()
    return typist


def test_several_in_a_row_without_the_mouse(page: Page, live_server, caseworker: User) -> None:
    sign_in(page, live_server.url, caseworker)
    page.goto(f"/remisser/{Referral.objects.get().pk}/skickad")
    assert_accessible(page)
    typists = [send_next(page, n) for n in range(10, 10 + IN_A_ROW)]
    assert Referral.objects.filter(sent_by=caseworker).count() == IN_A_ROW + 1
    assert {one.keys for one in typists} == {typists[0].keys}
    assert typists[0].keys <= MOST_KEYS
    one = typists[0].seconds
    figures = f"| {typists[0].keys} keys and {typists[0].decisions} decisions | {one:.1f} s |".replace(".", ",")
    assert figures in (Path(__file__).parents[2] / "docs" / "keystrokes.md").read_text()
    print(f"\nA referral: {one:.1f} s and what is typed; ten: {10 * one:.0f} s ({typists[0].keys} keys each)")


def test_the_steps_are_accessible_and_skicka_comes_before_what_can_be_changed(
    page: Page, live_server, caseworker: User
) -> None:
    sign_in(page, live_server.url, caseworker)
    page.goto("/remisser/ny")
    page.get_by_label(NUMBER_FIELD).fill(number(30))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("En del är ifyllt som i")).to_be_visible()
    assert_accessible(page)
    for label, text in zip(("Förnamn", "Efternamn"), NAMES, strict=True):
        page.get_by_label(label).fill(text)
    page.get_by_label("Vad vill ni att jobbtorget gör?").fill(PURPOSE)
    page.get_by_role("group", name="Kan personen arbeta?").get_by_text("Ja", exact=True).click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollera och skicka")
    assert_accessible(page)
    page.locator("#innehall").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skicka remiss")).to_be_focused()


def test_the_second_one_without_scripts(page_without_javascript: Page, live_server, caseworker: User) -> None:
    page = page_without_javascript
    sign_in(page, live_server.url, caseworker)
    page.goto(f"/remisser/{Referral.objects.get().pk}/skickad")
    page.get_by_role("link", name="Ny remiss med samma enhet").click()
    expect(page.get_by_label(NUMBER_FIELD)).to_be_focused()
    page.keyboard.type(number(40))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Förnamn")).to_be_focused()
    for text in NAMES:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type(PURPOSE)
    page.get_by_role("group", name="Kan personen arbeta?").get_by_text("Ja", exact=True).click()
    page.get_by_role("button", name="Nästa").click()
    page.locator("#innehall").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Remissen är skickad")
    assert Referral.objects.count() == 2
