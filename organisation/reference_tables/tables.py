"""Reference data: the readable tables that ship with the product and how they reach the database.

The same resources serve the command `load_reference_data` and the import and export pages of the administration.
Why existing rows are left alone: docs/decisions/020-reference-data.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import tablib
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from import_export import exceptions, fields, resources, results

from core.validity import ended_before
from organisation.reference_tables.cells import widget_for
from organisation.reference_tables.columns import TableError, known_columns
from organisation.reference_tables.faults import Fault, faults_of
from organisation.reference_tables.order import pointed_at_first


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


class ReferenceResult(results.Result):
    """What became of the rows of a file, where in the file each stood, and the faults with their places."""

    faults: list[Fault]
    row_numbers: list[int]


class ReferenceResource(resources.ModelResource):
    """A table of reference data: one file, found again by its natural key, every row validated by its model.

    `update=False` leaves rows that exist as they are and lists those that differ in `kept`. Nothing is ever deleted.
    """

    file_name: ClassVar[str]
    example: ClassVar[dict[str, str]]
    """A row as somebody might fill it in, by field: for the template that is downloaded."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True

    def __init__(self, *, update: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.update = update
        self.kept: list[str] = []
        self.row_numbers: list[int] = []
        self.rows_by_key: dict[tuple[Any, ...], int] = {}

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
    def get_result_class(cls) -> type[ReferenceResult]:
        return ReferenceResult

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: models.Field, readonly: bool) -> fields.Field:
        """A column is headed by what the field is called on the pages."""
        return fields.Field(
            attribute=field_name,
            column_name=capfirst(str(django_field.verbose_name)),
            widget=widget_for(django_field),
            readonly=readonly,
        )

    def headings(self) -> dict[str, str]:
        """The heading of each field's column, in the order of the columns."""
        return {name: str(self.fields[name].column_name) for name in self.get_import_order()}

    def after_export(self, queryset: models.QuerySet[Any], dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Give the file that goes out the table's name."""
        dataset.title = self.title()

    @classmethod
    def title(cls) -> str:
        """The table's name as a heading."""
        return str(capfirst(cls.get_display_name()))

    def import_data(self, dataset: tablib.Dataset, *args: Any, **kwargs: Any) -> ReferenceResult:
        """Bring the rows in, or with `dry_run` only tell what would become of them."""
        self.row_numbers = list(getattr(dataset, "row_numbers", range(2, len(dataset) + 2)))
        result: ReferenceResult = super().import_data(dataset, *args, **kwargs)
        result.row_numbers = self.row_numbers
        result.faults = faults_of(result, self.headings(), self.row_numbers)
        return result

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Refuse a table with missing or unknown columns, and have rows that others point at come first."""
        try:
            dataset.headers = known_columns(dataset.headers or [], self.headings())
        except TableError:
            # The library goes on with the rows, and would find the same fault in each.
            dataset.wipe()
            raise
        self._put_first_what_others_point_at(dataset)

    def _put_first_what_others_point_at(self, dataset: tablib.Dataset) -> None:
        """A file may name a row before the row itself: a stadsdel its successor, a filial its jobbtorg."""
        model = self._meta.model
        own = [column.column_name for column in self.fields.values() if getattr(column.widget, "model", None) is model]
        if own:
            code = self.headings()["code"]
            rows = [(str(row[code]).strip(), {str(row[name]).strip() for name in own}) for row in dataset.dict]
            order = pointed_at_first(rows)
            self.row_numbers = [self.row_numbers[place] for place in order]
            in_order = [dataset[place] for place in order]
            del dataset[:]
            dataset.extend(in_order)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Leave the sequences alone: files carry natural keys, never numbers, and the web role may not reset them."""

    def before_import_row(self, row: dict[str, Any], *, row_number: int, **kwargs: Any) -> None:
        """Name the column of every cell that cannot be read, also in the natural key, and refuse a key found before."""
        cells: dict[str, Any] = {}
        errors: dict[str, ValidationError] = {}
        for name, column in self.fields.items():
            try:
                cells[name] = self._filled_in(name, column.clean(row))
            except ValueError as error:
                errors[name] = ValidationError(str(error))
        if not errors:
            key = tuple(cells[name] for name in self.natural_key())
            number = self.row_numbers[row_number - 1]
            first = self.rows_by_key.setdefault(key, number)
            if first != number:
                errors[self.natural_key()[0]] = ValidationError(f"{self._key_in_words()} står redan på rad {first}.")
        if errors:
            raise ValidationError(errors)

    def _filled_in(self, name: str, cell: Any) -> Any:
        if cell in ("", None) and not self._meta.model._meta.get_field(name).blank:
            raise ValueError("Cellen får inte vara tom.")
        return cell

    def _key_in_words(self) -> str:
        headings = self.headings()
        names = [headings[name] for name in self.natural_key()]
        return f"Samma {' och '.join(name.lower() for name in names)}"

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> models.Model | None:
        """The row that exists. Two with the same key, which only old rows can be, are for the page of each."""
        try:
            found: models.Model | None = super().get_instance(instance_loader, row)
        except self._meta.model.MultipleObjectsReturned:
            raise ValidationError(f"{self._key_in_words()} finns på flera rader. Ändra dem en och en.") from None
        return found

    def validate_instance(
        self, instance: models.Model, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As the model says, and nothing that has ended is pointed at."""
        errors: dict[str, Any] = {}
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name, sentence in ended_before({name: getattr(instance, name) for name in self.fields}).items():
            errors.setdefault(name, []).append(ValidationError(sentence))
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: models.Model, original: models.Model, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if original.pk is None:
            return False
        unchanged: bool = super().skip_row(instance, original, row, import_validation_errors)
        if not unchanged and not self.update:
            key = [row[self.headings()[name]] for name in self.natural_key()]
            self.kept.append(", ".join(str(cell) for cell in key if cell))
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
