"""Error pages say what to do and nothing else: no person, no words of the exception, no code."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from audit.models import AccessEvent, AccessKind
from casework.models import CaseNote
from demo.factories import EnrolmentFactory, JobbtorgFactory, PhraseFactory, UserFactory
from jobbtorg.logs import DiscreetFormatter
from tests.post_forms import submit
from tests.visits import signed_in
from workbench.cases import views as cases

HEADINGS = {
    400: "Det gick inte att läsa det som skickades",
    403: "Du kommer inte åt sidan",
    404: "Sidan finns inte",
    413: "Det var för mycket att ta emot på en gång",
    429: "För många försök",
    500: "Något gick fel hos oss",
}


@pytest.fixture
def case(db: None) -> Enrolment:
    return EnrolmentFactory(
        person__first_name="Gulnara",
        person__last_name="Sjögren",
        person__email="g.s@example.se",
        coach__first_name="Anna",
        coach__last_name="Lund",
    )


@pytest.fixture
def client(case: Enrolment) -> Client:
    """The coach's browser, which is shown error pages as in production."""
    client = signed_in(case.coach)
    client.raise_request_exception = False
    return client


@pytest.fixture
def log() -> Iterator[list[str]]:
    """The lines as the product writes them."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Lines(logging.INFO)
    handler.setFormatter(DiscreetFormatter("%(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def told(case: Enrolment) -> str:
    """All there is about the person, in one careless sentence."""
    person = case.person
    return f"{person.name}, {person.identity_no[2:8]}-{person.identity_no[8:]}, {person.email}, {person.phone}"


def assert_discreet(text: str, case: Enrolment) -> None:
    person = case.person
    for fact in (person.first_name, person.last_name, person.identity_no, person.identity_no[8:], person.email):
        assert fact not in text
    assert person.phone not in text


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ValueError, 500),
        (KeyError, 500),
        (AssertionError, 500),
        (SuspiciousOperation, 400),
        (PermissionDenied, 403),
        (Http404, 404),
    ],
)
def test_a_failing_page_tells_nothing(
    case: Enrolment,
    client: Client,
    log: list[str],
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Exception],
    status: int,
) -> None:
    """The page of a case breaks in the middle, with the person in the exception."""

    def break_down(*args: object, **kwargs: object) -> None:
        raise kind(told(case)) from RuntimeError(f"about {told(case)}")

    monkeypatch.setattr(cases, "_show_case", break_down)
    response = client.get(reverse("case", args=[case.pk]))
    assert response.status_code == status
    assert HEADINGS[status] in response.text
    assert_discreet(response.text, case)
    assert kind.__name__ not in response.text
    assert "Traceback" not in response.text
    assert "no-store" in response["Cache-Control"]
    assert log
    assert_discreet("\n".join(log), case)
    assert status != 500 or f"{kind.__name__}: [left out]" in "\n".join(log)


def test_a_refused_page_tells_nothing(case: Enrolment, client: Client) -> None:
    response = client.get(reverse("import_list"))
    assert response.status_code == 403
    assert HEADINGS[403] in response.text


def test_a_page_that_does_not_exist_does_not_repeat_the_address(client: Client, log: list[str]) -> None:
    response = client.get("/aspiranter/Gulnara%20Sj%C3%B6gren?namn=Gulnara")
    assert response.status_code == 404
    assert HEADINGS[404] in response.text
    assert "Gulnara" not in response.text + "".join(log)


@pytest.mark.parametrize(
    "body", [{"text": "Gulnara" * 500_000}, {f"fact-{number}": "Gulnara" for number in range(1_500)}]
)
def test_too_much_at_once_is_told_so(case: Enrolment, client: Client, log: list[str], body: dict[str, str]) -> None:
    response = client.post(
        reverse("log_meeting", args=[case.pk]),
        "&".join(f"{k}={v}" for k, v in body.items()),
        "application/x-www-form-urlencoded",
    )
    assert response.status_code == 413
    assert HEADINGS[413] in response.text
    assert "Gulnara" not in response.text + "".join(log)


def test_a_form_that_cannot_be_read_is_told_so(case: Enrolment, client: Client, log: list[str]) -> None:
    response = client.post(
        reverse("log_meeting", args=[case.pk]), b"Gulnara Sj", content_type="multipart/form-data; boundary="
    )
    assert response.status_code == 400
    assert HEADINGS[400] in response.text
    assert "Gulnara" not in response.text + "".join(log)


def test_a_form_from_elsewhere_is_not_repeated(case: Enrolment, log: list[str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.coach)
    response = client.post(
        reverse("log_meeting", args=[case.pk]),
        {"text": "Gulnara"},
        headers={"Referer": "https://example.se/?q=Gulnara"},
    )
    assert response.status_code == 403
    assert "Formuläret är för gammalt" in response.text
    assert "Gulnara" not in response.text + "".join(log)
    assert "no-store" in response["Cache-Control"]


def test_too_many_tries_do_not_repeat_the_address(db: None, log: list[str]) -> None:
    tries = [
        Client().post(reverse("account_login"), {"login": f"gulnara{n}@example.se", "password": "fel"})
        for n in range(40)
    ]
    assert tries[-1].status_code == 429
    assert HEADINGS[429] in tries[-1].text
    assert "gulnara" not in tries[-1].text + "".join(log)


def test_a_form_about_what_has_left_meanwhile_says_so_and_keeps_what_was_written(case: Enrolment) -> None:
    """The case has moved to another jobbtorg since the page was opened. Whose form it is not gets a 404 as ever."""
    client, path = signed_in(case.coach), reverse("note_new", args=[case.pk])
    page = client.get(path)
    Enrolment.objects.filter(pk=case.pk).update(jobbtorg=JobbtorgFactory())
    gone = submit(client, path, {"text": "Ringde om praktikplatsen."}, page=page)
    assert gone.status_code == 409
    for said in (
        "Det finns inte längre",
        "flyttats sedan sidan öppnades. Ingenting är sparat.",
        "Ringde om praktikplatsen.",
    ):
        assert said in gone.text
    assert not CaseNote.objects.exists()
    assert_discreet(gone.text, case)
    assert "no-store" in gone["Cache-Control"]
    assert AccessEvent.objects.filter(user=case.coach, kind=AccessKind.DENIED).count() == 1
    assert client.post(path, {"text": "Ringde om praktikplatsen."}).status_code == 404
    stranger = signed_in(UserFactory(coach=True))
    assert submit(stranger, path, {"text": "Ringde om praktikplatsen."}, page=page).status_code == 404


def test_what_has_left_leads_to_its_list(case: Enrolment) -> None:
    phrase, client = PhraseFactory(own=True, owner=case.coach), signed_in(case.coach)
    path = reverse("phrase_change", args=[phrase.pk])
    page = client.get(path)
    phrase.delete()
    gone = submit(client, path, {"key": "kurs", "text": "Fick veta om kursen."}, page=page)
    assert gone.status_code == 409
    assert f'href="{reverse("phrase_list")}">Till listan' in gone.text
    assert "Fick veta om kursen." in gone.text
