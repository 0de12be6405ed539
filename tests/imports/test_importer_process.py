"""Importers as processes of their own, as the importer: killed in the middle, two at once, rung by the queue."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from aspirants.models import Enrolment, Person
from demo.factories import UserFactory
from imports.choices import JobKind, JobState, Stage, Verdict
from imports.jobs import work
from imports.models import ImportBatch, ImportedRecord, ImportIssue, ImportJob, ImportPart, ImportRow
from imports.operations import ask_for
from jobbtorg.embedded import broker_url
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.valkey import Valkey
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, WEB
from organisation.models import Jobbtorg, Role, User
from tests.imports.faults import held, importer_is_there, importer_waits, state_of, wait_for
from tests.imports.lists import checked_import, handed_in, many_rows
from tests.imports.running import asked
from tests.outside import environment, forks, is_alive
from tests.platform.conftest import PATIENCE, eventually, start
from tests.roles import as_role
from tests.same_moment import at_the_same_moment

__all__ = ["start"]

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

ROWS = 40
Begin = Callable[[], int]


@pytest.fixture(autouse=True)
def _monday_morning() -> None:
    """In place of the folder's: the processes have the time of the machine."""


@pytest.fixture(scope="module")
def forking(django_db_setup: None) -> Iterator[Begin]:
    """Each call starts an importer in a process of its own, which does what waits and ends; gives its id."""
    with forks("bring_in_lists", environment(OUTSIDE_ROLE=IMPORTER, PGAPPNAME="importer")) as begin:
        yield lambda: begin(0)


@pytest.fixture
def begin(forking: Begin, rosenlund: Jobbtorg, coaches: dict[str, User]) -> Begin:
    return forking


def content() -> dict[str, int]:
    """How much there is of everything that an import writes."""
    models = (ImportRow, ImportIssue, ImportedRecord, ImportPart, Person, Enrolment)
    return {model.__name__: model.objects.count() for model in models} | Counter(
        ImportRow.objects.values_list("verdict", flat=True)
    )


def free_the_job() -> None:
    """Let the time pass in which nobody else takes up a job that has been taken or rests."""
    ImportJob.objects.unfinished().update(not_before=timezone.now())


def killed_at(table: str, begin: Begin, job: ImportJob) -> None:
    """Start an importer, and kill it when it comes to the table; everything is then as it was before."""
    before, attempts = content(), job.attempts
    with held(table):
        child = begin()
        wait_for(importer_waits, f"it never came to {table}")
        os.kill(child, signal.SIGKILL)
    wait_for(lambda: not importer_is_there(), "the killed importer still holds its rows")
    assert content() == before, f"half of it was written when it was killed at {table}"
    assert (state_of(job), job.attempts) == (JobState.WORKING, attempts + 1)
    free_the_job()


def done_by(begin: Begin, job: ImportJob) -> None:
    begin()
    wait_for(lambda: state_of(job) not in (JobState.QUEUED, JobState.WORKING), f"{job} is not taken up again")
    assert job.state == JobState.DONE, (job.sentence, job.last_error)


def each_case_once(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    assert batch.stage == Stage.COMMITTED
    assert (Person.objects.count(), Enrolment.objects.count()) == (ROWS, ROWS)
    assert batch.rows.filter(enrolment__isnull=False).exclude(case_no="").count() == ROWS
    for case in Enrolment.objects.all():
        assert (case.coach_assignments.count(), case.follow_ups.count()) == (1, 1)


def test_killed_while_it_reads_the_files_are_read_once(begin: Begin, admin: User, rosenlund: Jobbtorg) -> None:
    job = handed_in(admin, rosenlund, many_rows(ROWS))
    for table in ("imports_importrow", "imports_importbatch"):
        killed_at(table, begin, job)
    done_by(begin, job)
    assert (job.attempts, ImportRow.objects.count(), ImportPart.objects.count()) == (3, ROWS, 0)
    assert ImportBatch.objects.get().stage == Stage.COLUMNS


def test_killed_while_it_checks_the_list_is_checked_once(begin: Begin, admin: User, rosenlund: Jobbtorg) -> None:
    batch = checked_import(admin, rosenlund, many_rows(ROWS))
    found = ImportIssue.objects.count()
    job = ask_for(actor=admin, batch=batch, kind=JobKind.CHECK)
    for table in ("imports_importissue", "imports_importbatch"):
        killed_at(table, begin, job)
    done_by(begin, job)
    assert ImportIssue.objects.count() == found, "each finding once, as after the first check"
    assert set(batch.rows.values_list("verdict", flat=True)) == {Verdict.NEW}


def test_killed_while_it_brings_in_it_is_told_and_at_last_brought_in_once(
    begin: Begin, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = checked_import(admin, rosenlund, many_rows(ROWS))
    job = ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    for table in ("aspirants_person", "deadlines_deadlineclock", "imports_importedrecord"):
        killed_at(table, begin, job)
    begin()
    wait_for(lambda: state_of(job) == JobState.FAILED, "what kills every importer is not given up")
    assert job.sentence == work.GIVEN_UP[JobKind.COMMIT]
    assert Notice.objects.get().recipient == admin
    batch.refresh_from_db()
    assert (batch.stage, Enrolment.objects.count()) == (Stage.CHECKED, 0)
    again = ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    killed_at("imports_importbatch", begin, again)
    done_by(begin, again)
    each_case_once(batch)


def test_killed_while_it_undoes_the_import_is_undone_once(begin: Begin, admin: User, rosenlund: Jobbtorg) -> None:
    batch = checked_import(admin, rosenlund, many_rows(ROWS))
    asked(admin, batch, JobKind.COMMIT)
    job = ask_for(actor=admin, batch=batch, kind=JobKind.UNDO)
    killed_at("imports_importbatch", begin, job)
    done_by(begin, job)
    batch.refresh_from_db()
    assert (batch.stage, Person.objects.count(), Enrolment.objects.count()) == (Stage.UNDONE, 0, 0)


def test_two_importers_at_once_bring_a_list_in_once(begin: Begin, admin: User, rosenlund: Jobbtorg) -> None:
    batch = checked_import(admin, rosenlund, many_rows(ROWS))
    job = ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    with as_role(IMPORTER), transaction.atomic():
        assert work.work() == 1, "and not committed yet"
        second = begin()
        wait_for(lambda: not is_alive(second), "the second waits for the first")
        # A third, when the ten seconds are over: the row itself is held.
        with time_machine.travel(timezone.now() + 2 * work.BETWEEN_TAKING_AND_HOLDING):
            third = begin()
            wait_for(lambda: not is_alive(third), "the third waits for the first")
    assert (state_of(job), job.attempts) == (JobState.DONE, 1)
    each_case_once(batch)


def test_two_imports_of_the_same_new_persons_meet_in_the_register(
    begin: Begin, admin: User, rosenlund: Jobbtorg
) -> None:
    """The second waits for the first's numbers, is put back, and finds everybody known."""
    first = checked_import(admin, rosenlund, many_rows(ROWS))
    second = checked_import(admin, rosenlund, many_rows(ROWS, note="Ur en annan pärm"))
    assert set(second.rows.values_list("verdict", flat=True)) == {Verdict.NEW}
    for batch in (first, second):
        ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    job = ImportJob.objects.get(batch=second, kind=JobKind.COMMIT)
    with as_role(IMPORTER), transaction.atomic():
        taken = work._take_next()
        assert taken is not None
        assert work._do(taken), "and not committed yet"
        begin()
        wait_for(importer_waits, "the second never came to the persons of the first")
    wait_for(lambda: state_of(job) == JobState.QUEUED and job.last_error, "the second is not put back")
    # Which of the two depends on how soon the first was committed: the number is there twice, or was held too long.
    assert job.last_error in ("IntegrityError", "OperationalError")
    each_case_once(first)
    free_the_job()
    done_by(begin, job)
    each_case_once(first)
    second.refresh_from_db()
    assert second.stage == Stage.COMMITTED
    assert set(second.rows.values_list("verdict", flat=True)) == {Verdict.UNCHANGED}
    assert second.counts["verdicts"] == {Verdict.UNCHANGED: ROWS}
    assert second.counts["cases"] == 0


@pytest.mark.parametrize("kind", [JobKind.CHECK, JobKind.COMMIT])
def test_asked_for_by_many_administrators_at_once_it_is_one_job(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], kind: JobKind
) -> None:
    """Not one form sent twice, which is taken once anyway: each asks from a page of their own."""
    batch = checked_import(admin, rosenlund, many_rows(2))
    ImportJob.objects.all().delete()
    admins = [UserFactory(role=Role.ADMIN, jobbtorg=None) for _ in range(8)]

    def ask(actor: User) -> ImportJob:
        with as_role(WEB), acting_for(actor):
            return ask_for(actor=actor, batch=batch, kind=kind)

    answers = at_the_same_moment(*(partial(ask, actor) for actor in admins))
    job = ImportJob.objects.get()
    assert answers == [job] * len(admins)
    assert job.kind == kind


@pytest.fixture
def own_queue() -> Iterator[Valkey]:
    """A Valkey that may die without disturbing another test."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-queue-", dir="/tmp"))
    folder.chmod(0o755)
    server = Valkey(Places(folder / "data"), durable=True)
    server.start()
    yield server
    server.stop()
    server.places.remove_all()
    shutil.rmtree(folder)


def lose(queue: Valkey) -> None:
    """Kill it, and throw away all that it had written down."""
    process = queue.process()
    assert process is not None
    process.kill()
    process.wait(PATIENCE)
    for file in queue.places.valkey_data.iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()


def done_in_the_end(job: ImportJob, said: Callable[[], str]) -> None:
    eventually(lambda: state_of(job) == JobState.DONE, said)


def test_rung_by_beat_the_importer_reads_checks_and_brings_in_though_the_queue_dies(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], start, tmp_path, own_queue: Valkey
) -> None:
    """As in production: a worker on the queue `import` alone, and a beat. Nobody rings but beat; no page is open."""
    broker = broker_url(own_queue.places.root)
    outside = environment(OUTSIDE_ROLE=IMPORTER, PGAPPNAME="importer", OUTSIDE_BROKER=broker)
    reading = handed_in(admin, rosenlund, many_rows(ROWS))
    celery = [sys.executable, "-m", "celery", "-A", "jobbtorg"]
    queue = f"{outside['OUTSIDE_QUEUE']}-import"
    worker = ["worker", "-Q", queue, "-c", "1", "--hostname", f"{queue}@%h", "--loglevel", "INFO"]
    running = [
        start(*celery, *worker, env=outside, log="importer.log"),
        start(*celery, "beat", "--schedule", tmp_path / "beat", env=outside, log="beat.log"),
    ]
    said = (tmp_path / "importer.log").read_text
    done_in_the_end(reading, said)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(outcome="CLOSED", outcome_on=datetime.date(2008, 12, 31))
    lose(own_queue)
    own_queue.start()
    for kind in (JobKind.CHECK, JobKind.COMMIT):
        done_in_the_end(ask_for(actor=admin, batch=batch, kind=kind), said)
        batch.refresh_from_db()
    each_case_once(batch)
    for process in running:
        process.terminate()
    assert [process.wait(PATIENCE) for process in running] == [0, 0]
    assert "bring_in_lists[" in said()
    assert "sweep_deadlines[" not in said(), "the importer does nobody else's work"
