"""The access log can be added to and nothing else; it is kept by month."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.checks import log_has_room
from audit.models import AccessEvent, AccessKind, LogSeal
from audit.operations import log_access
from audit.partitions import PARTITION_MONTHS_AHEAD, extend_log, months_ahead
from audit.seals.sealing import seal_log
from audit.seals.verification import verify_log
from demo.factories import EnrolmentFactory, UserFactory
from jobbtorg.database.row_security import views
from organisation.access.acting import System, acting_for
from organisation.access.database_roles import LOG_READER, OWNER, WEB, WORKER
from organisation.models import User
from tests.audit.events import execute, write
from tests.roles import as_role
from tests.visits import signed_in

pytestmark = pytest.mark.django_db


def this_month() -> str:
    """The partition that the rows of this test go to: the month, in UTC, in which its transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(now() AT TIME ZONE 'UTC', '\"audit_accessevent_\"YYYY_MM')")
        return str(cursor.fetchone()[0])


@pytest.fixture
def user(db: None) -> User:
    return UserFactory(coach=True)


def refused(statement: str) -> str:
    """What the database says to it; fails where it does it."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")
    return str(error.value)


@pytest.mark.parametrize("table_of", [lambda: "audit_accessevent", this_month], ids=["the log", "its month"])
@pytest.mark.parametrize(
    "change",
    ["UPDATE {} SET subject = 'RS-2026-00001'", "DELETE FROM {}", "TRUNCATE {}"],
    ids=["update", "delete", "truncate"],
)
def test_the_log_cannot_be_changed_by_anybody(user: User, table_of: Callable[[], str], change: str) -> None:
    """Run as the owner of the tables."""
    write(user)
    assert "The access log is only ever added to" in refused(change.format(table_of()))
    assert AccessEvent.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_logseal SET rows = 7", "DELETE FROM audit_logseal", "TRUNCATE audit_logseal"],
    ids=["update", "delete", "truncate"],
)
def test_neither_can_a_seal(user: User, change: str) -> None:
    write(user)
    assert seal_log()
    assert "The access log is only ever added to" in refused(change)
    assert LogSeal.objects.get().rows == 1


def test_no_month_can_be_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_partition_tree('audit_accessevent') WHERE isleaf")
        partitions = [name for (name,) in cursor.fetchall()]
    assert len(partitions) >= PARTITION_MONTHS_AHEAD + 2
    for name in partitions:
        assert f"TRUNCATE on {name} is refused" in refused(f"TRUNCATE {name}")


def test_a_row_knows_its_own_number_and_time(user: User) -> None:
    """Neither is the caller's to choose."""
    first, second = write(user), write(user)
    assert second == first + 1
    execute("INSERT INTO audit_accessevent VALUES (1, now(), %s, 'READ', '', '', NULL, '', '', NULL)", user.pk)
    assert list(AccessEvent.objects.order_by("pk").values_list("pk", flat=True)) == [first, second, second + 1]


def test_it_is_written_without_being_read(user: User) -> None:
    """One INSERT without RETURNING, because a user who causes a row may not read the log."""
    case = EnrolmentFactory(coach=user)
    client = signed_in(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("case", args=[case.pk])).status_code == 200
    touching = [query["sql"] for query in captured if "audit_" in query["sql"] and "audit_lookup" not in query["sql"]]
    assert len(touching) == 1
    assert touching[0].startswith("INSERT INTO audit_accessevent")
    assert "RETURNING" not in touching[0]


def test_a_page_writes_the_log_without_being_able_to_read_it(user: User, rf: RequestFactory) -> None:
    """As the web role: not its own rows, no month by its own name, nothing of the sealer's."""
    stranger = UserFactory(coach=True)
    write(stranger)
    request = rf.get("/")
    request.user = user
    with as_role(WEB), acting_for(user):
        log_access(request, AccessKind.READ, subject="RS-2026-00417")
        assert not AccessEvent.objects.exists()
        denied = [
            f"SELECT FROM {this_month()}",
            f"INSERT INTO {this_month()} SELECT * FROM audit_accessevent",
            "UPDATE audit_accessevent SET view = ''",
            "DELETE FROM audit_accessevent",
            "TRUNCATE audit_accessevent",
            "UPDATE audit_logseal SET rows = 1",
            "DELETE FROM audit_logseal",
            "TRUNCATE audit_logseal",
            "SELECT audit_add_partitions(30)",
        ]
        for statement in denied:
            assert "permission denied" in refused(statement), statement
        request.user = stranger
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            log_access(request, AccessKind.READ, subject="RS-2026-00417")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            LogSeal.objects.create(
                number=1, first_id=1, last_id=1, rows=1, digest=b"", prints=b"", sealed_at=timezone.now()
            )
    assert AccessEvent.objects.get(subject="RS-2026-00417").user == user


def test_the_worker_seals_and_extends_but_changes_nothing(user: User) -> None:
    write(user)
    with as_role(WORKER):
        assert [one.rows for one in seal_log() or []] == [1]
        assert extend_log(PARTITION_MONTHS_AHEAD + 1) == 1
        assert verify_log().problems == []
        with acting_for(System.LOG_SEALING):
            for statement in ("UPDATE audit_accessevent SET view = ''", "DELETE FROM audit_logseal"):
                assert "permission denied" in refused(statement)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class "
            "WHERE oid IN (SELECT relid FROM pg_partition_tree('audit_accessevent'))"
        )
        assert cursor.fetchall() == [(OWNER,)]


def test_who_checks_from_outside_reads_log_and_seals_and_no_more(user: User) -> None:
    write(user)
    seal_log()
    with as_role(LOG_READER):
        assert verify_log().rows == 1
        for statement in ("SELECT FROM aspirants_person", "INSERT INTO audit_logseal SELECT * FROM audit_logseal"):
            assert "permission denied" in refused(statement)


@pytest.mark.parametrize(
    "facts",
    [
        {"user": None, "kind": AccessKind.READ},
        {"sought": "197904179814"},
        {"kind": AccessKind.BREAK_GLASS},
        {"kind": AccessKind.OPEN_PROTECTED},
    ],
    ids=["nobody", "a number", "glass without reason", "protected without reason"],
)
def test_what_no_row_may_say(user: User, facts: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(**{"user": user, **facts})


def test_rows_go_to_their_month_and_the_rest_to_the_net(user: User) -> None:
    write(user)
    write(user, at=datetime.datetime(2019, 5, 1, tzinfo=datetime.UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_accessevent ORDER BY id")
        assert cursor.fetchall() == [(this_month(),), ("audit_accessevent_default",)]


def test_the_coming_two_years_are_made_and_making_them_again_changes_nothing() -> None:
    assert months_ahead() == PARTITION_MONTHS_AHEAD
    assert extend_log() == 0
    assert extend_log(PARTITION_MONTHS_AHEAD + 2) == 2
    assert months_ahead() == PARTITION_MONTHS_AHEAD + 2
    made = (datetime.datetime.now(datetime.UTC).replace(day=1) + datetime.timedelta(days=31 * 25)).strftime("%Y_%m")
    assert "TRUNCATE" in refused(f"TRUNCATE audit_accessevent_{made}")
    assert "UPDATE" in refused_with_a_row_in(made)


def refused_with_a_row_in(month: str) -> str:
    write(UserFactory(), at=datetime.datetime.strptime(month, "%Y_%m").replace(day=3, tzinfo=datetime.UTC))
    return refused(f"UPDATE audit_accessevent_{month} SET subject = 'x'")


def test_a_month_whose_rows_are_in_the_net_stays_there(user: User) -> None:
    """The rest of the months is made all the same."""
    ahead = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=31 * (PARTITION_MONTHS_AHEAD + 2))
    row = write(user, at=ahead)
    made = extend_log(PARTITION_MONTHS_AHEAD + 4)
    assert made == 3
    assert AccessEvent.objects.get(pk=row).at == ahead
    assert months_ahead() < PARTITION_MONTHS_AHEAD + 4


def test_too_few_months_ahead_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert log_has_room(None, databases=["default"]) == []
    call_command("extend_log")
    assert "room for the 24 months" in capsys.readouterr().out
    month = datetime.datetime.now(datetime.UTC).replace(day=1) + datetime.timedelta(days=31 * 2)
    execute(f"SET CONSTRAINTS ALL IMMEDIATE; DROP TABLE audit_accessevent_{month:%Y_%m}")
    [warning] = log_has_room(None, databases=["default"])
    assert warning.id == "audit.W001"
    assert "for 1 months" in warning.msg
    call_command("extend_log")
    assert log_has_room(None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_rows_from_before_the_months_are_kept(transactional_db: None) -> None:
    """The migration carries what is in the log over, with its numbers, and goes on counting after them."""
    user = UserFactory()
    for view in views():
        execute(f"DROP VIEW IF EXISTS {view.name} CASCADE")  # `migrate` makes them, and what leans on them, again
    MigrationExecutor(connection).migrate([("audit", "0003_reasons_and_more_kinds")])
    try:
        execute(
            "INSERT INTO audit_accessevent (id, at, user_id, kind, view, subject, sought, reason, address) VALUES "
            "(41, '2026-01-31 23:30+00', %s, 'READ', 'case', 'RS-2026-00001', '', '', '192.0.2.7'), "
            "(40, '2026-10-02 08:00+00', %s, 'DENIED', 'case', '', '', '', NULL)",
            user.pk,
            user.pk,
        )
    finally:
        call_command("migrate", verbosity=0)  # with the grants and policies of the new tables
    kept = AccessEvent.objects.order_by("pk").values_list("pk", "kind", "subject", "address")
    assert list(kept) == [(40, "DENIED", "", None), (41, "READ", "RS-2026-00001", "192.0.2.7")]
    assert write(user) == 42
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_accessevent WHERE id = 41")
        assert cursor.fetchone() == ("audit_accessevent_2026_01",)
