"""Every page a demo account reaches by following links: it answers, is accessible, breaks no rule and is worded right.

The links are followed without a browser: one page per URL name and account, and one as it looks with something chosen
(`?`). The browser then opens each name once, as the roles that reach it take turns, and examines it; with FULL=1 each
of these for every role, and it examines each name once for it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from aspirants.models import Protection
from demo.accounts import EMAILS
from demo.factories import (
    EnrolmentFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    OpeningFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.long_walks import FULL
from tests.page_rules import faults_of
from tests.pages import PAGES, Sort
from tests.tree import tree_of
from tests.visits import signed_in
from tests.wording import wrongly_said

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
"""Also an office screen at 400 % (WCAG 1.4.10)."""
OFFICE = {"width": 1280, "height": 900}
# The administration is Django's own; the users and one reference table stand for all the others.
ADMINISTRATION = ("admin:index", "admin:app_list", "admin:organisation_user_", "admin:aspirants_closurereason_")
# Far above what there is; a walk that gets here has found a page that makes up new addresses.
TOO_MANY = 120

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


@dataclass(frozen=True)
class Reached:
    """A page to which links have led."""

    place: Place
    link: str
    arrived: str
    """The name of the page that answered: a link may only lead on."""


class _Links(HTMLParser):
    """The addresses that a page's links lead to, those in its drawings too."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


def _links(link: str, body: str) -> list[str]:
    """Where the links of a page lead within the service, without their fragments."""
    reader = _Links()
    reader.feed(body)
    absolute = [urldefrag(urljoin(link, address)).url for address in reader.found]
    return [address for address in absolute if address.startswith("/")]


def _walk(client: Client) -> list[Reached]:
    """Follow links from the start page; returns the pages that were opened."""
    reached: dict[Place, Reached] = {}
    faults: dict[str, list[str]] = {}
    ahead = deque([("/", "the start page")])
    while ahead:
        link, source = ahead.popleft()
        parts = urlsplit(link)
        place = _place(parts.path, parts.query)
        if place in reached or not _is_walked(place[0]):
            continue
        response = client.get(link, follow=True)
        assert response.status_code == 200, f"{link}, linked from {source}, answers {response.status_code}"
        if response.has_header("Content-Disposition"):  # a file, in the administration
            continue
        assert wrongly_said(response.text) == [], link
        arrived = response.request["PATH_INFO"]
        reached[place] = Reached(place, link, resolve(arrived).view_name)
        assert len(reached) < TOO_MANY, f"no end of pages: {sorted(reached)}"
        body = response.content.decode()
        if not place[0].startswith("admin:"):  # which is Django's own
            faults |= {link: found} if (found := faults_of(tree_of(body))) else {}
        ahead.extend((address, link) for address in _links(arrived, body))
    assert faults == {}
    return list(reached.values())


def _examine(page: Page, name: str) -> None:
    assert page.locator("h1").count() == 1, f"{page.url} has not exactly one first heading"
    assert_accessible(page)
    if name in PAGES and PAGES[name].phone:
        page.set_viewport_size(PHONE)
        assert_accessible(page)
        for screen in (PHONE, SMALLEST):
            page.set_viewport_size(screen)
            slides = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert slides <= 0, f"{page.url} slides sideways at {screen['width']} px, by {slides} px"
        page.set_viewport_size(OFFICE)


Opening = tuple[Reached, bool]
"""What the browser opens, and whether it is examined too."""


def _in_turn(everything: dict[User, list[Reached]]) -> dict[User, list[Opening]]:
    """Of what the accounts reach, what the browser opens as each: every name once, the roles taking turns.

    With FULL=1 every place once for each role. A name is examined where it is opened first: with nothing chosen.
    """
    of_place: dict[Place, dict[str, tuple[User, Reached]]] = {}
    for user, pages in everything.items():
        for reached in pages:
            of_place.setdefault(reached.place, {}).setdefault(user.role, (user, reached))
    chosen: dict[User, list[Opening]] = {}
    examined: set[tuple[str, str]] = set()
    for turn, place in enumerate(sorted(of_place)):
        found = list(of_place[place].values())
        for user, reached in found if FULL else [found[turn % len(found)]]:
            kind = (reached.arrived, user.role if FULL else "")
            if FULL or kind not in examined:
                chosen.setdefault(user, []).append((reached, kind not in examined))
            examined.add(kind)
    return chosen


@pytest.mark.ignore_template_errors  # Django's own administration asks for names that are not there
def test_every_page_of_every_demo_account(page: Page, transactional_db: None, live_server) -> None:
    """No dead end, no accessibility violation, no broken content security policy: at any role's any page."""
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", verbosity=0)
    everything = {user: _walk(signed_in(user)) for user in map(User.objects.get_by_natural_key, EMAILS)}
    for user, pages in everything.items():
        assert {("help", False), ("notices", False)} <= {reached.place for reached in pages}, user.email
    opened = {reached.place for pages in everything.values() for reached in pages}
    assert len(opened) > 45
    linked = {name for name, row in PAGES.items() if row.linked and row.sort is Sort.PAGE}
    assert linked - {name for name, _ in opened} == set(), "no link leads there: see `linked` in tests/pages.py"

    examined: set[str] = set()
    for user, openings in _in_turn(everything).items():
        _sign_in(page, live_server.url, user)
        for reached, to_examine in openings:
            response = page.goto(reached.link)
            assert response is not None
            assert response.status == 200, f"{reached.link} answers {response.status}"
            assert resolve(urlsplit(page.url).path).view_name == reached.arrived
            if to_examine:
                _examine(page, reached.arrived)
                examined.add(reached.arrived)
    assert examined == {reached.arrived for pages in everything.values() for reached in pages}


def test_every_page_about_a_protected_person(page: Page, transactional_db: None, live_server) -> None:
    """The pages with the banner, which the walk from the start page need not come by."""
    coach = UserFactory(coach=True, protected_access=True)
    case = EnrolmentFactory(coach=coach, person__protection=Protection.SEKRETESSMARKERING)
    ReferralFactory(enrolment=case, enrolled=True, jobbtorg=coach.jobbtorg)
    JobPlanVersionFactory(enrolment=case, communicated=True)
    MeetingFactory(enrolment=case, coach=coach)
    _sign_in(page, live_server.url, coach)
    OpeningFactory(protected=True, user=coach, person=case.person)
    for name in ("case", "case_plan", "case_meetings", "case_referral", "case_history"):
        page.goto(reverse(name, args=[case.pk]))
        expect(page.get_by_role("heading", name="Skyddade personuppgifter")).to_be_visible()
        _examine(page, name)
