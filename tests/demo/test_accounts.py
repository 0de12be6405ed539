"""The demo accounts: who they are, and that nobody else can be signed in as with a click."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from demo.accounts import EMAILS
from demo.factories import UserFactory
from organisation.models import User


@pytest.mark.django_db
def test_the_command_says_when_there_are_none() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert "load_demo" in out.getvalue()


@pytest.fixture
def demo_user(db: None) -> User:
    return UserFactory(email=EMAILS[0])  # type: ignore[no-any-return]


def test_one_click_signs_in(client: Client, demo_user: User) -> None:
    response = client.post(reverse("demo_sign_in", args=[demo_user.pk]))
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(demo_user.pk)


def test_one_click_leads_on_to_the_page_that_was_asked_for(client: Client, demo_user: User) -> None:
    page = client.get(reverse("account_login"), {"next": "/frister"}).content.decode()
    assert '<input type="hidden" name="next" value="/frister">' in page
    response = client.post(reverse("demo_sign_in", args=[demo_user.pk]), {"next": "/frister"})
    assert response["Location"] == "/frister"


def test_one_click_leads_to_no_other_site(client: Client, demo_user: User) -> None:
    response = client.post(reverse("demo_sign_in", args=[demo_user.pk]), {"next": "https://example.com/"})
    assert response["Location"] == reverse("home")


def test_a_link_signs_nobody_in(client: Client, demo_user: User) -> None:
    assert client.get(reverse("demo_sign_in", args=[demo_user.pk])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_click_from_another_site_signs_nobody_in(demo_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("demo_sign_in", args=[demo_user.pk])).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("of", [{"admin": True}, {"email": EMAILS[0], "is_active": False}])
def test_others_are_refused(client: Client, of: dict[str, object]) -> None:
    user = UserFactory(**of)
    assert client.post(reverse("demo_sign_in", args=[user.pk])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_demo_mode_everyone_is_refused(client: Client, demo_user: User, settings: Settings) -> None:
    settings.DEMO_MODE = False
    assert client.post(reverse("demo_sign_in", args=[demo_user.pk])).status_code == 404
