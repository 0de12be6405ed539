"""The one rule of likeness: how names sound, what is near enough, and what is never alike."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection

from aspirants.likeness.rule import alike
from aspirants.models import Person, Protection
from demo.factories import PersonFactory

pytestmark = pytest.mark.django_db

BORN = datetime.date(1988, 2, 29)


def sound(first_name: str, last_name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_sound(%s, %s)", [first_name, last_name])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Karin Eriksson", "Carin Ericsson"),
        ("Filip Lund", "Philip Lundh"),
        ("Ewa Vik", "Eva Wick"),
        ("Rene Nilsson", "René Nilson"),
        ("Ester Ström", "Esther Strom"),
        ("Jimmy Yxa", "Jimmi Ixa"),
        ("Yusuf Ali", "Jusuf Ali"),
        ("Zara Axelsson", "Sara Akselson"),
        ("Ann-Marie O'Brien", "Ann Marie OBrien"),
        ("ÅSA  BJÖRK", "åsa björck"),
        ("Cecilia Ahlberg", "Sesilia Ahlberg"),
        ("Jacob Hveding", "Jakob Veding"),
        ("Yılmaz Kaya", "Yilmaz Kaya"),
        ("Khadija Shah", "Kadija Sah"),
        ("Sören Æble", "Soren Able"),
    ],
)
def test_names_that_sound_the_same_have_one_key(one: str, other: str) -> None:
    assert sound(*one.split(maxsplit=1)) == sound(*other.split(maxsplit=1))


@pytest.mark.parametrize(("one", "other"), [("Anna Berg", "Anna Borg"), ("Per Lund", "Pär Lind"), ("Bo Ek", "Li Alm")])
def test_names_that_sound_otherwise_do_not(one: str, other: str) -> None:
    assert sound(*one.split()) != sound(*other.split())


def test_a_name_of_the_greatest_length_has_a_key() -> None:
    assert len(sound("Åæ" * 40, "xœ" * 40)) <= 200
    PersonFactory(first_name="Åx" * 40, last_name="xx" * 40)


def found(first_name: str, last_name: str, born: datetime.date | None = BORN, born_year: int | None = None) -> set[str]:
    """First and last names of the persons who are alike to somebody."""
    told = {"given": first_name, "family": last_name, "born": born, "born_year": born_year}
    condition = alike(
        "aspirants_person",
        first_name="%(given)s::text",
        last_name="%(family)s::text",
        born="%(born)s::date",
        born_year="%(born_year)s::int",
        row_year="NULL::int",
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT first_name || ' ' || last_name FROM aspirants_person WHERE {condition}", told)
        return {name for (name,) in cursor.fetchall()}


def person(name: str, born: datetime.date | None = BORN, **facts: object) -> Person:
    first_name, last_name = name.split(maxsplit=1)
    made: Person = PersonFactory(first_name=first_name, last_name=last_name, **facts)
    Person.objects.filter(pk=made.pk).update(birth_date=born)
    return made


def test_the_same_name_and_day_or_year_is_alike() -> None:
    person("Ahmed Nuur")
    person("Ahmed Nur", datetime.date(1988, 7, 14))
    person("Ahmed Nuur", datetime.date(1987, 2, 28))
    assert found("Ahmed", "Nuur") == {"Ahmed Nuur", "Ahmed Nur"}


def test_first_and_last_name_may_be_changed_about() -> None:
    person("Nguyen Van Minh")
    assert found("Van Minh", "Nguyen") == {"Nguyen Van Minh"}


def test_one_letter_apart_is_alike_on_the_same_day_only() -> None:
    person("Mohamed Hassan")
    person("Mohamad Hassan", datetime.date(1988, 3, 1))
    assert found("Mohamad", "Hassan") == {"Mohamed Hassan", "Mohamad Hassan"}
    assert found("Mohamud", "Hassan") == {"Mohamed Hassan"}
    assert found("Mohumud", "Hassan") == set()


def test_where_only_the_year_is_known_the_year_is_enough() -> None:
    person("Mohamed Hassan")
    assert found("Mohamad", "Hassan", None, 1988) == {"Mohamed Hassan"}
    assert found("Mohamed", "Hassan", None, 1989) == set()


def test_of_whom_nothing_is_known_nobody_is_alike() -> None:
    person("Mohamed Hassan")
    person("Mohamed Hassan", None)
    assert found("Mohamed", "Hassan", None) == set()
    assert found("Mohamed", "Hassan") == {"Mohamed Hassan"}


def test_a_protected_person_and_a_joined_record_are_like_nobody() -> None:
    hidden = person("Mohamed Hassan")
    Person.objects.filter(pk=hidden.pk).update(protection=Protection.SEKRETESSMARKERING)
    joined = person("Mohamed Hassan")
    Person.objects.filter(pk=joined.pk).update(joined_into=hidden.pk)
    assert found("Mohamed", "Hassan") == set()


def test_the_question_goes_by_indexes_among_many() -> None:
    condition = alike(
        "person", first_name="'Ali'::text", last_name="'Nur'::text", born="date '1988-02-29'", born_year="NULL::int"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirants_person (identity_kind, identity_no, gender, first_name, last_name, sort_key,"
            " search_name, phone, email, language, interpreter_needed, protection, agreed_channel, created_at,"
            " call_name, home_address, birth_date)"
            " SELECT 'UNKNOWN', '', '', 'Namn' || n, 'Efternamn' || n, '', '', '', '', '', false, 'NONE', '', now(),"
            " '', '', date '1960-01-01' + n FROM generate_series(1, 12000) n"
        )
        cursor.execute("ANALYZE aspirants_person")
        cursor.execute(f"EXPLAIN SELECT id FROM aspirants_person person WHERE {condition}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "persons_by_sound" in plan
    assert "persons_by_birth_date" in plan
    assert "Seq Scan" not in plan
