"""Reference data as dated rows: what was true on a given day stays readable."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Func, Q
from django.db.models.lookups import PostgresOperatorLookup

ENDS_FIRST = "Sista giltighetsdagen kan inte ligga före den första."


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

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Say at its field that the last day is before the first, before the database is asked about such a period."""
        found: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as faults:
            found = faults.error_dict
        asked = {"valid_from", "valid_to"}.isdisjoint({*(exclude or ()), *found})
        if asked and self.valid_to is not None and self.valid_to < self.valid_from:
            found["valid_to"] = [ValidationError(ENDS_FIRST, code="ends_first")]
        if found:
            raise ValidationError(found)

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
        violation_error_message=ENDS_FIRST,
    )


class OneRowAtATime(ExclusionConstraint):
    """Dated rows that are alike in some columns do not hold on the same day; the refusal names the row in the way."""

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """As what it is in the database: migrations need not know who words the refusal."""
        _, args, kwargs = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, kwargs

    def validate(
        self, model: Any, instance: Any, exclude: Iterable[str] | None = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """As Django's, with a sentence about the row that is in the way."""
        try:
            super().validate(model, instance, exclude, using)
        except ValidationError as refusal:
            row = self._in_the_way(model, instance, exclude, using)
            raise ValidationError(f"{refusal.message} {_which(row)}", code=refusal.code) from None

    def _in_the_way(self, model: Any, instance: Any, exclude: Iterable[str] | None, using: str) -> Any:
        mine = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        values = {F(name): value for name, value in mine.items()}
        alike = []
        for column, operator in self.expressions:
            theirs: Any = F(column) if isinstance(column, str) else column
            lookup = PostgresOperatorLookup(lhs=theirs, rhs=theirs.replace_expressions(values))
            lookup.postgres_operator = operator
            alike.append(lookup)
        others = model._default_manager.using(using).exclude(pk=instance.pk)
        return others.filter(self.condition or Q(), *alike).first()


def _which(row: Any) -> str:
    until = f"till och med {row.valid_to}" if row.valid_to else "tills vidare"
    return f"Den som finns är ”{row}”, som gäller från {row.valid_from} {until}."
