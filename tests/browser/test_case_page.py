"""The page of a case by keyboard alone, without scripts, and on a telephone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory, UserFactory, local_instant

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def case(transactional_db: None) -> Enrolment:
    """Forty meetings that were, one to come, and a deadline."""
    coach = UserFactory(coach=True, first_name="Anna", last_name="Berg")
    today = timezone.localdate()
    case: Enrolment = EnrolmentFactory(
        coach=coach, enrolled_on=today - timedelta(days=90), referred=True, person__phone="070-174 06 11"
    )
    for n in range(40):
        MeetingFactory(enrolment=case, present=True, starts_at=local_instant(today - timedelta(days=n + 1), 10))
    MeetingFactory(enrolment=case, coach=coach, starts_at=local_instant(today + timedelta(days=3), 10))
    DeadlineClockFactory(enrolment=case, due_on=date(today.year + 1, 3, 1))
    return case


def sign_in(page: Page, address: str, case: Enrolment) -> None:
    client = Client()
    client.force_login(case.coach)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page.goto(reverse("case", args=[case.pk]))


def walk_the_timeline(page: Page, choose: str) -> None:
    """Choose one kind, go further back, follow an event to its own page: by the Enter key alone."""
    chip = page.locator("#visa-moten")
    expect(chip).to_contain_text("40")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#visa-moten[aria-current]")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('?')[0]}?visa=moten{choose}")
    older = page.get_by_role("link", name="Visa äldre (10)")
    older.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline-item")).to_have_count(10)
    event = page.locator(".timeline-item a").first
    event.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Möten", level=1)).to_be_visible()
    expect(page.locator("tr[data-marked]")).to_have_count(1)


def test_the_timeline_by_keyboard(page: Page, live_server, case: Enrolment) -> None:
    sign_in(page, live_server.url, case)
    expect(page.locator("#framover")).to_be_visible()
    page.locator("#visa-moten").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#besked")).to_contain_text("30 av 40 händelser visas")
    expect(page.get_by_role("heading", name="Tidslinje")).to_be_focused()
    page.goto(reverse("case", args=[case.pk]))
    walk_the_timeline(page, "")


def test_the_timeline_without_scripts(page_without_javascript: Page, live_server, case: Enrolment) -> None:
    page = page_without_javascript
    sign_in(page, live_server.url, case)
    expect(page.get_by_role("button", name="Kopiera")).to_have_count(0)
    walk_the_timeline(page, "#tidslinje")


def test_the_header_is_low_and_leaves_the_focus_free(page: Page, live_server, case: Enrolment) -> None:
    sign_in(page, live_server.url, case)
    box = page.locator(".identity").bounding_box()
    assert box is not None
    assert box["height"] < 120
    page.locator(".timeline-item a").last.focus()
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        focused = page.evaluate("document.activeElement.getBoundingClientRect().top")
        bar = page.evaluate("document.querySelector('.identity').getBoundingClientRect().bottom")
        assert focused >= bar - 1


def test_on_a_phone_name_deadline_and_status_stay_in_view(page: Page, live_server, case: Enrolment) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, case)
    page.evaluate("window.scrollTo(0, 1500)")
    bar = page.locator(".identity-who")
    expect(bar).to_be_in_viewport()
    for part in (".identity-name", ".contextual-date", ".status-tag"):
        expect(bar.locator(part).first).to_be_in_viewport()
    box = bar.bounding_box()
    assert box is not None
    assert (box["y"], box["height"] < 90) == (0, True)
    page.locator(".timeline-item a").nth(12).focus()
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        focused = page.evaluate("document.activeElement.getBoundingClientRect().top")
        assert focused >= box["height"] - 1
