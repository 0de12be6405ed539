"""What is being typed is kept while one types, and what was sent in vain; both are offered again (FC-50 to FC-52)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories import EnrolmentFactory, ReferralFactory, UserFactory
from organisation.access.database_roles import WORKER
from organisation.access.written import FIELD, TOKEN, Written
from organisation.models import User
from organisation.sign_in.sessions import end_sessions
from tests.roles import as_role
from tests.visits import signed_in
from workbench.models import UnsavedText
from workbench.unsaved.kept import drop_old
from workbench.unsaved.operations import MOST_KEPT, drop_saved
from workbench.unsaved.worth_keeping import LONGEST_TEXT

pytestmark = pytest.mark.django_db

HOME = "/hjalp"
TEXT = "Vi gick igenom ansökan till lagret i Årsta."


@pytest.fixture
def case(on_a_working_day: object):
    return EnrolmentFactory()


@pytest.fixture
def user() -> User:
    return UserFactory(coach=True)


def browser(user: User) -> Client:
    """A browser that carries the token against forgery, as a real one does."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def form_on(client: Client, path: str) -> dict[str, str]:
    """The hidden fields and texts of the first form with text on a page, as they stand."""
    page = client.get(path).content.decode()
    main = page[page.index("<main") :]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", main):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            fields.setdefault(name[1], value[1] if value else "")
    return fields


def keep(client: Client, author: User, path: str, fields: object, *, page: str = "", token: str = "") -> Any:
    """As the page's script does."""
    sent = fields if isinstance(fields, str) else json.dumps(fields)
    mark = Written(author.pk, page or path).mark()
    return client.post(reverse("unsaved_keep"), {FIELD: mark, "address": path, "fields": sent, "token": token})


def log_path(case) -> str:
    return reverse("log_meeting", args=[case.pk])


def test_what_was_typed_is_offered_when_one_comes_back(case) -> None:
    """FC-50: left for another page, or reloaded, in the same session."""
    client, path = browser(case.coach), log_path(case)
    form = form_on(client, path)
    assert keep(client, case.coach, path, {"note": [TEXT]}, token=form[TOKEN]).status_code == 204
    assert client.get(reverse("home")).status_code == 200
    page = client.get(path).content.decode()
    assert "Du har osparad text" in page
    assert TEXT in page
    assert TEXT not in client.get(HOME).content.decode()


def test_a_short_text_is_shown_where_the_page_says_that_it_is_one(case) -> None:
    """Beside it stand choices and days, which are as short and are no text."""
    client, path = browser(case.coach), log_path(case)
    keep(client, case.coach, path, {"note": ["Ring"], "kind": ["COACH"], "written_in": ["note"]})
    page = client.get(path)
    [kept] = page.context["shell"].unsaved
    assert kept.texts == ["Ring"]
    assert kept.typed == {"note": ["Ring"], "kind": ["COACH"]}


def test_what_was_offered_stays_beside_what_is_typed_later(case) -> None:
    """Until it is taken or thrown away; what has not been offered yet is replaced, as the same form written on."""
    client, path = browser(case.coach), log_path(case)
    later = "En helt annan anteckning."
    keep(client, case.coach, path, {"note": [TEXT[:20]]}, token="first")
    keep(client, case.coach, path, {"note": [TEXT]}, token="first, mended")
    assert UnsavedText.objects.count() == 1
    assert TEXT in client.get(path).content.decode()
    for typed in (later[:15], later):
        keep(client, case.coach, path, {"note": [typed]}, token="second")
    page = client.get(path).content.decode()
    assert page.count("data-unsaved") == 2
    assert TEXT in page
    assert later in page
    first, *others = page[page.index("data-unsaved") :].split("</section>")
    assert "autofocus" in first, "the first box has the focus, before any field"
    assert "autofocus" not in others[0]


def test_a_text_that_was_put_back_is_written_on_and_forgotten_with_its_form_alone(case) -> None:
    client, path = browser(case.coach), log_path(case)
    for token, text in (("first", TEXT), ("second", "En helt annan anteckning.")):
        keep(client, case.coach, path, {"note": [text]}, token=token)
        client.get(path)
    first, second = UnsavedText.objects.order_by("pk")
    form = form_on(client, path)
    mark = Written(case.coach.pk, path).mark()
    typed = {"address": path, "fields": json.dumps({"note": [f"{TEXT} Mer."]}), "kept_text": first.pk}
    client.post(reverse("unsaved_keep"), {FIELD: mark, "token": form[TOKEN], **typed})
    assert UnsavedText.objects.count() == 2
    again = client.post(path, {**form, "note": TEXT, "day": "31/11", "kept_text": first.pk})
    assert again.status_code == 422
    assert UnsavedText.objects.count() == 2
    drop_saved(actor=case.coach, address=path, fetched="the page that came back")
    assert UnsavedText.objects.get() == second


def test_it_lies_encrypted(case) -> None:
    keep(browser(case.coach), case.coach, log_path(case), {"note": [TEXT]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM workbench_unsavedtext")
        (stored,) = cursor.fetchone()
    assert "Årsta" not in str(stored)


def test_nobody_else_is_offered_it(case) -> None:
    path = log_path(case)
    keep(browser(case.coach), case.coach, path, {"note": [TEXT]})
    colleague = UserFactory(coach=True, jobbtorg=case.jobbtorg)
    assert TEXT not in signed_in(colleague).get(path).content.decode()


def test_two_cases_and_two_forms_keep_their_own(case) -> None:
    client, path, booking = browser(case.coach), log_path(case), reverse("book_meeting", args=[case.pk])
    keep(client, case.coach, path, {"note": [TEXT]})
    keep(client, case.coach, booking, {"reason": ["Ett annat formulär för samma ärende."]})
    assert UnsavedText.objects.count() == 2
    page = client.get(path).content.decode()
    assert TEXT in page
    assert "Ett annat formulär" not in page


@pytest.mark.parametrize("how", ["ended elsewhere", "signed out"])
def test_what_was_sent_without_a_session_waits_until_its_author_is_back(case, how: str) -> None:
    """FC-51: without JavaScript nothing was kept before, and what was sent was lost."""
    client, path = browser(case.coach), log_path(case)
    form = {**form_on(client, path), "note": TEXT, "time": "9.05"}
    if how == "ended elsewhere":
        end_sessions(case.coach)
    else:
        client.logout()
    answer = client.post(path, form)
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [path]
    back = browser(case.coach)
    page = back.get(path).content.decode()
    assert "togs inte emot" in page
    assert TEXT in page
    assert "Skicka igen" in page


def test_what_waits_is_sent_again_with_one_press_and_forgotten_when_it_is_taken(case) -> None:
    client, path = browser(case.coach), reverse("book_meeting", args=[case.pk])
    day = timezone.localdate() + timedelta(days=7)
    form = {**form_on(client, path), "day": day.isoformat(), "time": "10.00"}
    end_sessions(case.coach)
    client.post(path, form)
    assert UnsavedText.objects.get().was_sent
    back = browser(case.coach)
    page = back.get(path).content.decode()
    again = page[page.index("data-unsaved") : page.index("Skicka igen")]
    sent = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', again))
    assert sent["day"] == day.isoformat()
    answer = back.post(path, sent)
    assert answer.status_code in (302, 422), answer.status_code
    if answer.status_code == 302:
        assert not UnsavedText.objects.exists()
    else:
        assert day.isoformat() in answer.content.decode()


def test_after_signing_in_one_comes_to_the_page_the_form_stood_on() -> None:
    """FC-51: an address that only takes forms shows nothing when it is opened."""
    received = ReferralFactory()
    coach = UserFactory(coach=True, jobbtorg=received.jobbtorg)
    client, page = browser(coach), reverse("referral_detail", args=[received.pk])
    form = form_on(client, page)
    end_sessions(coach)
    answer = client.post(reverse("referral_enrol", args=[received.pk]), form)
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [page]
    without_mark = client.post(reverse("notices_read"), {TOKEN: form[TOKEN]})
    assert parse_qs(urlsplit(without_mark["Location"]).query)["next"] == [reverse("home")]


def test_a_form_from_before_another_sign_in_is_kept_for_its_author(case) -> None:
    """The token changes with each sign-in: the old page in the other tab is refused, and what it held waits."""
    client, path = browser(case.coach), log_path(case)
    form = {**form_on(client, path), "note": TEXT}
    colleague = UserFactory(coach=True, jobbtorg=case.jobbtorg)
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post(path, form)
    assert answer.status_code == 403
    assert "väntar på den personen" in answer.content.decode()
    assert TEXT not in client.get(path).content.decode()
    assert TEXT in signed_in(case.coach).get(path).content.decode()


@pytest.mark.parametrize("address", ["/finns/inte/alls", "/skyddad/999999", "/logg"], ids=("no page", "404", "403"))
def test_a_page_that_fails_leaves_what_was_sent(case, address: str) -> None:
    """FC-52: after an error the way back is a filled form, and not the browser's own question."""
    client, path = browser(case.coach), log_path(case)
    form = {**form_on(client, path), "note": TEXT}
    assert client.post(address, form).status_code in (403, 404, 409)
    kept = UnsavedText.objects.get()
    assert kept.page == path
    assert TEXT in client.get(path).content.decode()


def test_it_is_forgotten_when_it_is_saved(case) -> None:
    client, path = browser(case.coach), reverse("book_meeting", args=[case.pk])
    form = form_on(client, path)
    keep(client, case.coach, path, {"note": [TEXT]}, token=form[TOKEN])
    day = timezone.localdate() + timedelta(days=7)
    kind = re.search(r'name="kind"[^>]*value="([^"]+)"', client.get(path).content.decode())
    sent = {**form, "day": day.isoformat(), "time": "10.00", **({"kind": kind[1]} if kind else {"kind": "COACH"})}
    sent.setdefault("channel", "VISIT")
    answer = client.post(path, sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert not UnsavedText.objects.exists()
    # The script's last call may arrive after the form itself.
    assert keep(client, case.coach, path, {"note": [TEXT]}, token=form[TOKEN]).status_code == 204
    assert not UnsavedText.objects.exists()


def test_an_emptied_form_is_not_kept(case) -> None:
    client, path = browser(case.coach), log_path(case)
    keep(client, case.coach, path, {"note": [TEXT]})
    keep(client, case.coach, path, {"note": [""]})
    assert not UnsavedText.objects.exists()


def test_fields_that_are_gone_are_still_shown(case) -> None:
    """A form kept from before a change of the form: its text can be read, and what it still has is sent."""
    client, path = browser(case.coach), log_path(case)
    keep(client, case.coach, path, {"remark_of_old": [TEXT]})
    assert TEXT in client.get(path).content.decode()


def test_it_can_be_thrown_away(case) -> None:
    client, path = signed_in(case.coach), log_path(case)
    keep(client, case.coach, path, {"note": [TEXT]})
    key = UnsavedText.objects.get().pk
    colleague = signed_in(UserFactory(coach=True, jobbtorg=case.jobbtorg))
    colleague.post(reverse("unsaved_drop"), {"key": key})
    assert UnsavedText.objects.exists()
    mark = Written(case.coach.pk, path).mark()
    assert client.post(reverse("unsaved_drop"), {"key": key, FIELD: mark})["Location"] == path
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        (HOME, "inte json", 400),
        (HOME, "[1]", 400),
        (HOME, '{"note": "ingen lista"}', 400),
        (HOME, '{"note": ' + "[" * 50_000 + "]" * 50_000 + "}", 400),
        (HOME, {"note": ["a" * (LONGEST_TEXT + 1)]}, 413),
        (HOME, {"password": ["hemligt lösenord"]}, 413),
        ("https://example.com/", {}, 400),
        ("/finns/inte", {}, 400),
        ("", {}, 400),
    ],
    ids=("no JSON", "no fields", "no list", "deep", "long", "password", "another host", "no page", "nothing"),
)
def test_nonsense_is_refused(user: User, path: str, fields: object, status: int) -> None:
    assert keep(signed_in(user), user, path, fields).status_code == status
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("how", ["none", "made up", "changed"])
def test_nothing_is_kept_for_a_mark_that_was_not_written_here(user: User, how: str) -> None:
    mark = {"none": "", "made up": "1", "changed": Written(user.pk, HOME).mark() + "x"}[how]
    fields = {FIELD: mark, "address": HOME, "fields": json.dumps({"note": [TEXT]})}
    assert Client().post(reverse("unsaved_keep"), fields).status_code == 400
    assert not UnsavedText.objects.exists()


def test_a_mark_ends_with_the_longest_session(user: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        mark = Written(user.pk, HOME).mark()
        now.shift(timedelta(hours=13, seconds=1))
        assert Written.from_mark(mark) is None


def test_an_author_keeps_so_many_and_the_oldest_go(case) -> None:
    client = browser(case.coach)
    for number in range(MOST_KEPT + 3):
        keep(client, case.coach, f"{log_path(case)}?nr={number}", {"note": [f"{TEXT} {number}"]})
    addresses = set(UnsavedText.objects.values_list("address", flat=True))
    assert len(addresses) == MOST_KEPT
    assert f"{log_path(case)}?nr=2" not in addresses
    assert f"{log_path(case)}?nr=3" in addresses


def test_a_job_removes_what_nobody_came_back_for(user: User) -> None:
    for age in (13, 15):
        UnsavedText.objects.create(author=user, page=f"/{age}", address=f"/{age}", fields="{}")
        UnsavedText.objects.filter(page=f"/{age}").update(saved_at=timezone.now() - timedelta(days=age))
    with as_role(WORKER):
        assert drop_old() == 1
    assert UnsavedText.objects.get().page == "/13"


def test_every_form_of_a_page_says_whose_it_is(case) -> None:
    """No form can lack the mark: it comes with the token against forgery."""
    page = signed_in(case.coach).get(log_path(case)).content.decode()
    assert page.count(f'name="{FIELD}"') == page.count(f'name="{TOKEN}"') > 1
    assert f'name="{FIELD}"' not in Client().get(reverse("account_login")).content.decode()
