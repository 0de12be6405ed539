"""The result, undoing an import, and taking one away before it is brought in."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client

from aspirants.models import Enrolment
from imports.choices import Stage, Verdict
from imports.models import ImportBatch, ImportFile, ImportList, ImportRow
from imports.values.findings import Severity
from organisation.models import Jobbtorg, User
from tests.imports.conftest import NOW
from tests.imports.flow import address_of, at_check, csv_file, hand_in, led_on
from tests.imports.test_flow_uploads import row
from tests.stored_imports import add_row, stored_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    at_check(admin_client, rosenlund, csv_file(row(1), row(2)), as_of="2026-11-20")
    batch = ImportBatch.objects.get()
    led_on(admin_client, admin_client.post(f"/import/{batch.pk}/for-in"))
    batch.refresh_from_db()
    assert batch.stage == Stage.COMMITTED
    return batch


def test_an_import_is_undone_after_a_preview(admin_client: Client, committed: ImportBatch) -> None:
    result = admin_client.get(f"/import/{committed.pk}/")
    assert "Ångra import" in result.text
    before = admin_client.get(f"/import/{committed.pk}/angra")
    assert "2 ärenden och 2 personer tas bort ur registret" in before.text
    stale = admin_client.post(f"/import/{committed.pk}/angra", {"sedd": "2-2-1-1"})
    assert (stale.status_code, Enrolment.objects.count()) == (409, 2)
    assert "Något har ändrats sedan sidan visades." in stale.text
    page = led_on(admin_client, admin_client.post(f"/import/{committed.pk}/angra", {"sedd": before.context["seen"]}))
    assert address_of(page) == f"/import/{committed.pk}/"
    assert "Importen ångrades" in page.text
    assert "Siv Admin" in page.text
    assert "2 nya införda" in [figure.sentence for figure in page.context["figures"]], "the counts are kept"
    assert not Enrolment.objects.exists()
    listed = admin_client.get("/import")
    assert not listed.context["rows"], "it does not stand among those that are brought in"
    assert [row.stage for row in listed.context["undone"]] == ["Ångrad"]


def test_it_is_not_undone_after_seven_days(admin_client: Client, committed: ImportBatch) -> None:
    with time_machine.travel(NOW + datetime.timedelta(days=7, minutes=1), tick=False):
        admin_client.force_login(User.objects.get(email="admin@example.se"))
        assert "Ångra import" not in admin_client.get(f"/import/{committed.pk}/").text
        assert admin_client.get(f"/import/{committed.pk}/angra").status_code == 302


def test_a_second_click_brings_nothing_in_again(admin_client: Client, committed: ImportBatch) -> None:
    answer = admin_client.post(f"/import/{committed.pk}/for-in")
    assert answer.url == f"/import/{committed.pk}/"
    assert Enrolment.objects.count() == 2


def test_an_import_is_taken_away_and_its_file_may_come_again(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    at_check(admin_client, rosenlund, csv_file(row(1)), as_of="2026-11-20")
    batch = ImportBatch.objects.get()
    address = f"/import/{batch.pk}/ta-bort"
    assert admin_client.get(address).status_code == 200
    page = led_on(admin_client, admin_client.post(address))
    assert "Importen är borttagen." in page.text
    assert not ImportRow.objects.exists()
    assert not admin_client.get("/import").context["going_on"]
    assert ImportFile.objects.get().released
    again = led_on(admin_client, hand_in(admin_client, rosenlund, csv_file(row(1)), as_of="2026-11-20"))
    assert address_of(again).endswith("/kolumner")


def test_only_so_many_case_numbers_are_shown(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund, stage=Stage.COMMITTED)
    imported = ImportList.objects.get()
    for number in range(102):
        one = add_row(imported, "", "Ek")
        ImportRow.objects.filter(pk=one.pk).update(case_no=f"RS-2008-{number:05}")
    page = admin_client.get(f"/import/{batch.pk}/")
    assert len(page.context["case_numbers"]) == 100
    assert "2 till står bland raderna." in page.text


def test_what_was_left_out_can_be_fetched_and_handed_in_again(
    admin_client: Client, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = stored_import(admin, rosenlund, stage=Stage.COMMITTED)
    add_row(ImportList.objects.get(), "", "Ek", severity=Severity.ERROR, verdict=Verdict.ERROR)
    page = admin_client.get(f"/import/{batch.pk}/")
    assert "Felrader.xlsx" in page.text
    assert f"/import/{batch.pk}/rattade" in page.text
