"""Whoever meets a held row gets one sentence, keeps what was typed, and sends it again without doubling it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, UserFactory
from jobbtorg.errors import not_now
from meetings.models import Meeting
from tests.access.scenes import SCENES, Place
from tests.aspirants.staff import now
from tests.platform.conftest import eventually
from tests.post_forms import post_forms
from tests.roles import waiting_without_limit
from tests.visits import signed_in
from tests.waiting.holding import another_connection, held
from tests.waiting.server import token_on
from tests.waiting.test_held_rows import SENTENCE, meeting_on

__all__ = ["now"]

pytestmark = pytest.mark.django_db(transaction=True)

TOO_SLOW = "Det tog för lång tid. Försök igen om en stund."


@pytest.fixture
def case() -> Enrolment:
    return EnrolmentFactory(coach=UserFactory(coach=True))


@pytest.fixture
def desk(case: Enrolment) -> Client:
    """The coach's browser, which refuses forgeries and is shown error pages, as in production."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies = signed_in(case.coach).cookies
    return browser


def booking(desk: Client, case: Enrolment) -> tuple[str, dict[str, object]]:
    """The address of the page on which a meeting is booked, and what is sent from it."""
    path = reverse("book_meeting", args=[case.pk])
    return path, meeting_on(desk.get(path).text)


def sent_again(page: HttpResponse, path: str) -> dict[str, Any]:
    """What the page's button sends, and that it sends it to the address that was asked."""
    form = re.search(r"<form(.*?)>(.*)</form>", page.text, re.DOTALL)
    assert form
    assert re.search(r'action="(.*?)"', form[1])[1] == path  # type: ignore[index]
    hidden = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', form[2], re.DOTALL)
    return {unescape(name): unescape(value) for name, value in hidden}


def test_a_held_case_leads_to_the_sentence_and_back_to_what_was_typed(desk: Client, case: Enrolment) -> None:
    path, typed = booking(desk, case)
    with held(case):
        began = time.monotonic()
        page = desk.post(path, typed)
        assert time.monotonic() - began > 0.6
    assert page.status_code == 503
    assert SENTENCE in page.text
    assert int(page["Retry-After"]) > 0
    assert "no-store" in page["Cache-Control"]
    assert Meeting.objects.count() == 0
    again = sent_again(page, path)
    assert again == {name: str(value) for name, value in typed.items()}
    first, second = (desk.post(path, again) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("name", ["case_protection", "assign_coach", "close_case", "plan_edit"])
def test_whichever_row_a_running_import_or_job_holds_it_is_the_same_sentence(name: str, now: Any) -> None:
    coach = UserFactory(coach=True)
    place = Place(coach, UserFactory(manager=True, jobbtorg=coach.jobbtorg), EnrolmentFactory(coach=coach))
    scene = SCENES[name](place)
    desk, page = scene.open()
    form = next(form for form in post_forms(page, scene.on or scene.path) if form.action == scene.path)
    sent = {**form.hidden, **scene.typed, "csrfmiddlewaretoken": token_on(page.content.decode())}
    with held(place.case.person), held(place.case):
        answer = desk.post(scene.path, sent)
    assert answer.status_code == 503
    assert SENTENCE in answer.text
    assert desk.post(scene.path, sent).status_code == 302


def test_what_was_taken_although_the_answer_was_lost_is_not_taken_again(desk: Client, case: Enrolment) -> None:
    """The meeting is booked; then the session's row is held, so that the answer cannot be given."""
    path, typed = booking(desk, case)
    with held(Session.objects.get()):
        page = desk.post(path, typed)
    assert page.status_code == 503
    assert SENTENCE in page.text
    assert Meeting.objects.count() == 1
    answer = desk.post(path, sent_again(page, path))
    assert answer.status_code == 302
    assert Meeting.objects.count() == 1


def test_a_page_by_htmx_gets_the_same_status(desk: Client, case: Enrolment) -> None:
    path, typed = booking(desk, case)
    with held(case):
        page = desk.post(path, typed, headers={"HX-Request": "true"})
    assert page.status_code == 503
    assert SENTENCE in page.text


def test_a_file_and_a_password_are_not_sent_back(case: Enrolment) -> None:
    file = SimpleUploadedFile("lista.csv", b"secret contents", content_type="text/csv")
    typed = {"csrfmiddlewaretoken": "t" * 64, "text": 'rad 1\r\nrad "2" <b>', "password1": "hemligt", "file": file}
    request = RequestFactory().post("/nagonstans?a=1&b=2", typed)
    page = not_now(request, exception_of(lambda own: held_twice(own, case)))
    assert page is not None
    assert sent_again(page, "/nagonstans?a=1&amp;b=2") == {
        "csrfmiddlewaretoken": "t" * 64,
        "text": typed["text"],
    }
    assert 'enctype="multipart/form-data"' in page.text
    assert "Filer och lösenord följer inte med" in page.text
    assert "hemligt" not in page.text
    assert "secret contents" not in page.text


def test_without_a_form_the_page_leads_back_to_its_address() -> None:
    page = not_now(RequestFactory().get("/fristlista?sida=2"), OperationalError().with_traceback(None))
    assert page is None  # a database that is away is another matter
    request = RequestFactory().get("/frister?sida=2")
    page = not_now(request, exception_of(lambda own: own.execute("SET statement_timeout = 20; SELECT pg_sleep(5)")))
    assert page is not None
    assert TOO_SLOW in page.text
    assert 'href="/frister?sida=2"' in page.text
    assert "<form" not in page.text


def held_twice(own: psycopg.Connection[Any], case: Enrolment) -> None:
    """Wait for a row that another connection holds."""
    with held(case):
        own.execute("SET lock_timeout = 20")
        own.execute("SELECT 1 FROM aspirants_enrolment WHERE id = %s FOR UPDATE", [case.pk])


def exception_of(act: Callable[[psycopg.Connection[Any]], object]) -> Exception:
    """What the act ends with, as Django hands it on."""
    with another_connection() as own, pytest.raises(psycopg.Error) as raised:
        act(own)
    wrapped = OperationalError("left out")
    wrapped.__cause__ = raised.value
    return wrapped


def test_two_who_want_what_the_other_has_are_told_the_same() -> None:
    one, two = EnrolmentFactory(), EnrolmentFactory()
    lock = "SELECT 1 FROM aspirants_enrolment WHERE id = %s FOR UPDATE"

    def cross(own: psycopg.Connection[Any]) -> None:
        with another_connection() as other, ThreadPoolExecutor(1) as pool:
            own.execute(lock, [one.pk])
            other.execute(lock, [two.pk])
            theirs = pool.submit(other.execute, lock, [one.pk])
            try:
                own.execute(lock, [two.pk])
                own.rollback()
                theirs.result()
            except psycopg.Error:
                own.rollback()
                theirs.result()
                raise

    page = not_now(RequestFactory().get("/"), exception_of(cross))
    assert page is not None
    assert SENTENCE in page.text


def test_a_statement_that_takes_too_long_ends_the_page_with_what_was_typed(desk: Client, case: Enrolment) -> None:
    path, typed = booking(desk, case)

    def cancel(server: psycopg.Connection[Any]) -> None:
        """What the server does itself when the time of a statement is up."""
        waiting = "SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
        eventually(lambda: server.execute(waiting, [process]).rowcount == 1)
        server.execute("SELECT pg_cancel_backend(%s)", [process])

    with held(case), another_connection() as server, ThreadPoolExecutor(1) as pool, waiting_without_limit():
        server.autocommit = True
        process = connection.connection.info.backend_pid
        cancelled = pool.submit(cancel, server)
        page = desk.post(path, typed)
        cancelled.result()
    assert page.status_code == 503
    assert TOO_SLOW in page.text
    assert sent_again(page, path) == {name: str(value) for name, value in typed.items()}
    connection.close()
