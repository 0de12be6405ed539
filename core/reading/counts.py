"""How many rows several querysets have, in one statement."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Expression, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def count_of(queryset: QuerySet) -> Expression:
    """How many rows a queryset has, as a value to annotate another row with; 0 where there are none."""
    if queryset.query.is_empty():
        return Value(0)
    counted = queryset.order_by().annotate(_all=Value(1)).values("_all")
    return Coalesce(Subquery(counted.annotate(_count=Count("pk", distinct=True)).values("_count")), 0)


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
