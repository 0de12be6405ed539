"""How many rows several querysets have, in one statement."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value


def count_together(parts: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of several querysets has, in one statement."""
    names = list(parts)
    first, *others = (
        parts[name].order_by().values(part=Value(number, IntegerField())).annotate(rows=Count("pk", distinct=True))
        for number, name in enumerate(names)
    )
    found = dict.fromkeys(names, 0)
    for row in first.union(*others, all=True).order_by():
        found[names[row["part"]]] = row["rows"]
    return found
