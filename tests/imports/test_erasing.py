"""What lists said is erased ninety days after it was read; an import that nobody finished by then is discarded."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.refusals import OperationRefused
from imports.choices import JobKind, Stage, Verdict
from imports.models import CellCorrection, ImportBatch, ImportIssue, ImportJob, ImportPart, ImportQuestion, ImportRow
from imports.undoing.discarding import discard
from imports.undoing.erasing import Erased, erase_old
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, User
from tests.imports.brought_in import SURNAME, bring_in, new_import, whole_case
from tests.imports.conftest import NOW
from tests.roles import as_role

pytestmark = pytest.mark.django_db

LATER = NOW + datetime.timedelta(days=90)


@pytest.fixture
def committed(admin: User, rosenlund: Jobbtorg) -> ImportBatch:
    batch = bring_in(new_import(admin, rosenlund, rows=2), whole_case)
    waiting = batch.rows.latest("line")
    ImportRow.objects.filter(pk=waiting.pk).update(verdict=Verdict.WAITING)
    ImportPart.objects.create(file=batch.files.get(), number=1, content=SURNAME.encode())
    return batch


def erase(at: datetime.datetime, *, dry_run: bool = False) -> Erased:
    with time_machine.travel(at, tick=False), as_role(IMPORTER):
        return erase_old(dry_run=dry_run)


def said(batch: ImportBatch) -> set[str]:
    """Every text that is still there of what the lists of an import said."""
    found = set(ImportRow.objects.filter(list__file__batch=batch).values_list("cells", flat=True))
    found |= set(ImportIssue.objects.values_list("proposed", flat=True))
    found |= set(CellCorrection.objects.values_list("text", flat=True))
    found |= set(ImportQuestion.objects.values_list("sides", flat=True))
    found |= {str(options) for options in ImportQuestion.objects.values_list("options", flat=True)}
    return found - {"", "[]"}


def test_after_ninety_days_nothing_of_what_was_said_is_left(committed: ImportBatch) -> None:
    assert len(said(committed)) > 2
    assert erase(LATER - datetime.timedelta(seconds=1)) == Erased(0, 0)
    assert erase(LATER, dry_run=True) == Erased(1, 0)
    assert len(said(committed)) > 2
    assert erase(LATER) == Erased(1, 0)
    assert said(committed) == set()
    assert not ImportPart.objects.exists()
    assert not ImportRow.objects.exclude(identity_hash="").exists()
    committed.refresh_from_db()
    assert (committed.stage, committed.erased_at, committed.counts["NEW"]) == (Stage.COMMITTED, LATER, 2)
    assert erase(LATER) == Erased(0, 0), "once is enough"


def test_a_row_that_waited_counts_as_left_out_when_its_text_is_gone(committed: ImportBatch) -> None:
    erase(LATER)
    assert sorted(committed.rows.values_list("verdict", flat=True)) == [Verdict.MANUAL, Verdict.NEW]


def test_where_a_case_comes_from_is_told_for_as_long_as_it_stands(committed: ImportBatch) -> None:
    records = committed.records.count()
    erase(LATER)
    assert committed.records.count() == records
    assert committed.rows.filter(enrolment__isnull=False).count() == 2


def test_an_import_that_nobody_finished_is_discarded(admin: User, rosenlund: Jobbtorg) -> None:
    batch = new_import(admin, rosenlund)
    assert erase(LATER) == Erased(0, 1)
    assert_discarded(batch)


def test_an_import_with_a_job_is_left_for_the_next_day(admin: User, rosenlund: Jobbtorg) -> None:
    batch = new_import(admin, rosenlund)
    ImportJob.objects.create(kind=JobKind.CHECK, batch=batch, asked_by=admin)
    assert erase(LATER) == Erased(0, 0)


def assert_discarded(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    assert (batch.stage, batch.files.get().released) == (Stage.DISCARDED, True)
    assert said(batch) == set()
    for model in (ImportRow, ImportIssue, CellCorrection, ImportQuestion, ImportPart):
        assert not model.objects.exists(), model


def test_an_administrator_has_an_import_discarded(admin: User, rosenlund: Jobbtorg) -> None:
    batch = new_import(admin, rosenlund)
    with as_role(IMPORTER):
        discard(admin, batch)
    assert_discarded(batch)
    with transaction.atomic():
        again = new_import(admin, rosenlund)
        again.files.update(sha256=batch.files.get().sha256)
    assert again.files.get().released is False, "the same file may be handed in again"


def test_what_was_brought_in_is_not_discarded(committed: ImportBatch, admin: User) -> None:
    with pytest.raises(OperationRefused, match="redan införd"):
        discard(admin, committed)
    assert len(said(committed)) > 2


def test_the_command_says_how_many(committed: ImportBatch, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(LATER, tick=False):
        call_command("erase_import_rows", "--dry-run")
        assert "erased: 1, discarded: 0 if it were not a dry run." in capsys.readouterr().out
        assert len(said(committed)) > 2
        call_command("erase_import_rows")
    assert "erased: 1, discarded: 0." in capsys.readouterr().out
    assert said(committed) == set()


def test_erasing_takes_no_more_statements_for_more_rows(admin: User, rosenlund: Jobbtorg) -> None:
    def statements(rows: int) -> int:
        new_import(admin, rosenlund, rows=rows)
        with CaptureQueriesContext(connection) as sent:
            assert erase(LATER) == Erased(0, 1)
        return len(sent)

    assert statements(1) == statements(20)
