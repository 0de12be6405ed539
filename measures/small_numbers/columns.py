"""The columns of a table of counts, and the sums that tie them: what hiding small numbers must know of every count.

A count that is not named here can be neither an input of a measure nor leave the unit: asking for it raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from measures.small_numbers.suppression import CellUse, Key


class UnknownColumnError(LookupError):
    """A number was asked for that no table of columns holds, so nothing says whether it may be shown."""


class UntiedColumnError(ValueError):
    """A table of columns is incomplete: a column without a sum, or a sum over something that is no column."""


class Counts(Protocol):
    """The counts of one row of a table."""

    def value(self, column: Key) -> int:
        """The number in a column."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is counted in the row."""


@dataclass(frozen=True)
class Column:
    """A count with a cell in every row.

    The lowest `rank` is hidden first for the sake of others. `persons` names the count of the persons behind the
    number, which decides as well whether it is small. `adds_up`: the rows of the jobbtorg give the total, which is not
    so where moves between them cancel out.
    """

    key: Key
    rank: int = 0
    use: CellUse = CellUse.PRINTED
    persons: Key | None = None
    adds_up: bool = True


@dataclass(frozen=True)
class Sum:
    """Columns of a row that add up to another of its columns."""

    parts: tuple[Key, ...]
    whole: Key


@dataclass(frozen=True)
class Columns:
    """Columns that are made fit for readers together. Raises UntiedColumnError where one stands in no sum.

    `covered` are counts without a cell of their own, by the columns they are hidden with.
    """

    columns: tuple[Column, ...]
    sums: tuple[Sum, ...]
    covered: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = {column.key for column in self.columns}
        tied = {key for one in self.sums for key in (*one.parts, one.whole)}
        behind = {key for found in self.covered.values() for key in found}
        behind |= {column.persons for column in self.columns if column.persons is not None} - set(self.covered)
        if untied := keys - tied:
            raise UntiedColumnError(
                f"{_names(untied)}: in no sum. Say which columns of the row it adds up with, or its small numbers "
                "could be worked out from the rest."
            )
        if unknown := (tied | behind) - keys:
            raise UntiedColumnError(f"{_names(unknown)}: named in a sum or as covering a count, but no column.")

    @property
    def names(self) -> set[Key]:
        """Every count that may be asked for: the printed columns, and what they cover."""
        return {column.key for column in self.columns if column.use is CellUse.PRINTED} | set(self.covered)

    def behind(self, name: Key) -> tuple[Key, ...]:
        """The printed columns that must all be exact for a count to be shown. Raises UnknownColumnError."""
        if name not in self.names:
            raise UnknownColumnError(f"{name}: no column, and covered by none")
        return self.covered.get(str(name), (name,))


def _names(keys: set[Key]) -> str:
    return ", ".join(sorted(str(key) for key in keys))
