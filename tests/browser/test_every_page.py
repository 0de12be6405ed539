"""Every page a demo account reaches by following links: it answers, it is accessible and it breaks no rule.

One page per URL name and account is opened, and one as it looks with something chosen (`?`); each name is examined
once per role, so that the walk stays short.
"""

from __future__ import annotations

from collections import defaultdict, deque
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment, Protection
from demo.accounts import EMAILS
from demo.factories import OpeningFactory
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.pages import PAGES, Sort

PHONE = {"width": 390, "height": 844}
OFFICE = {"width": 1280, "height": 900}
# The administration is Django's own; the users and one reference table stand for all the others.
ADMINISTRATION = ("admin:index", "admin:app_list", "admin:organisation_user_", "admin:aspirants_closurereason_")
# Far above what there is; a walk that gets here has found a page that makes up new addresses.
TOO_MANY = 80

Place = tuple[str, bool]


def _place(path: str, query: str) -> Place:
    """What makes two addresses examples of the same page: the name, and whether something is chosen."""
    return resolve(path).view_name, bool(query)


def _is_walked(name: str) -> bool:
    """A page, not a file. A name without a row, which tests/access/test_pages_table.py tells of, is walked too."""
    if name.startswith("admin:"):
        return name.startswith(ADMINISTRATION)
    return name not in PAGES or PAGES[name].sort is not Sort.FILE


def _sign_in(page: Page, address: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def _examine(page: Page, name: str) -> None:
    assert page.locator("h1").count() == 1, f"{page.url} has not exactly one first heading"
    assert_accessible(page)
    if name in PAGES and PAGES[name].phone:
        page.set_viewport_size(PHONE)
        assert_accessible(page)
        slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert slides <= 0, f"{page.url} slides sideways on a phone, by {slides} px"
        page.set_viewport_size(OFFICE)


def _walk(page: Page, address: str, examined: set[str]) -> set[Place]:
    """Follow links from the start page; returns the places that were opened."""
    visited: set[Place] = set()
    ahead = deque([("/", "the start page")])
    while ahead:
        link, source = ahead.popleft()
        parts = urlsplit(link)
        place = _place(parts.path, parts.query)
        if place in visited or not _is_walked(place[0]):
            continue
        visited.add(place)
        assert len(visited) < TOO_MANY, f"no end of pages: {sorted(visited)}"
        response = page.goto(link)
        assert response is not None
        assert response.status == 200, f"{link}, linked from {source}, answers {response.status}"
        arrived = resolve(urlsplit(page.url).path).view_name  # a link may only lead on, to a page seen before
        if arrived not in examined:
            examined.add(arrived)
            _examine(page, arrived)
        # A link in a drawing has no plain address.
        absolute = "link => new URL(link.getAttribute('href'), document.baseURI).href"
        found = page.locator("a[href]").evaluate_all(f"links => links.map({absolute})")
        ahead.extend((urldefrag(url.removeprefix(address)).url, link) for url in found if url.startswith(address))
    return visited


@pytest.fixture
def city(transactional_db: None) -> None:
    """The miniature Stockholm of the demo."""
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", verbosity=0)


@pytest.mark.ignore_template_errors  # Django's own administration asks for names that are not there
def test_every_page_of_every_demo_account(page: Page, city: None, live_server) -> None:
    """No dead end, no accessibility violation, no broken content security policy: at any role's any page."""
    examined: dict[str, set[str]] = defaultdict(set)
    opened: set[Place] = set()
    for email in EMAILS:
        user = User.objects.get(email=email)
        _sign_in(page, live_server.url, user)
        reached = _walk(page, live_server.url, examined[user.role])
        assert {("help", False), ("notices", False)} <= reached, f"{email} reaches no more than {sorted(reached)}"
        opened |= reached
    assert len(opened) > 45
    linked = {name for name, row in PAGES.items() if row.linked and row.sort is Sort.PAGE}
    assert linked - {name for name, _ in opened} == set(), "no link leads there: see `linked` in tests/pages.py"


def test_every_page_about_a_protected_person(page: Page, city: None, live_server) -> None:
    """The pages with the banner, which the walk from the start page need not come by."""
    case = Enrolment.objects.exclude(person__protection=Protection.NONE).filter(coach__isnull=False).open().first()
    assert case is not None
    _sign_in(page, live_server.url, case.coach)
    OpeningFactory(protected=True, user=case.coach, person=case.person)
    for name in ("case", "case_plan", "case_meetings", "case_referral", "case_history"):
        page.goto(reverse(name, args=[case.pk]))
        expect(page.get_by_role("heading", name="Skyddade personuppgifter")).to_be_visible()
        _examine(page, name)
