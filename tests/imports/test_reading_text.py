"""Encodings, delimiters and single values: every way that spreadsheet programs write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.reading.formats.cell_text import as_text, clean
from imports.reading.formats.encodings import decode
from tests.imports.reading import only_list

ROWS = [["Personnr.", "Efternamn", "Förnamn", "INKOM"], ["790417-9814", "Öberg", "Åsa", "2008-03-19"]]
NAMES = ["Åsa Öberg", "Märta Sjögren", "Örjan Hågård", "René Ängström", "Götz Möller", "José Nuñez", "Anna Ek"]
CODECS = {"cp1252": "Windows-1252", "cp850": "DOS (cp850)", "mac_roman": "Mac"}


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
     *CODECS.items()],
)  # fmt: skip
def test_every_delimiter_in_every_encoding(delimiter: str, codec: str, name: str) -> None:
    head, [line] = only_list("\r\n".join(map(delimiter.join, ROWS)).encode(codec))
    assert head.encoding == name
    assert line.cells == tuple(ROWS[1])


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=30), st.sampled_from(list(CODECS)))
def test_the_letters_tell_the_encoding(names: list[str], codec: str) -> None:
    text = "\r\n".join(["Förnamn – ”alla”", *names]) if codec == "cp1252" else "\r\n".join(["Förnamn", *names])
    assert decode(text.encode(codec)) == (text, CODECS[codec])


@pytest.mark.parametrize("text", ["jobb – klart", "”jobb” 1/6", "10 % – ½ dag §", "Motala–Mjölby"])
def test_few_letters_beyond_ascii_it_is_windows(text: str) -> None:
    decoded, name = decode(text.encode("cp1252"))
    assert decoded == text
    assert name in ("Windows-1252", "UTF-8")


@given(st.binary(max_size=200))
def test_decoding_never_fails(content: bytes) -> None:
    assert isinstance(decode(content)[0], str)


VALUES = [
    (datetime.date(2008, 1, 14), "2008-01-14"),
    (datetime.datetime.fromisoformat("2008-01-14T13:30"), "2008-01-14 13:30"),
    (datetime.datetime.fromisoformat("2008-01-14T23:59:59"), "2008-01-15 00:00"),
    (datetime.time(13, 30), "13:30"),
    (datetime.time(13, 19, 58, 800_000), "13:20"),
    (datetime.timedelta(hours=37, minutes=30), "37:30"),
    ("PT37H30M00S", "37:30"),
    (39461.0, "39461"),
    (39461, "39461"),
    (7712259840.0, "7712259840"),
    (197712259840.0, "197712259840"),
    (1e21, "1000000000000000000000"),
    (0.5, "0.5"),
    (0.1 + 0.2, "0.3"),
    (1.5e-7, "0.00000015"),
    (-3.0, "-3"),
    (True, "ja"),
    (False, "nej"),
    ("", ""),
    (" Ek\u00a0 \u200bPer\t", "Ek Per"),
    ("A\u030asa", "Åsa"),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_a_value_has_one_way_of_writing(value: object, text: str) -> None:
    assert as_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_no_number_is_scientific(value: float) -> None:
    assert "e" not in as_text(value).lower()


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
