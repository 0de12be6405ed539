"""Counts of several tables in one row, so that one statement answers how many there are of each."""

from __future__ import annotations

from django.db.models import Count, Expression, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def count_of(queryset: QuerySet) -> Expression:
    """How many rows a queryset has, as a value to annotate another row with; 0 where there are none."""
    if queryset.query.is_empty():
        return Value(0)
    counted = queryset.order_by().annotate(_all=Value(1)).values("_all")
    return Coalesce(Subquery(counted.annotate(_count=Count("pk", distinct=True)).values("_count")), 0)
