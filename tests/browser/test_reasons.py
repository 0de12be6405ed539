"""The pages that ask for a reason and what they open, in a real browser, wide and on a phone."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from demo.factories import (
    DeadlineClockFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.models import User
from tests.browser.accessibility import assert_accessible

PHONE, OFFICE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
WHY = "Personen sitter i vår reception"


def sign_in(page: Page, address: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def look(page: Page, name: str) -> None:
    """Accessible and without sideways scrolling, at both widths."""
    for size in (OFFICE, PHONE):
        page.set_viewport_size(size)
        assert_accessible(page)
        slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert slides <= 0, f"{name} slides sideways by {slides} px"
    page.set_viewport_size(OFFICE)


@pytest.fixture
def house(transactional_db: None) -> tuple[User, Enrolment, Enrolment]:
    """A manager at Farsta who may open protected persons, such a person's case, and a case at Kista."""
    farsta = JobbtorgFactory(name="Jobbtorg Farsta")
    manager = UserFactory(manager=True, protected=True, jobbtorg=farsta)
    hidden = EnrolmentFactory(jobbtorg=farsta, without_coach=True, protected=True)
    DeadlineClockFactory(enrolment=hidden, due_in_5=True)
    ReferralFactory(jobbtorg=farsta, protected=True)
    there = EnrolmentFactory(case_no="KI-2026-00012", jobbtorg__name="Jobbtorg Kista", referred=True)
    MeetingFactory(enrolment=there, present=True, note="Gick bra")
    JobPlanVersionFactory(enrolment=there, approved=True)
    return manager, hidden, there


def test_a_protected_person_is_opened_with_a_reason(page: Page, house, live_server) -> None:
    manager, hidden, _ = house
    sign_in(page, live_server.url, manager)
    page.goto(reverse("case_plan", args=[hidden.pk]))
    look(page, "open_protected")
    page.get_by_role("button", name="Öppna").click()
    expect(page.get_by_role("link", name="Skriv med minst tio tecken")).to_be_visible()
    look(page, "open_protected_refused")
    page.get_by_label("Varför behöver du läsa uppgifterna?").fill("Möte i dag klockan tio")
    page.get_by_role("button", name="Öppna").click()
    expect(page).to_have_url(live_server.url + reverse("case_plan", args=[hidden.pk]))
    expect(page.get_by_text("Lämna inte ut uppgifter om personen")).to_be_visible()
    look(page, "protected_plan")
    page.goto(reverse("case_protection", args=[hidden.pk]))
    look(page, "protection")


def test_a_case_elsewhere_is_read_with_a_reason(page: Page, house, live_server) -> None:
    manager, _, there = house
    sign_in(page, live_server.url, manager)
    page.goto(reverse("search"))
    page.get_by_label("Sök efter").fill(there.case_no)
    page.locator("main").get_by_role("button", name="Sök", exact=True).click()
    look(page, "search_city")
    page.get_by_label("Varför behöver du läsa uppgifterna?").fill(WHY)
    page.get_by_role("button", name="Sök i hela staden").click()
    expect(page.get_by_role("heading", name=f"Ärende {there.case_no}")).to_be_visible()
    look(page, "elsewhere")
    page.get_by_role("link", name="Läs ärendet").click()
    expect(page.get_by_text("Du läser ett ärende vid Jobbtorg Kista")).to_be_visible()
    look(page, "elsewhere_case")
    page.get_by_role("navigation", name="Ärendet").get_by_role("link", name="Möten").click()
    expect(page.get_by_text("Anteckningen visas inte för annan enhet")).to_be_visible()
    look(page, "elsewhere_meetings")


@pytest.mark.parametrize("name", ["aspirant_list", "referral_inbox", "deadlines"])
def test_who_waits_behind_a_mask(page: Page, house, live_server, name: str) -> None:
    manager, _, _ = house
    other = UserFactory(manager=True, jobbtorg=manager.jobbtorg)
    sign_in(page, live_server.url, other)
    page.goto(reverse(name))
    expect(page.get_by_role("heading", name="Skyddade personuppgifter (", exact=False)).to_be_visible()
    look(page, name)
