"""Where a list begins: the title rows, the header in one or two rows, and the rows below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from imports.profiles.headings import is_header, is_second_header_row, titles_of

ROWS_SEARCHED_FOR_A_HEADER = 100

NO_HEADER = (
    "{place} saknar rubrikrad. Skriv minst fyra rubriker överst, till exempel Pnr, Efternamn, Förnamn och Inkom."
)
NOTHING_BELOW = "Listan har en rubrikrad men inga rader under den."


@dataclass(frozen=True)
class Line:
    """A row of a file or sheet; `number` is the row it begins on, counted from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class ListHead:
    """What is known of a list before its rows: one sheet of a workbook, or a whole CSV file."""

    sheet: str
    """The sheet's name, "" for CSV."""
    hidden: bool
    encoding: str
    """The encoding of a text, or the kind of workbook."""
    epoch_1904: bool
    """Whether a date that stands as a number is counted from 1904. Cells formatted as dates have come out right."""
    titles: tuple[str, ...] = ()
    """What is written above the header, a text per row that is not empty."""
    header_line: int = 0
    """The row of the header, the first where it has two below each other; 0 if there is none."""
    headings: tuple[str, ...] = ()
    """The headings, joined where it takes two rows to know what one means."""
    upper: tuple[str, ...] = ()
    """The row of group headings, as it stands; empty if there is none."""
    refusal: str = ""
    """One Swedish sentence why this sheet cannot be read as a list, or ""."""


def split(about: ListHead, lines: Iterator[Line]) -> tuple[ListHead, Iterator[Line]] | None:
    """The list's head and the lines below its header, or None if every line is empty.

    `about` says what is known without the lines. A list without header, or with nothing below it, has a refusal in its
    head and no lines.
    """
    first = list(islice(lines, ROWS_SEARCHED_FOR_A_HEADER + 1))
    searched = first[:ROWS_SEARCHED_FOR_A_HEADER]
    at = next((place for place, line in enumerate(searched) if is_header(line.cells)), None)
    if at is None:
        if all(line.is_empty for line in chain(first, lines)):
            return None
        return replace(about, refusal=NO_HEADER.format(place=_place(about))), iter(())
    upper, header, below = _group_headings(first, at), first[at].cells, at + 1
    above = at - bool(upper)
    if below < len(first) and is_second_header_row(header, first[below].cells):
        upper, header, below, above = header, padded(first[below].cells, len(header)), below + 1, at
    head = replace(
        about,
        titles=tuple(" ".join(filter(None, line.cells)) for line in first[:above] if not line.is_empty),
        header_line=first[at].number,
        headings=tuple(titles_of(upper, header)),
        upper=upper,
    )
    rest = _from_first_filled(chain(first[below:], lines))
    if rest is None:
        return replace(head, refusal=NOTHING_BELOW), iter(())
    width = len(head.headings)
    return head, (Line(line.number, padded(line.cells, width)) for line in rest)


def padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells, with empty ones added up to a width."""
    return cells + ("",) * (width - len(cells))


def _place(about: ListHead) -> str:
    return "Bladet" if about.sheet else "Filen"


def _group_headings(lines: list[Line], header_at: int) -> tuple[str, ...]:
    """The row right above the header, if it has group headings; a title stands alone in the first cell."""
    above = lines[header_at - 1].cells if header_at else ()
    return above if any(above[1:]) else ()


def _from_first_filled(lines: Iterator[Line]) -> Iterator[Line] | None:
    """The same lines, or None if none of them holds anything."""
    leading = []
    for line in lines:
        leading.append(line)
        if not line.is_empty:
            return chain(leading, lines)
    return None
