"""Reference data out of the administration as CSV, changed, and in again with a preview."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from jobbtorg.management.commands.load_reference_data import TABLES
from organisation.models import District, Jobbtorg, JobbtorgKind
from organisation.reference_tables.tables import ReferenceResource
from tests.reference_data.administration import INLINE, page

pytestmark = pytest.mark.ignore_template_errors


def export(client: Client, resource: type[ReferenceResource], query: str = "") -> str:
    address = reverse(page(resource._meta.model, "export")) + query
    assert client.get(address).status_code == 200
    response = client.post(address, {"format": "0", "resource": "0"})
    assert response["Content-Type"] == "text/csv"
    return response.content.decode("utf-8-sig")


def preview(client: Client, resource: type[ReferenceResource], text: str) -> Any:
    file = BytesIO(text.encode("utf-8-sig"))
    file.name = "tabell.csv"
    response = client.post(
        reverse(page(resource._meta.model, "import")), {"import_file": file, "format": "0", "resource": "0"}
    )
    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())
    return response


def confirm(client: Client, resource: type[ReferenceResource], shown: Any) -> Any:
    address = reverse(page(resource._meta.model, "process_import"))
    return client.post(address, shown.context["confirm_form"].initial, follow=True)


def rows(resource: type[ReferenceResource]) -> list[dict[str, Any]]:
    return list(resource._meta.model._default_manager.order_by("pk").values())


@pytest.mark.parametrize("resource", TABLES)
def test_what_goes_out_comes_in_unchanged(administrator: Client, resource: type[ReferenceResource]) -> None:
    before = rows(resource)
    text = export(administrator, resource)
    assert len(list(csv.DictReader(StringIO(text), delimiter=";"))) == len(before)
    shown = preview(administrator, resource, text)
    answer = confirm(administrator, resource, shown)
    assert f"0 nya rader, 0 ändrade och {len(before)} oförändrade" in answer.content.decode()
    assert rows(resource) == before


def table(model: type) -> type[ReferenceResource]:
    return next(resource for resource in TABLES if resource._meta.model is model)


def test_the_shipped_file_itself_can_be_read_in(administrator: Client) -> None:
    resource = table(District)
    shown = preview(administrator, resource, resource.file().read_text(encoding="utf-8"))
    assert "Oförändrad" in shown.content.decode()


def test_a_changed_and_a_new_row_are_previewed_then_saved_and_recorded(administrator: Client) -> None:
    resource = table(Jobbtorg)
    text = export(administrator, resource, "?q=Rosenlund").replace("Rosenlundsgatan 52", "Rosenlundsgatan 54 <b>")
    text += "UV;Jobbtorg unga Vällingby;YOUTH;VB;;16;29;2027-01-01;\r\n"
    shown = preview(administrator, resource, text)
    assert "<del>Rosenlundsgatan 52</del> <ins>Rosenlundsgatan 54 &lt;b&gt;</ins>" in shown.content.decode()
    assert not Jobbtorg.objects.filter(code="UV").exists()
    answer = confirm(administrator, resource, shown)
    assert "1 nya rader, 1 ändrade och 0 oförändrade" in answer.content.decode()
    new = Jobbtorg.objects.get(code="UV")
    assert (new.kind, new.parent, new.age_to) == (JobbtorgKind.YOUTH, Jobbtorg.objects.get(code="VB"), 29)
    assert Jobbtorg.objects.get(code="RS").address == "Rosenlundsgatan 54 <b>"
    assert LogEntry.objects.count() == 2


def test_a_file_is_read_in_once(administrator: Client) -> None:
    resource = table(District)
    shown = preview(administrator, resource, export(administrator, resource))
    confirm(administrator, resource, shown)
    answer = confirm(administrator, resource, shown)
    assert answer.status_code == 200
    assert "Filen är redan inläst eller har väntat för länge." in answer.content.decode()


def test_what_changed_after_the_preview_stops_the_whole_file(administrator: Client) -> None:
    resource = table(District)
    text = "code,name,valid_from,valid_to,successor\nny,Ny,2027-01-01,,\nnyare,Nyare,2027-01-01,,ny\n"
    text = text.replace("nyare,Nyare,2027-01-01,,ny", "nyare,Nyare,2027-01-01,,tillfallig")
    District.objects.create(code="tillfallig", name="Tillfällig", valid_from="2027-01-01")
    shown = preview(administrator, resource, text)
    District.objects.filter(code="tillfallig").delete()
    answer = confirm(administrator, resource, shown)
    assert "Inget sparades." in answer.content.decode()
    assert not District.objects.filter(code="ny").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,name\na,A\n", "Kolumnen successor saknas."),
        ("code,name,valid_from,valid_to,successor\nny,Ny,i fjol,,\n", "Skriv datumet som 2026-11-23 i stället för"),
        ("code,name,valid_from,valid_to,successor\nny,Ny,2027-01-01,2026-01-01,\n", "Sista giltighetsdagen kan inte"),
    ],
)
def test_a_faulty_file_is_explained_and_cannot_be_confirmed(administrator: Client, text: str, sentence: str) -> None:
    shown = preview(administrator, table(District), text)
    assert sentence in shown.content.decode()
    assert "Traceback" not in shown.content.decode()
    assert "confirm_form" not in shown.context
