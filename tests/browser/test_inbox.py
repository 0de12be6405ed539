"""The inbox by keyboard: j and k go through the list, Enter opens one beside it, a leads to the coach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
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
    # The key is about the row that has the focus: it opens that one, and only then leads to its coach.
    press(page, "a")
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Bark")
    expect(page.locator("#oppen-remiss")).to_be_focused()
    press(page, "a")
    expect(page.locator("#id_coach")).to_be_focused()
    page.locator("#id_coach").select_option(index=1)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Ceder")
    message = page.locator("#besked [data-message]")
    expect(message).to_contain_text("Inskriven: Ada Bark.")
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#oppen-remiss")).to_be_visible()
    expect(page.locator(".inbox-list")).to_be_hidden()


@pytest.mark.parametrize("size", [(1440, 900), (390, 800)])
def test_the_rest_of_a_double_click_takes_nobody_else_in(
    page: Page, live_server, manager: User, size: tuple[int, int]
) -> None:
    """What was done is in view, and the buttons of the next one do not take a press of the mouse at once."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_server.url, manager)
    page.goto("/remisser")
    page.get_by_role("link", name="Ada Alm").click()
    button = page.locator(".inbox-open").get_by_role("button", name="Ta emot och skriv in")
    button.click()
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Bark")
    expect(page.locator("#besked [data-message]")).to_be_in_viewport(ratio=1)
    held = "() => document.getAnimations().forEach((one) => { one.pause(); one.currentTime = %d; })"
    page.evaluate(held % 600)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Bark")
    assert button.evaluate("button => button.form.dataset.sent") is None
    page.evaluate(held % 2000)
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(page.locator("#oppen-remiss")).to_have_text("Ada Ceder")
    assert Enrolment.objects.count() == 2
