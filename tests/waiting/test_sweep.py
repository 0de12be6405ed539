"""While thousands of clocks are stamped, nobody waits long for one of them."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from deadlines.jobs import pace as pacing
from deadlines.jobs.pace import FEWEST, FIRST, Pace
from deadlines.jobs.sweep import sweep
from deadlines.models import DeadlineClock
from jobbtorg.database.timeouts import BY_ROLE
from organisation.access.database_roles import WEB, WORKER
from tests.bench.clocks import build_clocks
from tests.roles import as_role
from tests.waiting.holding import another_connection
from tests.waiting.server import percentile

CLOCKS = 30_000
"""A fifth of them is late."""


def test_the_next_batch_follows_from_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "SECONDS", 1_000)
    pace = Pace(most=5_000)
    sizes = []
    for _ in range(3):
        with pace.batch() as size:
            sizes.append(size)
    assert sizes == [FIRST, int(FIRST * 1.5), int(FIRST * 1.5 * 1.5)]
    monkeypatch.setattr(pacing, "SECONDS", 0.02)
    with pace.batch():
        time.sleep(0.06)
    assert pace.size < FIRST * 1.5
    with pace.batch():
        time.sleep(1)
    assert pace.size == FEWEST


def test_it_keeps_to_the_most_that_is_asked_for() -> None:
    pace = Pace(most=3)
    for _ in range(3):
        with pace.batch() as size:
            assert size == 3


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_longer_than_half_of_what_a_page_waits() -> None:
    build_clocks(CLOCKS)
    late = list(DeadlineClock.objects.overdue(on=timezone.localdate()).order_by("due_on", "pk").values_list("pk"))
    done = threading.Event()
    waited: list[float] = []

    def want() -> None:
        """One late clock after the other, each for a moment, as a page that saves does."""
        with another_connection() as page:
            while not done.is_set():
                for key in late[:: len(late) // 50]:
                    began = time.monotonic()
                    page.execute("SELECT 1 FROM deadlines_deadlineclock WHERE id = %s FOR UPDATE", key)
                    waited.append(time.monotonic() - began)
                    page.rollback()

    other = threading.Thread(target=want)
    other.start()
    began = time.monotonic()
    try:
        with as_role(WORKER):
            result = sweep(on=timezone.localdate())
    finally:
        done.set()
        other.join()
    print(f"\n{result.stamped} stamped in {time.monotonic() - began:.1f} s; longest wait {max(waited):.3f} s")
    assert result.stamped >= len(late) - 50  # what was held just then is left to the next run
    noticed = [seconds for seconds in waited if seconds > 0.02]
    assert noticed, "nobody ever waited: then this test shows nothing"
    # One batch may come out slower than those it was measured by, on a machine that does other things meanwhile.
    assert percentile(noticed, 0.9) < BY_ROLE[WEB].lock / 1000 / 2
    assert max(waited) < BY_ROLE[WEB].lock / 1000
    connection.close()
