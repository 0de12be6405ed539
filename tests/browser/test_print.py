"""On paper: who printed it, when, and that it is secret; nothing that can be pressed or filled in."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from aspirants.models import Protection
from demo.factories import DeadlineClockFactory, EnrolmentFactory, OpeningFactory, UserFactory
from organisation.models import ColorScheme
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PRESSED_OR_FILLED_IN = ":is(button, input, select, textarea, .ds-button, .ds-chip, nav, summary):visible"
PAPER = 688
"""Pixels between the margins of an A4 page."""
MARK = "Sekretess enligt 26 kap. 1 § offentlighets- och sekretesslagen (OSL)"


def on_paper(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator(".print-line")).to_be_hidden()
    page.emulate_media(media="print")


@pytest.mark.parametrize("name", ["home", "aspirant_list", "deadlines", "breaches", "case", "log_meeting", "help"])
def test_a_page_is_printed_without_what_can_be_pressed(page, live_server, name):
    user = UserFactory(coach=True, first_name="Siv", last_name="Nord")
    case = EnrolmentFactory(coach=user)
    DeadlineClockFactory(enrolment=case, overdue=True)
    sign_in(page, live_server.url, user)
    on_paper(page, reverse(name, args=[case.pk] if name in ("case", "log_meeting") else []))
    expect(page.locator("h1").first).to_be_visible()
    assert page.locator(PRESSED_OR_FILLED_IN).evaluate_all("all => all.map(one => one.outerHTML)") == []
    line = page.locator(".print-line")
    expect(line).to_contain_text("av Siv Nord.")
    expect(line.locator("time")).to_be_visible()
    expect(page.locator("footer")).to_be_hidden()
    assert (MARK in line.inner_text()) == (name != "help")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.pdf().startswith(b"%PDF")


def test_a_person_with_protected_data_is_never_put_on_paper(page, live_server):
    user = UserFactory(coach=True, protected_access=True)
    case = EnrolmentFactory(coach=user, person__protection=Protection.SEKRETESSMARKERING)
    OpeningFactory(protected=True, user=user, person=case.person)
    sign_in(page, live_server.url, user)
    page.goto(reverse("case", args=[case.pk]))
    expect(page.locator(".identity")).to_contain_text(case.person.last_name)
    page.emulate_media(media="print")
    assert page.locator("body > :visible").count() == 0
    said = page.evaluate("getComputedStyle(document.body, '::before').content")
    assert "får inte skrivas ut" in said


def test_who_has_chosen_dark_colours_prints_dark_on_light(page, live_server):
    sign_in(page, live_server.url, UserFactory(coach=True, color_scheme=ColorScheme.DARK))
    page.goto("/aspiranter")
    lead = "getComputedStyle(document.querySelector('.page-lead')).color"
    assert sum(int(part) for part in page.evaluate(lead)[4:-1].split(",")) > 400
    page.emulate_media(media="print")
    assert sum(int(part) for part in page.evaluate(lead)[4:-1].split(",")) < 150
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
