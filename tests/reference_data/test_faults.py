"""Whatever is wrong with a file of reference data: one plain Swedish sentence at its row and column, nothing saved."""

import datetime
import re
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from aspirants.models import ClosureReason
from aspirants.resources import ClosureReasonResource
from casework.resources import UsualPhraseResource
from catalogue.resources import InsatsTypeResource
from core.spreadsheets import csv_text
from deadlines.resources import DeadlinePolicyResource
from meetings.resources import MeetingTopicResource
from organisation.models import District, DistrictJobbtorg, Jobbtorg
from organisation.reference_tables.faults import sentence_of
from organisation.reference_tables.tables import ReferenceResource
from organisation.resources import (
    CoachGroupResource,
    DistrictJobbtorgResource,
    DistrictResource,
    IncomeSupportUnitResource,
    JobbtorgResource,
    OpeningHoursResource,
    TargetGroupResource,
)
from tests.reference_data.administration import choose, stored
from tests.workbooks import workbook_of

pytestmark = pytest.mark.ignore_template_errors

ENGLISH = re.compile(
    r"Traceback|Error|Exception|not found|does not exist|\bmust\b|invalid|encountered|column '|matching query|\bfield\b"
)
WHOLE_FILE = (None, "")


class Case(NamedTuple):
    """Cells of one row by field, what they replace, and the sentence they give at a column."""

    resource: type[ReferenceResource]
    cells: dict[str, object]
    column: str
    sentence: str


ROWS: dict[type[ReferenceResource], dict[str, object]] = {
    DistrictResource: {"code": "ny", "name": "Ny", "valid_from": "2027-01-01"},
    IncomeSupportUnitResource: {
        "code": "ny",
        "name": "Ny",
        "district": "bromma",
        "function": "Mottagning",
        "valid_from": "2027-01-01",
    },
    JobbtorgResource: {"code": "NY", "name": "Ny", "kind": "Filial", "parent": "KI", "valid_from": "2027-01-01"},
    TargetGroupResource: {
        "code": "TG9",
        "name": "Ny",
        "second_step": "nej",
        "restricted": "nej",
        "valid_from": "2027-01-01",
    },
    DistrictJobbtorgResource: {
        "district": "bromma",
        "jobbtorg": "KI",
        "valid_from": "2027-01-01",
        "is_default": "nej",
    },
    CoachGroupResource: {"jobbtorg": "RS", "code": "B", "name": "Grupp B", "valid_from": "2027-01-01"},
    OpeningHoursResource: {"jobbtorg": "RS", "valid_from": "2027-01-01", "opens": "8:00", "closes": "16:00"},
    ClosureReasonResource: {
        "code": 26,
        "identifier": "NY",
        "label": "Ny",
        "group": "Studier",
        "counts_nationally": "nej",
        "neutral": "nej",
        "import_only": "nej",
        "needs_text": "nej",
        "valid_from": "2027-01-01",
    },
    InsatsTypeResource: {
        "code": "NY",
        "name": "Ny",
        "responsible_party": "Jobbtorget",
        "reveals_health": "nej",
        "valid_from": "2027-01-01",
    },
    MeetingTopicResource: {
        "jobbtorg": "RS",
        "code": "NY",
        "label": "Ny",
        "position": 7,
        "reveals_health": "nej",
        "valid_from": "2027-01-01",
    },
    UsualPhraseResource: {"key": "ny", "text": "Ny fras.", "valid_from": "2027-01-01"},
    DeadlinePolicyResource: {
        "kind": "Möte inom två dygn",
        "valid_from": "2030-01-01",
        "start_event": "Ansökan om försörjningsstöd",
        "length": 2,
        "unit": "kalenderdagar",
        "roll_rule": "flyttas inte",
        "use": "Avstängd",
    },
}
CASES = [
    Case(MeetingTopicResource, {"code": "ny"}, "Kod", "Skriv koden med stora bokstäver A–Z, siffror och understreck"),
    Case(UsualPhraseResource, {"key": ";Ny"}, "Kortord", "Skriv kortordet med små bokstäver, siffror och bindestreck"),
    Case(DistrictResource, {"valid_from": "i fjol"}, "Gäller från", "Skriv datumet med år, som 2026-11-23"),
    Case(DistrictResource, {"valid_from": "19/3"}, "Gäller från", "Skriv datumet med år, som 2026-11-23"),
    Case(DistrictResource, {"valid_from": "2027-02-30"}, "Gäller från", "Det finns ingen 30 februari."),
    Case(DistrictResource, {"valid_from": 46349}, "Gäller från", "Skriv datumet som 2026-11-23 i stället för ”46349”."),
    Case(DistrictResource, {"valid_from": ""}, "Gäller från", "Cellen får inte vara tom."),
    Case(DistrictResource, {"name": " "}, "Namn", "Cellen får inte vara tom."),
    Case(DistrictResource, {"name": "N" * 81}, "Namn", "Texten har 81 tecken men får ha högst 80."),
    Case(
        DistrictResource,
        {"valid_to": "2026-12-31"},
        "Gäller till och med",
        "Sista giltighetsdagen kan inte ligga före den första.",
    ),
    Case(DistrictResource, {"successor": "atlantis"}, "Efterföljare", "Koden ”atlantis” finns inte bland stadsdelar."),
    Case(IncomeSupportUnitResource, {"district": "kista"}, "Stadsdel", "”Kista” gällde till och med 2006-12-31 och"),
    Case(IncomeSupportUnitResource, {"district": ""}, "Stadsdel", "Cellen får inte vara tom."),
    Case(IncomeSupportUnitResource, {"mailbox": "brevlådan"}, "Funktionsbrevlåda", "Fyll i en giltig e-postadress."),
    Case(JobbtorgResource, {"kind": "Butik"}, "Typ", "Skriv ”Jobbtorg”, ”Filial”, ”Ungdomsfilial”, "),
    Case(JobbtorgResource, {"age_from": "sexton"}, "Från ålder", "Skriv ett heltal i stället för ”sexton”."),
    Case(JobbtorgResource, {"age_from": 16.5}, "Från ålder", "Skriv ett heltal i stället för ”16,5”."),
    Case(JobbtorgResource, {"age_from": 40_000}, "Från ålder", "Talet ”40000” är för stort."),
    Case(JobbtorgResource, {"age_from": "9" * 30}, "Från ålder", "är för stort."),
    Case(JobbtorgResource, {"code": 123_456_789}, "Kod", "Texten har 9 tecken men får ha högst 8."),
    Case(TargetGroupResource, {"second_step": "kanske"}, "Andra steget", "Skriv ja eller nej i stället för"),
    Case(TargetGroupResource, {"second_step": ""}, "Andra steget", "Skriv ja eller nej."),
    Case(TargetGroupResource, {"second_step": 1}, "Andra steget", "Skriv ja eller nej i stället för ”1”."),
    Case(DistrictJobbtorgResource, {"is_default": "ja"}, "", "Stadsdelen har redan ett förvalt jobbtorg för den"),
    Case(DistrictJobbtorgResource, {"target_group": "TG0"}, "Målgrupp", "Koden ”TG0” finns inte bland målgrupper."),
    Case(CoachGroupResource, {"jobbtorg": "rs"}, "Jobbtorg", "Koden ”rs” finns inte bland jobbtorg."),
    Case(OpeningHoursResource, {"opens": "åtta"}, "Öppnar", "Skriv klockslaget som 08:00 i stället för ”åtta”."),
    Case(OpeningHoursResource, {"opens": "25:00"}, "Öppnar", "Skriv klockslaget som 08:00 i stället för ”25:00”."),
    Case(OpeningHoursResource, {"closes": ""}, "", "Ange både när det öppnar och stänger, eller ingetdera om det är"),
    Case(ClosureReasonResource, {"identifier": "NO_CONTACT"}, "Beteckning", "finns redan"),
    Case(
        ClosureReasonResource, {"group": "Y"}, "Grupp", "Skriv ”Arbete”, ”Studier”, ”Annan orsak” eller ”Räknas inte”"
    ),
    Case(InsatsTypeResource, {"reveals_health": "ja"}, "", "Skriv ett neutralt namn för en insats som avslöjar något"),
    Case(InsatsTypeResource, {"local_to": "AV"}, "Endast vid", "”Arbetsforum Vinsta” gällde till och med 2007-12-31"),
    Case(DeadlinePolicyResource, {"length": ""}, "Längd", "Cellen får inte vara tom."),
    Case(DeadlinePolicyResource, {"length": -5}, "Längd", "Skriv ett heltal i stället för ”-5”."),
    Case(DeadlinePolicyResource, {}, "", "Det finns redan en regel för den fristen under perioden."),
    Case(DeadlinePolicyResource, {"start_event": "Första besöket"}, "Räknas från", "Fristen kan inte räknas från den"),
    Case(DeadlinePolicyResource, {"kind": "Jobbgarantin"}, "Användning", "är ett löfte från staden och kan inte"),
]


def file_of(kind: str, rows: Sequence[Sequence[object]]) -> bytes:
    return csv_text(rows).encode() if kind == "csv" else workbook_of(rows)


def table(resource: type[ReferenceResource], *rows: dict[str, object]) -> list[list[object]]:
    headings = resource().headings()
    return [list(headings.values()), *([row.get(name, "") for name in headings] for row in rows)]


def faults(client: Client, resource: type[ReferenceResource], content: bytes) -> list[tuple[int | None, str, str]]:
    """What the page says of a file that must not be read in: rows, columns and sentences."""
    before = stored(resource)
    shown = choose(client, resource, content)
    assert "confirm_form" not in shown.context
    assert stored(resource) == before
    page = shown.content.decode()
    found: list[tuple[int | None, str, str]]
    if shown.context["form"].errors:
        [sentence] = shown.context["form"].errors["import_file"]
        found = [(None, "", sentence)]
    else:
        found = [(fault.row, fault.column, fault.sentence) for fault in shown.context["preview"].faults]
    for _, _, sentence in found:
        assert not ENGLISH.search(sentence), sentence
        assert sentence.endswith("."), sentence
    assert "Traceback" not in page
    assert not re.search(r"Column '|KeyError|encountered", page)
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.resource.file_name}-{case.cells}"[:60])
def test_a_faulty_cell_has_its_row_its_column_and_one_sentence(administrator: Client, case: Case, kind: str) -> None:
    content = file_of(kind, table(case.resource, ROWS[case.resource] | case.cells))
    found = faults(administrator, case.resource, content)
    if case.resource is DeadlinePolicyResource and case.column:
        # All rules hold until further notice, so that any other for the same days is one too many.
        found = [fault for fault in found if not fault[2].startswith("Det finns redan en regel")]
    [(row, column, sentence)] = found
    assert (row, column) == (2, case.column)
    assert case.sentence in sentence


@pytest.mark.parametrize("resource", [one for one in ROWS if one is not DeadlinePolicyResource])
def test_the_rows_that_the_cases_start_from_have_no_fault(
    administrator: Client, resource: type[ReferenceResource]
) -> None:
    shown = choose(administrator, resource, file_of("xlsx", table(resource, ROWS[resource])))
    assert shown.context["preview"].faults == []
    assert shown.context["preview"].counts["Ny"] == 1


HEADING = ["Kod", "Namn", "Gäller från", "Gäller till och med", "Efterföljare"]
FILES: list[tuple[Sequence[Sequence[object]], str]] = [
    ([["Kod", "Namn"], ["a", "A"]], "Kolumnerna ”Gäller från”, ”Gäller till och med”, ”Efterföljare” saknas."),
    ([HEADING[:4], ["a", "A", "2027-01-01", ""]], "Kolumnen ”Efterföljare” saknas."),
    ([[*HEADING, "Anteckning"], ["a", "A", "2027-01-01", "", "", "x"]], "Kolumnen ”Anteckning” är okänd."),
    ([[*HEADING, "name"], ["a", "A", "2027-01-01", "", "", "A"]], "Kolumnen ”Namn” finns mer än en gång."),
    ([["Kod", "", *HEADING[2:]], ["a", "A", "2027-01-01", "", ""]], "Kolumn 2 saknar rubrik."),
    ([HEADING, ["a", "A", "2027-01-01", "", "", "x"]], "Rad 2 har fler celler än rubriken."),
    ([HEADING], "Filen har inga rader att läsa in under rubriken."),
    ([[]], "Filen är tom."),
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("rows", "sentence"), FILES)
def test_a_faulty_table_has_one_sentence(
    administrator: Client, rows: Sequence[Sequence[object]], sentence: str, kind: str
) -> None:
    [(row, column, said)] = faults(administrator, DistrictResource, file_of(kind, rows))
    assert (row, column) == WHOLE_FILE
    assert said.startswith(sentence)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_are_counted_as_the_spreadsheet_counts_them(administrator: Client, kind: str) -> None:
    row = ROWS[DistrictResource]
    header, good, bad, again = table(DistrictResource, row, row | {"code": "b", "valid_from": "aldrig 2027"}, row)
    content = file_of(kind, [[""], header, [""], good, ["Exempel: x"], bad, [""], again])
    assert faults(administrator, DistrictResource, content) == [
        (6, "Gäller från", "Skriv datumet som 2026-11-23 i stället för ”aldrig 2027”."),
        (8, "Kod", "Samma kod står redan på rad 4."),
    ]
    preview = choose(administrator, DistrictResource, content).context["preview"]
    assert [(one.number, one.verdict) for one in preview.rows] == [(4, "Ny"), (6, "Fel"), (8, "Fel")]


def test_a_key_of_several_columns_is_named_in_full(administrator: Client) -> None:
    row = ROWS[DistrictJobbtorgResource]
    [(number, _, sentence)] = faults(
        administrator, DistrictJobbtorgResource, file_of("csv", table(DistrictJobbtorgResource, row, row))
    )
    assert (number, sentence) == (3, "Samma stadsdel och målgrupp och jobbtorg och gäller från står redan på rad 2.")


def test_two_rows_that_cannot_be_told_apart_are_for_their_own_pages(administrator: Client) -> None:
    bromma, kista = District.objects.get(code="bromma"), Jobbtorg.objects.get(code="KI")
    for _ in range(2):
        DistrictJobbtorg.objects.create(
            district=bromma, jobbtorg=kista, is_default=False, valid_from=datetime.date(2027, 1, 1)
        )
    content = file_of("csv", table(DistrictJobbtorgResource, ROWS[DistrictJobbtorgResource]))
    [(row, _, sentence)] = faults(administrator, DistrictJobbtorgResource, content)
    assert row == 2
    assert sentence.endswith("finns på flera rader. Ändra dem en och en.")


def changed(
    client: Client, resource: type[ReferenceResource], key: dict[str, object], cells: dict[str, object]
) -> bytes:
    """The stored row with the key as a file, with other cells."""
    one = resource()
    [stored_row] = [
        row for row in one.export().dict if all(row[one.headings()[name]] == value for name, value in key.items())
    ]
    row = {name: stored_row[heading] for name, heading in one.headings().items()}
    return file_of("xlsx", table(resource, row | cells))


@pytest.mark.parametrize(
    "cells",
    [
        {"length": 6},
        {"unit": "kalenderdagar"},
        {"roll_rule": "flyttas inte"},
        {"length": 6, "valid_to": "2030-12-31"},
    ],
)
def test_a_deadline_rule_in_force_is_not_changed_by_a_file(administrator: Client, cells: dict[str, object]) -> None:
    content = changed(administrator, DeadlinePolicyResource, {"kind": "Jobbgarantin"}, cells)
    [(row, _, sentence)] = faults(administrator, DeadlinePolicyResource, content)
    assert (row, sentence) == (2, "Regeln gäller redan och kan inte ändras. Avsluta den och lägg till en ny.")


@pytest.mark.parametrize(
    "cells",
    [
        {"group": "Arbete"},
        {"counts_nationally": "nej"},
        {"neutral": "ja"},
        {"identifier": "ANNAT"},
        {"valid_from": "2030-01-01"},
    ],
)
def test_what_a_closing_reason_in_force_counts_as_is_not_changed_by_a_file(
    administrator: Client, cells: dict[str, object]
) -> None:
    code = ClosureReason.objects.filter(counts_nationally=True, group="S").first().code
    content = changed(administrator, ClosureReasonResource, {"code": code}, cells)
    [(row, _, sentence)] = faults(administrator, ClosureReasonResource, content)
    assert row == 2
    assert re.fullmatch(
        r"Orsaken används redan, så ”[^”]+” kan inte ändras\. Avsluta den och lägg till en ny\.", sentence
    )


def test_the_label_of_a_closing_reason_in_force_is_changed_by_a_file(administrator: Client) -> None:
    content = changed(administrator, ClosureReasonResource, {"code": 60}, {"label": "Uteblir"})
    assert choose(administrator, ClosureReasonResource, content).context["preview"].counts["Ändras"] == 1


def test_what_the_database_refuses_is_told_in_the_words_of_its_constraint(loaded: None) -> None:
    """As when somebody else takes the period between the check of a row and its writing."""
    bromma, kista = District.objects.get(code="bromma"), Jobbtorg.objects.get(code="KI")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        DistrictJobbtorg.objects.create(district=bromma, jobbtorg=kista, valid_from=datetime.date(2027, 1, 1))
    assert sentence_of(refused.value) == "Stadsdelen har redan ett förvalt jobbtorg för den perioden."


def test_what_nobody_foresaw_is_told_in_swedish_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert sentence_of(RuntimeError("boom")).startswith("Raden gick inte att spara.")
    assert "boom" in caplog.text
