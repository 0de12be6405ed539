"""Lists that the importer itself brought in, and undone: the register is what it was before, table by table."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from aspirants.models import Enrolment
from demo.factories import MeetingFactory
from imports.choices import JobKind, JobState, Stage
from imports.jobs.work import work
from imports.models import ImportBatch
from imports.operations import ask_for
from imports.undoing.hanging import hanging
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, User
from tests.imports.conftest import SAMPLE_A
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)

CLOSINGS = """Avslutade ärenden Rosenlundsgatan
Gäller per 2008-12-31
Pnr;Efternamn;Förnamn;Avslutad;Orsak
880229-9837;Nuñez;José;2008-09-01;Arbete
"""

CLOSED = {"outcome": "closed", "outcome_on": datetime.date(2008, 12, 1)}


def bring_in(*files: Path, **options: Any) -> ImportBatch:
    """Bring files in, by the command that an operator has."""
    with suppress(SystemExit):  # some rows of the lists are faulty
        call_command("import_legacy", *map(str, files), unit="RS", good_rows=True, commit=True, **options)
    return ImportBatch.objects.latest("pk")


def undo(admin: User, batch: ImportBatch) -> None:
    """Have the importer undo an import, by a job as its page asks for it."""
    job = ask_for(actor=admin, batch=batch, kind=JobKind.UNDO)
    with as_role(IMPORTER):
        assert work() == 1
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.sentence
    batch.refresh_from_db()
    assert batch.stage == Stage.UNDONE


def register(*, versions: bool) -> dict[str, list[str]]:
    """All rows of every table about persons and, where asked, all their versions."""
    tables = [table.table for table in hanging()] + ["meetings_groupinformationsession"]
    tables += [f"{name}_room" for name in ("aspirants_enrolment", "deadlines_deadlineclock")]
    if versions:
        tables += [table.versions for table in hanging() if table.facts]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT row_to_json(it)::text FROM {table} it ORDER BY 1")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.fixture
def sample_in(rosenlund: Jobbtorg, coaches: dict[str, User], admin: User) -> ImportBatch:
    return bring_in(SAMPLE_A, **CLOSED)


def test_sample_a_leaves_nothing_behind(rosenlund: Jobbtorg, coaches: dict[str, User], admin: User) -> None:
    MeetingFactory(enrolment__jobbtorg=rosenlund)
    before = register(versions=True)
    batch = bring_in(SAMPLE_A, **CLOSED)
    assert Enrolment.objects.count() > 5
    assert register(versions=True) != before
    undo(admin, batch)
    assert register(versions=True) == before
    assert batch.counts["undone"]["cases"] > 4
    again = bring_in(SAMPLE_A, **CLOSED)
    assert again.rows.exclude(case_no="").exists(), "the same file may be brought in again"


@pytest.fixture
def closings(tmp_path: Path) -> Path:
    file = tmp_path / "avslut.csv"
    file.write_text(CLOSINGS, encoding="utf-8")
    return file


def test_a_closing_that_an_earlier_list_did_not_know(sample_in: ImportBatch, admin: User, closings: Path) -> None:
    before = register(versions=False)
    batch = bring_in(closings)
    assert register(versions=False) != before, "the reason of one case is known now"
    undo(admin, batch)
    assert register(versions=False) == before


def test_a_row_that_waited_for_its_closing_waits_again(
    rosenlund: Jobbtorg, coaches: dict[str, User], admin: User, closings: Path
) -> None:
    waiting = bring_in(SAMPLE_A, outcome="later_list")
    rows = list(waiting.rows.order_by("pk").values())
    assert not Enrolment.objects.exists()
    batch = bring_in(closings)
    assert Enrolment.objects.count() == 1
    assert list(waiting.rows.order_by("pk").values()) != rows
    undo(admin, batch)
    assert not Enrolment.objects.exists()
    changing = {"starts_on", "ends_on"}
    assert [{**row, **dict.fromkeys(changing)} for row in waiting.rows.order_by("pk").values()] == [
        {**row, **dict.fromkeys(changing)} for row in rows
    ]
    assert bring_in(closings).rows.exclude(case_no="").exists()


def test_the_pages_say_what_will_go_and_what_went(sample_in: ImportBatch, admin: User, admin_client: Client) -> None:
    kept = Enrolment.objects.order_by("pk").first()
    cases = Enrolment.objects.count()
    MeetingFactory(enrolment=kept)
    shown = admin_client.get(f"/import/{sample_in.pk}/angra")
    page = shown.content.decode()
    assert f"{cases - 1} ärenden och {cases - 1} personer tas bort ur registret" in page
    assert "1 ärende har ändrats sedan importen" in page
    assert admin_client.post(f"/import/{sample_in.pk}/angra", {"sedd": shown.context["seen"]}).status_code == 302
    with as_role(IMPORTER):
        assert work() == 1
    page = admin_client.get(f"/import/{sample_in.pk}/").content.decode()
    assert f"Borttagna ärenden: {cases - 1}, personer: {cases - 1}." in page
    assert "står kvar: 1." in page
    assert kept.case_no in page
