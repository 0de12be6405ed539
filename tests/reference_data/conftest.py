"""Every test here sees the reference data as they ship, loaded once a module."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from demo.factories import CoachGroupFactory
from organisation.models import Jobbtorg, Role
from tests.reference_data.administration import signed_in
from tests.rollback import undone_afterwards


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), undone_afterwards():
        call_command("load_reference_data", verbosity=0)
        # The one table that ships empty: a jobbtorg has the teams it says it has.
        CoachGroupFactory(jobbtorg=Jobbtorg.objects.get(code="RS"), code="A", name="Grupp A")
        yield


@pytest.fixture
def loaded(loaded_once: None) -> Iterator[None]:
    with undone_afterwards():
        yield


@pytest.fixture
def administrator(loaded: None) -> Client:
    return signed_in(Role.ADMIN, is_staff=True)
