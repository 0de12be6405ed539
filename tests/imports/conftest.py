"""An installation with reference data, an administrator and the three coaches of sample A."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker

from aspirants.resources import ClosureReasonResource
from deadlines.calculation.deadline import RollRule, Unit
from deadlines.models import ClockKind, DeadlinePolicy, StartEvent
from imports.jobs.work import work
from imports.models import ImportBatch
from organisation.access.database_roles import IMPORTER
from organisation.models import District, IncomeSupportUnit, Jobbtorg, Role, User
from organisation.reference_tables.tables import load_table
from tests.imports.city import NOW, REASONS, THE_BEGINNING, City, a_city
from tests.roles import as_role
from tests.rollback import undone_afterwards

SAMPLE_A = Path(__file__).parents[1] / "data" / "Aspirantlista_Rosenlundsgatan_2008.csv"
HEADER = "Pnr;Efternamn;Förnamn;Coach;Fr SDF;Inkom;Grupp-info;Coachmöte;JP godkänd;3 mån;Status;Anm"


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """The city of the old lists, for all tests of a module, which then needs no other database."""
    with django_db_blocker.unblock(), a_city() as city:
        yield city


@pytest.fixture
def town(city: City) -> Iterator[City]:
    """The same city, in which what a test does is taken back."""
    with undone_afterwards():
        yield city


@pytest.fixture(autouse=True)
def _monday_morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


STADSDELAR = {"ostermalm": "Östermalm", "norrmalm": "Norrmalm", "sodermalm": "Södermalm", "kungsholmen": "Kungsholmen"}


@pytest.fixture
def reference_data(db: None) -> None:
    """The four stadsdelar of sample A as they were from 2007, and the two clocks an old list tells of."""
    for code, name in STADSDELAR.items():
        period = {"valid_from": datetime.date(2007, 1, 1), "valid_to": datetime.date(2023, 6, 30)}
        district = District.objects.create(code=code, name=name, **period)
        IncomeSupportUnit.objects.create(
            code=f"fs-{code}", name=f"Försörjningsstödsenheten {name}", district=district, **period
        )
    load_table(ClosureReasonResource, REASONS, update=False)
    DeadlinePolicy.objects.create(
        kind=ClockKind.GROUP_INFO_OFFER,
        valid_from=THE_BEGINNING,
        start_event=StartEvent.REFERRAL_RECEIVED,
        length=5,
        unit=Unit.WORKING_DAYS,
        roll_rule=RollRule.FORWARD,
    )
    DeadlinePolicy.objects.create(
        kind=ClockKind.PLAN_GUARANTEE,
        valid_from=THE_BEGINNING,
        start_event=StartEvent.REFERRAL_RECEIVED,
        length=5,
        unit=Unit.WORKING_DAYS,
        roll_rule=RollRule.FORWARD,
    )
    DeadlinePolicy.objects.create(
        kind=ClockKind.FOLLOW_UP,
        valid_from=THE_BEGINNING,
        start_event=StartEvent.FOLLOW_UP_BASE,
        length=3,
        unit=Unit.MONTHS,
        roll_rule=RollRule.FORWARD,
    )


@pytest.fixture
def rosenlund(reference_data: None) -> Jobbtorg:
    return Jobbtorg.objects.create(code="RS", name="Jobbtorg Rosenlundsgatan", valid_from=THE_BEGINNING)


@pytest.fixture
def coaches(rosenlund: Jobbtorg) -> dict[str, User]:
    names = {"AL": ("Anna", "Lund"), "PL": ("Petra", "Lindgren"), "MB": ("Mona", "Berg")}
    return {
        signature: User.objects.create_user(
            f"{signature.lower()}@example.se",
            first_name=first,
            last_name=last,
            role=Role.COACH,
            jobbtorg=rosenlund,
            signature=signature,
        )
        for signature, (first, last) in names.items()
    }


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_user("admin@example.se", first_name="Siv", last_name="Admin", role=Role.ADMIN)


@pytest.fixture
def admin_client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


Upload = Callable[..., Any]


def import_as_importer() -> int:
    """What the importer's process does at each ring, as the role that it connects as."""
    with as_role(IMPORTER):
        return work()


def carried_out(client: Client, response: Any) -> Any:
    """What the page leads to when the importer has been at work; the page itself where there was nothing to do."""
    if response.status_code != 302:
        return response
    assert response.url.startswith("/import/jobb/")
    assert import_as_importer() == 1
    return client.get(response.url)


@pytest.fixture
def send(admin_client: Client, rosenlund: Jobbtorg) -> Upload:
    """Send a file through the form, as the browser does, and give the response."""

    def send(content: bytes, name: str = "lista.csv", as_of: str = "", jobbtorg: Jobbtorg = rosenlund) -> Any:
        file = SimpleUploadedFile(name, content, content_type="text/csv")
        return admin_client.post("/import", {"file": file, "jobbtorg": jobbtorg.pk, "as_of": as_of})

    return send


@pytest.fixture
def upload(send: Upload, admin_client: Client) -> Upload:
    """Send a file, have the importer check it, and give what the page leads to: the check, or the form again."""
    return lambda *args, **kwargs: carried_out(admin_client, send(*args, **kwargs))


def commit(client: Client, batch: ImportBatch) -> Any:
    """Send the second click, and have the importer bring the list in."""
    return carried_out(client, client.post(f"/import/{batch.pk}/for-in"))


@pytest.fixture
def checked(upload: Upload) -> Callable[..., ImportBatch]:
    """The check of a list given as its rows below sample A's header, true on 2008-06-30."""

    def check(*rows: str, header: str = HEADER, as_of: str = "2008-06-30") -> ImportBatch:
        response = upload("\r\n".join([header, *rows]).encode(), as_of=as_of)
        assert response.status_code == 302, response.context["form"].errors
        return ImportBatch.objects.get(pk=response.url.strip("/").split("/")[-1])

    return check


@pytest.fixture
def sample_a(upload: Upload, coaches: dict[str, User]) -> ImportBatch:
    """Sample A, uploaded and checked; its day comes from the title row."""
    response = upload(SAMPLE_A.read_bytes(), name=SAMPLE_A.name)
    assert response.status_code == 302
    return ImportBatch.objects.get()


@pytest.fixture
def committed_a(sample_a: ImportBatch, admin_client: Client) -> ImportBatch:
    """Sample A with its good rows brought in."""
    response = commit(admin_client, sample_a)
    assert response.url == f"/import/{sample_a.pk}/"
    sample_a.refresh_from_db()
    return sample_a
