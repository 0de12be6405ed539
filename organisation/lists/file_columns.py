"""Which columns the file of a list has: those its page shows, in the same order, or all where all are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from core.spreadsheets import Cell, Line, Table
from organisation.lists.registry import ListPage
from organisation.lists.shown import chosen_columns
from organisation.models import User

COLUMNS, ALL = "kolumner", "alla"
"""In the address of a file: `?kolumner=alla`."""


@dataclass(frozen=True)
class FileColumn:
    """One column of a file. `key`: the column of the list it belongs to; empty where the list always shows it."""

    heading: str
    cell: Callable[[Any], Cell]
    key: str = ""


@dataclass(frozen=True)
class FileColumns:
    """The columns of one file, and what its cover says of them."""

    columns: Sequence[FileColumn]
    in_words: str

    def table(self, rows: Iterable[Any], below: Iterable[Line] = ()) -> Table:
        """The rows as a table with these columns."""
        headings = [column.heading for column in self.columns]
        return Table(headings, [[column.cell(row) for column in self.columns] for row in rows], below=list(below))


def file_columns(user: User, page: ListPage, query: QueryDict, columns: Sequence[FileColumn]) -> FileColumns:
    """The columns that a user gets who fetches the list with a query; one statement, none where all are asked for."""
    if query.get(COLUMNS) == ALL:
        return FileColumns(columns, "Alla kolumner")
    shown = chosen_columns(user, page)
    chosen = [column for column in columns if not column.key or column.key in shown]
    return FileColumns(chosen, "Samma kolumner som listan visade")
