"""After a test that commits, the database is as empty as before it, and nothing of how it is emptied stays behind."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from aspirants.models import Person
from audit.models import AccessEvent, AccessKind
from demo.factories import EnrolmentFactory, MeetingFactory, UserFactory
from tests.flushing import KEPT
from tests.platform.conftest import PATIENCE, eventually
from tests.visits import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def _rows() -> dict[str, int]:
    """How many rows each table has that has any."""
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count}


def _flush() -> None:
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, allow_cascade=False)


def test_every_table_is_emptied_but_those_that_are_kept() -> None:
    before = _rows()
    assert set(before) <= KEPT
    MeetingFactory(enrolment=EnrolmentFactory(closed=True))
    signed_in(UserFactory(coach=True)).get("/")
    filled = _rows()
    assert {"aspirants_person", "aspirants_personchange", "audit_accessevent", "django_session"} <= set(filled)
    _flush()
    assert _rows() == before


def test_triggers_fire_again_afterwards() -> None:
    """In the same session: the history is written, and the access log refuses to be emptied."""
    _flush()
    person = EnrolmentFactory().person
    assert Person.objects.filter(pk=person.pk).exists()
    assert _rows()["aspirants_personchange"]
    AccessEvent.objects.create(kind=AccessKind.READ, view="case", user=UserFactory(coach=True))
    with pytest.raises(Exception, match="access log"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_accessevent")


def test_what_is_being_written_is_waited_for_and_emptied_too() -> None:
    """A browser's last request may commit while the database is emptied."""
    before = _rows()
    settings = connection.get_connection_params()
    own = {key: settings[key] for key in ("host", "port", "user", "dbname", "password") if settings.get(key)}
    with psycopg.connect(**own) as late:
        late.execute("INSERT INTO django_session VALUES ('late', '', now())")
        emptying = threading.Thread(target=_flush_in_a_thread)
        emptying.start()
        eventually(lambda: _somebody_waits() or not emptying.is_alive())
        assert emptying.is_alive(), "it has not waited"
    emptying.join(PATIENCE)
    assert _rows() == before


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return bool(cursor.rowcount)


def _flush_in_a_thread() -> None:
    try:
        _flush()
    finally:
        connection.close()
