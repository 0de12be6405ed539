"""A form that meets a held row: one sentence, what was typed, and a button, with and without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from demo.factories import EnrolmentFactory, UserFactory
from meetings.models import Meeting
from tests.browser.accessibility import assert_accessible
from tests.browser.test_shell import sign_in
from tests.waiting.holding import held

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = "Någon annan sparar just nu. Försök igen."


@pytest.mark.parametrize("fixture", ["page", "page_without_javascript"])
@pytest.mark.usefixtures("on_a_working_day")
def test_the_button_sends_what_was_typed(fixture: str, request: pytest.FixtureRequest, live_server: LiveServer) -> None:
    page: Page = request.getfixturevalue(fixture)
    case = EnrolmentFactory(coach=UserFactory(coach=True))
    sign_in(page, live_server.url, case.coach)
    page.goto(reverse("book_meeting", args=[case.pk]))
    page.get_by_label("Datum").fill("2026-11-27")
    page.get_by_label("Klockslag").fill("14.30")
    with held(case):
        page.get_by_role("button", name="Boka").click()
        expect(page.get_by_text(SENTENCE)).to_be_visible()
        page.get_by_role("button", name="Försök igen").click()
        expect(page.get_by_text(SENTENCE)).to_be_visible()
        if fixture == "page":
            assert_accessible(page)
    page.get_by_role("button", name="Försök igen").click()
    page.wait_for_url(f"**{reverse('case', args=[case.pk])}*")
    assert Meeting.objects.get().starts_at.isoformat() == "2026-11-27T13:30:00+00:00"


def test_a_part_of_a_page_says_the_same(context: BrowserContext, live_server: LiveServer) -> None:
    # Not the `page` fixture: htmx reports the failure in the console, which that one takes for an offence.
    page = context.new_page()
    sign_in(page, live_server.url, UserFactory(coach=True))
    page.goto("/hjalp")
    page.route("**/provsvar", lambda route: route.fulfill(status=503, body="<p>Nej</p>"))
    page.evaluate("void htmx.ajax('POST', '/provsvar', {target: '#besked', source: 'main'}).catch(() => {})")
    expect(page.get_by_role("alert")).to_contain_text(SENTENCE)
    page.unroute("**/provsvar")
    page.route("**/provsvar", lambda route: route.fulfill(status=200, body="<p>Framme</p>"))
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator("#besked")).to_have_text("Framme")
