"""The text of a row as it is stored: as JSON, in a field that encrypts it."""

from __future__ import annotations

import json

from imports.checking import CheckedRow
from imports.models import ImportRow
from imports.reading.columns import Field


def cells_of(row: ImportRow) -> dict[Field, str]:
    """What a stored row says, decrypted. Empty for a protected row and for one that is no person."""
    return {Field(name): text for name, text in json.loads(row.cells).items()} if row.cells else {}


def cells_as_json(checked: CheckedRow) -> str:
    """The cells as they are stored; the field encrypts them."""
    return json.dumps(checked.cells, ensure_ascii=False) if checked.cells else ""
