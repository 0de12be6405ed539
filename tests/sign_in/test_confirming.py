"""What weighs heavily asks who one is when that was last shown more than ten minutes ago; what was typed waits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Opening, Protection
from audit.models import AccessEvent, AccessKind
from demo.factories import EnrolmentFactory, UserFactory
from jobbtorg.configuration import openid_connect
from organisation.models import Position, Role, User
from organisation.sign_in.provider import refusals
from tests.sign_in.any_provider.running import CLIENT, AnyProvider, any_provider
from tests.sign_in.test_identity_provider import begin, is_signed_in, path_of
from tests.sign_in.test_second_factor import code
from tests.sign_in.test_this_session import with_a_password, with_app

pytestmark = pytest.mark.django_db
REASON = "Möte i dag, en lång rad med å och ä."


@pytest.fixture(autouse=True)
def _required(settings) -> None:
    settings.MFA_REQUIRED = True


def prove(client: Client, secret: str, answer: Any) -> Any:
    """Follow to where the code is asked for and give it; returns the page that one comes back to."""
    page = client.get(answer["Location"], follow=True)
    asked = page.redirect_chain[-1][0] if page.redirect_chain else answer["Location"]
    assert "Bekräfta att det är du" in page.text
    onward = parse_qs(urlsplit(asked).query)["next"][0]
    done = client.post(asked, {"code": code(secret), "next": onward})
    assert (done.status_code, done["Location"]) == (302, onward)
    return client.get(onward)


def sent_again(client: Client, page: Any) -> Any:
    """Press the button of the page that offers the form again."""
    assert "Skicka det du skrev" in page.text
    action = re.search(r'<form method="post" action="([^"]+)" class="form">', page.text)[1]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text):
        if name != "csrfmiddlewaretoken":
            fields.setdefault(name, []).append(value)
    return client.post(action.replace("&amp;", "&"), fields)


@pytest.fixture
def later() -> Iterator[Callable[[], time_machine.Traveller]]:
    """Called, it is eleven minutes later until the test ends."""
    with ExitStack() as until_the_end:
        yield lambda: until_the_end.enter_context(time_machine.travel(time.time() + 11 * 60, tick=True))


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyProvider]:
    with any_provider(tmp_path_factory.mktemp("any-provider")) as running:
        yield running


class TestOpeningAProtectedPerson:
    @pytest.fixture
    def case(self):
        return EnrolmentFactory(person__protection=Protection.SEKRETESSMARKERING)

    @pytest.fixture
    def coach(self, case) -> User:
        return with_a_password(UserFactory(coach=True, jobbtorg=case.jobbtorg, protected_access=True))

    @pytest.fixture
    def door(self, case) -> str:
        return reverse("open_protected", args=[case.person_id])

    def test_right_after_the_factor_only_the_reason_is_asked(self, coach, door) -> None:
        client, _ = with_app(coach)
        assert client.get(door).status_code == 200
        assert client.post(door, {"reason": REASON}).status_code == 302
        assert Opening.objects.count() == 1

    def test_later_one_shows_the_factor_first_and_comes_back_to_the_reason(self, coach, door, later) -> None:
        client, secret = with_app(coach)
        later()
        back = prove(client, secret, client.get(door))
        assert "Varför behöver du läsa uppgifterna?" in back.text
        assert client.post(door, {"reason": REASON}).status_code == 302

    def test_a_reason_that_came_too_late_is_kept(self, coach, door, later) -> None:
        client, secret = with_app(coach)
        later()
        asked = client.post(door, {"reason": REASON, "nasta": "/hjalp"})
        assert asked.status_code == 303
        assert not Opening.objects.exists()
        done = sent_again(client, prove(client, secret, asked))
        assert (done.status_code, done["Location"]) == (302, "/hjalp")
        assert Opening.objects.get().reason == REASON
        assert client.get(reverse("confirmed"))["Location"] == reverse("home")

    def test_for_an_hour_no_page_asks_again(self, case, coach, door) -> None:
        client, _ = with_app(coach)
        client.post(door, {"reason": REASON})
        for minutes in (11, 22, 29):
            with time_machine.travel(time.time() + minutes * 60, tick=True):
                assert client.get(reverse("case", args=[case.pk])).status_code == 200

    def test_who_may_not_open_the_person_is_asked_nothing(self, case, door, later) -> None:
        client, _ = with_app(with_a_password(UserFactory(coach=True, jobbtorg=case.jobbtorg)))
        later()
        assert client.get(door).status_code == 404

    def test_nobody_is_asked_where_no_factor_is_required(self, coach, door, settings) -> None:
        settings.MFA_REQUIRED = False
        client = Client()
        client.force_login(coach)
        assert client.post(door, {"reason": REASON}).status_code == 302


class TestChangingARole:
    @pytest.fixture
    def admin(self) -> User:
        return with_a_password(UserFactory(admin=True))

    @pytest.fixture
    def member(self) -> User:
        return UserFactory(coach=True)

    def addresses(self, member: User) -> list[str]:
        position = member.positions.get()
        keys = [member.pk, position.pk]
        return [
            reverse("user_invite"),
            reverse("user_reactivate", args=[member.pk]),
            reverse("position_give", args=[member.pk]),
            reverse("position_end", args=keys),
            reverse("position_revoke", args=keys),
            f"/admin/organisation/user/{member.pk}/change/",
        ]

    def test_every_page_that_changes_one_asks(self, admin, member, later) -> None:
        client, secret = with_app(admin)
        later()
        for address in self.addresses(member):
            for answer, status in ((client.get(address), 302), (client.post(address), 303)):
                assert (answer.status_code, urlsplit(answer["Location"]).path) == (status, "/konto/bekrafta"), address
        assert client.post(reverse("user_invitation", args=[member.pk])).status_code == 303
        back = prove(client, secret, client.get(self.addresses(member)[0]))
        assert "Bjud in en användare" in back.text
        for address in self.addresses(member):
            assert client.get(address).status_code == 200, address

    def test_what_was_typed_becomes_a_position_after_the_proof(self, admin, member, later) -> None:
        client, secret = with_app(admin)
        address = reverse("position_give", args=[member.pk])
        form = client.get(address).context["form"]
        seen = {name: form[name].value() for name in form.fields if form.fields[name].widget.is_hidden}
        later()
        today = timezone.localdate().isoformat()
        asked = client.post(address, {**seen, "role": Role.LOG_REVIEWER.value, "valid_from": today})
        assert asked.status_code == 303
        assert Position.objects.filter(user=member).count() == 1
        assert sent_again(client, prove(client, secret, asked)).status_code == 302
        member.refresh_from_db()
        assert member.role == Role.LOG_REVIEWER

    def test_taking_a_factor_away_asks_and_the_choice_is_kept(self, admin, member, later) -> None:
        client, secret = with_app(admin)
        Authenticator.objects.create(user=member, type="totp", data={"secret": "x"})
        later()
        chosen = {"action": "take_second_factor_away", "_selected_action": [member.pk]}
        asked = client.post("/admin/organisation/user/", chosen)
        assert asked.status_code == 303
        assert Authenticator.objects.filter(user=member).exists()
        sent_again(client, prove(client, secret, asked))
        assert not Authenticator.objects.filter(user=member).exists()


def test_what_waits_is_offered_for_ten_minutes_and_holds_no_password(later) -> None:
    client, _ = with_app(with_a_password(UserFactory(admin=True)))
    clock = later()
    client.post(reverse("user_invite"), {"email": "ny@jobbtorg.example", "password1": "hemligt"})
    page = client.get(reverse("confirmed"))
    assert "ny@jobbtorg.example" in page.text
    assert "hemligt" not in page.text
    clock.shift(601)
    assert client.get(reverse("confirmed"))["Location"] == reverse("home")


class TestAtTheProvider:
    """Whoever came from the provider shows it there, by `auth_time`."""

    @pytest.fixture(autouse=True)
    def _configured(self, provider: AnyProvider, settings) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
            provider.url, client_id=CLIENT, secret="x", name="stadens inloggning", staff_claim="sub"
        )

    @pytest.fixture
    def anna(self, provider: AnyProvider) -> Client:
        """An administrator who signed in there an hour ago and comes in by that session."""
        UserFactory(admin=True, staff_id="anna")
        UserFactory(admin=True, staff_id="bo")
        provider.knows("anna", auth_time=int(time.time()) - 3600)
        client = Client()
        client.get(path_of(provider.vouches("anna", begin(client))))
        assert is_signed_in(client)
        return client

    def to_the_provider(self, client: Client, asked: Any) -> str:
        page = client.get(asked["Location"])
        assert "Bekräfta hos stadens inloggning" in page.text
        link = re.search(r'href="(/konto/oidc/sso/bekrafta[^"]+)"', page.text)[1]
        return client.get(link.replace("&amp;", "&"))["Location"]

    def test_a_session_of_the_providers_own_is_no_proof(self, anna) -> None:
        assert anna.get(reverse("user_invite"))["Location"].startswith("/konto/bekrafta?")

    def test_a_sign_in_a_moment_ago_is(self, provider) -> None:
        UserFactory(admin=True, staff_id="anna")
        provider.knows("anna", auth_time=int(time.time()) - 9 * 60)
        client = Client()
        client.get(path_of(provider.vouches("anna", begin(client))))
        assert client.get(reverse("user_invite")).status_code == 200

    def test_one_signs_in_there_again_and_what_was_typed_waits(self, provider, anna) -> None:
        asked = anna.post(reverse("user_invite"), {"email": "ny@jobbtorg.example"})
        address = self.to_the_provider(anna, asked)
        said = parse_qs(urlsplit(address).query)
        assert (said["prompt"], said["max_age"]) == (["login"], ["0"])
        provider.knows("anna", auth_time=int(time.time()))
        key = anna.session.session_key
        back = anna.get(path_of(provider.vouches("anna", address)))
        assert back["Location"] == reverse("confirmed")
        assert anna.session.session_key == key
        assert "ny@jobbtorg.example" in sent_again(anna, anna.get(back["Location"])).text

    @pytest.mark.parametrize("said", [{"auth_time": 1}, {"auth_time": None}, {"auth_time": "now"}, {"auth_time": True}])
    def test_an_answer_that_is_not_recent_is_none(self, provider, anna, said) -> None:
        address = self.to_the_provider(anna, anna.get(reverse("user_invite")))
        provider.knows("anna", **said)
        page = anna.get(path_of(provider.vouches("anna", address)), follow=True)
        assert refusals.NOT_RECENT in page.text
        assert is_signed_in(anna)
        assert anna.get(reverse("user_invite")).status_code == 302

    def test_somebody_else_does_not_confirm(self, provider, anna) -> None:
        before = anna.session["_auth_user_id"]
        address = self.to_the_provider(anna, anna.get(reverse("user_invite")))
        provider.knows("bo", auth_time=int(time.time()))
        page = anna.get(path_of(provider.vouches("bo", address)), follow=True)
        assert refusals.SOMEBODY_ELSE in page.text
        assert anna.session["_auth_user_id"] == before
        assert anna.get(reverse("user_invite")).status_code == 302
        assert AccessEvent.objects.filter(kind=AccessKind.SIGN_IN_FAILED, reason=refusals.SOMEBODY_ELSE).exists()

    def test_factors_of_ones_own_are_set_up_after_showing_it_there(self, provider, anna) -> None:
        for name in ("mfa_activate_totp", "mfa_add_webauthn"):
            assert anna.get(reverse(name))["Location"].startswith("/konto/bekrafta?")
        assert anna.post(reverse("mfa_activate_totp"), {"code": "1"}).status_code == 302
        address = self.to_the_provider(anna, anna.get(reverse("mfa_activate_totp")))
        provider.knows("anna", auth_time=int(time.time()))
        back = anna.get(path_of(provider.vouches("anna", address)))
        assert back["Location"] == reverse("mfa_activate_totp")
        assert anna.get(back["Location"]).status_code == 200
