"""docs/referrals.md draws the steps that the tables in the code hold."""

from __future__ import annotations

from referrals.workflow import STEPS
from tests.structure.states import PAGE, page


def test_the_drawing_is_current() -> None:
    now = PAGE.read_text()
    assert page(now) == now, "run make drawing"


def test_the_drawing_has_every_step() -> None:
    lines = PAGE.read_text().splitlines()
    for step in STEPS:
        arrow = f"{step.origin.name} --> {step.to.name}: "
        assert any(arrow in line and step.act.value in line for line in lines)
