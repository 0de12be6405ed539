"""What is told at once of files that are handed in, and files to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import AccessEvent, AccessKind
from core.spreadsheets import csv_rows
from demo.identities import nth_number
from imports.choices import Stage
from imports.models import ImportBatch, ImportFile, ImportList, ImportRow
from imports.profiles.fields import Profile
from imports.profiles.guessing import guess_profile
from organisation.models import Jobbtorg, User
from tests.imports.flow import address_of, at_check, at_columns, csv_file, hand_in, led_on

pytestmark = pytest.mark.django_db
REFUSED = Path(__file__).parents[1] / "data" / "legacy" / "refused"


def row(number: int, **cells: str) -> str:
    values = {"last": "Kvist", "first": "Per", "coach": "AL", "received": "2026-11-02"} | cells
    return f"{nth_number(number)};{values['last']};{values['first']};{values['coach']};;{values['received']};;;;;Pågår;"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("losenord.xlsx", "skyddad med lösenord"),
        ("losenord.xls", "skyddad med lösenord"),
        ("lankar.xlsx", "länkar till andra filer"),
        ("makro.ods", "innehåller makron"),
        ("lista.pdf", "en PDF-fil"),
        ("webbsida.xls", "en webbsida"),
    ],
)
def test_what_is_no_list_is_refused_at_its_field(
    admin_client: Client, rosenlund: Jobbtorg, name: str, why: str
) -> None:
    file = SimpleUploadedFile(name, (REFUSED / name).read_bytes())
    page = hand_in(admin_client, rosenlund, csv_file(row(1)), file, as_of="2026-11-20", profile="ASPIRANTS")
    assert page.status_code == 422
    [error] = page.context["form"].errors["files"]
    assert error.startswith(f"{name}: ")
    assert why in error
    typed = page.context["form"]
    assert (typed["jobbtorg"].value(), typed["as_of"].value(), typed["profile"].value()) == (
        str(rosenlund.pk),
        "2026-11-20",
        "ASPIRANTS",
    )
    assert not ImportBatch.objects.exists()


def test_macros_are_told_by_the_name(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = hand_in(admin_client, rosenlund, csv_file(row(1), name="lista.xlsm"))
    assert "makron" in str(page.context["form"].errors["files"])


def test_every_fault_is_said_at_once(admin_client: Client) -> None:
    page = admin_client.post("/import/ny", {"as_of": "i går kväll"})
    assert set(page.context["form"].errors) == {"files", "jobbtorg", "as_of"}


def test_a_day_that_has_not_been_is_refused(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = hand_in(admin_client, rosenlund, csv_file(row(1)), as_of="2027-01-01")
    assert list(page.context["form"].errors) == ["as_of"]


def test_several_files_are_one_import(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = at_columns(
        admin_client, rosenlund, csv_file(row(1), name="a.csv"), csv_file(row(2), name="b.csv"), as_of="2026-11-20"
    )
    assert [imported.file.name for imported in page.context["forms"].lists] == ["a.csv", "b.csv"]
    [going_on] = admin_client.get("/import").context["going_on"]
    assert going_on.files == "a.csv och 1 fil till"


def test_files_of_another_jobbtorg_are_added(admin_client: Client, rosenlund: Jobbtorg) -> None:
    farsta = Jobbtorg.objects.create(code="FA", name="Jobbtorg Farsta", valid_from=rosenlund.valid_from)
    at_columns(admin_client, rosenlund, csv_file(row(1), name="a.csv"), as_of="2026-11-20")
    path = f"/import/{ImportBatch.objects.get().pk}/filer"
    assert "a.csv" in admin_client.get(path).text
    added = csv_file(row(2), name="b.csv")
    page = led_on(admin_client, hand_in(admin_client, farsta, added, path=path, as_of="2026-11-20"))
    assert address_of(page).endswith("/kolumner")
    assert set(ImportFile.objects.values_list("name", "jobbtorg__name")) == {
        ("a.csv", rosenlund.name),
        ("b.csv", "Jobbtorg Farsta"),
    }


def test_the_same_file_again_is_told_at_once(admin_client: Client, rosenlund: Jobbtorg, admin: User) -> None:
    at_columns(admin_client, rosenlund, csv_file(row(1)), as_of="2026-11-20")
    batch = ImportBatch.objects.get()
    page = hand_in(admin_client, rosenlund, csv_file(row(1), name="annat namn.csv"), as_of="2026-11-20")
    assert f"ligger redan i import {batch.pk}, påbörjad 2026-11-23 av Siv Admin" in page.text
    ImportBatch.objects.update(stage=Stage.COMMITTED, committed_at=batch.started_at, committed_by=admin)
    page = hand_in(admin_client, rosenlund, csv_file(row(1)), as_of="2026-11-20")
    assert "lista.csv: filen importerades 2026-11-23 av Siv Admin" in page.text


@pytest.mark.parametrize("profile", list(Profile))
def test_a_file_to_fill_in_is_read_as_what_it_is(admin_client: Client, profile: Profile) -> None:
    answer = admin_client.get(f"/import/mall/{profile.value}")
    headings, example = csv_rows(answer.content.decode())
    assert guess_profile(headings, [], [], "lista.csv") == profile
    assert all(example)
    workbook = admin_client.get(f"/import/mall/{profile.value}?format=xlsx")
    assert workbook.content.startswith(b"PK")
    assert ".xlsx" in workbook["Content-Disposition"]


def test_a_file_to_fill_in_is_taken_as_it_is(admin_client: Client, rosenlund: Jobbtorg) -> None:
    content = admin_client.get("/import/mall/ASPIRANTS?format=xlsx").content
    page = at_check(admin_client, rosenlund, SimpleUploadedFile("mall.xlsx", content), as_of="2009-12-31")
    assert ImportRow.objects.get().verdict not in ("ERROR", "MANUAL"), page.text


def test_there_is_no_file_of_another_kind(admin_client: Client) -> None:
    assert admin_client.get("/import/mall/SAKER").status_code == 404


@pytest.fixture
def rejected(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Any:
    rows = [row(1), row(2, received="2026-02-30"), row(3, last="=1+1", received="igår kväll")]
    return at_check(admin_client, rosenlund, csv_file(*rows), as_of="2026-11-20")


def test_the_rejected_rows_are_a_file_of_their_own(admin_client: Client, rejected: Any) -> None:
    batch, imported = ImportBatch.objects.get(), ImportList.objects.get()
    assert f"felrader?lista={imported.pk}&amp;format=xlsx" in rejected.text
    answer = admin_client.get(f"/import/{batch.pk}/felrader?lista={imported.pk}")
    lines = csv_rows(answer.content.decode())
    assert lines[0] == [*imported.headings, "Fel"]
    assert [line[0] for line in lines[1:]] == [nth_number(2), nth_number(3)]
    assert lines[1][-1] == "Inkom: Datumet finns inte i kalendern."
    assert f"felrader-import-{batch.pk}-listacsv.csv" in answer["Content-Disposition"]
    assert "\n'=1+1" not in answer.content.decode()
    assert ";'=1+1;" in answer.content.decode()
    log = AccessEvent.objects.get(kind=AccessKind.EXPORT)
    assert log.subject == f"Felrader, import {batch.pk}"


def test_rows_about_protected_persons_are_in_no_file(admin_client: Client, rosenlund: Jobbtorg) -> None:
    rows = [row(1, received="2026-02-30"), f"{nth_number(2)};Gömd;Eva;;;2026-11-02;;;;;Pågår;skyddad"]
    at_check(admin_client, rosenlund, csv_file(*rows), as_of="2026-11-20")
    answer = admin_client.get(f"/import/{ImportBatch.objects.get().pk}/felrader")
    assert "Gömd" not in answer.text
    assert len(csv_rows(answer.content.decode())) == 2


def test_many_rejected_rows_need_two(admin_client: Client, rejected: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.file_requests.MOST_PERSONS_ALONE", 1)
    monkeypatch.setattr("audit.file_requests.require_recent_proof", lambda request: None)
    answer = admin_client.get(f"/import/{ImportBatch.objects.get().pk}/felrader")
    assert (answer.status_code, answer["Location"]) == (302, "/filuttag/ny")
    assert admin_client.get("/filuttag/ny").status_code == 200


def test_corrected_rows_are_an_import_of_their_own(admin_client: Client, rejected: Any) -> None:
    first, imported = ImportBatch.objects.get(), ImportList.objects.get()
    text = admin_client.get(f"/import/{first.pk}/felrader").content.decode()
    corrected = text.replace("2026-02-30", "2026-02-27").replace("igår kväll", "2026-11-01").replace("'=1+1", "Ek")
    path = f"/import/{first.pk}/rattade"
    assert admin_client.get(path).status_code == 200
    file = SimpleUploadedFile("felrader.csv", corrected.encode())
    page = led_on(admin_client, admin_client.post(path, {"imported": imported.pk, "files": file}))
    assert address_of(page).endswith("/kolumner"), page.text
    second = ImportBatch.objects.latest("pk")
    assert second.follows == first
    again = ImportList.objects.get(file__batch=second)
    assert (again.as_of, again.profile, again.fields[-1]) == (imported.as_of, imported.profile, "")
    assert again.file.jobbtorg == imported.file.jobbtorg
