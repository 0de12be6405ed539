"""Each section of Min dag fails by itself: a table that is being changed holds up what is read from it and no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from demo.factories import DeadlineClockFactory, MeetingFactory, OwnNoteFactory, UserFactory
from organisation.models import User
from tests.visits import signed_in
from tests.waiting.holding import another_connection
from workbench.my_day.sections import Section, read_sections

pytestmark = pytest.mark.django_db(transaction=True)

MEETINGS, TO_DO, CASES, NOTES = (
    f"Kunde inte hämta {what}."
    for what in ("dagens möten", "det som kräver åtgärd", "dina aspiranter", "dina anteckningar")
)


@contextmanager
def being_changed(table: str) -> Iterator[None]:
    """Inside, somebody changes a table, for which whoever reads it waits."""
    with another_connection() as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.fixture
def coach() -> User:
    coach: User = UserFactory(coach=True)
    clock = DeadlineClockFactory(due_today=True, enrolment__coach=coach)
    MeetingFactory(enrolment=clock.enrolment, unlogged=True)
    OwnNoteFactory(author=coach)
    return coach


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        ("workbench_ownnote", {NOTES}),
        ("aspirants_postclosurecheck", {TO_DO}),
        ("meetings_meeting", {MEETINGS, TO_DO, CASES}),
        ("activities_activity", {TO_DO, CASES}),
    ],
)
def test_the_others_live(coach: User, table: str, missing: set[str]) -> None:
    client = signed_in(coach)
    assert client.get("/").status_code == 200
    with being_changed(table):
        page = client.get("/")
    assert page.status_code == 200
    assert {sentence for sentence in (MEETINGS, TO_DO, CASES, NOTES) if sentence in page.text} == missing
    assert page.text.count(">Försök igen<span") == len(missing)
    assert "Inga bokade möten" not in page.text
    assert "Inget kräver åtgärd" not in page.text
    assert "Du har inga aspiranter ännu" not in page.text
    assert not any(sentence in client.get("/").text for sentence in (MEETINGS, TO_DO, CASES, NOTES))


def test_a_fault_of_our_own_is_no_missing_section() -> None:
    def broken(found: object) -> None:
        raise KeyError("cases")

    with pytest.raises(KeyError):
        read_sections([Section("cases", broken)])


def test_what_has_been_read_is_read_again_after_a_failure() -> None:
    """The part of the transaction in which it was read is undone."""

    def slow(found: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(5)")

    read: list[str] = []
    sections = [
        Section("first", lambda _: read.append("first")),
        Section("slow", slow),
        Section("after", lambda _: read.append("after"), needs="slow"),
        Section("last", lambda _: read.append("last")),
    ]
    assert set(read_sections(sections)) == {"first", "last"}
    assert read == ["first", "first", "last"]
