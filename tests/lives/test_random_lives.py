"""Random lives: no clock, booking or text is lost, nothing of a closed case is at work, and the figures add up.

`LIVES=1000` lives a thousand; a run of the suite lives fewer.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

from tests.lives.city import City, build_city
from tests.lives.ordinary import ORDINARY_ACTS, OrdinaryLife
from tests.rollback import undone_afterwards

LIVES = int(os.environ.get("LIVES", "12"))
STEPS = 30
MANY = 300
FEW_LEFT_OUT = 15
BEGINS = datetime(2026, 1, 12, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def city(db: None) -> City:
    with time_machine.travel(BEGINS, tick=False):
        return build_city()


def test_random_lives(city: City, pytestconfig: pytest.Config) -> None:
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    class Lives(RuleBasedStateMachine):
        """One life for each run; the machine looks for the shortest one that breaks a promise."""

        def __init__(self) -> None:
            super().__init__()
            self.traveller = time_machine.travel(BEGINS, tick=False)
            clock = self.traveller.start()
            self.undone = undone_afterwards()
            self.undone.__enter__()
            self.life = OrdinaryLife(city, clock.move_to)
            try:
                # A life without a case is soon told.
                for act in ("refer", "accept", "enrol"):
                    self.life.do(act, 0)
            except BaseException:
                self.teardown()  # else the clock would stand still for every test after this one
                raise

        @rule(act=sampled_from(ORDINARY_ACTS), n=integers(0, 179))
        def something_happens(self, act: str, n: int) -> None:
            self.life.do(act, n)

        @invariant()
        def nothing_is_lost(self) -> None:
            self.life.ledger.check()

        def teardown(self) -> None:
            try:
                self.life.ledger.close()
            finally:
                done.update(self.life.done)
                refused.update(self.life.refused)
                self.undone.__exit__(None, None, None)
                self.traveller.stop()

    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            report_multiple_bugs=False,
            phases=(Phase.generate,),
            derandomize="LIVES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # A run in which an act never succeeds proves nothing about it; in few lives chance may leave one out.
    never = set(ORDINARY_ACTS) - set(done)
    told = [f"{times} × {text}" for text, times in refused.most_common() if text.partition(":")[0] in never]
    assert len(never) <= (0 if LIVES >= MANY else FEW_LEFT_OUT), "\n".join(told)
