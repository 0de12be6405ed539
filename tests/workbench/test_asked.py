"""What a search is understood to ask for. Without a database, except for the key of a telephone number."""

from __future__ import annotations

from datetime import date

import pytest

from aspirants.models import Person
from core.swedish.telephones import is_telephone, telephone_key, telephone_key_of
from demo.factories import PersonFactory
from workbench.aspirants.asked import birth_date, understood

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19650305", date(1965, 3, 5)),
        ("650305", date(1965, 3, 5)),
        ("1965-03-05", date(1965, 3, 5)),
        ("65-03-05", date(1965, 3, 5)),
        ("1965 03 05", date(1965, 3, 5)),
        ("5 mars 1965", date(1965, 3, 5)),
        ("den 5 MARS 1965", date(1965, 3, 5)),
        ("5 dec 65", date(1965, 12, 5)),
        ("5/3 1965", date(1965, 3, 5)),
        ("05/03-65", date(1965, 3, 5)),
        ("5.3.1965", date(1965, 3, 5)),
        ("19650365", date(1965, 3, 5)),
        ("261123", date(2026, 11, 23)),
        ("261124", date(1926, 11, 24)),
        ("20261124", None),
        ("19650230", None),
        ("19651301", None),
        ("5 ma 1965", None),
        ("5 februar 1965", date(1965, 2, 5)),
        ("5 fritag 1965", None),
        ("5 mars", None),
        ("1965", None),
        ("196503051234", None),
    ],
)
def test_a_birth_date_in_the_ways_people_write_it(text: str, expected: date | None) -> None:
    assert birth_date(text, TODAY) == expected


def test_digits_may_mean_several_things_at_once() -> None:
    """A birth date in six digits that begins with 0 may be a telephone number too."""
    asked = understood("050312", TODAY)
    assert (asked.born_on, asked.telephone, asked.sought, asked.fault) == (date(2005, 3, 12), "50312", "", "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("19790417-9815", "Kontrollsiffran"),
        ("1979", "för kort"),
        ("a", "minst två bokstäver"),
        ("070174", ""),
        ("+46701740605", ""),
        ("19650305", ""),
        ("Åsa", ""),
    ],
)
def test_only_what_can_be_nothing_is_a_fault(text: str, fault: str) -> None:
    found = understood(text, TODAY).fault
    assert fault in found
    assert bool(found) == bool(fault)


WRITTEN = {
    "070-174 06 05": "701740605",
    "+46 70-174 06 05": "701740605",
    "+46(0)70 1740605": "701740605",
    "0046701740605": "701740605",
    "46701740605": "701740605",
    "08/465 004 00": "846500400",
    "070-174 06 05 (mamma)": "701740605",
    "070-174 06 05, 08-465 004 00": "701740605",
    "070-174 06 05 eller 08-465 004 00": "701740605",
    "070-174 06 05 / 08-465 004 00": "701740605",
    "+358 40 1234567": "358401234567",
    "00358401234567": "358401234567",
    "mamma": "",
    "": "",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_each_way_of_writing_a_number_has_one_key(text: str) -> None:
    assert telephone_key(text) == WRITTEN[text]


@pytest.mark.django_db
def test_the_database_makes_the_same_key() -> None:
    """By the expression of the column, and in the column itself."""
    person = PersonFactory()
    for text, key in WRITTEN.items():
        written = Person.objects.filter(pk=person.pk)
        written.update(phone=text)
        [(made, kept)] = written.annotate(made=telephone_key_of("phone")).values_list("made", "phone_key")
        assert (made, kept) == (key, key), text


@pytest.mark.parametrize("text", ["1234", "1234567890123456", "070-174 06 05 (mamma)", "19790417+9814", "5 mars 1965"])
def test_what_is_no_telephone_number(text: str) -> None:
    assert not is_telephone(text)
