"""Reference data: the readable tables that ship with the product and how they reach the database.

The same resources serve the command `load_reference_data` and the import and export pages of the administration.
Why existing rows are left alone: docs/decisions/020-reference-data.md.
"""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import tablib
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.html import format_html
from import_export import exceptions, fields, resources, widgets

SOURCE_COLUMN = "source"  # where a row comes from; for the reader of the file, not kept in the database


class TableError(Exception):
    """A table cannot be read. The message is one sentence that says where and why."""


class TextWidget(widgets.CharWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return str(value or "").strip()


class WholeNumberWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = str(value or "").strip()
        if text and not (text.isascii() and text.isdigit()):
            raise ValueError(f"Skriv ett heltal i stället för ”{text}”.")
        return int(text) if text else None


class YesOrNoWidget(widgets.Widget):
    """`ja` or `nej`; anything else is refused, never guessed."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = str(value or "").strip().lower()
        if text not in {"ja", "nej"}:
            raise ValueError(f"Skriv ja eller nej i stället för ”{text}”.")
        return text == "ja"

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else "ja" if value else "nej"


class DayWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime.date | None:
        text = str(value or "").strip()
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            raise ValueError(f"Skriv datumet som 2026-11-23 i stället för ”{text}”.") from None


class CodeWidget(widgets.ForeignKeyWidget):
    """A row of another table, named by its code. Looked up once a file: every resource has its own widgets."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(model, field="code", **kwargs)
        self.found: dict[str, models.Model] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        code = str(value or "").strip()
        if not code:
            return None
        if code not in self.found:
            row_named = self.model._default_manager.filter(code=code).first()
            if row_named is None:
                raise ValueError(f"Koden ”{code}” finns inte bland {self.model._meta.verbose_name_plural}.")
            self.found[code] = row_named
        return self.found[code]


def widget_for(model_field: models.Field) -> widgets.Widget:
    """How a cell of the column is read and written."""
    if isinstance(model_field, models.ForeignKey):
        return CodeWidget(model_field.related_model)
    if isinstance(model_field, models.BooleanField):
        return YesOrNoWidget()
    if isinstance(model_field, models.DateField):
        return DayWidget()
    if isinstance(model_field, models.IntegerField):
        return WholeNumberWidget()
    return TextWidget()


class PlainDiff(resources.Diff):
    """What an import would change, marked up without inline styles (strict CSP)."""

    def as_html(self) -> list[str]:
        return [self._mark(before, after) for before, after in zip(self.left, self.right, strict=True)]

    def _mark(self, before: str, after: str) -> str:
        if self.new or not before:
            return format_html("<ins>{}</ins>", after) if after else ""
        if before == after:
            return format_html("{}", after)
        return format_html("<del>{}</del> <ins>{}</ins>", before, after)


class ReferenceResource(resources.ModelResource):
    """A table of reference data: one file, found again by its natural key, every row validated by its model.

    `update=False` leaves rows that exist as they are and lists those that differ in `kept`. Nothing is ever deleted.
    """

    file_name: ClassVar[str]

    class Meta:
        clean_model_instances = True
        skip_unchanged = True

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Leave the sequences alone: files carry natural keys, never numbers, and the web role may not reset them."""

    def __init__(self, *, update: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.update = update
        self.kept: list[str] = []

    @classmethod
    def file(cls) -> Path:
        """The file that ships with the product."""
        return Path(apps.get_app_config(cls._meta.model._meta.app_label).path) / "reference_data" / cls.file_name

    @classmethod
    def natural_key(cls) -> tuple[str, ...]:
        """The columns that say which row it is; they never change once the row exists."""
        return tuple(cls._meta.import_id_fields)

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name_plural)

    @classmethod
    def get_diff_class(cls) -> type[PlainDiff]:
        return PlainDiff

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: models.Field, readonly: bool) -> fields.Field:
        return fields.Field(
            attribute=field_name, column_name=field_name, widget=widget_for(django_field), readonly=readonly
        )

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Refuse a table with missing or unknown columns: a misspelt one would otherwise be ignored in silence."""
        found = set(dataset.headers or [])
        expected = set(self.fields)
        if missing := sorted(expected - found):
            raise TableError(f"Kolumnen {missing[0]} saknas.")
        if unknown := sorted(found - expected - {SOURCE_COLUMN}):
            raise TableError(f"Kolumnen {unknown[0]} är okänd. Kolumnerna ska heta {', '.join(self.fields)}.")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Name the column of every cell that cannot be read, also in the natural key."""
        errors = {}
        for name, column in self.fields.items():
            try:
                column.clean(row)
            except ValueError as error:
                errors[name] = ValidationError(str(error))
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: models.Model, original: models.Model, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if original.pk is None:
            return False
        unchanged: bool = super().skip_row(instance, original, row, import_validation_errors)
        if not unchanged and not self.update:
            self.kept.append(", ".join(str(row[column]) for column in self.natural_key() if row[column]))
            return True
        return unchanged


@dataclass
class LoadedTable:
    """What a load did with one table."""

    file_name: str
    new: int
    changed: int
    unchanged: int
    kept: list[str] = field(default_factory=list)


def load_table(resource: type[ReferenceResource], path: Path, *, update: bool) -> LoadedTable:
    """Bring the rows of a CSV file into the database, inside the caller's transaction.

    Raises TableError naming file, row (the header is row 1) and column at the first fault.
    """
    dataset = read_table(path)
    table = resource(update=update)
    try:
        result = table.import_data(dataset, raise_errors=True, use_transactions=False)
    except exceptions.ImportError as fault:
        raise TableError(f"{path.name}{_place_and_reason(fault)}") from fault.error
    return LoadedTable(
        file_name=path.name,
        new=result.totals["new"],
        changed=result.totals["update"],
        unchanged=result.totals["skip"] - len(table.kept),
        kept=table.kept,
    )


def read_table(path: Path) -> tablib.Dataset:
    """A CSV file (UTF-8, commas, a header row) as it stands. Raises TableError if it is not one."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except UnicodeDecodeError:
        raise TableError(f"{path.name}: the file is not UTF-8.") from None
    except csv.Error as error:
        raise TableError(f"{path.name}: the file is not readable as CSV ({error}).") from None
    if not rows:
        raise TableError(f"{path.name}: the file is empty.")
    header, *body = rows
    if len(set(header)) < len(header):
        raise TableError(f"{path.name}, row 1: a column name occurs twice.")
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise TableError(f"{path.name}, row {number}: {len(row)} cells, but the header has {len(header)}.")
    return tablib.Dataset(*body, headers=header)


def _place_and_reason(fault: exceptions.ImportError) -> str:
    row = f", row {fault.number + 1}" if fault.number else ", row 1"
    error = fault.error
    if not isinstance(error, ValidationError):
        return f"{row}: {error}"
    column, messages = next(iter(error.message_dict.items()))
    place = row if column == NON_FIELD_ERRORS else f"{row}, column {column}"
    return f"{place}: {messages[0]}"
