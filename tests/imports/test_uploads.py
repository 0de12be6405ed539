"""What may be handed in, by whom, and one clear sentence for everything else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import AccessEvent, AccessKind
from imports.choices import JobKind, JobState
from imports.models import ImportBatch, ImportFile, ImportJob, ImportList
from imports.operations.starting import MOST_FILES
from imports.reading.refusals import DAMAGED
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, User
from tests.imports.conftest import HEADER
from tests.imports.flow import address_of, as_guessed, at_check, at_columns, csv_file, hand_in, led_on
from tests.visits import STEP_IN_AND_OUT

pytestmark = pytest.mark.django_db

ROW = "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;"
DAY = "2008-06-30"

TOLD_AT_ONCE = {
    "macros by the name": (b"PK\x03\x04", "lista.xlsm", "makron"),
    "excel in disguise": (b"PK\x03\x04" + bytes(200), "lista.csv", DAMAGED),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "lista.csv", "en bild (PNG)"),
    "too large": (HEADER.encode() + b"\r\n" * (10 * 1024 * 1024), "lista.csv", "större än 20 MB"),
    "too wide": ((HEADER + ";" * 200_000 + f"\r\n{ROW}").encode(), "lista.csv", "fler än 500 kolumner"),
}

TOLD_BY_THE_IMPORTER = {
    "empty": (b"", "Filen är tom. Välj en fil med en rubrikrad och minst en rad under den."),
    "blank": (b"\r\n \r\n", "Filen är tom. Välj en fil med en rubrikrad och minst en rad under den."),
    "stray quotation mark": (
        f"{HEADER}\r\n{ROW.replace('Björn', chr(34) + 'Björn')}\r\n{ROW}\r\n".encode(),
        "Rad 2: ett citattecken saknar sitt par, så att rader flyter ihop. Ta bort det och välj filen igen.",
    ),
    "too wide in the middle": ((HEADER + f"\n{ROW}" * 10_000 + ";" * 200_000).encode(), "fler än 500 kolumner"),
    "too many rows": ((HEADER + "\n" + ";\n" * 200_001).encode(), "fler än 200 000 rader"),
}
"""What can be seen only by reading: said on the page that shows how far it has come."""


@pytest.mark.parametrize("case", TOLD_AT_ONCE)
def test_a_bad_file_gets_one_sentence_at_its_field(admin_client: Client, rosenlund: Jobbtorg, case: str) -> None:
    content, name, sentence = TOLD_AT_ONCE[case]
    answer = hand_in(admin_client, rosenlund, SimpleUploadedFile(name, content), as_of=DAY)
    assert answer.status_code == 422
    [error] = answer.context["form"].errors["files"]
    assert error.startswith(f"{name}: ")
    assert sentence in error
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("case", TOLD_BY_THE_IMPORTER)
def test_what_only_reading_shows_is_said_with_the_name_of_the_file(
    admin_client: Client, rosenlund: Jobbtorg, case: str
) -> None:
    content, sentence = TOLD_BY_THE_IMPORTER[case]
    page = led_on(admin_client, hand_in(admin_client, rosenlund, SimpleUploadedFile("l.csv", content), as_of=DAY))
    job = ImportJob.objects.get()
    assert (job.state, job.attempts) == (JobState.FAILED, 1), "a file is no better the second time"
    assert job.sentence.startswith("l.csv: ")
    assert sentence in job.sentence
    assert job.sentence in page.context["failure"].sentence
    assert not ImportList.objects.exists()
    # Its import is taken away, and the file, put right, may come again.
    led_on(admin_client, admin_client.post(f"/import/{job.batch_id}/ta-bort"))
    assert ImportFile.objects.get().released


@pytest.mark.parametrize(
    "content",
    [ROW.encode(), b"Pnr;Efternamn;F\xf6rnamn;Coach\r\n790417-9814;Ek;Per;AL\r\n"],
    ids=["no headings", "no day of receipt"],
)
def test_a_list_without_its_headings_comes_no_further_than_its_columns(
    admin_client: Client, rosenlund: Jobbtorg, content: bytes
) -> None:
    page = led_on(admin_client, hand_in(admin_client, rosenlund, SimpleUploadedFile("l.csv", content), as_of=DAY))
    assert address_of(page).endswith(("/kolumner", "/korning"))
    if address_of(page).endswith("/kolumner"):
        answer = admin_client.post(address_of(page), as_guessed(page))
        assert answer.status_code == 422
    assert not ImportJob.objects.filter(kind=JobKind.CHECK).exists()


def test_nothing_chosen_says_what_to_choose(admin_client: Client, reference_data: None) -> None:
    answer = admin_client.post("/import/ny", {})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "files": ["Välj minst en fil."],
        "jobbtorg": ["Välj vilket jobbtorg listorna kommer från."],
    }


def test_too_many_files_are_told(admin_client: Client, rosenlund: Jobbtorg) -> None:
    files = [csv_file(ROW, name=f"{number}.csv") for number in range(MOST_FILES + 1)]
    answer = hand_in(admin_client, rosenlund, *files, as_of=DAY)
    assert answer.context["form"].errors == {"files": [f"Välj högst {MOST_FILES} filer åt gången."]}


@pytest.mark.parametrize(
    ("as_of", "field", "sentence"),
    [
        ("2026-11-24", "as_of", "Listan kan inte gälla en dag som inte har varit."),
        ("2007-12-31", "jobbtorg", "Jobbtorg Rosenlundsgatan fanns inte 2007-12-31. Välj ett annat jobbtorg."),
    ],
)
def test_the_day_of_the_list_must_be_possible(
    admin_client: Client, rosenlund: Jobbtorg, as_of: str, field: str, sentence: str
) -> None:
    answer = hand_in(admin_client, rosenlund, csv_file(ROW), as_of=as_of)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    assert not ImportFile.objects.exists()


def test_a_list_without_a_day_is_asked_for_it_at_its_columns(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = at_columns(admin_client, rosenlund, csv_file(ROW))
    answer = admin_client.post(address_of(page), as_guessed(page))
    assert answer.status_code == 422
    assert "Ange vilken dag listan gäller." in answer.text
    assert not ImportJob.objects.filter(kind=JobKind.CHECK).exists()


PAGES = ("", "filer", "kolumner", "kontroll", "felrader", "rattade", "for-in", "korning", "avbryt", "angra", "ta-bort")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_administrators_come_in(client: Client, rosenlund: Jobbtorg, admin: User, role: Role) -> None:
    batch = ImportBatch.objects.create(started_by=admin)
    at_jobbtorg = role in (Role.COACH, Role.MANAGER)
    in_district = role in (Role.CASEWORKER, Role.DISTRICT_MANAGER)
    unit = IncomeSupportUnit.objects.get(code="fs-ostermalm")
    user = User.objects.create_user(
        "annan@example.se",
        role=role,
        jobbtorg=rosenlund if at_jobbtorg else None,
        income_support_unit=unit if in_district else None,
    )
    client.force_login(user)
    for url in ("/import", "/import/ny", *(f"/import/{batch.pk}/{page}" for page in PAGES)):
        answers = {client.get(url).status_code, client.post(url).status_code}
        assert 403 in answers, url
        assert answers <= {403, 405}, url
    assert not ImportJob.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/import").url.startswith("/konto/login/")


def test_looking_at_the_rows_is_logged(
    admin_client: Client, admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    at_check(admin_client, rosenlund, csv_file(ROW), as_of=DAY)
    batch = ImportBatch.objects.get()
    events = AccessEvent.objects.filter(kind=AccessKind.READ, view="import_check")
    assert {(event.user, event.subject) for event in events} == {(admin, f"Import {batch.pk}")}


def test_an_import_that_does_not_exist_is_not_found(admin_client: Client) -> None:
    for page in ("", "kontroll", "korning"):
        assert admin_client.get(f"/import/4711/{page}").status_code == 404


def test_the_check_page_asks_no_more_for_many_rows_than_for_few(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    sent = []
    for rows in (10, 100):
        lines = [f"790417-9814;Ek;Per;XX;Ingenstans;{number}/5-08;;;;;Pågår;" for number in range(rows)]
        page = at_check(admin_client, rosenlund, csv_file(*lines), as_of=DAY)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(address_of(page)).status_code == 200
        sent.append(len(queries))
    assert sent[1] <= sent[0] <= 30 + 2 * STEP_IN_AND_OUT
