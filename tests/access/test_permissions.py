"""The table of who may do what: the documentation says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from organisation.access.permissions import MATRIX, Act, may
from organisation.models import Role, User

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = (
    {Role.CASEWORKER, Role.DISTRICT_MANAGER},
    {Role.COACH},
    {Role.MANAGER},
    {Role.CENTRAL_COORDINATOR},
    {Role.ADMIN},
    {Role.LOG_REVIEWER},
)


def _documented() -> dict[str, list[str]]:
    rows = re.findall(r"^\| ([^|]+?) \|(.*)\|$", (ROOT / "docs" / "access.md").read_text(), re.MULTILINE)
    return {what: [cell.strip() for cell in cells.split("|")] for what, cells in rows if len(cells.split("|")) == 6}


@pytest.mark.parametrize("act", Act, ids=lambda act: act.name)
def test_the_documentation_says_the_same(act: Act) -> None:
    cells = _documented()[act.value]
    for roles, cell in zip(COLUMNS, cells, strict=True):
        assert bool(cell) == bool(roles & set(MATRIX[act])), f"{act.value}: {cell!r}"


def test_every_act_is_somebodys() -> None:
    assert set(MATRIX) == set(Act)
    assert all(MATRIX.values())


def test_a_coach_without_a_jobbtorg_does_nothing_of_a_jobbtorgs() -> None:
    coach = User(role=Role.COACH, jobbtorg_id=None, income_support_unit_id=1)
    assert {act for act in Act if may(coach, act)} == {Act.FOLLOW_REFERRAL, Act.SEARCH_PERSON}
