"""Names that today's importer uses of `imports.values`."""

from __future__ import annotations

from imports.values.dates import date_in_titles, read_date
from imports.values.findings import Finding
from imports.values.identities import read_identity
from imports.values.masks import mask_number_cell as mask_identity
from imports.values.names import read_name
from imports.values.protection import is_protected
from imports.values.words import control_total, is_subtotal, says_nothing

__all__ = [
    "Finding",
    "control_total",
    "date_in_titles",
    "is_protected",
    "is_subtotal",
    "mask_identity",
    "read_date",
    "read_identity",
    "read_name",
    "says_nothing",
]
