"""/halsa: open to all, says nothing but which server answers. /halsa/djup: nothing but when work was last done."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from demo.factories import OutboxMessageFactory, SweepRunFactory
from jobbtorg.celery import app
from organisation.reference_tables.calendar import extend_calendar


@pytest.mark.django_db
def test_it_is_well_when_database_and_broker_answer(client):
    answer = client.get(reverse("health"))
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "broker": True}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_silent_broker_is_named(client, monkeypatch, free_port):
    monkeypatch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{free_port()}/0")
    answer = client.get(reverse("health"))
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "broker": False}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", ["health", "deep_health"])
def test_it_only_reads(client, method, name):
    assert getattr(client, method)(reverse(name)).status_code == 405


@pytest.fixture
def calendar(db):
    """A test that commits has emptied it, perhaps."""
    extend_calendar()


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize("address", ["/halsa/djup", "/deep"])
@pytest.mark.parametrize(("hours", "status"), [(1, 200), (25, 200), (27, 503)])
def test_a_sweep_that_finished_long_ago_is_red(client, address, hours, status):
    run = SweepRunFactory(started_at=timezone.now() - timedelta(hours=hours))
    answer = client.get(address)
    assert answer.status_code == status
    said = answer.json()["sweep"]
    assert said.keys() == {"ok", "finished_at"}
    assert said["ok"] is (status == 200)
    assert abs(parse_datetime(said["finished_at"]) - run.finished_at) < timedelta(seconds=1)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_sweep_that_has_never_run_is_red(client):
    answer = client.get("/halsa/djup")
    assert answer.status_code == 503
    assert answer.json()["sweep"] == {"ok": False, "finished_at": None}


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_a_letter_nobody_tries_to_send_is_red(client, minutes, status):
    SweepRunFactory()
    due = timezone.now() - timedelta(minutes=minutes)
    OutboxMessageFactory(not_before=due)
    OutboxMessageFactory(not_before=due - timedelta(hours=3), attempts=2)
    answer = client.get("/halsa/djup")
    assert (answer.status_code, answer.json()["letters"]) == (status, {"ok": status == 200, "untried": 1})


@pytest.mark.usefixtures("calendar")
def test_a_calendar_that_ends_within_two_years_is_red(client):
    SweepRunFactory()
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        SweepRunFactory()
        answer = client.get("/halsa/djup")
    assert (answer.status_code, answer.json()["calendar"]) == (503, {"ok": False})


@pytest.mark.django_db(transaction=True)
def test_where_the_database_cannot_tell_it_is_red(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deadlines_sweeprun RENAME TO elsewhere")
    try:
        answer = client.get("/halsa/djup")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO deadlines_sweeprun")
    assert answer.status_code == 503
    assert answer.json()["sweep"] == {"ok": False}
