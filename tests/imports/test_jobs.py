"""A job: asked for by a page, done once by the importer, and shown until it has ended, well or not."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from imports.jobs.operations import READ_AT_ONCE
from kombu.exceptions import OperationalError

from aspirants.models import Enrolment
from core.history.tracking import changes_of
from imports.jobs import content, work
from imports.models import BatchStatus, ImportBatch, ImportJob, ImportPart, JobKind, JobState
from notices.models import Notice
from organisation.access.database_roles import IMPORTER
from organisation.models import Jobbtorg, Role, User
from tests.imports.conftest import HEADER, NOW, SAMPLE_A, Upload, carried_out, import_as_importer
from tests.roles import as_role

GOOD = "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;"
LIST = f"{HEADER}\n{GOOD}\n".encode()
LATER = datetime.timedelta(minutes=2)

Checked = Callable[..., ImportBatch]


@pytest.fixture
def asked(send: Upload, coaches: dict[str, User]) -> ImportJob:
    """The check of a list, asked for and not begun."""
    response = send(LIST, as_of="2008-06-30")
    job = ImportJob.objects.get()
    assert response.url == f"/import/jobb/{job.pk}/"
    return job


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine the importer works on has a fault."""

    def fail(**kwargs: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(work, "check_file", fail)


def page(client: Client, job: ImportJob, **kwargs: Any) -> Any:
    return client.get(f"/import/jobb/{job.pk}/", **kwargs)


def at_work(job: ImportJob) -> ImportJob:
    """The job as it stands when an importer has taken it and died."""
    with as_role(IMPORTER):
        taken = work._take_next()
    assert taken is not None
    job.refresh_from_db()
    return job


def test_a_page_asks_and_the_importer_does(asked: ImportJob, admin: User, admin_client: Client) -> None:
    assert (asked.kind, asked.state, asked.asked_by, asked.attempts) == (JobKind.CHECK, JobState.QUEUED, admin, 0)
    assert not ImportBatch.objects.exists()
    assert import_as_importer() == 1
    asked.refresh_from_db()
    batch = ImportBatch.objects.get()
    assert (asked.state, asked.batch, asked.finished_at) == (JobState.DONE, batch, NOW)
    assert batch.uploaded_by == admin
    assert page(admin_client, asked).url == f"/import/{batch.pk}/"
    assert import_as_importer() == 0


def test_the_bringing_in_is_asked_for_and_its_end_is_told(
    checked: Checked, coaches: dict[str, User], admin_client: Client, admin: User
) -> None:
    batch = checked(GOOD)
    response = admin_client.post(f"/import/{batch.pk}/for-in")
    job = ImportJob.objects.get(kind=JobKind.COMMIT)
    assert response.url == f"/import/jobb/{job.pk}/"
    assert not Enrolment.objects.exists()
    assert "Listan väntar på att föras in." in page(admin_client, job).text
    assert import_as_importer() == 1
    shown = admin_client.get(response.url, follow=True)
    assert "Ett ärende är infört." in shown.text
    case = Enrolment.objects.get()
    assert case.case_no in shown.text
    history = changes_of(Enrolment).objects.filter(pgh_obj=case)
    assert {version.acting_user_id for version in history} == {admin.pk}, "history names who asked"


def test_the_page_says_how_far_it_has_come_and_speaks_only_of_what_is_new(
    asked: ImportJob, admin_client: Client
) -> None:
    shown = page(admin_client, asked).text
    assert "Listan väntar på att kontrolleras." in shown
    assert f'href="/import/jobb/{asked.pk}/">Uppdatera</a>' in shown, "without scripts there is a link"
    assert "visas=QUEUED-0" in shown
    by_itself = {"HX-Request": "true"}
    assert page(admin_client, asked, query_params={"visas": "QUEUED-0"}, headers=by_itself).status_code == 204
    at_work(asked)
    fragment = page(admin_client, asked, query_params={"visas": "QUEUED-0"}, headers=by_itself)
    assert "<html" not in fragment.text
    assert "Listan kontrolleras." in fragment.text
    with time_machine.travel(NOW + LATER, tick=False):
        import_as_importer()
        assert page(admin_client, asked, headers=by_itself)["HX-Redirect"] == f"/import/jobb/{asked.pk}/"


def test_what_the_page_asks_by_itself_does_not_prolong_the_session(asked: ImportJob, admin_client: Client) -> None:
    before = admin_client.session.get_expiry_date()
    with time_machine.travel(NOW + LATER, tick=False):
        assert "sessionid" not in page(admin_client, asked, headers={"HX-Request": "true"}).cookies
        assert "sessionid" in admin_client.get("/import").cookies, "what a person asks for does"
    assert before


def test_the_list_of_lists_shows_what_is_at_work_and_what_failed(
    asked: ImportJob, admin_client: Client, admin: User
) -> None:
    assert "Listan väntar på att kontrolleras." in admin_client.get("/import").text
    User.objects.filter(pk=admin.pk).update(position_until=NOW.date() - datetime.timedelta(days=1))
    import_as_importer()
    User.objects.filter(pk=admin.pk).update(position_until=None)
    shown = admin_client.get("/import").text
    assert "Gick inte" in shown
    assert work.MAY_NO_LONGER in shown


def test_a_double_click_two_tabs_and_two_administrators_have_one_job(
    asked: ImportJob, send: Upload, rosenlund: Jobbtorg
) -> None:
    assert send(LIST, as_of="2008-06-30").url == f"/import/jobb/{asked.pk}/"
    assert send(LIST, name="annat namn.csv", as_of="2008-05-31").url == f"/import/jobb/{asked.pk}/"
    assert (ImportJob.objects.count(), ImportPart.objects.count()) == (1, 1)
    elsewhere = Jobbtorg.objects.create(code="FA", name="Jobbtorg Farsta", valid_from=rosenlund.valid_from)
    assert send(LIST, as_of="2008-06-30", jobbtorg=elsewhere).status_code == 302
    assert ImportJob.objects.count() == 2


def test_the_second_click_twice_is_one_job_and_the_page_of_the_list_says_so(
    checked: Checked, coaches: dict[str, User], admin_client: Client, send: Upload
) -> None:
    batch = checked(GOOD)
    first, second = (admin_client.post(f"/import/{batch.pk}/for-in").url for _ in range(2))
    assert first == second == admin_client.get(f"/import/{batch.pk}/for-in").url
    shown = admin_client.get(f"/import/{batch.pk}/").text
    assert "Listan förs in just nu." in shown
    assert "För in felfria rader" not in shown
    # The file itself, chosen again meanwhile, leads there too: nobody checks anew what is being brought in.
    again = "\r\n".join([HEADER, GOOD]).encode()
    assert send(again, as_of="2008-06-30").url == first
    assert import_as_importer() == 1
    assert Enrolment.objects.count() == 1


def test_what_is_checked_anew_is_not_brought_in_meanwhile(
    checked: Checked, coaches: dict[str, User], admin_client: Client, send: Upload
) -> None:
    batch = checked(GOOD)
    check = send("\r\n".join([HEADER, GOOD]).encode(), as_of="2008-06-30").url
    response = admin_client.post(f"/import/{batch.pk}/for-in", follow=True)
    assert response.redirect_chain[-1][0] == check
    assert "Listan kontrolleras på nytt just nu. För in den när det är klart." in response.text


def test_a_refusal_of_the_importer_stands_at_its_field_beside_what_was_chosen(
    send: Upload, admin_client: Client, rosenlund: Jobbtorg
) -> None:
    """A list of more than a thousand rows without a day: only the importer reads it."""
    rows = f"{HEADER}\n" + f"{GOOD}\n" * (READ_AT_ONCE // len(GOOD) + 1)
    response = carried_out(admin_client, send(rows.encode()))
    assert response.context["form"].errors == {"as_of": ["Ange vilken dag listan gäller. Det står inte i filen."]}
    assert f'<option value="{rosenlund.pk}" selected>' in response.text
    assert 'action="/import"' in response.text
    assert not ImportPart.objects.exists()
    assert send(rows.encode(), as_of="2027-01-01").status_code == 422, "a day to come needs no reading"


def test_a_large_list_goes_in_pieces_and_comes_out_whole(
    send: Upload, admin_client: Client, coaches: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "PIECE_BYTES", 10_000)
    rows = [f"790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;{number}" for number in range(3_000)]
    response = send("\n".join([HEADER, *rows]).encode(), as_of="2008-06-30")
    assert ImportPart.objects.count() > 20
    carried_out(admin_client, response)
    assert ImportBatch.objects.get().rows.count() == 3_000


def test_the_file_is_stored_encrypted_and_gone_when_the_job_has_ended(asked: ImportJob) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM imports_importpart")
        [(stored,)] = cursor.fetchall()
    assert b"Lindstr" not in bytes(stored)
    assert ImportPart.objects.get().content == LIST
    import_as_importer()
    assert not ImportPart.objects.exists()


@pytest.mark.parametrize(
    "lost",
    [{"is_active": False}, {"role": Role.LOG_REVIEWER}, {"position_until": NOW.date() - datetime.timedelta(days=1)}],
)
def test_who_is_no_administrator_any_more_when_it_is_done_brings_in_nothing(
    checked: Checked, coaches: dict[str, User], admin_client: Client, admin: User, lost: dict[str, Any]
) -> None:
    batch = checked(GOOD)
    admin_client.post(f"/import/{batch.pk}/for-in")
    User.objects.filter(pk=admin.pk).update(**lost)
    assert import_as_importer() == 1
    job = ImportJob.objects.get(kind=JobKind.COMMIT)
    assert job.state == JobState.FAILED
    assert "systemförvaltare" in job.sentence or job.sentence == work.MAY_NO_LONGER
    batch.refresh_from_db()
    assert batch.status == BatchStatus.CHECKED
    assert not Enrolment.objects.exists()


def test_who_was_killed_at_it_lets_go_and_the_next_ring_takes_it_up(asked: ImportJob, admin_client: Client) -> None:
    assert (at_work(asked).state, asked.attempts) == (JobState.WORKING, 1)
    assert import_as_importer() == 0, "the one that took it a moment ago may be about to hold it"
    with time_machine.travel(NOW + work.BETWEEN_TAKING_AND_HOLDING, tick=False):
        assert import_as_importer() == 1
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
        assert not ImportBatch.objects.exists()
        assert work._do(quick) is True
        assert work._do(slow) is False
    assert ImportBatch.objects.count() == 1


@pytest.mark.usefixtures("broken")
def test_after_three_faults_it_is_given_up_with_a_sentence_and_a_notice(
    asked: ImportJob, admin_client: Client, admin: User, caplog: pytest.LogCaptureFixture
) -> None:
    for attempt in range(1, work.MOST_ATTEMPTS):
        with time_machine.travel(NOW + attempt * LATER, tick=False):
            assert import_as_importer() == 0
            asked.refresh_from_db()
            assert (asked.state, asked.attempts, asked.last_error) == (JobState.QUEUED, attempt, "OSError")
            assert import_as_importer() == 0, "it rests first"
            assert "Det avbröts och görs om." in page(admin_client, asked).text
    with time_machine.travel(NOW + work.MOST_ATTEMPTS * LATER, tick=False):
        assert import_as_importer() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.sentence) == (JobState.FAILED, work.GIVEN_UP[JobKind.CHECK])
    assert work.GIVEN_UP[JobKind.CHECK] in page(admin_client, asked).text
    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (admin, f"/import/jobb/{asked.pk}/")
    assert not ImportPart.objects.exists()
    assert "An import job was given up after 3 attempts: OSError" in caplog.text


def test_what_kills_every_importer_is_given_up_too(asked: ImportJob) -> None:
    for attempt in range(1, work.MOST_ATTEMPTS + 1):
        with time_machine.travel(NOW + attempt * LATER, tick=False):
            assert at_work(asked).attempts == attempt
    with time_machine.travel(NOW + (work.MOST_ATTEMPTS + 1) * LATER, tick=False):
        assert import_as_importer() == 1
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert Notice.objects.count() == 1


def test_no_file_is_kept_for_more_than_a_day(asked: ImportJob, admin_client: Client) -> None:
    with time_machine.travel(NOW + work.LONGEST_WAIT + LATER, tick=False):
        assert import_as_importer() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.sentence) == (JobState.FAILED, work.WAITED_TOO_LONG[JobKind.CHECK])
    assert not ImportPart.objects.exists()


def test_a_file_that_is_not_what_the_page_was_given_is_not_read(asked: ImportJob) -> None:
    ImportPart.objects.update(content=f"{HEADER}\n{GOOD.replace('Björn', 'Sven')}\n".encode())
    assert import_as_importer() == 0
    asked.refresh_from_db()
    assert (asked.last_error, asked.attempts) == ("ContentChangedError", 1)


def test_a_list_can_be_sent_again_when_its_job_has_failed(
    asked: ImportJob, send: Upload, admin_client: Client, admin: User
) -> None:
    User.objects.filter(pk=admin.pk).update(is_active=False)
    import_as_importer()
    User.objects.filter(pk=admin.pk).update(is_active=True)
    assert carried_out(admin_client, send(LIST, as_of="2008-06-30")).status_code == 302
    assert ImportBatch.objects.count() == 1


def test_a_failed_bringing_in_leads_back_to_its_list(
    checked: Checked, coaches: dict[str, User], admin_client: Client, admin: User
) -> None:
    batch = checked(GOOD)
    url = admin_client.post(f"/import/{batch.pk}/for-in").url
    with time_machine.travel(NOW + work.LONGEST_WAIT + LATER, tick=False):
        import_as_importer()
    shown = admin_client.get(url).text
    assert "Inget är infört." in shown
    assert f'href="/import/{batch.pk}/">Till listan</a>' in shown


@pytest.mark.django_db(transaction=True)
def test_the_page_answers_although_the_queue_is_away(
    send: Upload, coaches: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ring saves a minute; what was asked for stands in the database."""
    from imports.tasks import bring_in_lists

    rung = []

    def away(*args: Any, **kwargs: Any) -> None:
        rung.append(transaction.get_autocommit())
        raise OperationalError("Connection refused")

    monkeypatch.setattr(bring_in_lists, "apply_async", away)
    assert send(LIST, as_of="2008-06-30").status_code == 302
    assert rung == [True], "after the commit, and once"
    assert ImportJob.objects.get().state == JobState.QUEUED


def test_the_deep_health_tells_when_nobody_takes_up_what_was_asked_for(asked: ImportJob, client: Client) -> None:
    def told() -> Any:
        return client.get("/halsa/djup").json()["imports"]

    assert told() == {"ok": True, "untried": 1}
    with time_machine.travel(NOW + datetime.timedelta(minutes=16), tick=False):
        assert told() == {"ok": False, "untried": 1}
        import_as_importer()
        assert told() == {"ok": True, "untried": 0}


def test_sample_a_is_small_enough_to_be_looked_through_at_once() -> None:
    assert SAMPLE_A.stat().st_size < READ_AT_ONCE
