"""/halsa: open to all, says nothing but which server answers."""

import pytest
from django.urls import reverse

from jobbtorg.celery import app


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
def test_it_only_reads(client, method):
    assert getattr(client, method)(reverse("health")).status_code == 405
