"""The demo's city, loaded once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.rollback import undone_afterwards

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[date]:
    """The day for which the city was loaded. Everything is rolled back after the module's last test."""
    with django_db_blocker.unblock(), undone_afterwards():
        call_command("load_reference_data", verbosity=0)
        call_command("load_demo", on=ON.isoformat(), verbosity=0)
        connection.check_constraints()
        yield ON
