"""Whatever stands in the cells, every page of an import answers."""

from __future__ import annotations

import datetime
import itertools

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.choices import Stage
from imports.models import ImportBatch
from organisation.models import Jobbtorg, User
from tests.imports.conftest import HEADER, NOW
from tests.imports.flow import address_of, as_guessed, hand_in, led_on

pytestmark = pytest.mark.django_db

texts = st.text(alphabet=st.characters(codec="cp1252"), max_size=20)
numbers = itertools.count()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(texts, max_size=14), min_size=1, max_size=6))
def test_any_cells_are_checked_and_shown(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User], rows: list[list[str]]
) -> None:
    """A list that is no list any more is refused; any other comes as far as it can."""
    lines = [HEADER, *(";".join(row) for row in rows)]
    content = "\r\n".join([*lines, f"{next(numbers)};"]).encode("cp1252")
    page = hand_in(admin_client, rosenlund, SimpleUploadedFile("lista.csv", content), as_of="2026-11-20")
    assert page.status_code in (302, 422)
    if page.status_code == 422:
        return
    columns = led_on(admin_client, page)
    assert columns.status_code == 200
    if not address_of(columns).endswith("/kolumner"):
        assert columns.context["failure"].sentence
        return
    check = led_on(admin_client, admin_client.post(address_of(columns), as_guessed(columns)))
    assert (check.status_code, address_of(check)[-9:]) == (200, "/kontroll"), check.text
    batch = ImportBatch.objects.latest("pk")
    admin_client.post(address_of(check), {"act": "val", "policy": "GOOD_ROWS"})
    with time_machine.travel(NOW + datetime.timedelta(minutes=1), tick=False):
        led_on(admin_client, admin_client.post(address_of(check), {"act": "igen"}))
        result = led_on(admin_client, admin_client.post(f"/import/{batch.pk}/for-in"))
    assert result.status_code == 200
    batch.refresh_from_db()
    assert batch.stage in (Stage.COMMITTED, Stage.CHECKED)
