"""What may be uploaded, by whom, and one clear sentence for everything else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspirants.models import Enrolment
from audit.models import AccessEvent, AccessKind
from imports.models import ImportBatch
from imports.reading.refusals import DAMAGED
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, User
from tests.imports.conftest import HEADER, SAMPLE_A, Upload, carried_out
from tests.visits import STEP_IN_AND_OUT

ROW = "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;"

BAD_FILES = {
    "empty": (b"", "lista.csv", "Filen är tom. Välj en fil med en rubrikrad och minst en rad under den."),
    "blank": (b"\r\n \r\n", "lista.csv", "Filen är tom. Välj en fil med en rubrikrad och minst en rad under den."),
    "no header": (
        ROW.encode(),
        "lista.csv",
        "Filen saknar rubrikrad. Skriv minst fyra rubriker överst, till exempel Pnr, Efternamn, Förnamn och Inkom.",
    ),
    "header only": (HEADER.encode(), "lista.csv", "Listan har en rubrikrad men inga rader under den."),
    "no received date": (
        b"Pnr;Efternamn;F\xf6rnamn;Coach\r\n790417-9814;Ek;Per;AL",
        "lista.csv",
        "Listan saknar kolumn för dagen då remissen kom in (till exempel Inkom). Lägg till den och välj filen igen.",
    ),
    "excel": (
        b"PK\x03\x04",
        "lista.xlsx",
        "Excelfiler kan inte läsas in ännu. Spara listan som CSV i Excel och välj den filen.",
    ),
    "old excel": (
        b"\xd0\xcf\x11\xe0",
        "lista.XLS",
        "Excelfiler kan inte läsas in ännu. Spara listan som CSV i Excel och välj den filen.",
    ),
    "macros": (
        b"PK\x03\x04",
        "lista.xlsm",
        "Excelfiler kan inte läsas in ännu. Spara listan som CSV i Excel och välj den filen.",
    ),
    "excel in disguise": (
        b"PK\x03\x04" + bytes(200),
        "lista.csv",
        DAMAGED,
    ),
    "picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "lista.csv",
        "Det här är en bild (PNG). Spara listan som xlsx eller CSV och välj den filen.",
    ),
    "other kind": (b"text", "lista.pdf", "Välj en CSV-fil. Namnet slutar på .csv."),
    "stray quotation mark": (
        f"{HEADER}\r\n{ROW.replace('Björn', chr(34) + 'Björn')}\r\n{ROW}\r\n".encode(),
        "lista.csv",
        "Rad 2: ett citattecken saknar sitt par, så att rader flyter ihop. Ta bort det och välj filen igen.",
    ),
    "too large": (
        HEADER.encode() + b"\r\n" * (10 * 1024 * 1024),
        "lista.csv",
        "Filen är större än 20 MB. Dela upp den i flera filer.",
    ),
    "too wide": (
        (HEADER + ";" * 200_000 + f"\r\n{ROW}").encode(),
        "lista.csv",
        "Filen har fler än 500 kolumner. Ta bort dem som inte behövs och välj filen igen.",
    ),
    "too wide in the middle": (
        (HEADER + f"\n{ROW}" * 10_000 + ";" * 200_000).encode(),
        "lista.csv",
        "Filen har fler än 500 kolumner. Ta bort dem som inte behövs och välj filen igen.",
    ),
    "too many rows": (
        (HEADER + "\n" + ";\n" * 200_001).encode(),
        "lista.csv",
        "Filen har fler än 200 000 rader. Dela upp den i flera filer.",
    ),
}

READ_BY_THE_IMPORTER = {"too many rows", "too wide in the middle"}
"""Too large to be looked through by a page: refused by the importer, and shown at the same field."""


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_gets_one_sentence_at_its_field(upload: Upload, case: str) -> None:
    content, name, sentence = BAD_FILES[case]
    response = upload(content, name=name, as_of="2008-06-30")
    assert response.status_code == (200 if case in READ_BY_THE_IMPORTER else 422)
    assert response.context["form"].errors == {"file": [sentence]}
    assert not ImportBatch.objects.exists()


def test_nothing_chosen_says_what_to_choose(admin_client: Client, reference_data: None) -> None:
    response = admin_client.post("/import", {})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "file": ["Välj en fil."],
        "jobbtorg": ["Välj vilket jobbtorg listan kommer från."],
    }


@pytest.mark.parametrize(
    ("as_of", "field", "sentence"),
    [
        ("", "as_of", "Ange vilken dag listan gäller. Det står inte i filen."),
        ("snart", "as_of", "Ange datum som 2026-11-23."),
        ("2026-11-24", "as_of", "Listan kan inte gälla en dag som inte har varit."),
        ("2007-12-31", "jobbtorg", "Jobbtorg Rosenlundsgatan fanns inte 2007-12-31. Välj ett annat jobbtorg."),
    ],
)
def test_the_day_of_the_list_must_be_known_and_possible(upload: Upload, as_of: str, field: str, sentence: str) -> None:
    response = upload(f"{HEADER}\n{ROW}".encode(), as_of=as_of)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}


def test_a_date_in_the_form_goes_before_the_one_in_the_file(upload: Upload, coaches: dict[str, User]) -> None:
    upload(SAMPLE_A.read_bytes(), as_of="2008-07-31")
    assert str(ImportBatch.objects.get().as_of) == "2008-07-31"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_administrators_come_in(client: Client, rosenlund: Jobbtorg, sample_a: ImportBatch, role: Role) -> None:
    at_jobbtorg = role in (Role.COACH, Role.MANAGER)
    in_district = role in (Role.CASEWORKER, Role.DISTRICT_MANAGER)
    unit = IncomeSupportUnit.objects.get(code="fs-ostermalm")
    user = User.objects.create_user(
        "annan@example.se",
        first_name="Annan",
        last_name="Roll",
        role=role,
        jobbtorg=rosenlund if at_jobbtorg else None,
        income_support_unit=unit if in_district else None,
    )
    client.force_login(user)
    for url in ("/import", f"/import/{sample_a.pk}/", f"/import/{sample_a.pk}/for-in"):
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    assert not Enrolment.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/import").url.startswith("/konto/login/")


def test_looking_at_the_rows_is_logged(sample_a: ImportBatch, admin_client: Client, admin: User) -> None:
    admin_client.get(f"/import/{sample_a.pk}/")
    event = AccessEvent.objects.get(kind=AccessKind.READ)
    assert (event.user, event.subject, event.view) == (admin, f"Import {sample_a.pk}", "import_check")


def test_a_list_that_does_not_exist_is_not_found(admin_client: Client, db: None) -> None:
    assert admin_client.get("/import/4711/").status_code == 404


def test_the_empty_page_invites(admin_client: Client, reference_data: None) -> None:
    assert "Ingen lista har kontrollerats ännu." in admin_client.get("/import").content.decode()


def test_the_check_page_asks_as_much_for_many_rows_as_for_few(
    upload: Upload, admin_client: Client, coaches: dict[str, User]
) -> None:
    asked = []
    for rows in (10, 100):
        lines = [f"790417-9814;Ek;Per;XX;Ingenstans;{number}/5-08;;;;;Pågår;" for number in range(rows)]
        url = upload("\n".join([HEADER, *lines]).encode(), as_of="2008-06-30").url
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(url).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15 + 2 * STEP_IN_AND_OUT


texts = st.text(alphabet=st.characters(codec="cp1252"), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(texts, max_size=14), min_size=1, max_size=6))
def test_any_cells_are_checked_and_shown(upload: Upload, admin_client: Client, rows: list[list[str]]) -> None:
    lines = [HEADER, *(";".join(row) for row in rows)]
    response = upload("\r\n".join(lines).encode("cp1252"), as_of="2008-06-30")
    assert response.status_code in (302, 422)
    if response.status_code == 302:
        assert admin_client.get(response.url).status_code == 200
        assert carried_out(admin_client, admin_client.post(f"{response.url}for-in")).status_code == 302
