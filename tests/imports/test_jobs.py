"""A job: asked for by a page, done once by the importer, and shown until it has ended, well or not."""

from __future__ import annotations

import datetime
import hashlib
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files import File
from django.db import connection, transaction
from django.test import Client
from kombu.exceptions import OperationalError

from aspirants.models import Enrolment
from core.history.tracking import changes_of
from imports.choices import JobKind, JobState, Stage
from imports.jobs import content, effects, work
from imports.models import ImportBatch, ImportFile, ImportJob, ImportPart, ImportRow, ImportStop
from imports.operations import ask_for, stop_job
from imports.tasks import bring_in_lists
from notices.models import Notice
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, Role, User
from tests.imports.conftest import NOW
from tests.imports.faults import full_disk
from tests.imports.flow import address_of, as_guessed, at_check, csv_file, hand_in, led_on
from tests.imports.running import as_importer
from tests.roles import as_role

pytestmark = pytest.mark.django_db

GOOD = "790417-9814;Lindström;Björn;AL;Östermalm;2026-11-02;;;;;Pågår;"
LATER = datetime.timedelta(minutes=15)
"""Longer than a job rests after its second fault."""


@pytest.fixture
def asked(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportJob:
    """The reading of a file, asked for and not begun."""
    answer = hand_in(admin_client, rosenlund, csv_file(GOOD), as_of="2026-11-20")
    job = ImportJob.objects.get()
    assert answer.url == page_of(job)
    return job


@pytest.fixture
def second_click(admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportJob:
    """The bringing in of a checked list, asked for and not begun."""
    at_check(admin_client, rosenlund, csv_file(GOOD), as_of="2026-11-20")
    batch = ImportBatch.objects.get()
    answer = admin_client.post(f"/import/{batch.pk}/for-in")
    job = ImportJob.objects.get(kind=JobKind.COMMIT)
    assert answer.url == page_of(job)
    return job


def page_of(job: ImportJob) -> str:
    return f"/import/{job.batch_id}/korning"


def at_work(job: ImportJob) -> ImportJob:
    """The job as it stands when an importer has taken it and died."""
    with as_role(IMPORTER):
        taken = work._take_next()
    assert taken == job
    job.refresh_from_db()
    return job


def test_a_page_asks_and_the_importer_does(asked: ImportJob, admin: User, admin_client: Client) -> None:
    assert (asked.kind, asked.state, asked.asked_by, asked.attempts) == (JobKind.READ, JobState.QUEUED, admin, 0)
    assert (asked.batch.stage, asked.batch.started_by) == (Stage.FILES, admin)
    assert not ImportRow.objects.exists()
    assert as_importer() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.finished_at, asked.batch.stage) == (JobState.DONE, NOW, Stage.COLUMNS)
    assert address_of(admin_client.get(page_of(asked), follow=True)).endswith("/kolumner")
    assert as_importer() == 0


def test_the_bringing_in_is_asked_for_and_its_end_is_told(
    second_click: ImportJob, admin_client: Client, admin: User
) -> None:
    assert not Enrolment.objects.exists()
    assert "Importen väntar på att föras in." in admin_client.get(page_of(second_click)).text
    assert as_importer() == 1
    case = Enrolment.objects.get()
    assert case.case_no in admin_client.get(page_of(second_click), follow=True).text
    notice = Notice.objects.get()
    assert (notice.recipient, notice.text, notice.path) == (
        admin,
        work.BROUGHT_IN,
        f"/import/{second_click.batch_id}/",
    )
    history = changes_of(Enrolment).objects.filter(pgh_obj=case)
    assert {version.acting_user_id for version in history} == {admin.pk}, "history names who asked"


def test_the_second_click_twice_is_one_job(second_click: ImportJob, admin_client: Client) -> None:
    address = f"/import/{second_click.batch_id}/for-in"
    assert admin_client.post(address).url == page_of(second_click) == admin_client.get(address).url
    assert ImportJob.objects.unfinished().count() == 1
    assert as_importer() == 1
    assert Enrolment.objects.count() == 1


def test_while_one_job_is_at_it_another_is_not_added(asked: ImportJob, admin: User) -> None:
    other = User.objects.create_user("annan@example.se", role=Role.ADMIN)
    assert ask_for(actor=other, batch=asked.batch, kind=JobKind.READ) == asked
    assert ask_for(actor=admin, batch=asked.batch, kind=JobKind.DISCARD) == asked
    assert ImportJob.objects.count() == 1


def test_a_list_is_checked_and_brought_in_by_two_administrators(second_click: ImportJob, rosenlund: Jobbtorg) -> None:
    """Each job is done in the name of who asked for it."""
    other = User.objects.create_user("annan@example.se", role=Role.ADMIN)
    ImportJob.objects.filter(pk=second_click.pk).update(asked_by=other)
    as_importer()
    batch = ImportBatch.objects.get()
    assert (batch.started_by.email, batch.committed_by) == ("admin@example.se", other)


def test_a_large_file_goes_in_pieces_and_comes_out_whole(
    admin_client: Client, rosenlund: Jobbtorg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "PIECE_BYTES", 10_000)
    rows = [f"{GOOD}{number}" for number in range(3_000)]
    answer = hand_in(admin_client, rosenlund, csv_file(*rows), as_of="2026-11-20")
    assert ImportPart.objects.count() > 20
    led_on(admin_client, answer)
    assert ImportRow.objects.count() == 3_000
    assert not ImportPart.objects.exists()


def test_the_file_is_stored_encrypted_and_gone_when_it_has_been_read(asked: ImportJob) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM imports_importpart")
        [(stored,)] = cursor.fetchall()
    assert b"Lindstr" not in bytes(stored)
    assert GOOD.encode() in ImportPart.objects.get().content
    as_importer()
    assert not ImportPart.objects.exists()


def test_a_file_that_is_not_what_the_page_was_given_is_not_read(asked: ImportJob) -> None:
    """Between the page and the importer, in the middle of a file or in the hash that the page wrote down."""
    part = ImportPart.objects.get()
    ImportPart.objects.update(content=part.content.replace("Björn".encode(), b"Sven!"))
    assert as_importer() == 0
    asked.refresh_from_db()
    assert (asked.last_error, asked.attempts, asked.state) == ("ContentChangedError", 1, JobState.QUEUED)
    assert not ImportRow.objects.exists()
    ImportPart.objects.update(content=part.content)
    ImportJob.objects.update(not_before=NOW)
    assert as_importer() == 1
    assert ImportFile.objects.get().sha256 == hashlib.sha256(part.content).hexdigest()


@pytest.mark.parametrize(
    "lost",
    [{"is_active": False}, {"role": Role.LOG_REVIEWER}, {"position_until": NOW.date() - datetime.timedelta(days=1)}],
)
def test_who_is_no_administrator_any_more_when_it_is_done_brings_in_nothing(
    second_click: ImportJob, admin: User, lost: dict[str, Any]
) -> None:
    User.objects.filter(pk=admin.pk).update(**lost)
    assert as_importer() == 1
    second_click.refresh_from_db()
    assert (second_click.state, second_click.sentence) == (JobState.FAILED, effects.MAY_NO_LONGER)
    assert second_click.batch.stage == Stage.CHECKED
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("kind", [JobKind.READ, JobKind.CHECK])
def test_nor_reads_or_checks(asked: ImportJob, admin: User, kind: JobKind) -> None:
    if kind == JobKind.CHECK:
        as_importer()
        ask_for(actor=admin, batch=ImportBatch.objects.get(), kind=kind)
    User.objects.filter(pk=admin.pk).update(role=Role.LOG_REVIEWER)
    before = ImportRow.objects.count()
    as_importer()
    job = ImportJob.objects.get(kind=kind)
    assert (job.state, job.sentence) == (JobState.FAILED, effects.MAY_NO_LONGER)
    assert ImportRow.objects.count() == before
    assert ImportBatch.objects.get().checked_at is None


def test_the_list_of_imports_shows_what_is_at_work_and_what_failed(
    asked: ImportJob, admin_client: Client, admin: User
) -> None:
    assert "Filerna väntar på att läsas." in admin_client.get(page_of(asked)).text
    [row] = admin_client.get("/import").context["going_on"]
    assert row.next_url == page_of(asked)
    User.objects.filter(pk=admin.pk).update(position_until=NOW.date() - datetime.timedelta(days=1))
    as_importer()
    User.objects.filter(pk=admin.pk).update(position_until=None)
    shown = admin_client.get(page_of(asked)).text
    assert effects.MAY_NO_LONGER in shown


def test_who_was_killed_at_it_lets_go_and_the_next_ring_takes_it_up(asked: ImportJob) -> None:
    assert (at_work(asked).state, asked.attempts) == (JobState.WORKING, 1)
    assert as_importer() == 0, "the one that took it a moment ago may be about to hold it"
    with time_machine.travel(NOW + datetime.timedelta(seconds=10), tick=False):
        assert as_importer() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (JobState.DONE, 2)


def test_who_was_slow_to_begin_leaves_it_to_the_one_that_has_it_now(asked: ImportJob) -> None:
    with as_role(IMPORTER):
        slow = work._take_next()
        assert slow is not None
        with time_machine.travel(NOW + work.BETWEEN_TAKING_AND_HOLDING, tick=False):
            quick = work._take_next()
        assert quick is not None
        assert work._do(slow) is False
        assert not ImportRow.objects.exists()
        assert work._do(quick) is True
        assert work._do(slow) is False
    assert ImportRow.objects.count() == 1


def test_after_three_faults_it_is_given_up_with_a_sentence_and_a_notice(
    asked: ImportJob, admin_client: Client, admin: User, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk("imports_importrow"):
        for attempt, minutes in ((1, 0), (2, 2)):
            with time_machine.travel(NOW + datetime.timedelta(minutes=minutes), tick=False):
                assert as_importer() == 0
                asked.refresh_from_db()
                assert (asked.state, asked.attempts, asked.last_error) == (JobState.QUEUED, attempt, "OperationalError")
                assert as_importer() == 0, "it rests first"
                assert "Det avbröts och görs om." in admin_client.get(page_of(asked)).text
        with time_machine.travel(NOW + LATER, tick=False):
            assert as_importer() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.sentence) == (JobState.FAILED, work.GIVEN_UP[JobKind.READ])
    assert work.GIVEN_UP[JobKind.READ] in admin_client.get(page_of(asked)).text
    notice = Notice.objects.get()
    assert (notice.recipient, notice.text) == (admin, work.GIVEN_UP[JobKind.READ])
    assert address_of(admin_client.get(notice.path, follow=True)) == page_of(asked)
    assert "An import job was given up after 3 attempts: OperationalError" in caplog.text


def test_it_rests_longer_after_the_second_fault(asked: ImportJob) -> None:
    with full_disk("imports_importrow"):
        as_importer()
        asked.refresh_from_db()
        assert asked.not_before - NOW == datetime.timedelta(minutes=1)
        with time_machine.travel(asked.not_before, tick=False):
            as_importer()
        second = asked.not_before
        asked.refresh_from_db()
        assert asked.not_before - second == datetime.timedelta(minutes=10)


def test_what_kills_every_importer_is_given_up_too(asked: ImportJob) -> None:
    for attempt in range(1, work.MOST_ATTEMPTS + 1):
        with time_machine.travel(NOW + attempt * LATER, tick=False):
            assert at_work(asked).attempts == attempt
    with time_machine.travel(NOW + (work.MOST_ATTEMPTS + 1) * LATER, tick=False):
        assert as_importer() == 1
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert Notice.objects.count() == 1


def test_what_waited_for_a_day_is_asked_for_anew(second_click: ImportJob, admin_client: Client) -> None:
    with time_machine.travel(NOW + work.LONGEST_WAIT + LATER, tick=False):
        assert as_importer() == 1
    second_click.refresh_from_db()
    assert (second_click.state, second_click.sentence) == (JobState.FAILED, work.WAITED_TOO_LONG)
    shown = admin_client.get(page_of(second_click))
    assert work.WAITED_TOO_LONG in shown.text
    assert shown.context["failure"].url == f"/import/{second_click.batch_id}/kontroll"
    assert not Enrolment.objects.exists()
    again = admin_client.post(f"/import/{second_click.batch_id}/for-in")
    assert again.url == page_of(second_click)
    as_importer()
    assert Enrolment.objects.count() == 1


def test_what_was_stopped_before_it_began_is_not_begun(second_click: ImportJob, admin: User) -> None:
    stop_job(actor=admin, job=second_click)
    assert as_importer() == 1
    second_click.refresh_from_db()
    assert (second_click.state, second_click.sentence) == (JobState.STOPPED, work.STOPPED[JobKind.COMMIT])
    assert (second_click.batch.stage, Enrolment.objects.count()) == (Stage.CHECKED, 0)
    assert not ImportStop.objects.exists()


def test_the_columns_are_sent_once_though_the_button_is_pressed_twice(asked: ImportJob, admin_client: Client) -> None:
    as_importer()
    columns = admin_client.get(page_of(asked), follow=True)
    for _ in range(2):
        admin_client.post(address_of(columns), as_guessed(columns))
    assert ImportJob.objects.filter(kind=JobKind.CHECK).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_page_answers_although_the_queue_is_away(
    admin_client: Client, rosenlund: Jobbtorg, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ring saves a minute; what was asked for stands in the database."""
    rung = []

    def away(*args: Any, **kwargs: Any) -> None:
        rung.append((transaction.get_autocommit(), *args))
        raise OperationalError("Connection refused")

    monkeypatch.setattr(bring_in_lists, "apply_async", away)
    assert hand_in(admin_client, rosenlund, csv_file(GOOD), as_of="2026-11-20").status_code == 302
    assert rung == [(True, (), {})], "after the commit, once, and with nothing about the list"
    assert ImportJob.objects.get().state == JobState.QUEUED


def test_the_deep_health_tells_when_nobody_takes_up_what_was_asked_for(asked: ImportJob, client: Client) -> None:
    def told() -> Any:
        return client.get("/halsa/djup").json()["imports"]

    assert told() == {"ok": True, "untried": 1}
    with time_machine.travel(NOW + datetime.timedelta(minutes=16), tick=False):
        assert told() == {"ok": False, "untried": 1}
        as_importer()
        assert told() == {"ok": True, "untried": 0}


def test_the_same_file_chosen_twice_in_one_form_is_told(admin_client: Client, rosenlund: Jobbtorg) -> None:
    page = hand_in(admin_client, rosenlund, csv_file(GOOD), csv_file(GOOD, name="b.csv"), as_of="2026-11-20")
    assert page.status_code == 422
    assert "b.csv" in str(page.context["form"].errors["files"])
    assert not ImportBatch.objects.exists()


def test_a_file_of_which_a_piece_is_missing_is_not_read(
    admin_client: Client, rosenlund: Jobbtorg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "PIECE_BYTES", 100)
    hand_in(admin_client, rosenlund, csv_file(GOOD, GOOD), as_of="2026-11-20")
    file = ImportFile.objects.get()
    kept = [part.content for part in ImportPart.objects.order_by("number")]
    assert content.content_of(file) == b"".join(kept)
    assert content.fingerprint(File(BytesIO(b"".join(kept)))) == file.sha256
    ImportPart.objects.filter(number=1).delete()
    with pytest.raises(content.ContentChangedError):
        content.content_of(file)
