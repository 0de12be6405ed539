"""Sign-in with an identity provider: the whole code flow with PKCE, over HTTP, against a real provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from audit.models import AccessEvent, AccessKind
from demo.factories import UserFactory
from jobbtorg.configuration import openid_connect
from organisation.models import User
from organisation.sign_in.provider.refusals import (
    EMAIL_NOT_VERIFIED,
    NO_ACCOUNT_BY_EMAIL,
    NOT_COMPLETED,
    NOT_IN_SERVICE,
)
from tests.sign_in.identity_provider.running import PATIENCE, Provider, identity_provider

COLLEAGUE, GONE, STRANGER, UNVERIFIED, TEXT = "kollega", "slutat", "okand", "unverified", "text"
ADDRESSES = {
    COLLEAGUE: "kollega@jobbtorg.example",
    GONE: "slutat@jobbtorg.example",
    STRANGER: "okand@jobbtorg.example",
    UNVERIFIED: "unverified@jobbtorg.example",
    TEXT: "text@jobbtorg.example",
}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder: Path = tmp_path_factory.mktemp("identity-provider")
    back = [f"http://testserver{reverse('openid_connect_callback', args=['sso'])}"]
    with identity_provider(folder, ADDRESSES, back) as running:
        yield running


@pytest.fixture(autouse=True)
def _configured(provider: Provider, settings, db: None) -> None:
    """As with OIDC_SERVER_URL and the others in the environment, outside the demo."""
    settings.MFA_REQUIRED = True
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
        provider.url,
        client_id="jobbtorg",
        secret=provider.client_secret,
        name="stadens inloggning",
        trust_email=True,
    )


def employed(name: str, **facts) -> User:
    return UserFactory(coach=True, email=ADDRESSES[name], **facts)


def at_the_provider(provider: Provider, name: str, authorize: str) -> str:
    """Sign in there; returns the address that the provider sends one back to."""
    with requests.Session() as browser:
        answer = browser.get(authorize, allow_redirects=False, timeout=PATIENCE)
        assert answer.status_code == 302
        login = f"{provider.url.removesuffix('/o')}{answer.headers['Location']}"
        answer = browser.post(
            login, {"username": name, "password": provider.password}, allow_redirects=False, timeout=PATIENCE
        )
        assert answer.status_code == 302, answer.text
        onward = f"{provider.url.removesuffix('/o')}{answer.headers['Location']}"
        answer = browser.get(onward, allow_redirects=False, timeout=PATIENCE)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def begin(client: Client, query: str = "process=login") -> str:
    answer = client.get(f"{reverse('openid_connect_login', args=['sso'])}?{query}")
    assert answer.status_code == 302
    return answer["Location"]


def come_in(provider: Provider, name: str, query: str = "process=login") -> tuple[Client, str]:
    """The whole way; returns the browser and the page as it is shown in the end."""
    client = Client()
    back = at_the_provider(provider, name, begin(client, query))
    return client, client.get(path_of(back), follow=True).text


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_a_colleague_comes_in_without_password_and_local_factor(provider):
    user = employed(COLLEAGUE)
    client, _ = come_in(provider, COLLEAGUE)
    assert client.session[SESSION_KEY] == str(user.pk)
    assert client.get(reverse("help")).status_code == 200
    assert AccessEvent.objects.filter(kind=AccessKind.SIGN_IN, user=user).count() == 1


def test_a_staff_id_is_found_in_a_claim(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] |= {"staff_claim": "employeeid"}
    user = UserFactory(coach=True, staff_id=f"a-{COLLEAGUE}")
    client, _ = come_in(provider, COLLEAGUE)
    assert client.session[SESSION_KEY] == str(user.pk)


def test_the_flow_is_a_code_flow_with_pkce_and_state(provider):
    asked = parse_qs(urlsplit(begin(Client())).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 16


def test_a_local_factor_is_not_asked_for_besides(provider):
    user = employed(COLLEAGUE)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt("A" * 32)})
    client, _ = come_in(provider, COLLEAGUE)
    assert is_signed_in(client)


def test_the_local_password_stays_and_nothing_of_the_provider_is_kept(provider):
    user = employed(COLLEAGUE)
    user.set_password("fyra-blåa-hästar-i-regn")
    user.save()
    come_in(provider, COLLEAGUE)
    user.refresh_from_db()
    assert user.check_password("fyra-blåa-hästar-i-regn")
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (GONE, NOT_IN_SERVICE),
        (STRANGER, NO_ACCOUNT_BY_EMAIL),
        (UNVERIFIED, EMAIL_NOT_VERIFIED),
        (TEXT, EMAIL_NOT_VERIFIED),
    ],
)
def test_everybody_else_gets_one_sentence_and_no_account(provider, name, sentence):
    employed(GONE, is_active=False)
    employed(UNVERIFIED)
    employed(TEXT)
    before = User.objects.count()
    client, page = come_in(provider, name)
    assert not is_signed_in(client)
    assert sentence in page
    assert User.objects.count() == before
    assert AccessEvent.objects.filter(kind=AccessKind.SIGN_IN_FAILED).count() == 1


def test_there_is_no_connecting_of_accounts(provider, settings):
    settings.MFA_REQUIRED = False
    client = Client()
    client.force_login(employed(COLLEAGUE))
    back = at_the_provider(provider, STRANGER, begin(client, "process=connect"))
    assert NO_ACCOUNT_BY_EMAIL in client.get(path_of(back), follow=True).text
    assert not SocialAccount.objects.exists()


def test_nothing_in_the_address_changes_what_the_provider_is_asked(provider):
    asked = parse_qs(urlsplit(begin(Client(), "scope=admin&auth_params=prompt%3Dnone%26redirect_uri%3Dhttp://x")).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == ["http://testserver/konto/oidc/sso/svar"]
    assert "prompt" not in asked


def test_one_lands_where_one_was_going(provider):
    employed(COLLEAGUE)
    client = Client()
    back = at_the_provider(provider, COLLEAGUE, begin(client, "next=/hjalp"))
    assert client.get(path_of(back))["Location"] == "/hjalp"
    client = Client()
    back = at_the_provider(provider, COLLEAGUE, begin(client, "next=https://evil.example/"))
    assert client.get(path_of(back))["Location"] == "/"


def test_an_answer_is_good_for_the_browser_that_asked_and_once(provider):
    employed(COLLEAGUE)
    asked = Client()
    back = path_of(at_the_provider(provider, COLLEAGUE, begin(asked)))
    other = Client()
    begin(other)
    assert NOT_COMPLETED in other.get(back, follow=True).text
    assert not is_signed_in(other)
    asked.get(back)
    assert is_signed_in(asked)
    asked.post(reverse("account_logout"))
    assert NOT_COMPLETED in asked.get(back, follow=True).text
    assert not is_signed_in(asked)


def test_a_code_that_the_provider_never_gave_is_refused(provider):
    employed(COLLEAGUE)
    client = Client()
    state = parse_qs(urlsplit(begin(client)).query)["state"][0]
    page = client.get(
        reverse("openid_connect_callback", args=["sso"]), {"state": state, "code": "made-up"}, follow=True
    )
    assert NOT_COMPLETED in page.text
    assert not is_signed_in(client)


def test_cancelling_leads_back_to_the_sign_in(provider):
    client = Client()
    state = parse_qs(urlsplit(begin(client)).query)["state"][0]
    answer = {"state": state, "error": "access_denied"}
    assert NOT_COMPLETED in client.get(reverse("openid_connect_callback", args=["sso"]), answer, follow=True).text


def test_a_provider_that_is_away_is_told_as_such(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
        "http://127.0.0.1:9/o", client_id="jobbtorg", secret="x", name="stadens inloggning"
    )
    page = Client().get(reverse("openid_connect_login", args=["sso"]), {"process": "login"}, follow=True)
    assert NOT_COMPLETED in page.text


def test_the_button_stands_first_where_there_is_a_provider(provider, settings):
    page = Client().get(reverse("account_login")).text
    button, form = page.index("Logga in med stadens inloggning"), page.index('name="password"')
    assert button < form
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect("", client_id="", secret="", name="stadens inloggning")
    assert "Logga in med" not in Client().get(reverse("account_login")).text
    assert Client().get(reverse("openid_connect_login", args=["sso"])).status_code == 404
    assert not Authenticator.objects.exists()
