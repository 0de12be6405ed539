"""Spreadsheet files: what goes out to a Swedish Excel (`writing`), and small tables that come in (`reading`)."""

from core.spreadsheets.writing import XLSX_TYPE, Cell, as_it_was, csv_rows, csv_text, harmless, xlsx_bytes

__all__ = ["XLSX_TYPE", "Cell", "as_it_was", "csv_rows", "csv_text", "harmless", "xlsx_bytes"]
