"""Leafing through a list that grows for years: rows are counted near the page that is asked for, and no further."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

AHEAD = 1_000
"""So many rows after the page that is shown are counted. Counting all of them would take longer every year."""

LONGEST_NUMBER = 6
"""Digits of a page's number; one with more is that of no page."""


class NearPaginator(Paginator):
    """Every page can be reached, a stretch at a time. `has_more`: there are rows beyond those that were counted."""

    def __init__(self, rows: QuerySet[Any], per_page: int, asked: str) -> None:
        """`asked` is the page's number as it stands in the address, whatever that may be."""
        super().__init__(rows, per_page)
        self._rows = rows
        is_number = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER
        self._most = (int(asked) if is_number else 1) * per_page + AHEAD

    @cached_property
    def _found(self) -> int:
        return self._rows.order_by()[: self._most + 1].count()

    @property
    def has_more(self) -> bool:
        return self._found > self._most

    @cached_property
    def count(self) -> int:
        """How many rows can be leafed through from here."""
        return min(self._found, self._most)
