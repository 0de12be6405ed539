"""Many users at once over few connections: each request is answered for its own user (promise of row security)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, REQUESTS, CONNECTIONS = 20, 100, 4


class Pool:
    """A few real connections that threads take turns with, a transaction at a time, as behind a pooler."""

    def __init__(self, size: int) -> None:
        self._free = [connection.copy() for _ in range(size)]
        self._turn = threading.Semaphore(size)
        for lent in self._free:
            lent.inc_thread_sharing()
            lent.connect()
            lent.connection.execute(f"SET ROLE {WEB}")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """This thread's connection is one of the pool's."""
        with self._turn:
            lent = self._free.pop()
            connections["default"] = lent
            try:
                yield
            finally:
                del connections["default"]
                self._free.append(lent)

    def close(self) -> None:
        for lent in self._free:
            lent.close()


def test_two_thousand_requests_over_shared_connections_are_answered_for_the_right_user() -> None:
    coaches: list[User] = [UserFactory(coach=True) for _ in range(THREADS)]
    expected = {coach.pk: {EnrolmentFactory(coach=coach).pk for _ in range(3)} for coach in coaches}
    pool = Pool(CONNECTIONS)
    wrong: list[tuple[int, set[int]]] = []
    unnamed: list[int] = []

    def ask(number: int) -> None:
        coach = coaches[number % THREADS]
        with pool.turn():
            if number % 7 == 0:  # some forget to say who asks
                unnamed.append(Enrolment.objects.count())
                return
            with acting_for(coach):
                seen = set(Enrolment.objects.values_list("pk", flat=True))
        if seen != expected[coach.pk]:
            wrong.append((coach.pk, seen))

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(ask, range(THREADS * REQUESTS)))
    pool.close()
    assert wrong == []
    assert len(unnamed) > REQUESTS
    assert set(unnamed) == {0}


def test_a_connection_kept_for_the_next_request_has_forgotten_the_last_one() -> None:
    case = EnrolmentFactory()
    with as_role(WEB):
        with acting_for(case.coach):
            assert Enrolment.objects.count() == 1
        assert Enrolment.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('jobbtorg.user_id', true)")
            assert cursor.fetchone()[0] in (None, "")
