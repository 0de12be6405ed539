"""How far a job has come is seen while it works, and the order to stop is heeded in the middle of it: nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from aspirants.models import Enrolment, Person
from imports import progress
from imports.choices import JobKind, JobState, Stage, Verdict
from imports.jobs import work
from imports.models import ImportBatch, ImportIssue, ImportJob, ImportProgress, ImportRow, ImportStop
from imports.operations import ask_for, stop_job
from imports.stored import rows as stored
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, WEB
from organisation.models import Jobbtorg, User
from tests.imports.faults import importer_is_there, state_of, wait_for
from tests.imports.lists import checked_import, handed_in, many_rows
from tests.imports.running import as_importer, asked
from tests.outside import environment, forks
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 60


@pytest.fixture(autouse=True)
def _monday_morning() -> None:
    """In place of the folder's: PostgreSQL has the time of the machine."""


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a list of thousands of rows goes in pieces of a thousand persons."""
    monkeypatch.setattr(stored, "PERSONS_AT_A_TIME", 20)
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)


@pytest.fixture
def checked(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    return checked_import(admin, rosenlund, many_rows(ROWS))


@contextmanager
def watched(job: ImportJob, *, stop_at: int | None = None) -> Iterator[list[tuple[Any, ...]]]:
    """What others saw of the job's progress, in the end; at so many rows an administrator orders it to stop.

    The database itself notes what is committed beside the job's own transaction, which is not committed yet.
    """
    stop = f"NEW.done >= {stop_at}" if stop_at is not None else "false"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_seen (id serial, step text, done int, total int, cases bigint)")
        cursor.execute(f"GRANT ALL ON test_seen, test_seen_id_seq TO {IMPORTER}")
        cursor.execute(
            f"""
            CREATE FUNCTION test_see() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO test_seen (step, done, total, cases)
                SELECT NEW.step, NEW.done, NEW.total, (SELECT count(*) FROM aspirants_enrolment);
                IF {stop} THEN
                    INSERT INTO imports_importstop (job_id, asked_by_id, asked_at)
                    VALUES (NEW.job_id, {job.asked_by_id}, now()) ON CONFLICT DO NOTHING;
                END IF;
                RETURN NULL;
            END $$
            """
        )
        cursor.execute(
            "CREATE TRIGGER test_see AFTER INSERT OR UPDATE ON imports_importprogress"
            " FOR EACH ROW EXECUTE FUNCTION test_see()"
        )
    seen: list[tuple[Any, ...]] = []
    try:
        yield seen
        with connection.cursor() as cursor:
            cursor.execute("SELECT step, done, total, cases FROM test_seen ORDER BY id")
            seen += cursor.fetchall()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER test_see ON imports_importprogress")
            cursor.execute("DROP FUNCTION test_see()")
            cursor.execute("DROP TABLE test_seen")


def ordered(admin: User, batch: ImportBatch, kind: JobKind) -> ImportJob:
    with as_role(WEB), acting_for(admin):
        return ask_for(actor=admin, batch=batch, kind=kind)


@pytest.mark.parametrize(("kind", "step"), [(JobKind.CHECK, "Kontrollerar"), (JobKind.COMMIT, "För in")])
def test_it_is_seen_from_the_first_row_to_the_last_and_what_it_writes_is_not(
    checked: ImportBatch, admin: User, kind: JobKind, step: str
) -> None:
    job = ordered(admin, checked, kind)
    with watched(job) as seen:
        as_importer()
    assert state_of(job) == JobState.DONE
    done = [done for name, done, _, _ in seen if name == step]
    assert done == sorted(done)
    assert {0, 20, 40, 60} <= {done for _, done, _, _ in seen}
    assert {total for _, _, total, _ in seen} == {ROWS}
    assert {cases for *_, cases in seen} == {0}, "not before all of it is there"
    assert not ImportProgress.objects.exists(), "and forgotten with the end"


def test_something_is_told_before_the_first_piece_is_written(checked: ImportBatch, admin: User) -> None:
    """However long it takes to write the first thousand persons."""
    with watched(ordered(admin, checked, JobKind.COMMIT)) as seen:
        as_importer()
    assert seen[0] == ("För in", 0, ROWS, 0)
    assert sum(done == 0 for _, done, _, _ in seen) >= 20, "each person of the first piece looks whether it is to stop"


@pytest.mark.parametrize("at", [0, 20, 40])
def test_stopped_while_it_brings_in_nothing_is_brought_in(checked: ImportBatch, admin: User, at: int) -> None:
    job = ordered(admin, checked, JobKind.COMMIT)
    with watched(job, stop_at=at) as seen:
        assert as_importer() == 1
    assert max(done for _, done, _, _ in seen) == at, "it went on after the order"
    assert (state_of(job), job.sentence) == (JobState.STOPPED, work.STOPPED[JobKind.COMMIT])
    assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)
    checked.refresh_from_db()
    assert checked.stage == Stage.CHECKED
    assert not checked.rows.filter(enrolment__isnull=False).exists()
    assert not ImportStop.objects.exists()
    assert not ImportProgress.objects.exists()
    asked(admin, checked, JobKind.COMMIT)
    assert Enrolment.objects.count() == ROWS


def test_stopped_while_it_checks_the_last_check_stands(checked: ImportBatch, admin: User) -> None:
    found, day = ImportIssue.objects.count(), checked.checked_at
    job = ordered(admin, checked, JobKind.CHECK)
    with watched(job, stop_at=20):
        as_importer()
    assert (state_of(job), job.sentence) == (JobState.STOPPED, work.STOPPED[JobKind.CHECK])
    checked.refresh_from_db()
    assert (checked.stage, checked.checked_at) == (Stage.CHECKED, day)
    assert ImportIssue.objects.count() == found
    assert set(checked.rows.values_list("verdict", flat=True)) == {Verdict.NEW}
    asked(admin, checked, JobKind.CHECK)
    asked(admin, checked, JobKind.COMMIT)
    assert Enrolment.objects.count() == ROWS


def test_stopped_while_it_reads_nothing_is_read(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> None:
    job = handed_in(admin, rosenlund, many_rows(ROWS))
    with watched(job, stop_at=ROWS):
        as_importer()
    assert (state_of(job), job.sentence) == (JobState.STOPPED, work.STOPPED[JobKind.READ])
    assert (ImportRow.objects.count(), job.batch.stage) == (0, Stage.FILES)
    asked(admin, job.batch, JobKind.READ)
    assert ImportRow.objects.count() == ROWS, "the file is still there to be read"


def test_who_was_killed_after_the_order_to_stop_does_not_begin_again(checked: ImportBatch, admin: User) -> None:
    job = ordered(admin, checked, JobKind.COMMIT)
    with as_role(IMPORTER), transaction.atomic():
        assert work._take_next() == job
    ImportProgress.objects.create(job_id=job.pk, step="För in", done=20, total=ROWS)
    with as_role(WEB), acting_for(admin):
        stop_job(actor=admin, job=ImportJob.objects.get(pk=job.pk))
    ImportJob.objects.update(not_before=job.asked_at)
    as_importer()
    assert state_of(job) == JobState.STOPPED
    assert not Enrolment.objects.exists()
    assert not ImportProgress.objects.exists()


@pytest.mark.servers
def test_a_list_of_thousands_is_stopped_in_real_life(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the importer in a process of its own and at its own pace: seen, and stopped, before the first thousand."""
    batch = checked_import(admin, rosenlund, many_rows(2_000))
    job = ordered(admin, batch, JobKind.COMMIT)
    with forks("bring_in_lists", environment(OUTSIDE_ROLE=IMPORTER, PGAPPNAME="importer")) as begin:
        begin(0)
        wait_for(lambda: ImportProgress.objects.exists(), "nothing was seen of it")
        seen = ImportProgress.objects.get()
        with as_role(WEB), acting_for(admin):
            stop_job(actor=admin, job=job)
        wait_for(lambda: state_of(job) == JobState.STOPPED, "it does not stop")
        wait_for(lambda: not importer_is_there(), "it is still at it")
    assert (seen.step, seen.total) == ("För in", 2_000)
    assert seen.done <= 1_000
    assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)
