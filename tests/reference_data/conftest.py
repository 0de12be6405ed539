"""Every test here sees the reference data as they ship."""

import pytest
from django.core.management import call_command
from django.test import Client

from organisation.models import Role
from tests.reference_data.administration import signed_in


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_reference_data", verbosity=0)


@pytest.fixture
def administrator(loaded: None) -> Client:
    return signed_in(Role.ADMIN, is_staff=True)
