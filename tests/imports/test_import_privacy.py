"""What lists say stays in the register and in encrypted cells: not in logs, tasks, notices, faults or sentences."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone

from aspirants.models import Enrolment
from imports.choices import JobKind, JobState
from imports.models import ImportIssue, ImportJob, ImportProgress, ImportQuestion, ImportRow
from imports.operations import ask_for
from imports.pages.progress import failure_of, progress_of
from jobbtorg.logs import LOGGING, DiscreetFormatter
from notices.models import Notice, OutboxMessage
from organisation.models import Jobbtorg, User
from tests.imports.lists import checked_import, many_rows
from tests.imports.running import as_importer

pytestmark = pytest.mark.django_db

NAME, NUMBER = "Hemligsson", "790417-9814"
SECRETS = (NAME, NUMBER, "197904179814", "9814", "ring MB")


def the_list() -> bytes:
    """A list with a person whose name is no one else's, and a remark."""
    row = f"{NUMBER};{NAME};Björn;AL;Östermalm;2008-03-19;;;2008-03-28;;Pågår;ring MB"
    return many_rows(1) + f"\r\n{row}".encode()


@contextmanager
def a_fault_that_tells(table: str, code: str) -> Iterator[None]:
    """Writing in the table fails with a message, and a detail, that repeat what is in the rows, as PostgreSQL does."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION test_tell() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'Failing row contains ({NAME}, {NUMBER})'
                USING ERRCODE = '{code}', DETAIL = 'Key (name)=({NAME} {NUMBER}) ring MB';
            END $$;
            CREATE TRIGGER test_tell BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION test_tell();
            """
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER test_tell ON {table}; DROP FUNCTION test_tell()")


def as_logged(records: list[logging.LogRecord]) -> str:
    """The records as the product writes them."""
    form = LOGGING["formatters"]["discreet"]["format"]  # type: ignore[index]
    return "\n".join(map(DiscreetFormatter(form).format, records))


def assert_tells_nothing(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text


@pytest.mark.parametrize("code", ["check_violation", "unique_violation", "data_exception", "raise_exception"])
def test_a_failing_import_tells_nothing_of_what_it_writes(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], caplog: pytest.LogCaptureFixture, code: str
) -> None:
    batch = checked_import(admin, rosenlund, the_list())
    job = ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    caplog.clear()
    with a_fault_that_tells("deadlines_deadlineclock", code):
        for _ in range(3):
            as_importer()
            ImportJob.objects.unfinished().update(not_before=timezone.now())
            job.refresh_from_db()
            assert_tells_nothing(f"{job.last_error} {job.sentence}")
            if job.state == JobState.QUEUED:
                assert_tells_nothing(str(progress_of(job)))
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert job.last_error.endswith("Error")
    assert_tells_nothing(str(failure_of(job)))
    logged = as_logged(caplog.records)
    assert "An import job failed, attempt 3" in logged
    assert "commit_import" in logged, "where it happened is told"
    assert_tells_nothing(logged)
    assert_tells_nothing(" ".join(Notice.objects.values_list("text", flat=True)))
    assert not Enrolment.objects.exists()


def test_what_is_stored_about_a_job_and_about_rows_is_no_person(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    """Every column in clear of every table that the engine writes for itself."""
    batch = checked_import(admin, rosenlund, the_list())
    ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    as_importer()
    assert Enrolment.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'imports\\_%'")
        tables = [table for (table,) in cursor.fetchall()]
        assert len(tables) > 10
        for table in tables:
            cursor.execute(f"SELECT row::text FROM {table} row")
            assert_tells_nothing_but_hashes(" ".join(text for (text,) in cursor.fetchall()))
    for model in (Notice, OutboxMessage):
        assert_tells_nothing(" ".join(map(str, model.objects.values())))


def assert_tells_nothing_but_hashes(text: str) -> None:
    for secret in (NAME, NUMBER, "197904179814", "ring MB"):
        assert secret not in text


def test_the_example_of_a_finding_is_read_from_cells_and_not_kept(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    """Sentences about rows name lines, days and reasons; what a cell says is looked up where it is encrypted."""
    faulty = f"\r\n{NUMBER[:-1]}5;{NAME};Björn;Okänd Coach;Ingenstans;igår;snart;;2008-02-30;;Pågår;ring MB".encode()
    batch = checked_import(admin, rosenlund, the_list() + faulty)
    found = ImportIssue.objects.filter(row__batch=batch)
    assert found.filter(severity="ERROR").exists()
    for message in found.values_list("message", flat=True):
        for secret in (*SECRETS, "Okänd Coach", "igår", "snart"):
            assert secret not in message
    assert ImportRow.objects.filter(batch=batch).count() == 3
    assert not ImportQuestion.objects.exclude(key__regex="^[0-9a-f]{64}$").exists()
    assert not ImportProgress.objects.exclude(step__in=["", "Läser", "Läser nummer", "Kontrollerar", "För in"]).exists()
