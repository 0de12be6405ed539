"""How far a job has come, the order to stop it, and what is said when it came to nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from imports.choices import JobKind, JobState, Stage
from imports.models import ImportBatch, ImportJob, ImportProgress, ImportStop
from organisation.models import Jobbtorg, User
from tests.stored_imports import stored_import

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def batch(admin: User, rosenlund: Jobbtorg) -> ImportBatch:
    return stored_import(admin, rosenlund)


@pytest.fixture
def job(batch: ImportBatch, admin: User) -> ImportJob:
    made: ImportJob = ImportJob.objects.create(kind=JobKind.COMMIT, batch=batch, asked_by=admin)
    return made


def at(batch: ImportBatch, page: str = "korning") -> str:
    return f"/import/{batch.pk}/{page}"


def test_it_says_how_many_rows_are_done(admin_client: Client, batch: ImportBatch, job: ImportJob) -> None:
    ImportJob.objects.update(state=JobState.WORKING, attempts=1)
    ImportProgress.objects.create(job_id=job.pk, step="För in", done=8000, total=12429)
    page = admin_client.get(at(batch)).text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "8 000 av 12 429 rader" in page
    assert '<div role="status">' in page


def test_it_answers_only_to_something_new(admin_client: Client, batch: ImportBatch, job: ImportJob) -> None:
    mark = admin_client.get(at(batch)).context["progress"].mark
    assert admin_client.get(at(batch), {"visas": mark}, **HTMX).status_code == 204
    ImportProgress.objects.create(job_id=job.pk, step="För in", done=100, total=12429)
    fragment = admin_client.get(at(batch), {"visas": mark}, **HTMX)
    assert "100 av" in fragment.text
    assert "<html" not in fragment.text


def test_a_page_that_asks_by_itself_does_not_prolong_the_session(
    admin_client: Client, batch: ImportBatch, job: ImportJob
) -> None:
    admin_client.get("/import")
    before = admin_client.session.get_expiry_date()
    answer = admin_client.get(at(batch), **HTMX)
    assert "sessionid" not in answer.cookies
    assert admin_client.session.get_expiry_date() == before


def test_a_job_that_is_tried_again_says_so(admin_client: Client, batch: ImportBatch, job: ImportJob) -> None:
    ImportJob.objects.update(attempts=1)
    assert "Det avbröts och görs om." in admin_client.get(at(batch)).text


def test_it_is_stopped_once(admin_client: Client, batch: ImportBatch, job: ImportJob) -> None:
    for _ in range(2):
        page = admin_client.post(at(batch, "avbryt"), follow=True)
    assert ImportStop.objects.get().job_id == job.pk
    assert "Avbrottet är begärt" in page.text


def test_what_has_ended_is_not_stopped(admin_client: Client, batch: ImportBatch, job: ImportJob) -> None:
    ImportJob.objects.update(state=JobState.DONE)
    assert "Det var redan klart." in admin_client.post(at(batch, "avbryt"), follow=True).text
    assert not ImportStop.objects.exists()


@pytest.mark.parametrize(
    ("kind", "state", "leads_to"),
    [
        (JobKind.READ, JobState.FAILED, "filer"),
        (JobKind.CHECK, JobState.STOPPED, "kolumner"),
        (JobKind.COMMIT, JobState.FAILED, "kontroll"),
        (JobKind.DISCARD, JobState.FAILED, "ta-bort"),
    ],
)
def test_what_came_to_nothing_says_why_and_what_to_do(
    admin_client: Client, batch: ImportBatch, job: ImportJob, kind: JobKind, state: JobState, leads_to: str
) -> None:
    ImportJob.objects.update(kind=kind, state=state, sentence="Det gick inte den här gången.")
    page = admin_client.get(at(batch))
    assert "Det gick inte den här gången." in page.text
    assert page.context["failure"].url == at(batch, leads_to)
    assert admin_client.get(page.context["failure"].url).status_code == 200
    told = admin_client.get(at(batch), **HTMX)
    assert told["HX-Redirect"] == at(batch)


def test_it_leads_on_when_it_is_done(admin_client: Client, batch: ImportBatch, job: ImportJob) -> None:
    ImportJob.objects.update(state=JobState.DONE)
    assert admin_client.get(at(batch)).url == at(batch, "kontroll")
    assert admin_client.get(at(batch), **HTMX)["HX-Redirect"] == at(batch, "kontroll")


@pytest.mark.parametrize("page", ["filer", "kolumner", "kontroll", "for-in", "ta-bort", ""])
def test_no_other_page_is_open_meanwhile(admin_client: Client, batch: ImportBatch, job: ImportJob, page: str) -> None:
    assert admin_client.get(at(batch, page)).url == at(batch)


@pytest.mark.parametrize(
    ("stage", "page", "leads_to"),
    [
        (Stage.COLUMNS, "kontroll", "kolumner"),
        (Stage.COLUMNS, "for-in", "kolumner"),
        (Stage.CHECKED, "", "kontroll"),
        (Stage.CHECKED, "angra", "kontroll"),
        (Stage.COMMITTED, "kolumner", ""),
        (Stage.COMMITTED, "filer", ""),
        (Stage.COMMITTED, "for-in", ""),
        (Stage.COMMITTED, "ta-bort", ""),
    ],
)
def test_a_page_of_another_step_leads_to_where_the_import_is(
    admin_client: Client, admin: User, rosenlund: Jobbtorg, stage: Stage, page: str, leads_to: str
) -> None:
    batch = stored_import(admin, rosenlund, stage=stage)
    assert admin_client.get(at(batch, page)).url == at(batch, leads_to)
