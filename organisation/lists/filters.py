"""A filter set of a list: what is chosen in words, and what of a query string it understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django.http import QueryDict
from django.utils import timezone

from core.swedish.dates import short_day

ORDER = "ordning"
MOST_DIGITS = 9
"""A key of a row has no more; an identity number does."""


@dataclass(frozen=True)
class FilterChip:
    """One chosen filter in words, and the query string without it."""

    label: str
    url: str


class ListFilter(django_filters.FilterSet):
    """A filter set that can say what is chosen.

    `also` names what else of the query the list understands, with the values it takes: its order, mostly.
    """

    also: Mapping[str, frozenset[str]] = {}

    def chosen(self) -> dict[str, Any]:
        """What is chosen, in the order of the filters; what was typed wrong narrows nothing and is not among it."""
        if not self.form.is_bound:
            return {}
        self.form.is_valid()
        found = self.form.cleaned_data
        return {name: found[name] for name in self.filters if found.get(name) not in (None, "")}

    def chips(self) -> list[FilterChip]:
        """A chip for each chosen filter."""
        return [
            FilterChip(f"{self.form.fields[name].label}: {self._in_words(name, value)}", self._without(name))
            for name, value in self.chosen().items()
        ]

    def in_words(self) -> list[str]:
        """What is asked, for the cover of a file: each choice, and what a filter without a choice lets through."""
        chosen, said = self.chosen(), []
        for name, one in self.filters.items():
            words = self._in_words(name, chosen[name]) if name in chosen else one.extra.get("empty_label")
            if words:
                said.append(f"{one.label}: {words}")
        return said

    def known(self) -> QueryDict:
        """The query with what the list understands and nothing else: neither unknown names nor values it does not take.

        Days are written out, so that what was typed as "i går" still says the same tomorrow.
        """
        query = QueryDict(mutable=True)
        for name, value in self.chosen().items():
            query[name] = value.isoformat() if hasattr(value, "isoformat") else str(value)
        for name, values in self.also.items():
            if self.data.get(name) in values:
                query[name] = self.data[name]
        return query

    def _in_words(self, name: str, value: Any) -> str:
        if hasattr(value, "isoformat"):
            return short_day(value, timezone.localdate())
        choices = getattr(self.form.fields[name], "choices", ())
        return str(dict(choices).get(value, value)) if isinstance(value, str) else str(value)

    def _without(self, name: str) -> str:
        query = self.data.copy()
        # A form sends what is not chosen as well, with nothing in it.
        for gone in [name, "page", *(key for key in query if query[key] == "")]:
            query.pop(gone, None)
        return f"?{query.urlencode()}#listan"


class KeyField(django_filters.fields.ChoiceField):
    """A choice among rows of the database by their keys.

    `is_checked`: whether a key must be among the choices. Where rows are cut to what the user may see anyway, as on the
    way through a list, it need not, and the choices are not fetched.
    """

    def __init__(self, *args: Any, is_checked: bool = True, others: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_checked = is_checked
        self.others = others

    def valid_value(self, value: str) -> bool:
        if value in self.others:
            return True
        is_key = value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS
        return is_key and (not self.is_checked or super().valid_value(value))


class KeyFilter(django_filters.ChoiceFilter):
    """A filter by a row's key; `choices` is a function that fetches them when they are shown."""

    field_class = KeyField
