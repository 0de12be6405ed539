"""Signing out of the provider with the service, and out of the service by the provider."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from audit.models import AccessEvent, AccessKind
from demo.factories import UserFactory
from jobbtorg.configuration import openid_connect
from organisation.models import User
from tests.sign_in.any_provider.running import CLIENT, AnyProvider, any_provider
from tests.sign_in.test_identity_provider import begin, is_signed_in, path_of

SUB, SID = "8812", "session-at-the-provider"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyProvider]:
    with any_provider(tmp_path_factory.mktemp("any-provider")) as running:
        yield running


@pytest.fixture(autouse=True)
def _configured(provider: AnyProvider, settings, db: None) -> None:
    settings.MFA_REQUIRED = True
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
        provider.url, client_id=CLIENT, secret="x", name="stadens inloggning", staff_claim="sub"
    )
    cache.clear()


@pytest.fixture
def user() -> User:
    return UserFactory(coach=True, staff_id=SUB)


def come_in(provider: AnyProvider, sub: str = SUB, sid: str = SID) -> Client:
    provider.knows(sub, sid=sid)
    client = Client()
    client.get(path_of(provider.vouches(sub, begin(client))))
    assert is_signed_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("help")).status_code == 200


def call(token: str, provider_id: str = "sso") -> int:
    """The provider's call, which comes from no browser."""
    caller = Client(enforce_csrf_checks=True)
    answer = caller.post(reverse("provider_signs_out", args=[provider_id]), {"logout_token": token})
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code


class TestOfTheProviderToo:
    @pytest.mark.parametrize("way_out", ["account_logout", "session_lock"])
    def test_the_browser_is_led_there_with_what_it_needs(self, provider, user, way_out: str) -> None:
        client = come_in(provider)
        answer = client.post(reverse(way_out), follow=True)
        assert not is_signed_in(client)
        waits, address = re.fullmatch(r"(\d); url=(.+)", answer["Refresh"]).groups()
        assert waits == "0"
        assert f'href="{address.replace("&", "&amp;")}"' in answer.text
        asked = parse_qs(urlsplit(address).query)
        assert address.startswith(f"{provider.url}/oauth2/end_session?")
        assert asked["post_logout_redirect_uri"] == ["http://testserver/konto/login/"]
        assert asked["client_id"] == [CLIENT]
        hint = jwt.decode(asked["id_token_hint"][0], options={"verify_signature": False})
        assert hint["sub"] == SUB
        again = client.get(reverse("provider_signed_out"))
        assert "Refresh" not in again
        assert SUB not in again.text

    def test_whoever_came_by_password_goes_nowhere_else(self) -> None:
        client = Client()
        client.force_login(UserFactory(coach=True))
        assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")

    def test_the_token_is_not_legible_in_the_database(self, provider, user) -> None:
        client = come_in(provider)
        assert client.session["vouched"]["hint"].startswith("gAAAA")


class TestByTheProvider:
    def test_by_its_number_of_the_session(self, provider, user) -> None:
        ended, other = come_in(provider), come_in(provider, sid="another")
        assert call(provider.sign_out_token(sub=SUB, sid=SID)) == 200
        assert not is_in(ended)
        assert is_in(other)
        assert AccessEvent.objects.filter(kind=AccessKind.SIGN_OUT, user=user).count() == 1

    def test_by_its_number_of_the_user_everywhere(self, provider, user) -> None:
        UserFactory(coach=True, staff_id="another")
        mine = [come_in(provider), come_in(provider, sid="another")]
        theirs = come_in(provider, sub="another")
        assert call(provider.sign_out_token(sub=SUB)) == 200
        assert [is_in(client) for client in mine] == [False, False]
        assert is_in(theirs)

    def test_not_what_was_begun_with_a_password(self, provider, user) -> None:
        client = Client()
        user.set_password("fyra-blåa-hästar-i-regn")
        user.save()
        client.post(reverse("account_login"), {"login": user.email, "password": "fyra-blåa-hästar-i-regn"})
        assert call(provider.sign_out_token(sub=SUB)) == 200
        assert is_signed_in(client)

    def test_also_after_a_new_password_gave_the_session_another_key(self, provider, user) -> None:
        user.set_password("fyra-blåa-hästar-i-regn")
        user.save()
        client, new = come_in(provider), "en annan mening om hästar"
        sent = {"oldpassword": "fyra-blåa-hästar-i-regn", "password1": new, "password2": new}
        key = client.session.session_key
        assert client.post(reverse("account_change_password"), sent).status_code == 302
        assert client.session.session_key != key
        assert call(provider.sign_out_token(sid=SID)) == 200
        assert not is_in(client)

    def test_nobody_is_signed_in_there(self, provider, user) -> None:
        assert call(provider.sign_out_token(sub=SUB)) == 200

    def test_it_is_good_once(self, provider, user) -> None:
        token = provider.sign_out_token(sub=SUB)
        assert call(token) == 200
        client = come_in(provider)
        assert call(token) == 400
        assert is_in(client)

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://evil.example"},
            {"iss": None},
            {"aud": "lunchkort"},
            {"aud": None},
            {"iat": None},
            {"iat": "now"},
            {"iat": -3600, "exp": None},
            {"iat": 3600},
            {"exp": -3600},
            {"jti": None},
            {"events": None},
            {"events": {}},
            {"events": [EVENT]},
            {"events": {EVENT: True}},
            {"events": {"http://schemas.openid.net/event/other": {}}},
            {"nonce": "n"},
            {"sub": None},
            {"sub": 8812},
            {"sub": "", "sid": ""},
            {"sid": ["session-at-the-provider"]},
        ],
        ids=str,
    )
    def test_what_is_no_such_call_ends_nothing(self, provider, user, claims: dict[str, Any]) -> None:
        """Numbers are seconds from now."""
        client, now = come_in(provider), int(time.time())
        said = {
            name: now + value if name in ("iat", "exp") and isinstance(value, int) else value
            for name, value in claims.items()
        }
        assert call(provider.sign_out_token(**{"sub": SUB, **said})) == 400
        assert is_in(client)

    def test_a_token_that_somebody_else_signed_ends_nothing(self, provider, user) -> None:
        client, real = come_in(provider), provider.sign_out_token(sub=SUB)
        said = jwt.decode(real, options={"verify_signature": False})
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        assert call(jwt.encode(said, key, "RS256", {"kid": jwt.get_unverified_header(real)["kid"]})) == 400
        assert call(jwt.encode(said, "x" * 40, "HS256", {"kid": jwt.get_unverified_header(real)["kid"]})) == 400
        assert call(jwt.encode(said, None, "none")) == 400
        assert is_in(client)

    @pytest.mark.parametrize("token", ["", "a.b.c", "x" * 10_000])
    def test_nonsense_ends_nothing(self, provider, user, token: str) -> None:
        client = come_in(provider)
        assert call(token) == 400
        assert is_in(client)

    def test_only_a_provider_that_there_is_and_only_by_post(self, provider) -> None:
        assert Client().post(reverse("provider_signs_out", args=["other"]), {"logout_token": "x"}).status_code == 404
        assert Client().get(reverse("provider_signs_out", args=["sso"])).status_code == 405

    def test_the_list_of_sessions_knows_whom_the_provider_means(self, provider, user) -> None:
        come_in(provider)
        assert UserSession.objects.get().data == {"provider": "sso", "sub": SUB, "sid": SID}
