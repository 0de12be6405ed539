"""The pages of an import in the order in which an administrator meets them, with the importer at work between them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from imports.choices import JobKind, Stage
from imports.models import ImportBatch, ImportJob
from organisation.models import Jobbtorg, User
from tests.imports.conftest import NOW, SAMPLE_A
from tests.imports.running import as_importer

pytestmark = pytest.mark.django_db


def file_of(name: str = SAMPLE_A.name, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, SAMPLE_A.read_bytes() if content is None else content)


def sent(client: Client, jobbtorg: Jobbtorg, *files: SimpleUploadedFile, path: str = "/import/ny", **typed: Any) -> Any:
    return client.post(path, {"files": list(files), "jobbtorg": jobbtorg.pk, **typed})


def led_on(client: Client, response: Any) -> Any:
    """The page that an answer leads to when the importer has been at work."""
    assert response.status_code == 302, response.content.decode()
    as_importer()
    return client.get(response.url, follow=True)


def columns_as_guessed(page: Any) -> dict[str, Any]:
    """What the page of columns sends in when nothing on it is changed."""
    typed: dict[str, Any] = {}
    for form in page.context["forms"].all:
        for field in form:
            value = field.value()
            if value not in (None, False):
                typed[field.html_name] = value
    return typed


@pytest.fixture
def at_columns(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Any:
    return led_on(admin_client, sent(admin_client, rosenlund, file_of()))


@pytest.fixture
def at_check(admin_client: Client, at_columns: Any) -> Any:
    address = at_columns.request["PATH_INFO"]
    return led_on(admin_client, admin_client.post(address, columns_as_guessed(at_columns)))


def test_a_file_leads_to_its_columns(at_columns: Any) -> None:
    page = at_columns.content.decode()
    assert at_columns.request["PATH_INFO"].endswith("/kolumner")
    assert "790417-••••" in page
    assert "790417-9814" not in page
    [form] = at_columns.context["forms"].of_lists
    assert form["profile"].value() == "ASPIRANTS"
    assert [column.field.value() for column in form.columns][:3] == ["identity", "last_name", "first_name"]


def test_the_columns_lead_to_the_check(at_check: Any) -> None:
    assert at_check.request["PATH_INFO"].endswith("/kontroll")
    page = at_check.content.decode()
    assert "790417-9814" not in page
    assert at_check.context["problems"]
    assert "Skyddad id" not in page


def test_an_import_is_brought_in_by_a_second_click(admin_client: Client, at_check: Any) -> None:
    batch = ImportBatch.objects.get()
    address = f"/import/{batch.pk}/kontroll"
    with time_machine.travel(NOW + datetime.timedelta(minutes=1), tick=False):
        admin_client.post(address, {"act": "val", "policy": "GOOD_ROWS"})
        admin_client.post(address, {"act": "utfall", "outcome": "CLOSED", "outcome_on": "2008-12-31"})
    assert "Kontrollera igen innan du för in" in admin_client.get(address).content.decode()
    with time_machine.travel(NOW + datetime.timedelta(minutes=2), tick=False):
        checked = led_on(admin_client, admin_client.post(address, {"act": "igen"}))
    assert checked.context["readiness"].is_ready
    before = admin_client.get(f"/import/{batch.pk}/for-in")
    assert before.status_code == 200
    result = led_on(admin_client, admin_client.post(f"/import/{batch.pk}/for-in"))
    batch.refresh_from_db()
    assert batch.stage == Stage.COMMITTED
    assert result.request["PATH_INFO"] == f"/import/{batch.pk}/"
    assert result.context["case_numbers"]
    assert admin_client.get("/import").status_code == 200


def test_a_double_click_is_one_job(admin_client: Client, at_columns: Any) -> None:
    address, typed = at_columns.request["PATH_INFO"], columns_as_guessed(at_columns)
    admin_client.post(address, typed)
    second = admin_client.post(address, typed)
    assert second.status_code == 422
    assert "behandlas just nu" in second.content.decode()
    assert ImportJob.objects.filter(kind=JobKind.CHECK).count() == 1
