"""Importers as processes of their own, as the importer: killed in the middle, two at once, rung by the queue."""

from __future__ import annotations

import datetime
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from imports.jobs.operations import queue_check, queue_commit

from aspirants.models import Enrolment, Person
from deadlines.models import DeadlineClock
from demo.factories import UserFactory
from demo.identities import nth_number
from imports.jobs import work
from imports.models import BatchStatus, ImportBatch, ImportJob, ImportPart, JobKind, JobState
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, WEB
from organisation.models import Jobbtorg, Role, User
from tests.imports.conftest import HEADER
from tests.outside import environment, forks
from tests.platform.conftest import PATIENCE, eventually, start
from tests.roles import as_role

__all__ = ["start"]

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

ROWS = 40


@pytest.fixture(autouse=True)
def _monday_morning() -> None:
    """In place of the folder's: the processes have the time of the machine."""


@pytest.fixture
def outside(reference_data: None) -> dict[str, str]:
    return environment(OUTSIDE_ROLE=IMPORTER, PGAPPNAME="importer")


@pytest.fixture
def checked_list(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    """A list of many good rows, checked in this process."""
    ask_for_check(admin, rosenlund)
    assert work.work() == 1
    return ImportBatch.objects.get()


def ask_for_check(admin: User, jobbtorg: Jobbtorg, first: int = 1) -> ImportJob:
    rows = [
        f"{nth_number(first + number)};Ek;Per;AL;Östermalm;2008-03-19;;;2008-03-28;;Pågår;" for number in range(ROWS)
    ]
    content = "\n".join([HEADER, *rows]).encode()
    day = datetime.date(2008, 6, 30)
    return queue_check(actor=admin, file_name="l.csv", file=ContentFile(content), jobbtorg=jobbtorg, as_of=day)


def is_at_clocks() -> bool:
    """Whether an importer waits to write the first clock, with persons, cases and plans written and not committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'importer' AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() != (0,)


@contextmanager
def clocks_held() -> Iterator[None]:
    """Nobody can write a clock meanwhile: whoever brings in a list comes to a stop in the middle of it."""
    settings = connection.settings_dict
    with psycopg.connect(dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"]) as other:
        other.execute(f"LOCK TABLE {DeadlineClock._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        yield
        other.rollback()


def free_the_job() -> None:
    """Let the ten seconds pass in which nobody else takes up a job that has just been taken."""
    ImportJob.objects.unfinished().update(not_before=timezone.now())


def wait_for(condition, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def each_case_once(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    assert batch.status == BatchStatus.COMMITTED
    assert (Person.objects.count(), Enrolment.objects.count()) == (ROWS, ROWS)
    assert batch.rows.filter(enrolment__isnull=False).exclude(case_no="").count() == ROWS
    for case in Enrolment.objects.all():
        assert (case.coach_assignments.count(), case.follow_ups.count()) == (1, 1)


def test_killed_in_the_middle_the_list_is_brought_in_once(
    outside: dict[str, str], checked_list: ImportBatch, admin: User
) -> None:
    job = queue_commit(actor=admin, batch=checked_list)
    with forks("bring_in_lists", outside) as begin:
        for attempt in range(1, work.MOST_ATTEMPTS):
            with clocks_held():
                child = begin(0)
                wait_for(is_at_clocks, f"attempt {attempt} never came to the clocks")
                os.kill(child, signal.SIGKILL)
            wait_for(lambda: not is_at_clocks(), "the killed importer still holds its rows")
            job.refresh_from_db()
            assert (job.state, job.attempts) == (JobState.WORKING, attempt)
            assert not Enrolment.objects.exists(), "half a list was brought in"
            free_the_job()
        begin(0)
        wait_for(lambda: ImportJob.objects.get(pk=job.pk).state == JobState.DONE, "it is not taken up again")
    each_case_once(checked_list)


def test_two_importers_at_once_bring_a_list_in_once(
    outside: dict[str, str], checked_list: ImportBatch, admin: User
) -> None:
    job = queue_commit(actor=admin, batch=checked_list)
    with forks("bring_in_lists", outside) as first, forks("bring_in_lists", outside) as second:
        with clocks_held():
            first(0)
            second(0)
            wait_for(is_at_clocks, "neither came to the clocks")
            # A third, when the ten seconds are over: the row itself is held.
            with time_machine.travel(timezone.now() + 2 * work.BETWEEN_TAKING_AND_HOLDING), as_role(IMPORTER):
                assert work.work() == 0
        wait_for(lambda: ImportJob.objects.get(pk=job.pk).state == JobState.DONE, "it is not done")
    assert ImportJob.objects.get(pk=job.pk).attempts == 1
    each_case_once(checked_list)


@pytest.mark.parametrize("kind", JobKind)
def test_asked_for_by_many_administrators_at_once_it_is_one_job(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], kind: JobKind
) -> None:
    """Not one form sent twice, which is taken once anyway: each asks from a page of their own."""
    batch = None
    if kind == JobKind.COMMIT:
        ask_for_check(admin, rosenlund)
        work.work()
        batch = ImportBatch.objects.get()
        ImportJob.objects.all().delete()
    admins = [UserFactory(role=Role.ADMIN, jobbtorg=None) for _ in range(8)]
    start = threading.Barrier(len(admins), timeout=PATIENCE)

    def ask(actor: User) -> int:
        try:
            with as_role(WEB), acting_for(actor):
                start.wait()
                return (queue_commit(actor=actor, batch=batch) if batch else ask_for_check(actor, rosenlund)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(admins)) as pool:
        keys = set(pool.map(ask, admins))
    job = ImportJob.objects.get()
    assert keys == {job.pk}
    assert job.kind == kind
    assert ImportPart.objects.count() == (0 if batch else 1)


def test_rung_by_beat_the_importer_checks_and_brings_in(
    outside: dict[str, str], admin: User, rosenlund: Jobbtorg, coaches: dict[str, User], start, tmp_path
) -> None:
    """As in production: a worker on the queue `import` alone, and a beat."""
    check = ask_for_check(admin, rosenlund)
    celery = [sys.executable, "-m", "celery", "-A", "jobbtorg"]
    queue = f"{outside['OUTSIDE_QUEUE']}-import"
    worker = ["worker", "-Q", queue, "-c", "1", "--hostname", f"{queue}@%h", "--loglevel", "INFO"]
    running = [
        start(*celery, *worker, env=outside, log="importer.log"),
        start(*celery, "beat", "--schedule", tmp_path / "beat", env=outside, log="beat.log"),
    ]
    said = (tmp_path / "importer.log").read_text

    def is_done(job: ImportJob) -> bool:
        job.refresh_from_db()
        return job.state == JobState.DONE

    eventually(lambda: is_done(check), said)
    assert check.batch is not None
    commit = queue_commit(actor=admin, batch=check.batch)
    eventually(lambda: is_done(commit), said)
    each_case_once(check.batch)
    assert not ImportPart.objects.exists()
    assert ImportJob.objects.filter(kind=JobKind.COMMIT).count() == 1
    for process in running:
        process.terminate()
    assert [process.wait(PATIENCE) for process in running] == [0, 0]
    assert "bring_in_lists[" in said()
    assert "sweep_deadlines[" not in said(), "the importer does nobody else's work"
