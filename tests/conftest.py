"""What every test gets. Undefined template variables and warnings fail the test (see pyproject.toml)."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached (rate limits, for instance)."""
    cache.clear()
