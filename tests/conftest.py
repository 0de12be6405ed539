"""What every test gets. Undefined template variables and warnings fail the test (see pyproject.toml)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import QuerySet


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached (rate limits, for instance)."""
    cache.clear()


@pytest.fixture(autouse=True)
def _unordered_means_unordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queryset without an order comes back the other way round, so that nothing can lean on the order of insertion.

    Reversed rather than shuffled: two rows are then always in the unexpected order, and a failure repeats itself.
    """
    fetch_all = QuerySet._fetch_all  # type: ignore[attr-defined]

    def fetch_and_reverse(queryset: Any) -> None:
        is_new = queryset._result_cache is None
        fetch_all(queryset)
        if is_new and not queryset.ordered and isinstance(queryset._result_cache, list):
            queryset._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_reverse)
