"""Where a list begins: title rows, headers in one or two rows, and what is below."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imports.profiles.fields import Field
from imports.profiles.headings import read_header
from imports.reading.lists import UnreadableFileError
from tests.imports.conftest import HEADER
from tests.imports.reading import lists_in, only_list, xlsx

ROW = "790417-9814;Ek;Per;AL;Norrmalm;2008-03-19;;;;;Pågår;"


def sheet_of(*rows: str) -> bytes:
    """A workbook of one sheet with the rows as texts, cells apart by semicolons."""
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    return xlsx("".join(f"<row>{''.join(map(cell, row.split(';')))}</row>" for row in rows))


def text_of(*rows: str) -> bytes:
    return "\n".join(rows).encode()


@pytest.mark.parametrize("made", [text_of, sheet_of])
def test_the_header_is_among_the_first_hundred_rows(made: Callable[..., bytes]) -> None:
    head, lines = only_list(made(*["titel"] * 99, HEADER, ROW))
    assert (head.header_line, len(head.titles), lines[0].number) == (100, 99, 101)
    with pytest.raises(UnreadableFileError, match="saknar rubrikrad"):
        lists_in(made(*["titel"] * 100, HEADER, ROW))


def test_group_headings_are_no_title_and_say_what_the_lower_ones_mean() -> None:
    head, _lines = only_list(f"Lista 2008\n;;;Remiss;Jobbplan;\nPnr;Namn;Coach;Inkom;godkänd;anm\n{ROW}".encode())
    assert (head.titles, head.header_line) == (("Lista 2008",), 3)
    assert head.upper == ("", "", "", "Remiss", "Jobbplan", "")
    assert head.headings == ("Pnr", "Namn", "Coach", "Inkom", "Jobbplan / godkänd", "anm")


def test_a_header_that_goes_on_in_the_next_row_is_joined_with_it() -> None:
    head, lines = only_list(f"Lista\nPnr;Efternamn;Förnamn;Coach;Remiss;Jobbplan\n;;;;Inkom;godkänd\n{ROW}".encode())
    assert (head.titles, head.header_line, lines[0].number) == (("Lista",), 2, 4)
    assert head.headings == ("Pnr", "Efternamn", "Förnamn", "Coach", "Inkom", "Jobbplan / godkänd")


def test_the_joined_headings_mean_what_the_two_rows_mean() -> None:
    head, _lines = only_list(f"Pnr;Efternamn;Förnamn;Coach;Remiss;Jobbplan\n;;;;Inkom;godkänd\n{ROW}".encode())
    fields = [column.field for column in read_header(head.upper, head.headings)]
    assert fields[4:] == [Field.RECEIVED, Field.PLAN_APPROVED]


def test_short_rows_are_filled_and_long_ones_kept() -> None:
    head, lines = only_list(f"{HEADER}\n790417-9814;Ek\n{ROW}mer;och mer\n".encode())
    assert (len(head.headings), len(lines[0].cells), len(lines[1].cells)) == (12, 12, 13)
    assert lines[1].cells[-2:] == ("mer", "och mer")


def test_empty_rows_and_repeated_headers_below_are_kept_for_whoever_judges_rows() -> None:
    _head, lines = only_list(f"{HEADER}\n\n{ROW}\n{HEADER}\n;;\n{ROW}\n".encode())
    assert [(line.number, line.is_empty) for line in lines] == [
        (2, True),
        (3, False),
        (4, False),
        (5, True),
        (6, False),
    ]
