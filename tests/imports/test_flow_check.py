"""The page of the check: causes with their rows, corrections on the spot, what is decided, and the rows as a table."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from audit.models import AccessEvent
from imports.choices import Outcome, Policy, Profile
from imports.models import CellCorrection, ImportBatch, ImportIssue, ImportList, ImportRow
from imports.values.findings import Severity
from organisation.models import Jobbtorg, User
from tests.imports.conftest import NOW
from tests.imports.flow import address_of, at_check, csv_file, led_on
from tests.imports.test_flow_uploads import row
from tests.stored_imports import add_list, add_question, add_row, stored_import
from tests.visits import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Any:
    rows = [row(1), row(2, received="2026-02-30"), row(3, received="2026-02-31")]
    return at_check(admin_client, rosenlund, csv_file(*rows), as_of="2026-11-20")


def cause_of(page: Any, code: str) -> Any:
    [cause] = [cause for cause in page.context["problems"] if cause.code == code]
    return cause


def again(client: Client, page: Any) -> Any:
    """The check once more, a minute later."""
    with time_machine.travel(NOW + datetime.timedelta(minutes=1), tick=False):
        return led_on(client, client.post(address_of(page), {"act": "igen"}))


def test_errors_are_grouped_by_cause(check: Any) -> None:
    cause = cause_of(check, "I09")
    assert (cause.rows, cause.severity, cause.message) == (2, Severity.ERROR, "Datumet finns inte i kalendern.")
    assert [(one.line, one.heading, one.cell) for one in cause.examples] == [
        (3, "Inkom", "2026-02-30"),
        (4, "Inkom", "2026-02-31"),
    ]
    assert "En dag, till exempel 2008-03-19." in check.text


def test_a_cell_is_corrected_on_the_spot(admin_client: Client, check: Any) -> None:
    [first, second] = [example.name for example in cause_of(check, "I09").examples]
    sent = {"act": "ratta", first: "2026-02-27", second: "2026-02-31"}
    with time_machine.travel(NOW + datetime.timedelta(seconds=30), tick=False):
        page = admin_client.post(address_of(check), sent, follow=True)
    assert "1 rättelse är sparad" in page.text
    assert CellCorrection.objects.get().text == "2026-02-27", "what was not changed is no correction"
    assert page.context["readiness"].is_stale
    assert cause_of(again(admin_client, check), "I09").rows == 1


def test_a_hidden_number_is_corrected_only_where_something_is_written(
    admin_client: Client, rosenlund: Jobbtorg
) -> None:
    rows = ["19790417-9815;Kvist;Per;;;2026-11-02;;;;;Pågår;"]
    check = at_check(admin_client, rosenlund, csv_file(*rows), as_of="2026-11-20")
    [example] = cause_of(check, "I03").examples
    assert (example.cell, example.value) == ("19790417-••••", "")
    admin_client.post(address_of(check), {"act": "ratta", example.name: ""})
    assert not CellCorrection.objects.exists()
    admin_client.post(address_of(check), {"act": "ratta", example.name: "19790417-9814"})
    assert CellCorrection.objects.get().text == "19790417-9814"


def test_too_long_a_correction_is_refused_and_kept(admin_client: Client, check: Any) -> None:
    [first, _] = [example.name for example in cause_of(check, "I09").examples]
    page = admin_client.post(address_of(check), {"act": "ratta", first: "x" * 501})
    assert page.status_code == 422
    assert "Skriv högst 500 tecken." in page.text
    assert "x" * 501 in page.text


def test_a_row_of_another_import_is_not_corrected(
    admin_client: Client, check: Any, admin: User, rosenlund: Jobbtorg
) -> None:
    other = add_row(add_list(stored_import(admin, rosenlund), rosenlund, "b.csv"), "", "Ek")
    page = admin_client.post(address_of(check), {"act": "ratta", f"cell-{other.pk}-4": "AL"})
    assert page.status_code == 422
    assert not CellCorrection.objects.exists()


def test_all_proposals_of_a_cause_are_taken_at_once(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    imported = ImportList.objects.get()
    for _ in range(7):
        add_row(imported, "", "Ek")
    add_row(imported, "", "Ek", message="Något annat.")
    page = admin_client.get(f"/import/{batch.pk}/kontroll")
    [cause] = [cause for cause in page.context["problems"] if cause.rows == 7]
    assert len(cause.examples) == 5
    assert "Godta alla förslag (7)" in page.text
    done = admin_client.post(address_of(page), {"godta": cause.key}, follow=True)
    assert "7 förslag är godtagna" in done.text
    assert set(CellCorrection.objects.values_list("column", flat=True)) == {4}
    assert [correction.text for correction in CellCorrection.objects.all()] == ["Anna Lund"] * 7


def test_all_rows_of_a_cause_are_shown_when_asked_for(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    for _ in range(7):
        add_row(ImportList.objects.get(), "", "Ek")
    page = admin_client.get(f"/import/{batch.pk}/kontroll")
    assert "alla 7" in page.text
    [cause] = page.context["problems"]
    whole = admin_client.get(f"{address_of(page)}?orsak={cause.key}")
    assert len(whole.context["problems"][0].examples) == 7
    assert len(whole.context["rows"]) == 7


def test_rows_are_narrowed_by_verdict_and_cause(admin_client: Client, check: Any) -> None:
    errors = admin_client.get(f"{address_of(check)}?utfall=ERROR")
    assert [shown.line for shown in errors.context["rows"]] == [3, 4]
    cause = cause_of(check, "I09")
    assert len(admin_client.get(f"{address_of(check)}?orsak={cause.key}").context["rows"]) == 2
    assert len(admin_client.get(f"{address_of(check)}?utfall=saker&orsak=x").context["rows"]) == 3


def test_a_faulty_cell_says_so_in_words_and_is_described_by_its_finding(check: Any) -> None:
    [described] = re.findall(
        r'<td class="faulty" data-color="danger" aria-describedby="(\S+)">\s*2026-02-30', check.text
    )
    assert f'<li id="{described}">' in check.text
    assert "Fel</span>" in check.text


def test_pages_of_rows_begin_with_the_number_in_the_file(
    admin_client: Client, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = stored_import(admin, rosenlund)
    imported = ImportList.objects.get()
    for _ in range(101):
        add_row(imported, "", "Ek")
    page = admin_client.get(f"/import/{batch.pk}/kontroll?page=2")
    assert [shown.line for shown in page.context["rows"]] == [102]


def test_what_is_decided_is_kept(admin_client: Client, check: Any) -> None:
    address, batch = address_of(check), ImportBatch.objects.get()
    assert not check.context["readiness"].is_ready
    page = admin_client.post(address, {"act": "val", "policy": "GOOD_ROWS"}, follow=True)
    assert page.context["readiness"].is_ready
    assert "när du är klar" not in page.text, "nothing has to be checked anew"
    batch.refresh_from_db()
    assert batch.policy == Policy.GOOD_ROWS
    assert admin_client.post(address, {"act": "val", "policy": "ALLT"}).status_code == 422


@pytest.fixture
def old(admin_client: Client, rosenlund: Jobbtorg) -> Any:
    rows = [row(1, received="2008-03-19"), row(2, received="2008-04-25")]
    return at_check(admin_client, rosenlund, csv_file(*rows), as_of="2008-06-30")


def test_an_old_list_asks_what_became_of_the_cases(old: Any) -> None:
    assert "Vad blev det av ärendena som ingen lista avslutar?" in old.text
    assert "Svara på vad det blev av ärendena" in " ".join(old.context["readiness"].hindrances)


def test_a_list_of_now_does_not(check: Any) -> None:
    assert check.context["outcome_form"] is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "outcome"),
        ({"outcome": "CLOSED"}, "outcome_on"),
        ({"outcome": "CLOSED", "outcome_on": "2008-06-30"}, "outcome_on"),
        ({"outcome": "CLOSED", "outcome_on": "2030-01-01"}, "outcome_on"),
        ({"outcome": "CLOSED", "outcome_on": "i förrgår kväll"}, "outcome_on"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(
    admin_client: Client, old: Any, typed: dict[str, str], field: str
) -> None:
    page = admin_client.post(address_of(old), {"act": "val", **typed})
    assert page.status_code == 422
    assert list(page.context["outcome_form"].errors) == [field]
    assert page.context["outcome_form"]["outcome_on"].value() == typed.get("outcome_on")


def test_the_answer_is_kept(admin_client: Client, old: Any) -> None:
    admin_client.post(address_of(old), {"act": "val", "outcome": "STILL_OPEN"})
    assert ImportBatch.objects.get().outcome == Outcome.STILL_OPEN


def test_what_managers_are_asked_is_said_by_jobbtorg(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    for _ in range(2):
        add_question(batch, rosenlund, "Ek")
    page = admin_client.get(f"/import/{batch.pk}/kontroll")
    assert page.context["waiting"] == [(rosenlund.name, 2, 2)]


def test_counts_that_are_missing_are_no_fault(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    ImportBatch.objects.update(counts={})
    assert admin_client.get(f"/import/{batch.pk}/kontroll").status_code == 200


def test_what_todays_pages_would_gain_is_said(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    gains = {"open_cases": 1200, "without_coach": 1, "running_clocks": 0, "breaches": 3}
    ImportBatch.objects.update(counts={"rows": 12480, "gains": gains, "control": [[0, 12481, 12480]]})
    page = admin_client.get(f"/import/{batch.pk}/kontroll").text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "1 200 öppna ärenden" in page
    assert "1 ärende utan coach" in page
    assert "frister som löper" not in page
    assert "att förklara" not in page, "nobody is asked for the cause of an imported breach"
    assert "summan i listan är 12 481, men 12 480 rader är lästa" in page


def test_looking_at_rows_is_logged(admin_client: Client, check: Any, admin: User) -> None:
    before = AccessEvent.objects.count()
    admin_client.get(address_of(check))
    assert AccessEvent.objects.count() == before + 1
    assert AccessEvent.objects.latest("pk").subject == f"Import {ImportBatch.objects.get().pk}"


def test_a_protected_row_shows_nothing_and_cannot_be_corrected(
    admin_client: Client, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = stored_import(admin, rosenlund)
    hidden = add_row(ImportList.objects.get(), "19790417-9814", "Gömd")
    ImportRow.objects.filter(pk=hidden.pk).update(protected=True)
    ImportIssue.objects.filter(row=hidden).update(code="I18")
    ImportIssue.objects.create(row=hidden, code="I01", severity=Severity.ERROR, message="Personnummer saknas.")
    page = admin_client.get(f"/import/{batch.pk}/kontroll")
    assert "Gömd" not in page.text
    assert "Personnummer saknas" not in page.text, "that the person is protected says enough"
    assert "Skyddade personuppgifter" in page.text
    assert f"cell-{hidden.pk}-4" not in page.text
    assert admin_client.post(address_of(page), {"act": "ratta", f"cell-{hidden.pk}-4": "AL"}).status_code == 422
    admin_client.post(address_of(page), {"godta": page.context["problems"][0].key})
    assert not CellCorrection.objects.exists()


def test_two_administrators_correct_the_same_cell(admin_client: Client, check: Any) -> None:
    colleague = signed_in(User.objects.create_user("kollega@example.se", role="ADMIN"))
    [first, _] = [example.name for example in cause_of(check, "I09").examples]
    admin_client.post(address_of(check), {"act": "ratta", first: "2026-02-26"})
    page = colleague.get(address_of(check))
    assert next(example.value for example in cause_of(page, "I09").examples) == "2026-02-26"
    colleague.post(address_of(check), {"act": "ratta", first: "2026-02-27"})
    assert [one.text for one in CellCorrection.objects.order_by("pk")] == ["2026-02-26", "2026-02-27"]
    assert not ImportIssue.objects.filter(row__corrections__isnull=False, row__line=2).exists()


def test_nothing_typed_is_lost_whichever_button_is_pressed(
    admin_client: Client, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = stored_import(admin, rosenlund)
    imported = ImportList.objects.get()
    ImportList.objects.update(as_of=datetime.date(2008, 6, 30))
    proposed = [add_row(imported, "", "Ek") for _ in range(2)]
    other = add_row(imported, "", "Ek", message="Något annat.")
    address = f"/import/{batch.pk}/kontroll"
    page = admin_client.get(address)
    [form] = re.findall(r'<form [^>]*id="kontroll".*?</form>', page.text, re.DOTALL)
    for name in (f"cell-{proposed[0].pk}-4", f"cell-{other.pk}-4", "policy", "outcome", "outcome_on"):
        assert f'name="{name}"' in form
    [cause] = [cause for cause in page.context["problems"] if cause.rows == 2]
    typed = {f"cell-{proposed[0].pk}-4": "PL", f"cell-{other.pk}-4": ["XX", "AL"]}
    decided = {"policy": "GOOD_ROWS", "outcome": "CLOSED", "outcome_on": "2008-12-31"}
    assert admin_client.post(address, {"godta": cause.key, **typed, **decided}).status_code == 302
    assert {one.row_id: one.text for one in CellCorrection.objects.order_by("pk")} == {
        proposed[0].pk: "PL",
        proposed[1].pk: "Anna Lund",
        other.pk: "AL",
    }
    batch.refresh_from_db()
    assert (batch.policy, batch.outcome) == (Policy.GOOD_ROWS, Outcome.CLOSED)


def test_what_is_refused_keeps_all_that_was_typed(admin_client: Client, old: Any) -> None:
    typed = {"act": "val", "policy": "GOOD_ROWS", "outcome": "CLOSED", "outcome_on": "2030-01-01"}
    page = admin_client.post(address_of(old), typed)
    assert page.status_code == 422
    assert page.context["policy_form"]["policy"].value() == "GOOD_ROWS"
    assert ImportBatch.objects.get().policy == Policy.ALL, "nothing of it is saved"


def test_the_verdict_and_the_findings_stand_before_the_cells(check: Any) -> None:
    table = check.text[check.text.index('id="rader"') :]
    headings = re.findall(r"<th[^>]*>\s*(?:<[^>]*>\s*)*(\w+)", table)
    assert headings[:4] == ["Rad", "Utfall", "Anmärkningar", "Pnr"]


def test_a_day_too_early_names_the_list_and_not_that_of_closings(
    admin_client: Client, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = stored_import(admin, rosenlund, name="pågående.csv")
    ImportList.objects.update(as_of=datetime.date(2008, 6, 30))
    closings = add_list(batch, rosenlund, "avslut.csv")
    ImportList.objects.filter(pk=closings.pk).update(as_of=datetime.date(2009, 6, 30), profile=Profile.CLOSINGS)
    address = f"/import/{batch.pk}/kontroll"
    typed = {"act": "val", "outcome": "CLOSED"}
    early = admin_client.post(address, typed | {"outcome_on": "2008-06-30"})
    assert "pågående.csv säger att ärendena pågick 2008-06-30. Välj en senare dag." in early.text
    assert admin_client.post(address, typed | {"outcome_on": "2008-12-31"}).status_code == 302


def test_a_day_that_is_needed_is_not_called_optional(old: Any) -> None:
    label = re.search(r"Räknas som avslutade den.*?</label>", old.text, re.DOTALL)
    assert label is not None
    assert "valfritt" not in label[0]
