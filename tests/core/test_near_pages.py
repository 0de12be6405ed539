"""A list is counted near the page that is asked for, and every page can be reached all the same."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.reading import near_pages
from core.reading.near_pages import NearPaginator
from organisation.models import NumberSeries

pytestmark = pytest.mark.django_db
ROWS, EACH = 37, 5


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_pages, "AHEAD", 10)
    NumberSeries.objects.bulk_create([NumberSeries(prefix="X", year=n) for n in range(ROWS)])


def _page(asked: str) -> tuple[NearPaginator, list[int]]:
    paginator = NearPaginator(NumberSeries.objects.order_by("year"), EACH, asked)
    return paginator, [series.year for series in paginator.get_page(asked)]


def test_leafing_from_page_to_page_shows_every_row_once() -> None:
    seen, number = [], 1
    while True:
        paginator, years = _page(str(number))
        seen += years
        if not paginator.get_page(str(number)).has_next():
            break
        number += 1
    assert seen == list(range(ROWS))


def test_no_more_is_counted_than_can_be_leafed_through_from_here() -> None:
    with CaptureQueriesContext(connection) as captured:
        paginator, _ = _page("1")
        assert (paginator.count, paginator.has_more) == (15, True)
    [counting] = [query["sql"] for query in captured if "COUNT" in query["sql"]]
    assert "LIMIT 16" in counting
    assert "ORDER BY" not in counting
    paginator, years = _page("8")
    assert (paginator.count, paginator.has_more, years) == (ROWS, False, [35, 36])


@pytest.mark.parametrize("asked", ["", "0", "-3", "x", "٣", "99999999999999999999", "1e3"])
def test_what_is_no_page_leads_to_one(asked: str) -> None:
    paginator, years = _page(asked)
    assert years
    assert paginator.count <= ROWS


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert _page("1000")[1] == [35, 36]
