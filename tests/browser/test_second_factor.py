"""A security key in a real browser, from its first use to the next sign-in; the policy holds meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from demo.factories.people import UserFactory
from organisation.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def security_key(page: Page) -> Iterator[CDPSession]:
    """A key that the browser believes is in its port, and that is touched whenever it is asked for."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield session
    session.send("WebAuthn.disable")


@pytest.fixture
def user(settings) -> User:
    settings.MFA_REQUIRED = True
    user = UserFactory(coach=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def give_password(page: Page, live_server: LiveServer, user: User) -> None:
    """A key belongs to a host name; an address of numbers has none."""
    page.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/konto/login/")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def test_a_security_key_is_added_and_asked_for_next_time(page, live_server, user, security_key):
    give_password(page, live_server, user)
    expect(page.get_by_role("heading", name="Inloggning i två steg")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Lägg till en nyckel").click()
    assert_accessible(page)
    page.get_by_label("Namn på nyckeln").fill("Blå nyckel")
    page.get_by_role("button", name="Läs nyckeln").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Fortsätt till arbetet").click()
    expect(page.get_by_role("heading", name="Min dag")).to_be_visible()
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Blå nyckel"

    page.locator(".shell-user > summary").click()
    page.get_by_role("button", name="Logga ut").click()
    give_password(page, live_server, user)
    expect(page.get_by_role("heading", name="Logga in, steg 2")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Använd en säkerhetsnyckel").click()
    expect(page.get_by_role("heading", name="Min dag")).to_be_visible()


def test_a_key_of_someone_elses_is_refused_with_a_sentence(page, live_server, user, security_key):
    give_password(page, live_server, user)
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.get_by_role("button", name="Läs nyckeln").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    page.locator(".shell-user > summary").click()
    page.get_by_role("button", name="Logga ut").click()
    security_key.send("WebAuthn.disable")
    security_key.send("WebAuthn.enable")  # the key is gone
    security_key.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}},
    )
    give_password(page, live_server, user)
    page.get_by_role("button", name="Använd en säkerhetsnyckel").click()
    expect(page.get_by_text("Nyckeln kunde inte läsas.")).to_be_visible()
    expect(page.get_by_role("heading", name="Logga in, steg 2")).to_be_visible()


def test_the_picture_for_the_app_is_shown(page, live_server, user):
    give_password(page, live_server, user)
    page.get_by_role("link", name="Koppla en app").click()
    picture = page.get_by_role("img", name="QR-kod")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.naturalWidth") > 100
    assert_accessible(page)
