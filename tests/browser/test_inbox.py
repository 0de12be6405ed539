"""The inbox by keyboard: j and k go through the list, Enter opens one beside it, a leads to the coach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.factories import DeadlinePolicyFactory, ReferralFactory, UserFactory
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.test_lists import press
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(db: None, on_a_working_day: object) -> User:
    """A manager with two coaches and three referrals to receive."""
    DeadlinePolicyFactory()
    manager: User = UserFactory(manager=True)
    UserFactory(coach=True, jobbtorg=manager.jobbtorg, first_name="Berit", last_name="Kollega")
    for name in ("Alm", "Bark", "Ceder"):
        ReferralFactory(jobbtorg=manager.jobbtorg, person__first_name="Ada", person__last_name=name)
    return manager


def test_through_the_inbox_by_keyboard(page: Page, live_server, manager: User) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    sign_in(page, live_server.url, manager)
    page.goto("/remisser")
    press(page, "j")
    expect(page.get_by_role("link", name="Ada Alm")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Alm")
    expect(page.locator("#oppen-remiss")).to_be_focused()
    expect(page.get_by_role("link", name="Ada Bark")).to_be_visible()
    assert_accessible(page)
    press(page, "j")
    expect(page.get_by_role("link", name="Ada Bark")).to_be_focused()
    press(page, "a")
    expect(page.locator("#id_coach")).to_be_focused()
    page.locator("#id_coach").select_option(index=1)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Bark")
    expect(page.locator("#besked")).to_contain_text("Ada Alm: inskriven.")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#oppen-remiss")).to_be_visible()
    expect(page.locator(".inbox-list")).to_be_hidden()
