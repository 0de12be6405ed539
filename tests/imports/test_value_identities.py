"""The column of numbers, and numbers hidden wherever they stand (7.2 rule 6, FC-60)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirants.identity import IdentityKind
from aspirants.people.masks import mask_digits, mask_number_cell
from imports.values.findings import Severity
from imports.values.identities import read_identity

AS_OF = date(2008, 6, 30)

NUMBERS = [
    ("790417-9814", "197904179814", set()),
    ("19790417-9814", "197904179814", set()),
    ("19790417 - 9814", "197904179814", set()),
    ("790417–9814", "197904179814", set()),
    ("790417−9814", "197904179814", set()),
    ("790417 9814", "197904179814", set()),
    ("7904179814", "197904179814", set()),
    ("7904179814.0", "197904179814", set()),
    ("7904179814,00", "197904179814", set()),
    ("790417-9814,00", "197904179814", set()),
    ("7 904 179 814", "197904179814", set()),
    ("197904179814", "197904179814", set()),
    ("'790417-9814", "197904179814", set()),
    ("’790417-9814’", "197904179814", set()),
    ('="790417-9814"', "197904179814", set()),
    ("７９０４１７-９８１４", "197904179814", set()),
    ("8509239805 (ny adr)", "198509239805", {""}),
    ("790417-9814 tf", "197904179814", {""}),
    ("pnr 790417-9814", "197904179814", {""}),
    ("790417-9814 790417-9814", "197904179814", {""}),
    ("701063-2391", "197010632391", {"I06"}),
    ("800101-T223", "19800101T223", {"I07"}),
    ("800101-t223 väntar", "19800101T223", {"", "I07"}),
    ("790417-9814 / 850923-9805", None, {"I15"}),
    ("740101-9852", None, {"I03"}),
    ("790417+9814", None, {"I03"}),
    ("97904179814", None, {"I03"}),
    ("12345", None, {"I03"}),
    ("2292399", None, {"I05", "I03"}),
    ("7.71226E+09", None, {"I03"}),
    ("1,97904E+11", None, {"I03"}),
    ("", None, {"I04"}),
    ("–", None, {"I04"}),
]


@pytest.mark.parametrize(("text", "number", "codes"), NUMBERS)
def test_identity_numbers(text: str, number: str | None, codes: set[str]) -> None:
    cell = read_identity(text, AS_OF)
    assert (cell.value.number if cell.value else None) == number
    assert {finding.code for finding in cell.findings} == codes
    assert cell.birth_date is None


@pytest.mark.parametrize(
    "text", ["19661105", "1966-11-05", "661105", "66-11-05", "661105-", "661105-xxxx", "19661105-????", "661105-0000"]
)
def test_a_birth_date_alone_is_kept_to_look_for_the_person(text: str) -> None:
    cell = read_identity(text, AS_OF)
    assert (cell.value, cell.birth_date) == (None, date(1966, 11, 5))
    assert [(finding.code, finding.severity) for finding in cell.findings] == [("I04", Severity.ERROR)]


def test_a_birth_date_stays_out_of_logs() -> None:
    assert "1966" not in repr(read_identity("19661105", AS_OF))


def test_lost_zeros_are_put_back_with_a_warning() -> None:
    cell = read_identity("2292399", date(2026, 11, 23))
    assert cell.value is not None
    assert (cell.value.number, cell.value.kind) == ("200002292399", IdentityKind.PERSONNUMMER)
    assert [(finding.code, finding.severity) for finding in cell.findings] == [("I05", Severity.WARNING)]


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_told_fault(text: str) -> None:
    cell = read_identity(text, AS_OF)
    assert cell.value is not None or any(finding.severity == Severity.ERROR for finding in cell.findings)


MASKED = [
    ("8509239805 (ny adr)", "850923•••• (ny adr)"),
    ("790417-9814 tf", "790417-•••• tf"),
    ("7904179814,00", "790417••••,00"),
    ("790417-9814", "790417-••••"),
    ("790417+9814", "790417+••••"),
    ("790417–9814", "790417–••••"),
    ("790417/9814", "790417/••••"),
    ("790417.9814", "790417.••••"),
    ("19790417-9814", "19790417-••••"),
    ("1979-04-17-9814", "1979-04-17-••••"),
    ("1979-04-17 9814", "1979-04-17 ••••"),
    ("79 04 17 98 14", "79 04 17 •• ••"),
    ("1 9 7 5 0 5 1 7 9 9 0 8", "1 9 7 5 0 5 1 • • • • •"),
    ("ring 7 9 0 4 1 7 - 9 8 1 4 idag", "ring 7 9 0 4 1 7 - • • • • idag"),
    ("7 904 179 814", "7 904 17• •••"),
    ("800101-T223", "800101-••••"),
    ("800101t223 tf", "800101•••• tf"),
    ("740101-9852", "740101-••••"),
    ("799917-9814", "799917-••••"),
    ("790417-98145", "790417-•••••"),
    ("790417-981", "790417-•••"),
    ("79041798145", "790417•••••"),
    ("7904179814000", "790417•••••••"),
    ("７９０４１７-９８１４", "７９０４１７-••••"),
    ("ring 790417-9814 kl 13.30", "ring 790417-•••• kl 13.30"),
    ("2008-03-19 790417-9814", "2008-03-19 790417-••••"),
    ("2008-01-14 1979-04-17-9814", "2008-01-14 1979-04-17-••••"),
]


@pytest.mark.parametrize(("text", "shown"), MASKED)
def test_the_last_four_digits_are_hidden_wherever_they_stand(text: str, shown: str) -> None:
    assert mask_digits(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lindström",
        "20080616",
        "2008-03-19",
        "2008-03-19 00:00:00",
        "2008-03-19 10.30",
        "2008-03-19 2008-03-26",
        "25/4-08 29/4-08",
        "790417",
        "39461",
        "2008",
    ],
)
def test_what_is_no_number_stays(text: str) -> None:
    assert mask_digits(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("790417-9814", "790417-••••"), ("740101", "••••••"), ("4711", "••••"), ("2292399", "229••••"), ("", "")],
)
def test_the_column_of_numbers_is_masked_also_when_they_are_wrong(text: str, shown: str) -> None:
    assert mask_number_cell(text) == shown


@given(
    before=st.text(max_size=12),
    century=st.sampled_from(["", "19"]),
    dash=st.sampled_from(["", "-", "+", " ", "–", " - ", "/", "\xa0", "\u200b"]),
    last_four=st.sampled_from(["9814", "T814", "t814"]),
    after=st.sampled_from(["", " tf", ",00", ".0", "(ny adr)", " 850923-9805", "/", "\n", "-12"]),
)
def test_no_number_is_shown_whole_in_any_text(before: str, century: str, dash: str, last_four: str, after: str) -> None:
    shown = mask_digits(f"{before}{century}790417{dash}{last_four}{after}")
    assert "814" not in shown.removeprefix(before)
    assert len(shown) == len(f"{before}{century}790417{dash}{last_four}{after}")
