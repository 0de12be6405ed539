"""The session in a real browser: the warning, the text that is kept, and what Back shows after signing out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.factories import EnrolmentFactory, UserFactory
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import PASSWORD, Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    # Nobody else's name: the coach's stands in the menu of the account.
    coach = UserFactory(coach=True, first_name="Kerstin", last_name="Coach")
    coach.set_password(PASSWORD)
    coach.save()
    return EnrolmentFactory(coach=coach)


def test_after_signing_out_back_shows_nobody(page: Page, live_server, case) -> None:
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    name = case.person.name
    page.goto("/aspiranter")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_text(name).first).to_be_visible()
    for path in ("moten", "jobbplan", "historik"):
        page.goto(f"/arenden/{case.pk}/{path}")
    visitor.sign_out()
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    for _ in range(5):
        page.go_back()
        page.wait_for_load_state()
        assert name not in page.content()
        assert name not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")


def test_what_was_being_typed_when_the_session_ended_is_given_back(page: Page, live_server, case) -> None:
    visitor = Visitor(page, scripts=True)
    visitor.sign_in(case.coach)
    path = f"/arenden/{case.pk}/moten/nytt"
    page.clock.install()
    page.goto(path)
    note = page.get_by_label("Anteckning")
    note.fill("Vi gick igenom ansökan till lagret i Årsta.")
    page.clock.fast_forward(28 * 60 * 1000 + 2000)
    dialog = page.get_by_role("dialog", name="Du loggas snart ut")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Fortsätt arbeta")).to_be_focused()
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    assert_accessible(page)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    page.clock.fast_forward(3 * 60 * 1000)
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    page.clock.resume()
    page.get_by_label("E-post").fill(case.coach.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    visitor.press("Logga in")
    page.get_by_role("button", name="Hämta tillbaka").click()
    expect(page.get_by_label("Anteckning")).to_have_value("Vi gick igenom ansökan till lagret i Årsta.")
    assert_accessible(page)


def test_going_on_keeps_one_signed_in(page: Page, live_server, case) -> None:
    Visitor(page, scripts=True).sign_in(case.coach)
    page.clock.install()
    page.goto("/hjalp")
    page.clock.fast_forward(28 * 60 * 1000 + 2000)
    page.get_by_role("button", name="Fortsätt arbeta").click()
    expect(page.get_by_role("dialog", name="Du loggas snart ut")).to_be_hidden()
