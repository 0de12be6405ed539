"""Undoing an import while somebody is at work, and an importer that dies in the middle of it: all or nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from aspirants.models import Enrolment, Person
from core.refusals import OperationRefused
from demo.factories import MeetingFactory
from imports.choices import JobKind, JobState, Stage
from imports.models import ImportBatch, ImportJob
from imports.operations import ask_for
from imports.undoing import undo as undoing
from imports.undoing.preview import TOO_LARGE, preview
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, WEB
from organisation.models import Jobbtorg, User
from tests.imports.brought_in import bring_in, new_import, undo_as_importer, whole_case
from tests.outside import environment, forks
from tests.platform.conftest import PATIENCE
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _monday_morning() -> None:
    """In place of the folder's: the processes have the time of the machine."""


@pytest.fixture
def two(admin: User, rosenlund: Jobbtorg) -> ImportBatch:
    return bring_in(new_import(admin, rosenlund, rows=2), whole_case)


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection]:
    """Another connection, in a transaction that is not ended by itself."""
    settings = connection.settings_dict
    with psycopg.connect(dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"]) as other:
        yield other
        other.rollback()


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


HELD = {
    "the case": "SELECT FROM aspirants_enrolment ORDER BY id LIMIT 1 FOR UPDATE",
    "the person, by a new case": "SELECT FROM aspirants_person ORDER BY id LIMIT 1 FOR KEY SHARE",
    "a meeting that is being changed": "UPDATE meetings_meeting SET note = 'Nytt'",
    "a plan that is being changed": "UPDATE jobplans_jobplanversion SET goal = 'Nytt'",
}


@pytest.mark.parametrize("what", HELD)
def test_while_somebody_is_at_work_in_a_case_nothing_is_undone(
    two: ImportBatch, admin: User, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(undoing, "TRIES", 2)
    monkeypatch.setattr(undoing, "BETWEEN_TRIES_SECONDS", 0)
    with somebody_else() as other:
        other.execute(HELD[what])
        with pytest.raises(OperationRefused, match="arbetar just nu"):
            undo_as_importer(admin, two)
        assert (Person.objects.count(), Enrolment.objects.count()) == (2, 2)
        two.refresh_from_db()
        assert (two.stage, two.rows.exclude(cells="").count()) == (Stage.COMMITTED, 2)


def test_what_is_done_in_a_moment_is_waited_for_and_then_heeded(two: ImportBatch, admin: User) -> None:
    with somebody_else() as other:
        other.execute("UPDATE meetings_meeting SET note = 'Nytt' WHERE id = (SELECT min(id) FROM meetings_meeting)")
        threading.Timer(0.3, other.commit).start()
        assert undo_as_importer(admin, two).touched == 1
    assert Enrolment.objects.count() == 1


def test_who_writes_in_a_case_that_is_being_removed_writes_nothing(two: ImportBatch, admin: User) -> None:
    """The coach's meeting is not committed yet when the case goes, and then cannot be."""
    case = Enrolment.objects.first()
    refused: list[BaseException] = []
    written, undone = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                MeetingFactory(enrolment=case)
                written.set()
                assert undone.wait(PATIENCE)
        except IntegrityError as error:
            refused.append(error)
        finally:
            close_old_connections()
            connection.close()

    coach = threading.Thread(target=write)
    coach.start()
    assert written.wait(PATIENCE)
    assert undo_as_importer(admin, two).cases == 2
    undone.set()
    coach.join()
    assert len(refused) == 1
    assert not Enrolment.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM meetings_meeting), (SELECT count(*) FROM meetings_meetingchange)")
        assert cursor.fetchone() == (0, 0)


def test_a_preview_that_takes_too_long_says_what_will_happen_without_numbers(two: ImportBatch, admin: User) -> None:
    with somebody_else() as other, as_role(WEB), acting_for(admin), connection.cursor() as cursor:
        other.execute("LOCK TABLE imports_importedrecord IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 200")
        foreseen = preview(two)
    assert foreseen is not None
    assert foreseen.sentences[0] == TOO_LARGE


@pytest.mark.servers
def test_killed_in_the_middle_it_is_undone_once_or_not_at_all(two: ImportBatch, admin: User) -> None:
    job = ask_for(actor=admin, batch=two, kind=JobKind.UNDO)

    def is_in_the_middle() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'importer' AND wait_event_type = 'Lock')"
            )
            return bool(cursor.fetchone()[0])

    with forks("bring_in_lists", environment(OUTSIDE_ROLE=IMPORTER, PGAPPNAME="importer")) as begin:
        with somebody_else() as other:
            # It has taken cases and persons out, and waits to release the file.
            other.execute("LOCK TABLE imports_importfile IN SHARE ROW EXCLUSIVE MODE")
            child = begin(0)
            wait_for(is_in_the_middle, "the importer never came to the file")
            os.kill(child, signal.SIGKILL)
        wait_for(lambda: not is_in_the_middle(), "the killed importer still holds its rows")
        assert (Person.objects.count(), Enrolment.objects.count()) == (2, 2)
        ImportJob.objects.filter(pk=job.pk).update(not_before=job.asked_at)
        begin(0)
        wait_for(lambda: ImportJob.objects.get(pk=job.pk).state == JobState.DONE, "it is not taken up again")
    assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)
    two.refresh_from_db()
    assert (two.stage, two.counts["undone"]["cases"]) == (Stage.UNDONE, 2)
