"""The files that reference data go out and come in by: CSV for a Swedish Excel, and Excel workbooks."""

from __future__ import annotations

from typing import Any

import tablib
from import_export.formats.base_formats import Format

from core.spreadsheets import NO_PERSONS, XLSX_TYPE, About, Table, csv_text, xlsx_bytes
from organisation.reference_tables.cells import explanation_of
from organisation.reference_tables.incoming import EXAMPLE, EXPLANATION, IncomingTable, incoming_table
from organisation.reference_tables.tables import ReferenceResource


class ChosenFile(Format):
    """A file that comes in, CSV or XLSX by what it holds."""

    def __init__(self, encoding: str | None = None) -> None:
        """The library names an encoding to formats that are text; the file itself tells."""

    def get_title(self) -> str:
        return "fil"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> IncomingTable:
        """Raises UnreadableFileError."""
        return incoming_table(in_stream)


class CsvFile(Format):
    """What goes out as CSV: semicolons, UTF-8 with a byte order mark, every cell harmless."""

    taken_out_by = ""
    """Whoever asked for it, by name: a workbook says so."""

    def get_title(self) -> str:
        return "CSV"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv"

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str | bytes:
        return csv_text([dataset.headers or [], *dataset]).encode()


class WorkbookFile(CsvFile):
    """What goes out as a workbook: days as days, numbers as numbers."""

    def get_title(self) -> str:
        return "Excel"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return XLSX_TYPE

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str | bytes:
        """The table as a workbook that comes back: its title names the sheet."""
        about = About(dataset.title or "Tabell", mark=NO_PERSONS, author=self.taken_out_by, comes_back=True)
        return xlsx_bytes(Table(dataset.headers or [], list(dataset)), about)


def template_of(resource: ReferenceResource) -> tablib.Dataset:
    """An empty table with two rows that help: what may stand in each column, and an example. Neither is read in."""
    model = resource._meta.model
    headings = resource.headings()
    explanations = [explanation_of(model._meta.get_field(name), resource.fields[name].widget) for name in headings]
    example = [resource.example.get(name, "") for name in headings]
    explanations[0], example[0] = f"{EXPLANATION}{explanations[0]}", f"{EXAMPLE}{example[0]}"
    return tablib.Dataset(explanations, example, headers=list(headings.values()), title=resource.title())
