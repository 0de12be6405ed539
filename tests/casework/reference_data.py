"""The reference data as they ship, loaded once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.aspirants.staff import MONDAY_MORNING
from tests.rollback import undone_afterwards


@pytest.fixture(scope="module")
def as_they_ship(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a module whose tests all ask for it: what is loaded stays for those that come after."""
    with django_db_blocker.unblock(), undone_afterwards():
        with time_machine.travel(MONDAY_MORNING, tick=False):
            call_command("load_reference_data", verbosity=0)
        yield
