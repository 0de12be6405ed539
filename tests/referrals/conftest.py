"""A stadsdel with its unit and caseworkers, the jobbtorg it refers to, and a Monday morning."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from demo.factories import (
    DeadlinePolicyFactory,
    DistrictJobbtorgFactory,
    IncomeSupportUnitFactory,
    TargetGroupFactory,
    UserFactory,
)
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User
from tests.visits import signed_in

MONDAY_MORNING = datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.UTC)  # 9.30 in Stockholm


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """Monday 23 November 2026; `move_to` another time within a test."""
    with time_machine.travel(MONDAY_MORNING, tick=False) as traveller:
        DeadlinePolicyFactory()
        yield traveller


@pytest.fixture
def unit() -> IncomeSupportUnit:
    return IncomeSupportUnitFactory()


@pytest.fixture
def jobbtorg(unit: IncomeSupportUnit) -> Jobbtorg:
    """The jobbtorg the unit's stadsdel refers to."""
    return DistrictJobbtorgFactory(district=unit.district, jobbtorg__name="Jobbtorg Kista").jobbtorg


@pytest.fixture
def target_group() -> TargetGroup:
    return TargetGroupFactory()


@pytest.fixture
def caseworker(unit: IncomeSupportUnit) -> User:
    return UserFactory(caseworker=True, income_support_unit=unit)


@pytest.fixture
def manager(jobbtorg: Jobbtorg) -> User:
    return UserFactory(manager=True, jobbtorg=jobbtorg)


@pytest.fixture
def coach(jobbtorg: Jobbtorg) -> User:
    return UserFactory(coach=True, jobbtorg=jobbtorg)


@pytest.fixture
def sender(caseworker: User, jobbtorg: Jobbtorg) -> Client:
    """The caseworker's browser, with somewhere to refer to."""
    return signed_in(caseworker)
