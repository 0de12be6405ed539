"""Notes to oneself on Min dag: for their author alone, in at most 500 characters, and removed when long done."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessEvent, AccessKind
from core.refusals import OperationRefused
from demo.factories import OwnNoteFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB, WORKER
from organisation.models import User
from tests.roles import as_role
from tests.visits import queries_for, signed_in
from workbench.models import OwnNote
from workbench.my_day.own_notes.operations import MOST_NOTES, drop_done, write_own_note

TEXT = "Boka rum 3 till torsdag"
HINT = "Skriv inga personuppgifter här. Det som rör en aspirant hör hemma i ärendet."
WRITE = reverse("own_note_write")


def typed(text: str = TEXT) -> dict[str, str]:
    return {"text": text, "submission_id": str(uuid.uuid4())}


def test_a_note_is_written_and_stands_on_min_dag(coach: User, as_coach: Client) -> None:
    page = as_coach.get("/")
    assert HINT in page.text
    assert f'action="{WRITE}"' in page.text
    assert 'data-limit="500"' in page.text
    assert as_coach.post(WRITE, typed()).headers["Location"] == "/"
    assert TEXT in as_coach.get("/").text
    assert OwnNote.objects.get().author == coach


def test_the_same_form_sent_twice_is_one_note(coach: User) -> None:
    key = uuid.uuid4()
    first = write_own_note(actor=coach, text=TEXT, submission_id=key)
    assert write_own_note(actor=coach, text=TEXT, submission_id=key) == first
    assert OwnNote.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), [("", "Skriv en anteckning."), ("   ", "Skriv en anteckning."), ("x" * 501, "högst 500 tecken")]
)
def test_neither_nothing_nor_too_much(as_coach: Client, text: str, said: str) -> None:
    answer = as_coach.post(WRITE, typed(text))
    assert answer.status_code == 422
    assert said in answer.text
    assert not OwnNote.objects.exists()


def test_as_many_as_are_kept(coach: User, as_coach: Client) -> None:
    OwnNoteFactory.create_batch(MOST_NOTES, author=coach)
    OwnNoteFactory(author=coach, done=True)
    answer = as_coach.post(WRITE, typed())
    assert answer.status_code == 422
    assert "Du har redan 50 anteckningar." in answer.text
    with pytest.raises(OperationRefused):
        write_own_note(actor=coach, text=TEXT, submission_id=uuid.uuid4())


def test_it_is_changed(coach: User, as_coach: Client) -> None:
    note = OwnNoteFactory(author=coach)
    path = reverse("own_note_change", args=[note.pk])
    assert note.text in as_coach.get(path).text
    assert as_coach.post(path, {"text": "Något annat"}).headers["Location"] == "/"
    note.refresh_from_db()
    assert note.text == "Något annat"
    assert as_coach.post(path, {"text": "x" * 501}).status_code == 422


def test_it_is_done_kept_for_thirty_days_and_removed(coach: User, as_coach: Client) -> None:
    note = OwnNoteFactory(author=coach)
    path = reverse("own_note_done", args=[note.pk])
    as_coach.post(path)
    page = as_coach.get("/")
    assert [one.pk for one in page.context["own_notes"].done] == [note.pk]
    assert "Tas bort 30 dagar efter att de blev klara." in page.text
    as_coach.post(path, {"klar": "nej"})
    assert [one.pk for one in as_coach.get("/").context["own_notes"].to_do] == [note.pk]
    OwnNote.objects.filter(pk=note.pk).update(done_at=timezone.now() - timedelta(days=31))
    kept = OwnNoteFactory(author=coach, done_at=timezone.now() - timedelta(days=29))
    waits = OwnNoteFactory(author=coach)
    notes = as_coach.get("/").context["own_notes"]
    assert (notes.to_do, notes.done) == ([waits], [kept])
    with as_role(WORKER):
        assert drop_done() == 1
    assert set(OwnNote.objects.all()) == {kept, waits}


def test_nobody_else_ever_sees_it(coach: User, manager: User, stranger: User) -> None:
    """Neither a page nor, as the web's own role, the database; not the manager either."""
    note = OwnNoteFactory(author=coach, text=TEXT)
    for other in (manager, stranger, UserFactory(coach=True, jobbtorg=coach.jobbtorg), UserFactory(admin=True)):
        client = signed_in(other)
        assert client.get(reverse("own_note_change", args=[note.pk])).status_code == 404
        assert client.post(reverse("own_note_change", args=[note.pk]), {"text": "Mitt"}).status_code == 404
        assert client.post(reverse("own_note_done", args=[note.pk])).status_code == 404
        assert TEXT not in client.get("/", follow=True).text
        with as_role(WEB), acting_for(other):
            assert not OwnNote.objects.exists()
            assert OwnNote.objects.update(text="Mitt") == 0
    with as_role(WEB), acting_for(coach):
        assert OwnNote.objects.get().text == TEXT


def test_it_lies_encrypted(coach: User) -> None:
    OwnNoteFactory(author=coach, text=TEXT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM workbench_ownnote")
        (stored,) = cursor.fetchone()
    assert "rum" not in str(stored)


def test_it_is_no_act_upon_the_register(coach: User, as_coach: Client) -> None:
    as_coach.post(WRITE, typed())
    assert not AccessEvent.objects.filter(user=coach, kind=AccessKind.WRITE).exists()


def test_many_cost_what_few_cost(coach: User, as_coach: Client) -> None:
    OwnNoteFactory(author=coach)
    few = queries_for(as_coach, "/")
    OwnNoteFactory.create_batch(20, author=coach)
    OwnNoteFactory.create_batch(20, author=coach, done=True)
    assert queries_for(as_coach, "/") == few
