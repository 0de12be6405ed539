"""What the foot of every page leads to, and that it is true of what the service does."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from demo.factories import EnrolmentFactory, UserFactory
from jobbtorg import __version__
from tests.visits import signed_in
from workbench.frame.about import cookies_set

pytestmark = pytest.mark.django_db
BARE = ("400.html", "403_csrf.html", "413.html", "500.html")
PASSPHRASE = "en lång mening som ingen gissar"
STATEMENT, COOKIES = "/tillganglighet", "/kakor"


def test_every_page_leads_there_signed_in_or_not() -> None:
    pages = [Client().get("/konto/login/").text, signed_in(UserFactory(coach=True)).get("/").text]
    pages += [Client().get("/finns-inte").text, *(render_to_string(name) for name in BARE)]
    for page in pages:
        foot = page[page.index("<footer") : page.index("</footer>")]
        assert f'href="{STATEMENT}"' in foot
        assert f'href="{COOKIES}"' in foot
        assert f"version {__version__}" in foot


@pytest.mark.parametrize("path", [STATEMENT, COOKIES])
def test_it_is_open_to_everybody(path: str) -> None:
    assert Client().get(path).status_code == 200
    assert signed_in(UserFactory(caseworker=True)).get(path).status_code == 200


def test_the_statement_has_what_the_law_asks_for(settings) -> None:
    settings.ACCESSIBILITY_CONTACT = ["mailto:tillganglighet@example.se", "https://example.se/brist"]
    page = Client().get(STATEMENT).text
    for part in (
        "2018:1937",
        "delvis förenlig",
        "Vad som brister",
        "Rapportera en brist",
        "digg.se",
        "29 november 2026",
    ):
        assert part in page
    assert '<a class="ds-link" href="mailto:tillganglighet@example.se">tillganglighet@example.se</a>' in page
    assert 'href="https://example.se/brist"' in page
    settings.ACCESSIBILITY_CONTACT = []
    assert "den som förvaltar Jobbtorg i din kommun" in " ".join(Client().get(STATEMENT).text.split())


def test_the_page_about_cookies_names_those_that_answers_set(client: Client) -> None:
    """A visitor's first page, a sign-in, a working day, and the way out."""
    user = UserFactory(coach=True, password=make_password(PASSPHRASE))
    case = EnrolmentFactory(coach=user)
    found: SimpleCookie = SimpleCookie()
    found.update(client.get("/konto/login/").cookies)
    found.update(client.post("/konto/login/", {"login": user.email, "password": PASSPHRASE}).cookies)
    for path in ("/", "/aspiranter", "/frister", "/remisser", "/statistik", "/installningar", "/notiser", COOKIES):
        found.update(client.get(path).cookies)
    found.update(client.get(reverse("case", args=[case.pk])).cookies)
    found.update(client.post("/installningar", {"color_scheme": "light"}).cookies)
    page = client.get(COOKIES).text
    found.update(client.post("/konto/logout/").cookies)
    assert set(found) == {cookie.name for cookie in cookies_set()}
    for cookie in cookies_set():
        assert cookie.name in page
        assert cookie.purpose in page
        assert cookie.lasts in page


def test_how_long_cookies_last_is_what_browsers_are_told(client: Client) -> None:
    """Until the browser is closed: neither has a date. The session has an end of its own, which the page says."""
    client.force_login(UserFactory(coach=True))
    client.get("/konto/login/")
    client.post("/sessionen/stanna")
    sent = client.get("/installningar").cookies
    assert sent, "the form needs its token"
    assert {cookie["max-age"] for cookie in sent.values()} <= {""}
    assert {cookie["expires"] for cookie in sent.values()} <= {""}
    session = next(cookie for cookie in cookies_set() if cookie.name == settings.SESSION_COOKIE_NAME)
    assert f"{settings.SESSION_COOKIE_AGE // 60} minuter" in session.lasts


@pytest.mark.parametrize("role", ["coach", "caseworker", "admin", "log_reviewer"])
def test_abbreviations_are_spelled_out_once_under_help(role: str) -> None:
    page = signed_in(UserFactory(**{role: True})).get("/hjalp").text.partition('id="forkortningar"')[2]
    for word in (
        "Arbetsförmedlingen",
        "försörjningsstöd",
        "offentlighets- och sekretesslagen",
        "svenska för invandrare",
    ):
        assert word in page
