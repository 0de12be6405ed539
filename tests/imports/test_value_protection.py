"""Marks of protected persons, words that only look like them, and marks that are denied (FC-66)."""

from __future__ import annotations

import pytest

from imports.values.protection import column_marks_protection, is_protected

MARKS = [
    "sekretess",
    "Sekretess!",
    "sekretessmarkerad",
    "sekretesskyddad",
    "SEKR",
    "SEKR! ring MB",
    "sekr.",
    "S E K R",
    "skyddad id",
    "Skyddad identitet",
    "skyddad",
    "skydd",
    "skydad id",
    "skyddade personuppgifter",
    "skyddat boende",
    "personskydd",
    "hemlig adress",
    "kvarskriven",
    "fingerad",
    "fingerade personuppgifter",
    "spärrmarkerad",
    "***",
    "ring ej, skyddad",
    "får ej ringa skyddad",
    "ring ej skyddad",
    "ej ringa. skyddad",
    "ej skyddad tidigare, nu sekretess",
    "sekreterare, skyddad id",
    "skyddsvakt med skyddad id",
    "sekretess: ja",
    "sekretess. skyddad id: nej",
]

NONE = [
    "",
    "ringt 2 ggr",
    "sekreterare",
    "söker jobb som sekreterare",
    "Läkarsekreterare",
    "sekretariatet",
    "skyddsvakt",
    "utbildad skyddsvakt",
    "skyddsombud",
    "skyddsutrustning saknas",
    "arbetarskydd",
    "brandskydd",
    "skyddat arbete",
    "skyddad verkstad",
    "ej skyddad",
    "Ej skyddad id",
    "är inte skyddad",
    "inte sekretess",
    "ej längre sekretess",
    "inget skydd",
    "ingen sekretess",
    "utan skydd",
    "skyddad: nej",
    "sekretess? nej",
    "*",
    "sektor 4",
]


@pytest.mark.parametrize("text", MARKS)
def test_marks_protect_the_row_they_stand_in(text: str) -> None:
    assert is_protected(["790417-9814", "Lindström", text, "AL"])


@pytest.mark.parametrize("text", NONE)
def test_other_words_and_denied_marks_do_not(text: str) -> None:
    assert not is_protected(["790417-9814", "Lindström", text, "AL"])


def test_a_mark_in_one_cell_is_not_denied_by_another() -> None:
    assert is_protected(["ej", "skyddad id"])


@pytest.mark.parametrize("text", ["ja", "x", "1", "JA!", "se pärm", "nej?", "***"])
def test_a_column_of_its_own_marks_with_any_text(text: str) -> None:
    assert column_marks_protection(text)


@pytest.mark.parametrize("text", ["", "-", "–", "nej", "Nej.", "0", "ej"])
def test_a_column_of_its_own_does_not_mark_with_none(text: str) -> None:
    assert not column_marks_protection(text)
