"""Spreadsheet files: what goes out to a Swedish Excel (`writing`, `excel`), small tables that come in (`reading`)."""

from core.spreadsheets.excel import NO_PERSONS, XLSX_TYPE, About, xlsx_bytes
from core.spreadsheets.tables import Line, Table, lines_of
from core.spreadsheets.writing import Cell, as_it_was, csv_rows, csv_text, harmless

__all__ = [
    "NO_PERSONS",
    "XLSX_TYPE",
    "About",
    "Cell",
    "Line",
    "Table",
    "as_it_was",
    "csv_rows",
    "csv_text",
    "harmless",
    "lines_of",
    "xlsx_bytes",
]
