"""From the invitation to the first sign-in: the letter, the link, and what becomes of one that is used or too old."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories import JobbtorgFactory, UserFactory
from notices.choices import LetterKind
from notices.models import OutboxMessage
from notices.outbox import Letter, queue_letters
from notices.relay import RelayResult, relay
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB, WORKER
from organisation.models import Jobbtorg, Position, Role, User
from tests.mail_sink import send_to
from tests.post_forms import submit
from tests.roles import as_role
from tests.same_moment import at_the_same_moment
from tests.visits import signed_in

pytestmark = pytest.mark.django_db

TIMES = 12
PASSPHRASE = "hästar batteri klammer rätt"
LINK = re.compile(r"http://testserver(/konto/inbjudan/\S+)")
GONE = "Länken har redan använts eller är för gammal. Be systemförvaltaren att skicka en ny."


@pytest.fixture(autouse=True)
def service(settings: Any) -> None:
    settings.SERVICE_URL = "http://testserver"


@pytest.fixture
def jobbtorg(db: None) -> Jobbtorg:
    return JobbtorgFactory()


@pytest.fixture
def answers(jobbtorg: Jobbtorg) -> dict[str, object]:
    return {
        "email": "Siv.Nord@Stad.example",
        "first_name": "Siv",
        "last_name": "Nord",
        "role": Role.COACH,
        "jobbtorg": jobbtorg.pk,
        "valid_from": timezone.localdate().isoformat(),
    }


@pytest.fixture
def invited(administrator: User, answers: dict[str, object]) -> User:
    response = signed_in(administrator).post(reverse("user_invite"), answers)
    user = User.objects.get(email="siv.nord@stad.example")
    assert response.url == reverse("user_detail", args=[user.pk])
    return user


def send_letters() -> None:
    """What the worker does once a minute."""
    with as_role(WORKER):
        assert relay().postponed == 0


def link() -> str:
    """The one in the letter that was sent last."""
    send_letters()
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def choose(client: Client, path: str, password: str = PASSPHRASE) -> int:
    page = client.get(path, follow=True)
    if page.status_code != 200:
        return page.status_code
    [(form_path, _)] = page.redirect_chain
    return client.post(form_path, {"new_password1": password, "new_password2": password}).status_code


def test_the_letter_names_nobody_and_the_link_leads_to_the_first_sign_in(invited, administrator, jobbtorg):
    send_letters()
    [letter] = mail.outbox
    assert letter.to == ["siv.nord@stad.example"]
    for name in ("Siv", "Nord", administrator.first_name, administrator.last_name, str(jobbtorg)):
        assert name not in f"{letter.subject} {letter.body}"
    assert "Länken gäller i 72 timmar" in letter.body
    assert not invited.has_usable_password()
    browser = Client()
    page = browser.get(link(), follow=True)
    [(form_path, _)] = page.redirect_chain
    assert form_path.endswith("/set-password/"), "the token is not in the address of the page"
    done = browser.post(form_path, {"new_password1": PASSPHRASE, "new_password2": PASSPHRASE}, follow=True)
    assert "Lösenordet är valt. Du kan logga in." in done.text
    browser.post("/konto/login/", {"login": "siv.nord@stad.example", "password": PASSPHRASE})
    assert browser.get("/aspiranter").status_code == 200
    assert invited.positions.get().given_by == administrator


def test_a_link_is_used_once(invited):
    path = link()
    assert choose(Client(), path) == 302
    for path_again in (path, path.rsplit("/", 2)[0] + "/set-password/"):
        page = Client().get(path_again)
        assert page.status_code == 410
        assert GONE in page.text
    invited.refresh_from_db()
    assert invited.check_password(PASSPHRASE)


@pytest.mark.parametrize(("after", "status"), [(timedelta(hours=72), 302), (timedelta(hours=72, seconds=1), 410)])
def test_a_link_holds_for_72_hours(administrator, answers, after, status):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        signed_in(administrator).post(reverse("user_invite"), answers)
        path = link()
        clock.shift(after)
        assert choose(Client(), path) == status


def test_a_form_left_open_too_long_is_refused(invited):
    browser = Client()
    [(form_path, _)] = browser.get(link(), follow=True).redirect_chain
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        # The session has ended too; a browser that kept it would meet the same sentence.
        late = browser.post(form_path, {"new_password1": PASSPHRASE, "new_password2": PASSPHRASE})
    assert late.status_code == 410
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_sending_it_again_replaces_the_link(invited, administrator):
    first = link()
    response = signed_in(administrator).post(reverse("user_invitation", args=[invited.pk]), follow=True)
    assert (
        "E-post skickas till siv.nord@stad.example inom någon minut. Äldre länkar gäller inte längre." in response.text
    )
    assert choose(Client(), first) == 410
    assert choose(Client(), link()) == 302


def test_a_new_password_ends_what_was_open_with_the_old(administrator):
    coach = UserFactory(coach=True)
    coach.set_password("gamla lösenordet")
    coach.save()
    browser = signed_in(coach)
    signed_in(administrator).post(reverse("user_invitation", args=[coach.pk]))
    assert browser.get("/").status_code == 200, "until it is chosen nothing changes"
    assert choose(Client(), link()) == 302
    assert browser.get("/").status_code == 302


def test_a_closed_account_has_no_link(invited, administrator):
    path, admin = link(), signed_in(administrator)
    submit(admin, reverse("user_deactivate", args=[invited.pk]))
    assert choose(Client(), path) == 410
    refused = admin.post(reverse("user_invitation", args=[invited.pk]), follow=True)
    assert "Kontot är avaktiverat. Aktivera det först." in refused.text
    send_letters()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "path", ["/konto/inbjudan/MQ/none/", "/konto/inbjudan/!/x-y/", "/konto/inbjudan/OTk5/set-password/"]
)
def test_a_link_to_nobody_says_the_same(path, db):
    page = Client().get(path)
    assert page.status_code == 410
    assert GONE in page.text


@pytest.mark.parametrize("password", ["kort", "yfdbufnjh10305070"])
def test_a_weak_password_is_refused(invited, password):
    browser = Client()
    assert choose(browser, link(), password) == 422
    assert choose(browser, link()) == 302


def test_with_the_citys_own_sign_in_the_letter_has_no_link(administrator, answers, settings):
    settings.OIDC_SERVER_URL = "https://idp.example"
    signed_in(administrator).post(reverse("user_invite"), answers)
    send_letters()
    [letter] = mail.outbox
    assert "Du loggar in med ditt vanliga konto i staden" in letter.body
    assert "inbjudan" not in letter.body
    assert "http://testserver/konto/login/" in letter.body


def test_a_link_from_before_single_sign_on_is_closed(invited, settings):
    path = link()
    settings.OIDC_SERVER_URL = "https://idp.example"
    assert choose(Client(), path) == 410


def test_somebody_who_begins_later_may_choose_a_password_but_not_work(administrator, answers):
    begins = timezone.localdate() + timedelta(days=3)
    signed_in(administrator).post(reverse("user_invite"), answers | {"valid_from": begins.isoformat()})
    assert choose(Client(), link()) == 302
    user = User.objects.get(email="siv.nord@stad.example")
    page = signed_in(user).get("/aspiranter")
    assert page.status_code == 403
    assert "Din behörighet börjar" in page.text


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"email": "siv"}, "email", ""),
        ({"email": ""}, "email", "Ange e-postadressen."),
        ({"role": ""}, "role", "Välj en roll."),
        ({"jobbtorg": ""}, "__all__", "Coach och enhetschef hör till ett jobbtorg"),
        ({"valid_from": "i går"}, "valid_from", "En behörighet kan tidigast börja i dag."),
        ({"valid_to": "i går"}, "valid_to", "Sista dagen kan inte ligga före den första."),
    ],
)
def test_a_wrong_invitation_is_refused(administrator, answers, change, field, sentence):
    page = signed_in(administrator).post(reverse("user_invite"), answers | change)
    assert page.status_code == 422
    assert page.context["form"].errors[field][0].startswith(sentence)
    assert not User.objects.filter(last_name="Nord").exists()
    assert not OutboxMessage.objects.exists()


def test_an_address_has_one_account(administrator, answers, invited):
    page = signed_in(administrator).post(reverse("user_invite"), answers | {"email": "SIV.NORD@stad.example"})
    assert page.context["form"].errors == {"email": ["Det finns redan ett konto med den e-postadressen."]}


def test_the_administrator_sees_what_became_of_the_letter(administrator, answers, settings):
    admin = signed_in(administrator)
    user_page = admin.post(reverse("user_invite"), answers).url
    assert "Väntar på att skickas" in admin.get(user_page).text
    send_to(settings, 1)  # nobody answers there
    assert relay() == RelayResult(postponed=1)
    page = admin.get(user_page).text
    assert "Kunde inte skickas än" in page
    assert "Systemet försöker igen av sig självt." in page
    OutboxMessage.objects.update(failed_at=timezone.now())
    page = admin.get(user_page).text
    assert "Kontrollera e-postadressen och skicka e-posten igen." in page
    OutboxMessage.objects.update(failed_at=None, sent_at=timezone.now())
    assert "Skickat" in admin.get(user_page).text


def test_only_an_administrator_sees_it_and_of_no_other_letter(invited, administrator, coach):
    queue_letters([Letter(invited.pk, "Jobbtorg", "2 frister är försenade.")], event_key="digest")
    for user, seen in ((administrator, ["INVITATION"]), (coach, [])):
        with as_role(WEB), acting_for(user):
            assert list(OutboxMessage.objects.values_list("kind", flat=True)) == seen


def test_the_link_lies_in_no_table(administrator, answers):
    """Neither before it is sent nor after; the letter itself has it."""
    admin = signed_in(administrator)
    admin.post(reverse("user_invite"), answers)
    admin.post(reverse("user_invitation", args=[User.objects.get(last_name="Nord").pk]))
    assert rows_with("/konto/inbjudan/") == {}
    send_letters()
    token = link().rstrip("/").rpartition("/")[2]
    assert rows_with("/konto/inbjudan/") == rows_with(token) == {}
    assert rows_with("siv.nord@stad.example") != {}, "the search finds what is there"
    letter = OutboxMessage.objects.get(sent_at__isnull=False)
    assert (letter.kind, letter.body) == (LetterKind.INVITATION, "")
    letter.body = link()
    with pytest.raises(IntegrityError, match="invitation_is_written_when_sent"), transaction.atomic():
        letter.save()


def rows_with(text: str) -> dict[str, int]:
    """In which tables a text stands anywhere in a row, and in how many rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text}%"])
            [number] = cursor.fetchone()
            if number:
                found[table] = number
    return found


def test_a_letter_that_waits_is_replaced_by_a_later_one(administrator, answers):
    admin = signed_in(administrator)
    user_page = admin.post(reverse("user_invite"), answers).url
    user = User.objects.get(last_name="Nord")
    admin.post(reverse("user_invitation", args=[user.pk]))
    assert relay() == RelayResult(sent=1, given_up=1)
    assert OutboxMessage.objects.get(failed_at__isnull=False).last_error == "Replaced by a later one"
    assert "Kunde inte skickas" not in admin.get(user_page).text
    assert choose(Client(), link()) == 302


@pytest.mark.django_db(transaction=True)
def test_twelve_administrators_who_invite_the_same_person_at_once_invite_once(answers):
    administrators = [signed_in(UserFactory(role=Role.ADMIN, jobbtorg=None)) for _ in range(TIMES)]

    def invite(admin: Client) -> tuple[int, str]:
        response = admin.post(reverse("user_invite"), answers)
        return response.status_code, "" if response.status_code == 302 else response.text

    answered = at_the_same_moment(*(partial(invite, admin) for admin in administrators))
    assert Counter(status for status, _ in answered) == {302: 1, 422: TIMES - 1}
    assert all("Det finns redan ett konto med den e-postadressen." in text for status, text in answered if text)
    assert User.objects.filter(last_name="Nord").count() == OutboxMessage.objects.count() == 1
    assert Position.objects.filter(user__last_name="Nord").count() == 1


def test_a_position_that_has_ended_keeps_no_letter_back_but_a_closed_account_does(administrator):
    """An administrator may send the link before giving somebody another position."""
    admin = signed_in(administrator)
    back, gone = UserFactory(coach=True), UserFactory(coach=True)
    for user in (back, gone):
        admin.post(reverse("user_invitation", args=[user.pk]))
    User.objects.filter(pk=back.pk).update(position_until=timezone.localdate() - timedelta(days=1))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with as_role(WORKER):
        assert relay() == RelayResult(sent=1, given_up=1)
    assert [letter.to for letter in mail.outbox] == [[back.email]]
