"""Every test here sees the reference data as they ship."""

import pytest
from django.core.management import call_command


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_reference_data", verbosity=0)
