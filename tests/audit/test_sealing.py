"""A change of the log that bypasses its triggers is found by the seals."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit.models import AccessEvent, AccessKind, LogSeal
from audit.seals.sealing import seal_log
from audit.seals.verification import verify_log
from audit.tasks import seal
from demo.factories import UserFactory
from jobbtorg.logs import DiscreetFormatter
from organisation.models import User
from tests.audit.events import execute, unguarded, write
from tests.platform.conftest import PATIENCE


@pytest.fixture
def user(db: None) -> User:
    return UserFactory(coach=True)


@pytest.fixture
def sealed(user: User) -> list[int]:
    """Nine rows in three seals, and one row that is not sealed; the numbers of the nine."""
    rows = []
    for number in range(3):
        rows += [write(user, subject=f"RS-2026-0000{number}", address="192.0.2.7") for _ in range(3)]
        seal_log()
    write(user)
    return rows


def micros(moment: datetime) -> int:
    """Microseconds since 1970 (UTC), in whole numbers."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def head() -> str:
    return bytes(LogSeal.objects.order_by("number").last().digest).hex()


def verified(*arguments: str) -> tuple[int, str]:
    """Exit code and everything that `manage.py verify_log` says."""
    said = StringIO()
    try:
        call_command("verify_log", *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return int(end.code), said.getvalue()
    return 0, said.getvalue()


class TestUntouched:
    def test_all_is_well(self, sealed: list[int]) -> None:
        code, said = verified()
        assert code == 0
        assert said.count("\n") == 1
        assert "3 seals, 9 rows, 1 rows not sealed yet" in said
        assert head() in said

    def test_an_empty_log_is_well_too(self, db: None) -> None:
        assert verified() == (0, "The log is as it was sealed: 0 seals, 0 rows, 0 rows not sealed yet. Head: none\n")

    def test_nothing_new_makes_no_seal(self, sealed: list[int]) -> None:
        assert len(seal_log()) == 1
        assert seal_log() == []
        assert LogSeal.objects.count() == 4

    def test_the_chain_has_no_gaps_where_rows_were_rolled_back(self, user: User) -> None:
        write(user)
        seal_log()
        with transaction.atomic():
            write(user)
            transaction.set_rollback(True)
        last = write(user)
        seal_log()
        first, second = LogSeal.objects.order_by("number")
        assert (second.first_id, second.last_id, second.rows) == (first.last_id + 1, last, 1)
        assert verified()[0] == 0

    def test_time_zone_and_place_on_disk_make_no_difference(self, sealed: list[int]) -> None:
        with unguarded():
            # Written anew in another order: the same facts elsewhere in the file.
            execute("CREATE TEMPORARY TABLE moved AS SELECT * FROM audit_accessevent")
            execute("DELETE FROM audit_accessevent")
            execute("INSERT INTO audit_accessevent SELECT * FROM moved ORDER BY id DESC")
        execute("SET LOCAL timezone = 'Asia/Tokyo'")
        assert verified()[0] == 0

    def test_a_digest_can_be_made_without_the_database(self, user: User) -> None:
        """As decision 051 tells it, so that an auditor can do it elsewhere."""
        write(user, subject="RS-2026-00417", reason='Sa "hej" \\ åt Åsa', address="192.0.2.7", person_id=7)
        write(user, kind=AccessKind.SEARCH, sought="ab" * 32)
        assert seal_log()
        digests = b""
        for event in AccessEvent.objects.order_by("pk"):
            facts = [
                event.pk, micros(event.at), event.user_id, event.kind, event.view, event.subject, event.person_id,
                event.sought, event.reason, event.address,
            ]  # fmt: skip
            digests += sha256(json.dumps(facts, ensure_ascii=False).encode()).digest()
        made = LogSeal.objects.get()
        own = json.dumps([made.number, made.first_id, made.last_id, made.rows, micros(made.sealed_at)])
        assert sha256(bytes(32) + sha256(own.encode()).digest() + digests).hexdigest() == head()

    def test_a_seal_holds_no_more_rows_than_it_may(self, user: User) -> None:
        for _ in range(5):
            write(user)
        assert [one.rows for one in seal_log(most=2)] == [2, 2, 1]
        assert verified()[0] == 0


class TestTampering:
    def test_a_changed_row(self, sealed: list[int]) -> None:
        with unguarded():
            execute("UPDATE audit_accessevent SET subject = 'RS-2026-99999' WHERE id = %s", sealed[4])
        code, said = verified()
        assert code == 1
        assert said == f"Seal 2 (rows {sealed[3]}–{sealed[5]}): row {sealed[4]} has been changed.\n"

    @pytest.mark.parametrize(
        "change",
        [
            "at = at + interval '1 microsecond'",
            "user_id = (SELECT max(id) FROM organisation_user)",
            "kind = 'DENIED'",
            "view = ''",
            "person_id = 7",
            "sought = repeat('a', 64)",
            "reason = 'Fel'",
            "address = NULL",
        ],
    )
    def test_every_column_counts(self, sealed: list[int], change: str) -> None:
        UserFactory()
        with unguarded():
            execute(f"UPDATE audit_accessevent SET {change} WHERE id = {sealed[8]}")
        assert verified()[1].endswith(f"row {sealed[8]} has been changed.\n")

    def test_a_deleted_row(self, sealed: list[int]) -> None:
        with unguarded():
            execute("DELETE FROM audit_accessevent WHERE id = ANY(%s)", [sealed[0], sealed[1]])
        code, said = verified()
        assert code == 1
        assert f"Seal 1 (rows 1–{sealed[2]}): row {sealed[0]} is missing; row {sealed[1]} is missing." in said

    def test_a_row_put_in_afterwards(self, user: User) -> None:
        """Also under a number that nobody ever used."""
        write(user)
        with transaction.atomic():
            unused = write(user)
            transaction.set_rollback(True)
        write(user)
        seal_log()
        with unguarded():
            write_as(user, unused)
        code, said = verified()
        assert code == 1
        assert f"row {unused} was added afterwards" in said

    def test_a_row_put_in_before_all_others(self, sealed: list[int], user: User) -> None:
        with unguarded():
            write_as(user, -5)
        assert verified() == (1, "Row -5 stands outside the numbering of the log.\n")

    def test_many_changed_rows_are_counted(self, user: User) -> None:
        for _ in range(30):
            write(user)
        seal_log()
        with unguarded():
            execute("UPDATE audit_accessevent SET view = 'x'")
        assert verified()[1].endswith("; and 10 rows more.\n")

    def test_a_changed_seal(self, sealed: list[int]) -> None:
        with unguarded():
            execute("UPDATE audit_logseal SET sealed_at = sealed_at - interval '1 day' WHERE number = 2")
        code, said = verified()
        assert code == 1
        assert "Seal 2 " in said
        assert "no row differs" in said

    def test_a_changed_digest_breaks_the_seal_after_it_too(self, sealed: list[int]) -> None:
        with unguarded():
            execute("UPDATE audit_logseal SET digest = sha256('x') WHERE number = 2")
        assert [problem[:7] for problem in verify_log().problems] == ["Seal 2 ", "Seal 3 "]

    def test_a_missing_seal(self, sealed: list[int]) -> None:
        with unguarded():
            execute("DELETE FROM audit_logseal WHERE number = 2")
        assert verified() == (1, "Seal 2 is missing.\n")

    def test_spoilt_prints_do_not_stop_the_check(self, sealed: list[int]) -> None:
        with unguarded():
            execute("UPDATE audit_logseal SET prints = 'abc' WHERE number = 1")
            execute("UPDATE audit_accessevent SET view = 'x' WHERE id = %s", sealed[0])
        assert verified()[0] == 1

    def test_a_chain_made_anew_does_not_have_the_head_that_was_kept(self, sealed: list[int]) -> None:
        """The one thing the database cannot find out itself: therefore heads are sent elsewhere."""
        kept = head()
        with unguarded():
            execute("DELETE FROM audit_accessevent WHERE id = %s", sealed[0])
            execute("DELETE FROM audit_logseal")
            seal_log()
        assert verified()[0] == 0
        code, said = verified("--head", kept)
        assert code == 1
        assert said == f"No seal has the head {kept}: the chain has been cut off or rewritten.\n"

    def test_a_kept_head_is_found_in_a_chain_that_has_grown(self, sealed: list[int]) -> None:
        kept = head()
        assert seal_log()
        assert verified("--head", kept.upper())[0] == 0

    def test_what_is_no_head(self, db: None) -> None:
        with pytest.raises(CommandError, match="64 hexadecimal digits"):
            verified("--head", "abc")


def write_as(user: User, number: int) -> None:
    """A row under a number of one's own choice, which only works without the triggers."""
    execute(
        "INSERT INTO audit_accessevent VALUES (%s, now(), %s, 'READ', 'case', '', NULL, '', '', NULL)", number, user.pk
    )
    assert AccessEvent.objects.filter(pk=number).exists()


class TestLogLine:
    def test_each_seal_leaves_its_head_where_the_machine_collects_it(
        self, user: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        write(user)
        with caplog.at_level(logging.INFO, "audit.seals.sealing"):
            seal()
        [record] = caplog.records
        line = DiscreetFormatter("%(message)s").format(record)
        assert line == f"Log sealed: number=1 rows=1 head={head()}"


THREADS, ROWS_EACH, SEALS = 8, 60, 50


@pytest.mark.django_db(transaction=True)
def test_every_row_is_sealed_once_while_many_write(transactional_db: None) -> None:
    """Writers that commit late, roll back and write several rows at once, against fifty seals."""
    user = UserFactory(coach=True)
    failures: list[BaseException] = []

    def keep_writing(thread: int) -> None:
        pauses = random.Random(thread)
        try:
            for number in range(ROWS_EACH):
                with transaction.atomic():
                    for _ in range(1 + number % 3):
                        write(user, subject=f"{thread}-{number}")
                        time.sleep(pauses.random() / 200)
                    if number % 7 == 0:
                        transaction.set_rollback(True)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep_writing, args=[thread]) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    during = sum(seal_log() is not None for _ in range(SEALS))
    for thread in threads:
        thread.join()
    assert not failures
    assert during >= SEALS / 10
    assert seal_log() is not None
    written = list(AccessEvent.objects.order_by("pk").values_list("pk", flat=True))
    assert len(written) == THREADS * sum(1 + number % 3 for number in range(ROWS_EACH) if number % 7)
    seals = list(LogSeal.objects.order_by("number"))
    assert len(seals) >= SEALS / 10
    covered = [row for one in seals for row in written if one.first_id <= row <= one.last_id]
    assert covered == written
    assert [one.rows for one in seals] == [sum(one.first_id <= row <= one.last_id for row in written) for one in seals]
    result = verify_log()
    assert (result.problems, result.rows, result.unsealed) == ([], len(written), 0)


@pytest.mark.django_db(transaction=True)
def test_a_sealer_waits_for_nobody_long(transactional_db: None) -> None:
    """A request that is not done keeps the seal off; afterwards nothing of it is missing."""
    user = UserFactory(coach=True)
    wrote, may_end = threading.Event(), threading.Event()

    def slow_request() -> None:
        try:
            with transaction.atomic():
                write(user, subject="slow")
                wrote.set()
                may_end.wait(PATIENCE)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_request)
    thread.start()
    assert wrote.wait(PATIENCE)
    later = write(user, subject="later")
    assert seal_log() is None
    assert not LogSeal.objects.exists()
    may_end.set()
    thread.join()
    assert [one.rows for one in seal_log()] == [2]
    assert LogSeal.objects.get().last_id == later
