"""PostgreSQL is killed while an import is brought in: nothing of it is half written, and it is taken up again."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from django.db import connection
from django.utils import timezone

from aspirants.models import Enrolment, Person
from imports.choices import JobKind, JobState, Stage
from imports.models import ImportedRecord, ImportJob
from imports.operations import ask_for
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import Postgres
from jobbtorg.embedded.processes import working_in
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, User
from tests.imports.faults import hold, importer_waits, somebody_else, state_of, wait_for
from tests.imports.lists import checked_import, many_rows
from tests.outside import environment, forks
from tests.platform.conftest import PATIENCE

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

ROWS = 30


@pytest.fixture(autouse=True)
def _monday_morning() -> None:
    """In place of the folder's: the processes have the time of the machine."""


@contextmanager
def server_of_ones_own() -> Iterator[Postgres]:
    """Inside, this test's connection is to a copy of its server, which may die without disturbing another test."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-dies-", dir="/tmp"))
    folder.chmod(0o755)
    before = connection.settings_dict["HOST"]
    places = Places(folder / "data")
    server = Postgres(places, durable=True)
    try:
        data = places.shared / "postgres.copied"
        server._call(
            "pg_basebackup",
            f"--host={before}",
            "--username=postgres",
            "--checkpoint=fast",
            "--no-sync",
            f"--pgdata={_owned(places, data)}",
        )
        data.rename(server.data)
        server.start()
        connection.close()
        connection.settings_dict["HOST"] = str(places.sockets)
        yield server
    finally:
        connection.close()
        connection.settings_dict["HOST"] = before
        server.stop()
        places.remove_all()
        shutil.rmtree(folder)


def _owned(places: Places, folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    os.chown(folder, places.account.uid, places.account.gid)
    return folder


def kill(server: Postgres) -> None:
    """The main process and all that serve a connection, at once, as when the machine's memory is full."""
    process = server.process()
    assert process is not None
    processes = {process, *process.children(), *working_in(server.data.resolve(), "postgres")}
    for each in processes:
        with suppress(psutil.NoSuchProcess):  # gone with the main process
            each.kill()
    for each in processes:
        each.wait(PATIENCE)


def test_the_database_dies_while_a_list_is_brought_in(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    """In the middle of it, and again with everything written and not committed."""
    batch = checked_import(admin, rosenlund, many_rows(ROWS))
    job = ask_for(actor=admin, batch=batch, kind=JobKind.COMMIT)
    with server_of_ones_own() as server:
        outside = environment(OUTSIDE_ROLE=IMPORTER, PGAPPNAME="importer", OUTSIDE_HOST=str(server.places.sockets))
        with forks("bring_in_lists", outside) as begin:
            for attempt, table in enumerate(("deadlines_deadlineclock", "imports_importbatch"), start=1):
                with somebody_else() as other:
                    hold(other, table)
                    begin(0)
                    wait_for(importer_waits, f"it never came to {table}")
                    kill(server)
                    other.close()  # it is gone with the server
                connection.close()
                server.start()
                assert (state_of(job), job.attempts) == (JobState.WORKING, attempt)
                assert (Person.objects.count(), Enrolment.objects.count(), ImportedRecord.objects.count()) == (0, 0, 0)
                batch.refresh_from_db()
                assert (batch.stage, batch.rows.filter(enrolment__isnull=False).count()) == (Stage.CHECKED, 0)
                ImportJob.objects.update(not_before=timezone.now())
            begin(0)
            wait_for(lambda: state_of(job) == JobState.DONE, "it is not taken up again")
        batch.refresh_from_db()
        assert (batch.stage, job.attempts) == (Stage.COMMITTED, 3)
        assert (Person.objects.count(), Enrolment.objects.count()) == (ROWS, ROWS)
