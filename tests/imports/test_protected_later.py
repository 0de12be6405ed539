"""Somebody who becomes protected after having been brought in: the list's pages do not name the person any more."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from aspirants.choices import Protection
from aspirants.models import Person
from imports.models import ImportBatch
from organisation.models import Jobbtorg, User
from tests.imports.conftest import HEADER
from tests.imports.running import brought_in, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    rows = [
        HEADER,
        "880229-9837;Nuñez;José;AL;Östermalm;2008-05-14;;;;;Pågår;",
        "740101-9851;Ek;Per;;;2008-01-14;;;;;;",
    ]
    files = {"lista.csv": "\r\n".join(rows).encode()}
    return brought_in(admin, started(admin, rosenlund, files, as_of=datetime.date(2008, 6, 30)))


@pytest.mark.parametrize("page", ["kontroll", "", "felrader"])
def test_the_pages_of_the_import_name_nobody_who_is_protected_by_now(
    admin_client: Client, batch: ImportBatch, page: str
) -> None:
    url = f"/import/{batch.pk}/{page}"
    before = admin_client.get(url)
    Person.objects.filter(last_name="Nuñez").update(protection=Protection.SEKRETESSMARKERING)
    after = admin_client.get(url)
    assert b"880229" not in after.content
    assert "Nuñez" not in after.content.decode(errors="replace")
    if page == "kontroll":
        assert "Nuñez" in before.content.decode(), "as long as the person was not"
        assert "Skyddade personuppgifter" in after.content.decode()
        assert "740101" in after.content.decode(), "the other row stands"
