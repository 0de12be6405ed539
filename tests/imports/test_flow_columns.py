"""What is chosen for lists, columns and words: kept after a fault, and remembered for the jobbtorg."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from imports.choices import JobKind, ValueKind
from imports.models import HeadingChoice, ImportIssue, ImportJob, ImportList, ValueChoice
from organisation.models import Jobbtorg, User
from tests.imports.conftest import HEADER
from tests.imports.flow import address_of, as_guessed, at_check, at_columns, csv_file, hand_in, led_on
from tests.imports.test_flow_uploads import row
from tests.stored_imports import stored_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def columns(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Any:
    return at_columns(admin_client, rosenlund, csv_file(row(1), row(2)))


def field(name: str) -> str:
    return f"lista-{ImportList.objects.get().pk}-{name}"


def test_a_fault_is_said_at_its_list_and_nothing_is_lost(admin_client: Client, columns: Any) -> None:
    typed = as_guessed(columns) | {field("as_of"): "", field("kolumn-3"): "", field("kolumn-4"): "note"}
    page = admin_client.post(address_of(columns), typed)
    assert page.status_code == 422
    assert "Ange vilken dag listan gäller." in page.text
    [form] = page.context["forms"].of_lists
    assert [form[f"kolumn-{number}"].value() for number in (3, 4)] == ["", "note"]
    assert ImportList.objects.get().fields[3] == "coach", "nothing of it is saved"
    assert not ImportJob.objects.filter(kind=JobKind.CHECK).exists()


def test_two_columns_cannot_mean_the_same(admin_client: Client, columns: Any) -> None:
    typed = as_guessed(columns) | {field("as_of"): "2026-11-20", field("kolumn-4"): "coach"}
    page = admin_client.post(address_of(columns), typed)
    assert page.status_code == 422
    assert "Coach och Fr SDF kan inte betyda samma sak." in page.text


def test_the_only_list_cannot_be_left_out(admin_client: Client, columns: Any) -> None:
    typed = as_guessed(columns)
    del typed[field("included")]
    page = admin_client.post(address_of(columns), typed)
    assert page.status_code == 422
    assert "Ta med minst en lista." in page.text
    assert ImportList.objects.get().included


def test_another_kind_of_list_has_its_columns_guessed_again(admin_client: Client, rosenlund: Jobbtorg) -> None:
    header = HEADER.replace("Status", "Avslutsdatum").replace("3 mån", "Orsak")
    page = at_columns(admin_client, rosenlund, csv_file(row(1), header=header), as_of="2026-11-20", profile="REFERRALS")
    assert "closed" not in ImportList.objects.get().fields
    typed = as_guessed(page) | {field("profile"): "CLOSINGS", "spara": "1"}
    assert admin_client.post(address_of(page), typed).status_code == 302
    imported = ImportList.objects.get()
    assert imported.profile == "CLOSINGS"
    assert {"closed", "reason"} <= set(imported.fields)


def test_a_list_without_what_it_needs_is_refused(admin_client: Client, columns: Any) -> None:
    typed = as_guessed(columns) | {field("as_of"): "2026-11-20", field("kolumn-5"): ""}
    assert "Listan saknar kolumn för dagen då remissen kom in" in admin_client.post(address_of(columns), typed).text


def test_what_is_not_used_is_shown_as_such(columns: Any) -> None:
    assert columns.text.count("Används inte") >= len(ImportList.objects.get().headings)


def test_choices_are_saved_without_a_check(admin_client: Client, columns: Any) -> None:
    typed = as_guessed(columns) | {field("as_of"): "2026-11-20", field("kolumn-4"): "", "spara": "1"}
    answer = admin_client.post(address_of(columns), typed)
    assert (answer.status_code, answer.url) == (302, address_of(columns))
    assert ImportList.objects.get().fields[4] == ""
    assert HeadingChoice.objects.get(heading="frsdf").field == ""
    assert not ImportJob.objects.filter(kind=JobKind.CHECK).exists()


def test_a_list_is_left_out(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = at_columns(
        admin_client, rosenlund, csv_file(row(1), name="a.csv"), csv_file(row(2), name="b.csv"), as_of="2026-11-20"
    )
    second = ImportList.objects.get(file__name="b.csv")
    typed = as_guessed(page)
    del typed[f"lista-{second.pk}-included"]
    checked = led_on(admin_client, admin_client.post(address_of(page), typed))
    assert [str(imported) for imported in checked.context["lists"]] == ["a.csv"]


def test_a_file_that_cannot_be_read_stops_no_other(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = at_columns(admin_client, rosenlund, csv_file(row(1)), csv_file("x", name="brev.csv", header="Hej"))
    [imported] = page.context["forms"].unreadable
    assert imported.file.name == "brev.csv"
    assert imported.refusal in page.text
    assert len(page.context["forms"].of_lists) == 1


def test_where_no_file_can_be_read_it_is_said_why(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = led_on(admin_client, hand_in(admin_client, rosenlund, csv_file(name="brev.csv", header="")))
    assert page.context["failure"].sentence.startswith("brev.csv: ")
    files = admin_client.get(page.context["failure"].url)
    added = led_on(admin_client, hand_in(admin_client, rosenlund, csv_file(row(1)), path=address_of(files)))
    assert address_of(added).endswith("/kolumner"), "the file that was added is read all the same"


@pytest.fixture
def unknown(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Any:
    rows = [row(1, coach="Kalle"), row(2, coach="KALLE "), row(3, coach="AL")]
    check = at_check(admin_client, rosenlund, csv_file(*rows), as_of="2026-11-20")
    return admin_client.get(address_of(check).replace("kontroll", "kolumner"))


def test_words_that_the_check_did_not_understand_are_asked_about(unknown: Any) -> None:
    [word] = unknown.context["forms"].unknown.words
    assert (word.kind, word.text, word.rows) == (ValueKind.COACH, "kalle", 2)
    assert "Anna Lund" in unknown.text


def test_a_word_is_understood_from_then_on(
    admin_client: Client, unknown: Any, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    [word] = unknown.context["forms"].unknown.words
    typed = as_guessed(unknown) | {word.name: str(coaches["PL"].pk)}
    led_on(admin_client, admin_client.post(address_of(unknown), typed))
    assert not ImportIssue.objects.filter(code="I11").exists()
    choice = ValueChoice.objects.get()
    assert (choice.jobbtorg, choice.text, choice.value) == (rosenlund, "kalle", str(coaches["PL"].pk))
    later = admin_client.get(address_of(unknown))
    assert [word.answer for word in later.context["forms"].remembered.words] == [str(coaches["PL"].pk)]


def test_a_word_may_stand_for_nobody(admin_client: Client, unknown: Any) -> None:
    [word] = unknown.context["forms"].unknown.words
    led_on(admin_client, admin_client.post(address_of(unknown), as_guessed(unknown) | {word.name: "-"}))
    assert ValueChoice.objects.get().value == ""
    assert not ImportIssue.objects.filter(code="I11").exists()


def test_a_word_without_an_answer_is_left_as_it_is(admin_client: Client, unknown: Any) -> None:
    admin_client.post(address_of(unknown), as_guessed(unknown))
    assert not ValueChoice.objects.exists()


def test_identity_numbers_in_headings_and_names_of_files_are_hidden(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    number = "19790417-9814"
    file = csv_file(row(1), name=f"Kvist {number}.csv", header=HEADER.replace("Fr SDF", number))
    page = at_columns(admin_client, rosenlund, file, as_of="2026-11-20")
    check = led_on(admin_client, admin_client.post(address_of(page), as_guessed(page)))
    key = ImportList.objects.get().file.batch_id
    for shown in (page, check, *(admin_client.get(path) for path in ("/import", f"/import/{key}/filer"))):
        assert number not in shown.text, address_of(shown)
        assert "Kvist 19790417-••••.csv" in shown.text, address_of(shown)
    again = hand_in(admin_client, rosenlund, file)
    assert number not in again.text


@pytest.mark.parametrize(
    ("encoding", "told"), [("xlsx", "Arbetsbok (xlsx)."), ("Windows-1252", "Teckenkodning: Windows-1252.")]
)
def test_what_kind_of_file_it_is_and_how_long(
    admin_client: Client, admin: User, rosenlund: Jobbtorg, encoding: str, told: str
) -> None:
    batch = stored_import(admin, rosenlund)
    ImportList.objects.update(encoding=encoding, rows_read=12000)
    page = admin_client.get(f"/import/{batch.pk}/kolumner")
    assert told in page.text
    assert "12\N{NARROW NO-BREAK SPACE}000" in page.text
