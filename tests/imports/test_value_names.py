"""Names in cells, several persons in a cell, and letters that were decoded wrongly (7.2 rule 8, FC-61, FC-62)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imports.values.findings import Severity
from imports.values.mojibake import repair_mojibake
from imports.values.names import read_name

NAMES = [
    (("", "Lindström", "Björn"), "Björn", "Lindström"),
    (("", "Lindström ", "Björn "), "Björn", "Lindström"),
    (("", "HASSAN", "FATIMA"), "Fatima", "Hassan"),
    (("", "VON ESSEN", "ANNA-MARIA"), "Anna-Maria", "von Essen"),
    (("", "Nuñez", "José"), "José", "Nuñez"),
    (("", "Yılmaz", "Emre"), "Emre", "Yılmaz"),
    (("", "İBRAHİM", "ÖZGÜR"), "Özgür", "İbrahim"),
    (("", "SÃO JOÃO", "Ângela"), "Ângela", "São João"),
    (("", "O'Connor", "Sinéad"), "Sinéad", "O'Connor"),
    (("", "O'CONNOR", "SINÉAD"), "Sinéad", "O'Connor"),
    (("", "O'Neill", "Eva"), "Eva", "O'Neill"),
    (("", "O’Brien", "Pat"), "Pat", "O’Brien"),
    (("", "Sambo", "Eva"), "Eva", "Sambo"),
    (("", "SAMBO", "EVA"), "Eva", "Sambo"),
    (("", "Lo", "Min"), "Min", "Lo"),
    (("", "O", "Min"), "Min", "O"),
    (("", "von", "Ann"), "Ann", "von"),
    (("", "af", "Ann"), "Ann", "af"),
    (("", "Diallo", "Makan"), "Makan", "Diallo"),
    (("", "Ström", "Anna O"), "Anna O", "Ström"),
    (("Eva Sambo", "", ""), "Sambo", "Eva"),
    (("SAMBO EVA", "", ""), "Eva", "Sambo"),
    (("Sjögren, Karl-Erik ", "", ""), "Karl-Erik", "Sjögren"),
    (("Bergman, Lena", "", ""), "Lena", "Bergman"),
    (("Novak Jana", "", ""), "Jana", "Novak"),
    (("NUÑEZ JOSÉ", "", ""), "José", "Nuñez"),
    (("LINDSTRÖM Björn", "", ""), "Björn", "Lindström"),
    (("Björn Olof LINDSTRÖM", "", ""), "Björn Olof", "Lindström"),
    (("von Essen Anna", "", ""), "Anna", "von Essen"),
    (("Af Klercker, Per", "", ""), "Per", "Af Klercker"),
]


@pytest.mark.parametrize(("cells", "first", "last"), NAMES)
def test_names(cells: tuple[str, str, str], first: str, last: str) -> None:
    name = read_name(*cells)
    assert (name.first_name, name.last_name) == (first, last)
    assert (name.about_first, name.about_last) == ((), ())


@pytest.mark.parametrize(
    ("cells", "first", "last"),
    [
        (("", "VÃ¤rn", "Ã…ke"), "Åke", "Värn"),
        (("VÃ¤rn Ã…ke", "", ""), "Åke", "Värn"),
        (("YÄ±lmaz, Ã–mer", "", ""), "Ömer", "Yılmaz"),
        (("", "WiÅ›niewski", "Å\x81ukasz"), "Łukasz", "Wiśniewski"),
        (("", "HodÅ¾iÄ‡", "Ãdin".replace("Ã", "Ã\x81")), "Ádin", "Hodžić"),
        (("", "VÃƒÂ¤rn", "ÃƒÂ–sten"), "Östen", "Värn"),
    ],
)
def test_names_decoded_wrongly_are_repaired_with_a_warning(cells: tuple[str, str, str], first: str, last: str) -> None:
    name = read_name(*cells)
    assert (name.first_name, name.last_name) == (first, last)
    for about in (name.about_first, name.about_last):
        assert [(finding.code, finding.severity) for finding in about] == [("I21", Severity.WARNING)]


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("Eva / maken Olle", "I15"),
        ("Eva & Olle", "I15"),
        ("Eva + Olle", "I15"),
        ("Eva o Olle", "I15"),
        ("Eva och Olle", "I15"),
        ("EVA O OLLE", "I15"),
        ("Eva hustrun Lena", "I15"),
        ("Eva sambon Olle", "I15"),
        ("sambon Olle", "I15"),
        ("Eva (sjuk)", "I15"),
        ("Eva 070", "I15"),
        ("?ukasz", "I22"),
        ("\ufffdukasz", "I22"),
        ("Ã\ufffdke", "I22"),
        ("BjÃrn", "I22"),
        ("Bj¤rn", "I22"),
        ("Bjºrn", "I22"),
        ("", "I04"),
        ("–", "I04"),
        ("okänd", "I04"),
    ],
)
def test_names_that_need_an_eye(first: str, code: str) -> None:
    name = read_name("", "Ström", first)
    assert ([finding.code for finding in name.about_first], name.about_last) == ([code], ())


@pytest.mark.parametrize(
    "full", ["Ström, Eva / maken Olle", "Ström Eva o Olle", "Ström, Eva, hustrun Lena", "Ek Per och Ek Åsa"]
)
def test_several_persons_in_one_cell_are_told_once(full: str) -> None:
    name = read_name(full, "", "")
    assert [finding.code for finding in (*name.about_first, *name.about_last)] == ["I15"]


def test_more_than_two_names_without_a_sign_are_a_guess() -> None:
    name = read_name("Ek Per Olof", "", "")
    assert (name.last_name, name.first_name) == ("Ek", "Per Olof")
    assert [finding.severity for finding in name.about_last] == [Severity.WARNING]


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_a_name_or_a_told_fault(full: str, last: str, first: str) -> None:
    name = read_name(full, last, first)
    told = {finding.code for finding in (*name.about_first, *name.about_last)}
    assert (name.first_name and name.last_name) or told & {"I04", "I15"}


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("VÃ¤rn", "Värn"),
        ("Ã…ke", "Åke"),
        ("YÄ±lmaz", "Yılmaz"),
        ("WiÅ›niewski", "Wiśniewski"),
        ("GÃ–TEBORG", "GÖTEBORG"),
        ("Värn Ã…ke", "Värn Åke"),
        ("ringt 2 ggr â€“ vill ha tolk", "ringt 2 ggr – vill ha tolk"),
        ("VÃƒÂ¤rn", "Värn"),
        ("V√§rn", "Värn"),
        ("V├ñrn", "Värn"),
        ("Str”m", "Ström"),
        ("V„rn", "Värn"),
        ("€ngla", "Ängla"),
        ("Värn", None),
        ("Ã", None),
        ("Å’Neil", None),
        ("sa ”hej” i dörren…", None),
        ("kallad ”PÅ”", None),
        ("Ä–Ö", None),
        ("Voß–Meyer", None),
        ("Šimunić", None),
        ("Ðorđe", None),
        ("São", None),
        ("10 €", None),
        ("plain", None),
    ],
)
def test_mojibake_is_repaired_only_where_it_is_one(text: str, repaired: str | None) -> None:
    assert repair_mojibake(text) == repaired


LETTERS = "åäöÅÄÖéèüÜñçłŁśşğıİčćžšđøæß"


@given(st.text(alphabet="abcABC -'" + LETTERS, max_size=15), st.sampled_from(["latin-1", "mac_roman"]))
def test_what_was_decoded_wrongly_comes_back(text: str, codec: str) -> None:
    assume(repair_mojibake(text) is None)  # "Äš" is both a text and what Ě becomes
    wrongly = text.encode().decode(codec)
    assert (repair_mojibake(wrongly) or wrongly) == text


@given(st.text(alphabet="abcdefgåäöÅÄÖéüñ -'’–", max_size=20))
def test_a_swedish_text_is_never_repaired(text: str) -> None:
    assert repair_mojibake(text) is None


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Eva 070", "Namnet innehåller siffror."),
        ("<b>Eva</b>", "Namnet innehåller tecken som inget namn har."),
        ("<Eva>", "Namnet innehåller tecken som inget namn har."),
        ("Eva (sjuk)", "Cellen innehåller mer än ett namn."),
    ],
)
def test_it_is_said_what_is_wrong_with_a_name(written: str, message: str) -> None:
    assert [finding.message for finding in read_name("", "Ek", written).about_first] == [message]
