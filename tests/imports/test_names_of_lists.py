"""Whom and what the words of a list mean: coaches by what colleagues called them, stadsdelar by their names."""

from __future__ import annotations

from datetime import date

import pytest

from imports.judging.names import CoachNames, UnitNames
from organisation.models import Jobbtorg, Role, User


@pytest.mark.parametrize("alias", ["AL", "al", "A.L.", "A Lund", "A. Lund", "Lund Anna", "Lund, Anna", "anna lund"])
def test_a_coach_is_found_by_every_old_name(coaches: dict[str, User], rosenlund: Jobbtorg, alias: str) -> None:
    assert CoachNames(rosenlund).find(alias) == coaches["AL"]


@pytest.mark.parametrize("alias", ["A", "Lund", "TS", "Anna Lundin"])
def test_a_coach_is_never_guessed(coaches: dict[str, User], rosenlund: Jobbtorg, alias: str) -> None:
    assert CoachNames(rosenlund).find(alias) is None


def test_two_who_answer_to_a_name_are_none(coaches: dict[str, User], rosenlund: Jobbtorg) -> None:
    User.objects.create_user(
        "x@example.se", first_name="Agnes", last_name="Lund", role=Role.COACH, jobbtorg=rosenlund, signature="AGL"
    )
    found = CoachNames(rosenlund)
    assert found.find("A Lund") is None
    assert found.find("AL") == coaches["AL"], "a signature belongs to one"


@pytest.mark.parametrize(
    ("district", "day", "code"),
    [
        ("Östermalm", date(2008, 3, 19), "fs-ostermalm"),
        ("ÖSTERMALM", date(2008, 3, 19), "fs-ostermalm"),
        ("Östermalm", date(2026, 1, 1), None),
        ("Ingenstans", date(2008, 3, 19), None),
    ],
)
def test_a_stadsdel_means_its_unit_of_that_time(
    reference_data: None, district: str, day: date, code: str | None
) -> None:
    unit = UnitNames().find(district, day)
    assert (unit.code if unit else None) == code
