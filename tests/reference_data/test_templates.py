"""The empty table that an administrator fills in: its helping rows are never read in, its example would be."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.spreadsheets import csv_text
from core.spreadsheets.reading import table_rows
from deadlines.resources import DeadlinePolicyResource
from jobbtorg.management.commands.load_reference_data import TABLES
from organisation.models import District, Role
from organisation.reference_tables.tables import ReferenceResource
from organisation.resources import DistrictResource
from tests.reference_data.administration import choose, export, page, signed_in, stored
from tests.workbooks import workbook_of

pytestmark = pytest.mark.ignore_template_errors


def template(client: Client, resource: type[ReferenceResource], kind: str) -> bytes:
    response = client.get(reverse(page(resource._meta.model, "template"), args=[kind]))
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    return response.content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("resource", TABLES)
def test_a_template_explains_every_column_and_changes_nothing(
    administrator: Client, resource: type[ReferenceResource], kind: str
) -> None:
    header, explanations, example = table_rows(template(administrator, resource, kind))
    assert header == table_rows(export(administrator, resource, kind))[0]
    assert all(explanations)
    assert example[0].startswith("Exempel: ")
    before = stored(resource)
    shown = choose(administrator, resource, template(administrator, resource, kind))
    assert "Filen har inga rader att läsa in under rubriken." in shown.content.decode()
    assert stored(resource) == before


@pytest.mark.parametrize("write", [lambda rows: csv_text(rows).encode(), workbook_of])
@pytest.mark.parametrize("resource", TABLES)
def test_the_example_is_a_row_that_could_be_read_in(
    administrator: Client, resource: type[ReferenceResource], write: Callable[[list[list[str]]], bytes]
) -> None:
    header, explanations, example = table_rows(template(administrator, resource, "csv"))
    filled_in = [example[0].removeprefix("Exempel: "), *example[1:]]
    preview = choose(administrator, resource, write([header, explanations, example, filled_in])).context["preview"]
    faults = [fault.sentence for fault in preview.faults]
    # A rule that is in force until further notice has no room for another.
    if resource is DeadlinePolicyResource:
        [fault] = faults
        assert fault.startswith("Det finns redan en regel för den fristen under perioden. Den som finns är ”")
    else:
        assert faults == []
    assert [row.number for row in preview.rows] == [4]


def test_other_kinds_and_other_roles_get_none(administrator: Client) -> None:
    assert administrator.get(reverse(page(District, "template"), args=["exe"])).status_code == 404
    coach = signed_in(Role.COACH, is_staff=True)
    assert coach.get(reverse(page(District, "template"), args=["csv"])).status_code == 403


def test_the_template_is_offered_where_a_file_is_chosen(administrator: Client) -> None:
    shown = administrator.get(reverse(page(District, "import"))).content.decode()
    for kind in ("csv", "xlsx"):
        assert reverse(page(District, "template"), args=[kind]) in shown
    assert "Koden för en rad bland stadsdelar. Får vara tom." in shown
    assert DistrictResource.example["code"] == "bromma"
