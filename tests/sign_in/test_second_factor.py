"""The second factor: asked for, set up, and no way past it."""

from __future__ import annotations

import re
import time
from base64 import b32decode
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from audit.models import AccessEvent, AccessKind
from demo.accounts import EMAILS
from demo.factories import UserFactory
from organisation.models import User
from organisation.sign_in.second_factor import remove_second_factor

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-blåa-hästar-i-regn"
SET_UP = "/konto/tva-steg/"


@pytest.fixture(autouse=True)
def _required(settings):
    """As outside the demo."""
    settings.MFA_REQUIRED = True


@pytest.fixture
def user() -> User:
    user = UserFactory(coach=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def code(secret: str) -> str:
    """What an app with the secret shows now."""
    app = TOTP(b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)
    return app.generate(int(time.time())).decode()


def with_password(user: User) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def connect_app(client: Client) -> str:
    """Set up an app as the page says; returns its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'class="secret-text">\s*([A-Z2-7]+)\s*<', page.text)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    return secret


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_without_a_second_factor_only_the_set_up_is_open(user):
    client, _ = with_password(user)
    for name in ("home", "help", "notices", "aspirant_list", "account_change_password", "usersessions_list"):
        for method in (client.get, client.post):
            answer = method(reverse(name))
            assert (answer.status_code, answer["Location"]) == (302, SET_UP), name
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    assert not is_signed_in(client)


def test_an_administrator_comes_no_further_either():
    admin = UserFactory(admin=True)
    admin.set_password(PASSWORD)
    admin.save()
    client, _ = with_password(admin)
    assert client.get("/admin/")["Location"] == SET_UP
    assert client.get("/admin/organisation/user/")["Location"] == SET_UP


def test_an_app_is_connected_and_asked_for_from_then_on(user):
    client, _ = with_password(user)
    secret = connect_app(client)
    assert client.get("/").status_code in (200, 302)
    assert client.get(reverse("help")).status_code == 200

    client, answer = with_password(user)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("help"))["Location"].startswith(reverse("account_login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000" if code(secret) != "000000" else "000001"})
    assert "Koden stämmer inte" in wrong.text
    assert not is_signed_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302
    assert is_signed_in(client)
    assert client.get(reverse("help")).status_code == 200


def test_a_wrong_code_is_in_the_access_log(user):
    client, _ = with_password(user)
    connect_app(client)
    client, _ = with_password(user)
    client.post(reverse("mfa_authenticate"), {"code": "x"})
    assert AccessEvent.objects.filter(kind=AccessKind.SIGN_IN_FAILED, user=user).count() == 1


def test_a_code_is_good_once(user):
    client, _ = with_password(user)
    secret = connect_app(client)
    with time_machine.travel(time.time() + 90, tick=False):
        shown = code(secret)
        client, _ = with_password(user)
        assert client.post(reverse("mfa_authenticate"), {"code": shown}).status_code == 302
        client, _ = with_password(user)
        assert client.post(reverse("mfa_authenticate"), {"code": shown}).status_code == 200
        assert not is_signed_in(client)


def test_a_recovery_code_lets_in_once(user):
    client, _ = with_password(user)
    connect_app(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    codes = re.findall(r"<li>(\d{8})</li>", page.text)
    assert len(codes) == 10
    client, _ = with_password(user)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[3]}).status_code == 302
    client, _ = with_password(user)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[3]}).status_code == 200
    assert not is_signed_in(client)


def test_the_secrets_are_not_legible_in_the_database(user):
    client, _ = with_password(user)
    secret = connect_app(client)
    stored = {one.type: one.data for one in Authenticator.objects.filter(user=user)}
    assert secret not in str(stored)
    assert stored["totp"]["secret"].startswith("gAAAA")
    assert stored["recovery_codes"]["seed"].startswith("gAAAA")


def test_the_picture_for_the_app_keeps_to_the_policy(user):
    client, _ = with_password(user)
    page = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


def test_who_lost_telephone_and_codes_begins_anew(user):
    client, _ = with_password(user)
    connect_app(client)
    remove_second_factor(user)
    assert client.get(reverse("help"))["Location"].startswith(reverse("account_login"))
    client, _ = with_password(user)
    assert is_signed_in(client)
    assert client.get(reverse("home"))["Location"] == SET_UP


def test_the_administrator_takes_a_factor_away_and_sees_no_secret(user, settings):
    client, _ = with_password(user)
    connect_app(client)
    settings.MFA_REQUIRED = False
    admin = Client()
    admin.force_login(UserFactory(admin=True))
    assert admin.get("/admin/mfa/authenticator/").status_code == 404
    admin.post("/admin/organisation/user/", {"action": "take_second_factor_away", "_selected_action": [user.pk]})
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("required", [False, True])
def test_the_setting_decides(user, settings, required):
    settings.MFA_REQUIRED = required
    client, _ = with_password(user)
    assert client.get(reverse("help")).status_code == (302 if required else 200)


def test_the_demo_is_one_click(settings):
    settings.MFA_REQUIRED = False
    user = UserFactory(coach=True, email=EMAILS[0])
    client = Client()
    assert client.post(reverse("demo_sign_in", args=[user.pk]))["Location"] == "/"
    assert client.get(reverse("help")).status_code == 200
