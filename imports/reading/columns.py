"""Which column of a list holds what: header synonyms, headings in two rows, the place of the header row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

KNOWN_HEADINGS_NEEDED = 4
"""A row with so many known headings is the header row."""

_HEADINGS_IN_SECOND_ROW = 2


class Field(StrEnum):
    """What a list may say about a person and a case."""

    IDENTITY = "identity"
    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    COACH = "coach"
    DISTRICT = "district"
    RECEIVED = "received"
    GROUP_INFORMATION = "group_information"
    FIRST_MEETING = "first_meeting"
    PLAN_APPROVED = "plan_approved"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    REASON = "reason"
    STATUS = "status"
    NOTE = "note"


# As people wrote them, 2008–2010; compared without case, dots, blanks and dashes (see `_bare`).
SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.IDENTITY: ("pnr", "personnr", "personnummer", "född", "födelsenr", "p-nr"),
    Field.FULL_NAME: ("namn", "aspirant", "klient", "deltagare"),
    Field.LAST_NAME: ("efternamn",),
    Field.FIRST_NAME: ("förnamn",),
    Field.COACH: ("coach", "jobbcoach", "handl", "ansv"),
    Field.DISTRICT: ("sdf", "sdn", "stadsdel", "fr sdf", "remittent"),
    Field.RECEIVED: ("inkom", "inkom datum", "remiss inkom", "ink"),
    Field.GROUP_INFORMATION: ("grupp-info", "gruppinfo", "info"),
    Field.FIRST_MEETING: ("coachmöte", "1:a besök", "första besök"),
    Field.PLAN_APPROVED: (
        "jp", "jobbplan", "jp godkänd", "jobbplan godkänd", "akt.plan", "aktivitetsplan",
    ),
    Field.FOLLOW_UP: ("3 mån", "uppf", "uppföljning"),
    Field.CLOSED: ("avsl", "avsl.datum", "avslut", "utskriven"),
    Field.REASON: ("orsak", "avslutsorsak", "avsl.orsak", "anledning"),
    Field.STATUS: ("status",),
    Field.NOTE: ("anm", "anmärkning", "kommentar"),
}  # fmt: skip

REQUIRED: tuple[tuple[tuple[Field, ...], str], ...] = (
    ((Field.IDENTITY,), "personnummer (till exempel Pnr)"),
    ((Field.FULL_NAME, Field.LAST_NAME), "namn (till exempel Efternamn och Förnamn)"),
    ((Field.RECEIVED,), "dagen då remissen kom in (till exempel Inkom)"),
)
"""One of the fields of each line must have a column; the text names what is missing."""


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


_FIELDS = {_bare(synonym): field for field, synonyms in SYNONYMS.items() for synonym in synonyms}


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from the left, its heading as written, and its meaning, if it is known."""

    index: int
    title: str
    field: Field | None


def known_headings(cells: Sequence[str]) -> int:
    """How many of the cells are headings we know."""
    return sum(_bare(cell) in _FIELDS for cell in cells)


def is_header(cells: Sequence[str]) -> bool:
    """Whether the row is a header row, the first or one repeated further down."""
    return known_headings(cells) >= KNOWN_HEADINGS_NEEDED


def is_second_header_row(upper: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the row below a header row goes on with headings ("godkänd" under "Jobbplan") instead of a person."""
    pairs = list(zip(_stretched(upper, len(cells)), cells, strict=True))
    others = [cell for group, cell in pairs if _meaning(group, cell) is None]
    has_numbers = any(character.isdigit() for cell in others for character in cell)
    known = sum(bool(cell) and _meaning(group, cell) is not None for group, cell in pairs)
    return not has_numbers and known >= _HEADINGS_IN_SECOND_ROW


def read_header(upper: Sequence[str], header: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a header row. `upper` is a row of group headings above it, or empty.

    A group heading stands over the first of its columns and reaches to the next one: "Jobbplan" above "godkänd" gives
    "Jobbplan / godkänd". The lower heading decides the meaning if it is known, then both together, then the upper one
    alone. Of two columns with one meaning the left one counts.
    """
    taken: set[Field] = set()
    columns = []
    for index, (group, heading) in enumerate(zip(_stretched(upper, len(header)), header, strict=True)):
        field = _meaning(group, heading)
        if field in taken:
            field = None
        if field is not None:
            taken.add(field)
        columns.append(Column(index, _title(group, heading), field))
    return tuple(columns)


def missing_columns(columns: Sequence[Column]) -> list[str]:
    """What the list must have but has no column for, in Swedish."""
    present = {column.field for column in columns}
    return [text for fields, text in REQUIRED if not present.intersection(fields)]


def _stretched(groups: Sequence[str], width: int) -> list[str]:
    """Group headings repeated over the columns they stand above."""
    stretched, current = [], ""
    for index in range(width):
        current = (groups[index] if index < len(groups) else "") or current
        stretched.append(current)
    return stretched


def _meaning(group: str, heading: str) -> Field | None:
    below = _bare(heading)
    return _FIELDS.get(below) or _FIELDS.get(_bare(group) + below)


def _title(group: str, heading: str) -> str:
    """What the column is called on pages: both headings only where it takes both to know what they mean."""
    needs_both = heading and _bare(heading) not in _FIELDS and _bare(group) + _bare(heading) in _FIELDS
    return (f"{group} / {heading}" if needs_both else heading or group)[:40]
