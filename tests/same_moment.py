"""What comes out where several act at the same moment, however slow the machine.

Each act is carried out in a thread and on a connection of its own, and waits there for locks and statements without
limit, whichever role it takes on: who uses this asks what comes out, and a page that is told to try again has not
answered that. How long anybody waits is another question, which tests/waiting asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from django.db import connection, transaction

from core.refusals import OperationRefused
from tests.platform.conftest import PATIENCE, eventually
from tests.roles import waiting_without_limit
from tests.waiting.holding import another_connection


def at_the_same_moment(*acts: Callable[[], Any]) -> list[Any]:
    """What each has returned, in their order, or the refusal that it met; none begins before all of them can.

    Whatever else one of them raises is raised here, when all are done.
    """
    start = threading.Barrier(len(acts), timeout=PATIENCE)
    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(lambda act: _on_a_connection_of_its_own(act, start.wait), acts))


def before_it_is_committed(first: Callable[[], object], second: Callable[[], Any]) -> Any:
    """What the second has returned, or the refusal that it met, where it begins before the first is committed.

    The first is committed when the second waits for it, or is done without.
    """
    begun: list[int] = []
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(), another_connection() as observer:
            observer.autocommit = True
            first()
            other = threads.submit(_on_a_connection_of_its_own, second, lambda: begun.append(_process()))
            eventually(lambda: other.done() or (bool(begun) and _waits(observer, begun[0])))
        return other.result()


def sentences(answers: list[Any]) -> list[str]:
    """What each was told: the sentence of its refusal, or "" where it was done."""
    return [answer.message if isinstance(answer, OperationRefused) else "" for answer in answers]


def _on_a_connection_of_its_own(act: Callable[[], Any], begin: Callable[[], object]) -> Any:
    try:
        with waiting_without_limit():
            connection.ensure_connection()
            begin()
            return act()
    except OperationRefused as refusal:
        return refusal
    finally:
        connection.close()


def _process() -> int:
    """The server's process that answers this thread."""
    assert isinstance(connection.connection, psycopg.Connection)
    return connection.connection.info.backend_pid


def _waits(observer: psycopg.Connection, process: int) -> bool:
    asked = "SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
    return observer.execute(asked, [process]).rowcount == 1
