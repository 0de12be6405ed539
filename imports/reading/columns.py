"""Names that today's importer uses of `imports.profiles`."""

from __future__ import annotations

from collections.abc import Sequence

from imports.profiles.fields import Field, Profile, missing_fields
from imports.profiles.headings import Column, is_header, is_second_header_row, known_headings, read_header

__all__ = [
    "Column",
    "Field",
    "is_header",
    "is_second_header_row",
    "known_headings",
    "missing_columns",
    "read_header",
]


def missing_columns(columns: Sequence[Column]) -> list[str]:
    """What a list of aspirants must have but has no column for, in Swedish."""
    return missing_fields(Profile.ASPIRANTS, [column.field for column in columns])
