"""Reference data as dated rows: what was true on a given day stays readable."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db import models
from django.db.models import Func, Q


class DateRange(Func):
    """SQL `daterange(from, to, bounds)`, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def validity_range() -> DateRange:
    """The days a dated row is valid, both ends included (`valid_to` empty = until further notice)."""
    return DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def stay_range() -> DateRange:
    """The days of a stay or assignment: the first day included, `ended_on` is the first day after it."""
    return DateRange("started_on", "ended_on", RangeBoundary())


class DatedQuerySet(models.QuerySet[Any]):
    def valid_on(self, day: datetime.date) -> DatedQuerySet:
        """Rows in force on a local date."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class DatedModel(models.Model):
    """A row with a first and a last day of validity (local dates, both included)."""

    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till och med", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_valid_on(self, day: datetime.date) -> bool:
        """Whether the row is in force on a local date; `DatedQuerySet.valid_on` for one row at hand."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def ended_before(values: Mapping[str, Any]) -> dict[str, str]:
    """Which values of a dated row had ended before the row begins, with a Swedish sentence each. Keys are field names.

    A row that outlives what it points at is no fault: units close, and what led to them is ended in its own time.
    """
    begins = values.get("valid_from")
    return {
        name: f"”{value}” gällde till och med {value.valid_to} och kan inte väljas i en rad som gäller från {begins}."
        for name, value in values.items()
        if isinstance(value, DatedModel) and begins and value.valid_to and value.valid_to < begins
    }


def validity_order(name: str) -> models.CheckConstraint:
    """A dated row cannot end before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
        name=name,
        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
    )
