"""Swedish order and forgiving search."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.swedish.names import search_form, swedish_sort_key


def in_order(names: list[str]) -> list[str]:
    return sorted(names, key=swedish_sort_key)


def test_names_stand_in_swedish_order() -> None:
    names = [
        "Öberg",
        "Zzz",
        "Ek",
        "Åberg",
        "Østen",
        "Zetterlund",
        "Ängsö",
        "Ahlberg",
        "Ýr",
        "Müller",
        "Mzee",
        "Mylonas",
    ]
    expected = [
        "Ahlberg",
        "Ek",
        "Müller",
        "Mylonas",
        "Mzee",
        "Ýr",
        "Zetterlund",
        "Zzz",
        "Åberg",
        "Ängsö",
        "Öberg",
        "Østen",
    ]
    assert in_order(names) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Émile", "emile"),
        ("ÅSA", "åsa"),
        ("A\u030asa", "Åsa"),
        ("Müller", "Myller"),
        ("Sørensen", "Sörensen"),
        ("Kjær", "Kjär"),
        ("Ann-Marie", "Annmarie"),
        ("O'Brien", "O’Brien"),
        ("O'Brien", "obrien"),
        ("Yılmaz", "Yilmaz"),
        ("İnce", "ince"),
        ("Đukić", "dukic"),
        ("  von   Essen ", "Von Essen"),
    ],
)
def test_spellings_that_are_filed_in_the_same_place(one: str, other: str) -> None:
    assert swedish_sort_key(one) == swedish_sort_key(other)


def test_a_short_name_comes_before_a_longer_one_that_begins_with_it() -> None:
    assert in_order(["Ekman Anna", "Ek Örjan", "Eka Bo", "Ek"]) == ["Ek", "Ek Örjan", "Eka Bo", "Ekman Anna"]


def test_digits_come_before_letters_and_other_scripts_last() -> None:
    assert in_order(["Öst", "محمد", "Grupp A", "Grupp 2"]) == ["Grupp 2", "Grupp A", "Öst", "محمد"]


ALPHABET = " abcdefghijklmnopqrstuvwxyzåäö"


@given(st.lists(st.text(ALPHABET, max_size=8).map(lambda text: " ".join(text.split()))))
def test_order_is_that_of_the_alphabet_letter_by_letter(names: list[str]) -> None:
    assert in_order(names) == sorted(names, key=lambda name: [ALPHABET.index(letter) for letter in name])


@given(st.text())
def test_a_key_has_only_digits_and_plain_letters(text: str) -> None:
    assert set(swedish_sort_key(text)) <= set(string.digits + string.ascii_lowercase)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("åsa", "Åsa"),
        ("asa", "Åsa"),
        ("ÅSA", "Åsa"),
        ("Yilmaz", "Yılmaz"),
        ("yılmaz", "YILMAZ"),
        ("ince", "İnce"),
        ("ann marie", "Ann-Marie"),
        ("obrien", "O'Brien"),
        ("O´Brien", "O’Brien"),
        ("muller", "Müller"),
        ("sorensen", "Sørensen"),
        ("Sörensen", "Sørensen"),
        ("celik", "Çelik"),
        ("dukic", "Đukić"),
        ("strasse", "Straße"),
        ("lukasz", "Łukasz"),
        ("  eva  ek ", "Eva Ek"),
    ],
)
def test_what_is_typed_finds_the_name(typed: str, name: str) -> None:
    assert search_form(typed) == search_form(name)


def test_other_scripts_can_be_searched_as_they_are() -> None:
    assert search_form("محمد") == "محمد"


@given(st.text())
def test_a_search_form_is_its_own_search_form(text: str) -> None:
    assert search_form(search_form(text)) == search_form(text)


@given(st.text("abcdefghijklmnopqrstuvwxyzåäöéüçñ ABCÅÄÖÉ"))
def test_a_swedish_search_form_is_plain_ascii(text: str) -> None:
    assert search_form(text).isascii()
