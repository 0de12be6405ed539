"""Each rehearsal in short, so that it cannot rot; `make faults` has the long ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from tests.faults import rehearsals
from tests.faults.figures import table
from tests.faults.stage import Stage

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

IN_SHORT = {
    "workers killed": partial(rehearsals.workers_killed, rounds=2, clocks=100),
    "three beats": partial(rehearsals.three_beats, seconds=2),
    "queue lost": partial(rehearsals.queue_lost, clocks=200, every="1"),
    "child killed": partial(rehearsals.child_killed, clocks=300),
    "three days away": partial(rehearsals.three_days_away, clocks=50),
}


@pytest.fixture
def stage(transactional_db: None) -> Iterator[Stage]:
    with Stage() as built:
        yield built


@pytest.mark.parametrize("name", IN_SHORT)
def test_all_is_as_promised(stage: Stage, name: str) -> None:
    figures = IN_SHORT[name](stage)
    assert all(figure.is_kept for figure in figures), "\n" + table(figures)
