"""People at their screens: sign in, find the way by the words on the page."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.long_walks import FULL

PASSWORD = "en lång mening som ingen gissar"
WITH_SCRIPTS, WITHOUT_SCRIPTS = "with scripts", "without scripts"
BOTH_IN_FULL = (WITH_SCRIPTS, WITHOUT_SCRIPTS) if FULL else (WITH_SCRIPTS,)
"""How a long journey is walked whose kinds of forms another one is walked through without scripts (docs/testing.md)."""
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


class Visitor:
    """Someone who uses the service through a browser page, with or without JavaScript."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self.scripts = scripts
        page.set_default_timeout(15_000)

    def sign_in(self, user: User) -> None:
        """Sign in with e-mail address and password."""
        self.page.goto("/konto/login/")
        self.page.get_by_label("E-post").fill(user.email)
        self.page.get_by_label("Lösenord").fill(PASSWORD)
        self.press("Logga in")
        expect(self.page.get_by_text(f"{user.first_name} – ditt konto")).to_be_attached()

    def sign_out(self) -> None:
        self.page.locator(".shell-user > summary").click()
        self.press("Logga ut")

    def open(self, link: str) -> None:
        """Follow a link by its words."""
        self.page.get_by_role("link", name=link).first.click()

    def press(self, button: str) -> None:
        """Press a button, and wait until the form that it sends is gone: the server may be asked first."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        expect(self.page.locator("form[data-sent]")).to_have_count(0)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, label: str) -> None:
        """Tick a radio button or a box by its label."""
        control = self.page.get_by_label(label, exact=True).first
        self.page.locator(f"label[for='{control.get_attribute('id')}']").click()
        expect(control).to_be_checked()

    def select(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=False).first.select_option(label=option)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main, #besked, .identity").get_by_text(text).first).to_be_visible()

    def done(self, picture: str) -> None:
        """A step is done: the page is accessible, and with SCREENSHOTS=1 its picture is kept for the README."""
        if not self.scripts:
            return
        # From the top: what the sticky header half covers would count as too small to hit.
        self.page.evaluate("window.scrollTo(0, 0)")
        assert_accessible(self.page)
        if os.environ.get("SCREENSHOTS") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{picture}.png")
