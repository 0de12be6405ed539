"""Numbers are given once, without gaps, however many ask at the same time."""

from __future__ import annotations

from itertools import chain

import pytest
from django.db import transaction

from organisation.models import NumberSeries
from organisation.numbering import next_number, next_numbers
from tests.same_moment import at_the_same_moment


def test_a_series_begins_at_one_and_goes_on(db):
    assert [next_number("RS", 2026) for _ in range(2)] == ["RS-2026-00001", "RS-2026-00002"]
    assert next_numbers("RS", 2026, 3) == ["RS-2026-00003", "RS-2026-00004", "RS-2026-00005"]
    assert next_number("RS", 2026) == "RS-2026-00006"


def test_each_prefix_and_year_has_its_own(db):
    next_numbers("RS", 2026, 7)
    assert next_number("RS", 2027) == "RS-2027-00001"
    assert next_number("R", 2026) == "R-2026-00001"


def test_what_is_rolled_back_leaves_no_gap(db):
    next_number("RS", 2026)
    with transaction.atomic():
        assert next_number("RS", 2026) == "RS-2026-00002"
        transaction.set_rollback(True)
    assert next_number("RS", 2026) == "RS-2026-00002"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("exists", [True, False], ids=["running-series", "new-series"])
def test_no_number_is_given_twice(transactional_db, exists):
    if exists:
        NumberSeries.objects.create(prefix="RS", year=2026)

    def take() -> list[str]:
        return [next_number("RS", 2026) for _ in range(10)]

    given = at_the_same_moment(take, take, take, take)
    assert sorted(chain.from_iterable(given)) == [f"RS-2026-{number:05d}" for number in range(1, 41)]
