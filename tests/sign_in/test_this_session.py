"""What counts is what this session has proven, not what its user owns."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client
from django.urls import reverse

from demo.factories import UserFactory
from organisation.models import User
from tests.sign_in.test_second_factor import PASSWORD, code, connect_app, is_signed_in, with_password

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PROVE = "/konto/tva-steg/bekrafta"
LATER = 600
SETTLED = 31
"""Seconds after which an app shows another code: each is good once."""


@pytest.fixture(autouse=True)
def _required(settings):
    """As outside the demo."""
    settings.MFA_REQUIRED = True


@pytest.fixture
def user() -> User:
    return with_a_password(UserFactory(coach=True))


def with_a_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def has_app(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type="totp").exists()


def set_up_elsewhere(user: User) -> None:
    """The row alone, as if the session of the test had been missed when the others were ended."""
    app = Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    Authenticator.objects.bulk_create([app])


def with_app(user: User) -> tuple[Client, str]:
    """A session that has just connected an app, and the app's secret."""
    client, _ = with_password(user)
    return client, connect_app(client)


def with_code(user: User, secret: str) -> Client:
    """Another session of the same user, by password and code."""
    client, _ = with_password(user)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302
    assert opens(client)
    return client


def opens(client: Client) -> bool:
    return client.get(reverse("help")).status_code == 200


class TestSessionByPasswordAlone:
    """The owner has set up a factor elsewhere."""

    @pytest.fixture
    def stolen(self, user: User) -> Client:
        client, _ = with_password(user)
        set_up_elsewhere(user)
        return client

    def test_it_opens_nothing_and_is_led_to_the_second_step(self, stolen: Client) -> None:
        for name in ("home", "help", "notices", "aspirant_list", "account_change_password", "mfa_index"):
            for method in (stolen.get, stolen.post):
                answer = method(reverse(name))
                assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, PROVE), name

    @pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"])
    def test_it_changes_no_factor(self, stolen: Client, user: User, name: str) -> None:
        before = list(Authenticator.objects.values_list("pk", "data"))
        assert stolen.get(reverse(name))["Location"].partition("?")[0] == PROVE
        assert stolen.post(reverse(name))["Location"] == PROVE
        assert list(Authenticator.objects.values_list("pk", "data")) == before

    def test_the_password_once_more_is_no_proof(self, stolen: Client) -> None:
        assert stolen.post(reverse("account_reauthenticate"), {"password": PASSWORD})["Location"] == PROVE
        assert not opens(stolen)

    def test_the_factor_opens_it_and_leads_on(self, stolen: Client) -> None:
        asked = stolen.get(reverse("help"))["Location"]
        assert "Bekräfta att det är du" in stolen.get(asked).text
        assert stolen.post(asked, {"code": "000000", "next": reverse("help")}).status_code == 200
        assert not opens(stolen)
        answer = stolen.post(asked, {"code": code(SECRET), "next": reverse("help")})
        assert (answer.status_code, answer["Location"]) == (302, reverse("help"))
        assert opens(stolen)

    def test_a_key_alone_is_asked_for_as_a_key(self, user: User) -> None:
        client, _ = with_password(user)
        credential = {"name": "Blå nyckel", "credential": {}}
        Authenticator.objects.bulk_create([Authenticator(user=user, type="webauthn", data=credential)])
        asked = client.get(reverse("help"))["Location"].partition("?")[0]
        assert asked == reverse("mfa_reauthenticate_webauthn")

    def test_one_can_leave(self, stolen: Client) -> None:
        assert stolen.post(reverse("account_logout")).status_code == 302
        assert not is_signed_in(stolen)


@pytest.mark.parametrize("role", ["coach", "caseworker", "admin"])
def test_connecting_an_app_lets_this_session_on_and_ends_the_others(role: str) -> None:
    user = with_a_password(UserFactory(**{role: True}))
    other, _ = with_password(user)
    here, _ = with_app(user)
    assert opens(here)
    assert is_signed_in(here)
    assert other.get(reverse("mfa_index"))["Location"].startswith(reverse("account_login"))


class TestOtherSessionsEnd:
    """Two sessions that have both shown code and password."""

    @pytest.fixture
    def both(self, user: User) -> tuple[Client, Client, str]:
        here, secret = with_app(user)
        return here, with_code(user, secret), secret

    def test_when_the_app_is_removed(self, both: tuple[Client, Client, str], user: User) -> None:
        here, other, _ = both
        here.post(reverse("mfa_deactivate_totp"))
        assert not has_app(user)
        assert not opens(other)
        assert opens(here)

    def test_when_recovery_codes_are_made_anew(self, both: tuple[Client, Client, str]) -> None:
        here, other, _ = both
        assert here.post(reverse("mfa_generate_recovery_codes")).status_code == 302
        assert not opens(other)
        assert opens(here)

    def test_when_a_recovery_code_is_used_to_sign_in(self, both: tuple[Client, Client, str], user: User) -> None:
        here, other, _ = both
        codes = re.findall(r"<li>(\d{8})</li>", here.get(reverse("mfa_view_recovery_codes")).text)
        newest, _ = with_password(user)
        assert newest.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
        assert opens(newest)
        assert not opens(here)
        assert not opens(other)

    def test_when_a_recovery_code_is_used_to_prove_it(self, both: tuple[Client, Client, str]) -> None:
        here, other, _ = both
        codes = re.findall(r"<li>(\d{8})</li>", here.get(reverse("mfa_view_recovery_codes")).text)
        assert here.post(reverse("mfa_reauthenticate"), {"code": codes[0]}).status_code == 302
        assert opens(here)
        assert not opens(other)

    def test_not_when_a_code_of_the_app_is_shown(self, both: tuple[Client, Client, str], user: User) -> None:
        here, other, secret = both
        with time_machine.travel(time.time() + SETTLED, tick=False):
            with_code(user, secret)
            assert opens(here)
            assert opens(other)


class TestWhatAsksForAFactorFirst:
    """Ten minutes after the sign-in."""

    @pytest.mark.parametrize(
        "name", ["mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_change_password"]
    )
    def test_every_change_of_factors_and_password(self, user: User, name: str) -> None:
        client, secret = with_app(user)
        before = list(Authenticator.objects.values_list("pk", "data"))
        with time_machine.travel(time.time() + LATER, tick=False):
            assert client.get(reverse(name))["Location"].partition("?")[0] == PROVE
            assert client.post(reverse(name)).status_code == 302
            assert list(Authenticator.objects.values_list("pk", "data")) == before
            client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
            assert client.get(reverse(name))["Location"].partition("?")[0] == PROVE
            client.post(reverse("mfa_reauthenticate"), {"code": code(secret)})
            assert client.get(reverse(name)).status_code == 200

    def test_a_password_is_not_changed_by_who_knows_it(self, user: User) -> None:
        client, _ = with_app(user)
        new = "en annan mening om hästar"
        with time_machine.travel(time.time() + LATER, tick=False):
            sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
            assert client.post(reverse("account_change_password"), sent).status_code == 302
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_the_first_factor_takes_a_fresh_password(self, user: User) -> None:
        client, _ = with_password(user)
        with time_machine.travel(time.time() + LATER, tick=False):
            asked = client.get(reverse("mfa_activate_totp"))["Location"]
            assert asked.startswith(reverse("account_reauthenticate"))
            assert client.post(reverse("mfa_activate_totp"), {"code": "1"}).status_code == 302
            assert not has_app(user)
            assert client.post(asked, {"password": "fel"}).status_code == 200
            client.post(asked, {"password": PASSWORD})
            connect_app(client)
            assert opens(client)
        assert has_app(user)
