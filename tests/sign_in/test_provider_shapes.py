"""Providers as they are: what each of them sends, whom that lets in, and one sentence for everybody else."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from audit.models import AccessEvent, AccessKind
from demo.factories import UserFactory
from jobbtorg.configuration import openid_connect
from organisation.sign_in.provider import refusals
from organisation.sign_in.provider.matching import user_vouched_for
from organisation.sign_in.provider.refusals import RefusedError
from organisation.sign_in.provider.tokens import UntrustedError, signed_claims
from tests.sign_in.any_provider.running import CLIENT, AnyProvider, any_provider
from tests.sign_in.test_identity_provider import begin, is_signed_in, path_of

TENANT, OTHER_TENANT = "7f2a9c1e-0000-4000-8000-000000000001", "7f2a9c1e-0000-4000-8000-000000000002"
OID = "3b1f0e7a-5c2d-4e8f-9a6b-1c2d3e4f5a6b"
STEPS = "http://schemas.microsoft.com/claims/multipleauthn"
FREJA_LEVEL = "http://id.elegnamnden.se/loa/1.0/loa3"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyProvider]:
    with any_provider(tmp_path_factory.mktemp("any-provider")) as running:
        yield running


@pytest.fixture(autouse=True)
def _outside_the_demo(settings, db: None) -> None:
    settings.MFA_REQUIRED = True


@pytest.fixture
def trusting(provider: AnyProvider, settings):
    """Configures the provider with what is believed of it."""

    def configure(**trusted: Any) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
            provider.url, client_id=CLIENT, secret="x", name="stadens inloggning", **trusted
        )

    return configure


def come_in(provider: AnyProvider, sub: str) -> tuple[Client, str]:
    """The whole way; returns the browser and the page as it is shown in the end."""
    client = Client()
    back = provider.vouches(sub, begin(client))
    return client, client.get(path_of(back), follow=True).text


class Shape:
    """What one kind of provider sends about one person, and how it is configured."""

    def __init__(self, sub: str, staff_id: str, trusted: dict[str, Any], **claims: Any) -> None:
        self.sub, self.staff_id, self.trusted, self.claims = sub, staff_id, trusted, claims


ENTRA = Shape(
    "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",  # of this application alone
    OID,
    {"staff_claim": "oid", "tenant": TENANT, "required_amr": ["mfa"]},
    oid=OID,
    tid=TENANT,
    upn="anna.lind@stad.example",
    name="Anna Lind",
    email="anna.lind@stad.example",  # and no email_verified
    amr=["pwd", "mfa"],
    sid="entra-1",
)
AD_FS = Shape(
    "6Vkq4yM1oXh2",
    "STAD\\aa12345",
    {
        "staff_claim": "winaccountname",
        "required_acr": [STEPS],
        "openid_configuration_overrides": {"userinfo_endpoint": ""},
    },
    winaccountname="stad\\AA12345",
    unique_name="STAD\\AA12345",
    acr=STEPS,
)
KEYCLOAK = Shape(
    "f0e1d2c3-0000-4000-8000-00000000000a",
    "f0e1d2c3-0000-4000-8000-00000000000a",
    {"staff_claim": "sub"},
    preferred_username="anlind",
    email="anna.lind@stad.example",
    email_verified=False,
    sid="keycloak-1",
)
FREJA = Shape(
    "freja-9911",
    "100234",
    {"staff_claim": "employeeid", "required_acr": [FREJA_LEVEL]},
    employeeid=100234,  # as a number
    acr=FREJA_LEVEL,
    name="Anna Lind",
)
NO_EMAIL = Shape("urn:person:77", "urn:person:77", {"staff_claim": "sub"})
RENAMED = Shape(
    "8812",
    "8812",
    {"staff_claim": "sub"},
    name="Anna Berg",
    email="anna.berg@stad.example",
    email_verified=True,
)
SHAPES = {
    "Entra ID": ENTRA,
    "AD FS": AD_FS,
    "Keycloak": KEYCLOAK,
    "Freja": FREJA,
    "no e-mail": NO_EMAIL,
    "another name and e-mail": RENAMED,
}


@pytest.fixture(params=list(SHAPES.values()), ids=list(SHAPES))
def shape(request: pytest.FixtureRequest) -> Shape:
    return request.param


class TestWhoComesIn:
    def test_the_user_whose_staff_id_it_is(self, provider, trusting, shape: Shape) -> None:
        user = UserFactory(coach=True, email="anna.lind@jobbtorg.example", staff_id=shape.staff_id)
        trusting(**shape.trusted)
        provider.knows(shape.sub, **shape.claims)
        client, _ = come_in(provider, shape.sub)
        assert client.session[SESSION_KEY] == str(user.pk)
        assert client.get(reverse("help")).status_code == 200
        user.refresh_from_db()
        assert (user.email, user.staff_id) == ("anna.lind@jobbtorg.example", shape.staff_id)

    def test_nobody_by_an_address_that_was_given_to_somebody_else(self, provider, trusting, shape: Shape) -> None:
        """The address of the one who comes is by now that of a colleague here."""
        address = shape.claims.get("email", "anna.lind@stad.example")
        UserFactory(coach=True, email=address, staff_id="another")
        trusting(**shape.trusted)
        provider.knows(shape.sub, **{**shape.claims, "email": address, "email_verified": True})
        client, page = come_in(provider, shape.sub)
        assert not is_signed_in(client)
        assert refusals.NO_ACCOUNT in page

    def test_by_address_where_that_is_trusted_deliberately(self, provider, trusting) -> None:
        user = UserFactory(coach=True, email="anna.lind@stad.example")
        trusting(trust_email=True)
        provider.knows("by-address", email="Anna.Lind@stad.example")
        client, _ = come_in(provider, "by-address")
        assert client.session[SESSION_KEY] == str(user.pk)


FOR_TWO = {"aud": [CLIENT, "lunchkort"], "azp": "lunchkort"}
REFUSED = {
    "no such staff id": (ENTRA, {"oid": OID[:-1] + "c"}, {}, refusals.NO_ACCOUNT),
    "an identifier in other letters": (KEYCLOAK, {}, {"staff_id": KEYCLOAK.staff_id.upper()}, refusals.NO_ACCOUNT),
    "no staff id at all": (ENTRA, {"oid": None}, {}, refusals.NO_STAFF_ID),
    "an empty staff id": (ENTRA, {"oid": ""}, {}, refusals.NO_STAFF_ID),
    "a list of staff ids": (ENTRA, {"oid": [OID]}, {}, refusals.NO_STAFF_ID),
    "a closed account": (ENTRA, {}, {"is_active": False}, refusals.NOT_IN_SERVICE),
    "a position that has ended": (ENTRA, {}, {"position_until": datetime.date(2026, 1, 1)}, refusals.NOT_IN_SERVICE),
    "another organisation": (ENTRA, {"tid": OTHER_TENANT}, {}, refusals.WRONG_TENANT),
    "no organisation": (ENTRA, {"tid": None}, {}, refusals.WRONG_TENANT),
    "one step": (ENTRA, {"amr": ["pwd"]}, {}, refusals.TOO_WEAK),
    "no word of the steps": (ENTRA, {"amr": None}, {}, refusals.TOO_WEAK),
    "a lower level": (FREJA, {"acr": FREJA_LEVEL.replace("loa3", "loa2")}, {}, refusals.TOO_WEAK),
    "no level": (AD_FS, {"acr": None}, {}, refusals.TOO_WEAK),
    "another issuer": (ENTRA, {"iss": "https://evil.example"}, {}, refusals.NOT_TRUSTED),
    "for another service": (ENTRA, {"aud": "lunchkort"}, {}, refusals.NOT_TRUSTED),
    "for two services, made for the other": (ENTRA, FOR_TWO, {}, refusals.NOT_TRUSTED),
    "expired": (ENTRA, {"exp": 1}, {}, refusals.NOT_TRUSTED),
    "without an end": (ENTRA, {"exp": None}, {}, refusals.NOT_TRUSTED),
    "another nonce": (ENTRA, {"nonce": "somebody else's"}, {}, refusals.NOT_TRUSTED),
    "no nonce": (ENTRA, {"nonce": None}, {}, refusals.NOT_TRUSTED),
}


@pytest.mark.parametrize(("shape", "said", "facts", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_one_sentence_for_each_reason_and_a_row_in_the_log(
    provider, trusting, shape: Shape, said: dict[str, Any], facts: dict[str, Any], sentence: str
) -> None:
    user = UserFactory(coach=True, **{"staff_id": shape.staff_id, **facts})
    trusting(**shape.trusted)
    provider.knows(shape.sub, **{**shape.claims, **said})
    client, page = come_in(provider, shape.sub)
    assert not is_signed_in(client)
    assert sentence in page
    logged = AccessEvent.objects.get(kind=AccessKind.SIGN_IN_FAILED)
    assert logged.reason == sentence
    known = sentence in (refusals.NOT_IN_SERVICE, refusals.TOO_WEAK)
    assert logged.user == (user if known else None)


@pytest.mark.parametrize("verified", [False, "true", None, 1])
def test_an_address_that_is_said_not_to_be_verified_is_not_trusted_either(provider, trusting, verified: Any) -> None:
    UserFactory(coach=True, email="anna.lind@stad.example")
    trusting(trust_email=True)
    provider.knows("unverified", email="anna.lind@stad.example", email_verified=verified)
    client, page = come_in(provider, "unverified")
    assert not is_signed_in(client)
    assert refusals.EMAIL_NOT_VERIFIED in page


def test_without_a_chosen_claim_and_trust_nobody_comes_in(provider, trusting) -> None:
    UserFactory(coach=True, email="anna.lind@stad.example", staff_id="anna")
    trusting()
    provider.knows("anna", email="anna.lind@stad.example", email_verified=True)
    client, page = come_in(provider, "anna")
    assert not is_signed_in(client)
    assert refusals.NO_STAFF_ID in page


def test_user_information_about_another_subject_is_not_used() -> None:
    UserFactory(coach=True, staff_id="100234")
    with pytest.raises(RefusedError, match="gick inte att lita på"):
        user_vouched_for({"sub": "a"}, {"sub": "b", "employeeid": "100234"}, {"staff_claim": "employeeid"})


def test_what_is_signed_wins_over_what_is_told_besides() -> None:
    user = UserFactory(coach=True, staff_id="100234")
    told = {"sub": "a", "employeeid": "999"}
    found = user_vouched_for({"sub": "a", "employeeid": "100234"}, told, {"staff_claim": "employeeid"})
    assert found == user


class TestSignature:
    """An ID token with everything right but the signature."""

    @pytest.fixture
    def published(self, provider: AnyProvider) -> dict[str, Any]:
        return {"issuer": provider.url, "jwks_uri": f"{provider.url}/jwks"}

    @pytest.fixture
    def claims(self, provider: AnyProvider) -> dict[str, Any]:
        now = int(time.time())
        return {"iss": provider.url, "aud": CLIENT, "sub": "a", "iat": now, "exp": now + 60, "nonce": "n"}

    def test_the_providers_own_is_believed(self, provider, published, claims) -> None:
        assert signed_claims(provider.signed(claims), published, client_id=CLIENT)["sub"] == "a"

    def test_another_key_of_the_same_name_is_not(self, provider, published, claims) -> None:
        header = jwt.get_unverified_header(provider.signed(claims))
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        forged = jwt.encode(claims, key, "RS256", {"kid": header["kid"]})
        with pytest.raises(UntrustedError):
            signed_claims(forged, published, client_id=CLIENT)

    def test_none_at_all_is_not(self, provider, published, claims) -> None:
        header = jwt.get_unverified_header(provider.signed(claims))
        forged = jwt.encode(claims, None, "none", {"kid": header["kid"]})
        with pytest.raises(UntrustedError):
            signed_claims(forged, published, client_id=CLIENT)

    def test_the_public_key_used_as_a_secret_is_not(self, provider, published, claims) -> None:
        header = jwt.get_unverified_header(provider.signed(claims))
        forged = jwt.encode(claims, "what everybody can read, and long enough", "HS256", {"kid": header["kid"]})
        with pytest.raises(UntrustedError):
            signed_claims(forged, published, client_id=CLIENT)

    @pytest.mark.parametrize("token", ["", "a.b.c", "not a token"])
    def test_nonsense_is_not(self, published, token) -> None:
        with pytest.raises(UntrustedError):
            signed_claims(token, published, client_id=CLIENT)

    def test_an_issuer_that_leaves_the_organisation_open_takes_the_configured_one(self, provider, published, claims):
        published["issuer"] = "https://login.example/{tenantid}/v2.0"
        token = provider.signed(claims | {"iss": f"https://login.example/{TENANT}/v2.0"})
        assert signed_claims(token, published, client_id=CLIENT, tenant=TENANT)
        for tenant in (OTHER_TENANT, ""):
            with pytest.raises(UntrustedError):
                signed_claims(token, published, client_id=CLIENT, tenant=tenant)


def test_the_provider_is_asked_for_the_required_level_and_with_a_nonce_of_its_own_each_time(trusting) -> None:
    trusting(**FREJA.trusted)
    first, second = begin(Client()), begin(Client())
    assert "acr_values=http%3A%2F%2Fid.elegnamnden.se%2Floa%2F1.0%2Floa3" in first
    assert _nonce(first) != _nonce(second)
    assert len(_nonce(first)) == 32


def _nonce(address: str) -> str:
    return address.partition("nonce=")[2].partition("&")[0]
