"""The pages of an import in the order in which an administrator meets them, with the importer at work between them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aspirants.models import Enrolment
from demo.factories import ClosureReasonFactory
from imports.choices import JobKind, Stage
from imports.models import ImportBatch, ImportJob
from organisation.models import Jobbtorg, User
from tests.imports.conftest import NOW, SAMPLE_A
from tests.imports.flow import address_of, as_guessed, at_columns, led_on
from tests.visits import signed_in

pytestmark = pytest.mark.django_db
A_MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def columns(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Any:
    return at_columns(admin_client, rosenlund, SimpleUploadedFile(SAMPLE_A.name, SAMPLE_A.read_bytes()))


@pytest.fixture
def check(admin_client: Client, columns: Any) -> Any:
    return led_on(admin_client, admin_client.post(address_of(columns), as_guessed(columns)))


def test_a_file_leads_to_its_columns(columns: Any) -> None:
    assert "790417-••••" in columns.text
    assert "790417-9814" not in columns.text
    [form] = columns.context["forms"].of_lists
    assert form["profile"].value() == "ASPIRANTS"
    assert [column.field.value() for column in form.columns][:3] == ["identity", "last_name", "first_name"]


def test_the_columns_lead_to_the_check(check: Any) -> None:
    assert address_of(check).endswith("/kontroll")
    assert "Kontrollsiffran stämmer inte" in check.text
    assert "740101-••••" in check.text
    assert "740101-9852" not in check.text
    assert "Skyddad id" not in check.text, "a row about a protected person"


def test_an_import_is_brought_in_by_a_second_click(admin_client: Client, check: Any) -> None:
    ClosureReasonFactory(code=98, identifier="UNKNOWN", label="Okänd, importerad", group="O")
    batch, address = ImportBatch.objects.get(), address_of(check)
    with time_machine.travel(NOW + A_MINUTE, tick=False):
        decided = {"policy": "GOOD_ROWS", "outcome": "CLOSED", "outcome_on": "2008-12-31"}
        admin_client.post(address, {"act": "val", **decided})
    assert "Kontrollera igen innan du för in" in admin_client.get(address).text
    refused = admin_client.post(f"/import/{batch.pk}/for-in", follow=True)
    assert "Importen har ändrats sedan kontrollen" in refused.text
    with time_machine.travel(NOW + 2 * A_MINUTE, tick=False):
        checked = led_on(admin_client, admin_client.post(address, {"act": "igen"}))
        assert checked.context["readiness"].is_ready, checked.context["readiness"]
        assert "Det här händer när du bekräftar" in admin_client.get(f"/import/{batch.pk}/for-in").text
        result = led_on(admin_client, admin_client.post(f"/import/{batch.pk}/for-in"))
    batch.refresh_from_db()
    assert batch.stage == Stage.COMMITTED
    assert address_of(result) == f"/import/{batch.pk}/"
    assert Enrolment.objects.count() == len(result.context["case_numbers"]) > 0
    assert batch.files.get().sha256 in result.text
    [row] = admin_client.get("/import").context["rows"]
    assert (row.files, row.cases) == (SAMPLE_A.name, Enrolment.objects.count())
    after = admin_client.get(address)
    assert "Importen är införd" in after.text
    assert result.context["case_numbers"][0] in after.text


def test_a_double_click_is_one_job(admin_client: Client, columns: Any) -> None:
    address, typed = address_of(columns), as_guessed(columns)
    admin_client.post(address, typed)
    second = admin_client.post(address, typed)
    assert second.status_code == 422
    assert "behandlas just nu" in second.text
    assert ImportJob.objects.filter(kind=JobKind.CHECK).count() == 1
    assert address_of(admin_client.get(address, follow=True)).endswith("/korning"), "a page that is opened meanwhile"


def test_another_administrator_goes_on_with_it(admin_client: Client, columns: Any) -> None:
    colleague = signed_in(User.objects.create_user("kollega@example.se", role="ADMIN"))
    [row] = colleague.get("/import").context["going_on"]
    assert row.next_url == address_of(columns)
    page = led_on(colleague, colleague.post(row.next_url, as_guessed(colleague.get(row.next_url))))
    assert address_of(page).endswith("/kontroll")
    assert ImportJob.objects.get(kind=JobKind.CHECK).asked_by.email == "kollega@example.se"
