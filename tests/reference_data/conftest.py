"""Every test here sees the reference data as they ship, loaded once a module."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from demo.factories import CoachGroupFactory
from organisation.models import Jobbtorg, OpeningHours, Role
from tests.reference_data.administration import signed_in
from tests.rollback import undone_afterwards


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), undone_afterwards():
        call_command("load_reference_data", verbosity=0)
        # The tables that ship empty: a jobbtorg has the teams and is open when it says.
        rosenlund = Jobbtorg.objects.get(code="RS")
        CoachGroupFactory(jobbtorg=rosenlund, code="A", name="Grupp A")
        for opens, closes, day in ((time(8), time(16, 30), date(2026, 1, 1)), (None, None, date(2026, 6, 5))):
            OpeningHours.objects.create(jobbtorg=rosenlund, opens=opens, closes=closes, valid_from=day)
        yield


@pytest.fixture
def loaded(loaded_once: None) -> Iterator[None]:
    with undone_afterwards():
        yield


@pytest.fixture
def administrator(loaded: None) -> Client:
    return signed_in(Role.ADMIN, is_staff=True)
