"""Lists that contradict each other or themselves: what is asked, what is warned of, and what is not written."""

from __future__ import annotations

import pytest

from aspirants.models import Person
from imports.choices import QuestionKind, Verdict
from imports.models import ImportBatch, ImportIssue
from imports.resolving.names import same_name
from tests.imports.city import City, answered
from tests.imports.end_state import register_state
from tests.imports.running import brought_in, checked, codes, started, verdicts
from tests.imports.small_lists import ASPIRANTS, BJORN, CLOSINGS, END, GOOD, seen, taken, text_of

WITH_GENDER = "Pnr;Efternamn;Förnamn;Kön;Coach;Inkom"
INTERIM = "800101-T223"


def of_two_lists(town: City, first: str, second: str) -> ImportBatch:
    files = {"a.csv": text_of(CLOSINGS, first), "b.csv": text_of(CLOSINGS, second)}
    return checked(town.admin, started(town.admin, town.units["RS"], files))


@pytest.mark.parametrize("text", ["xyz", "-"])
def test_a_letter_against_another_lists_reason_is_asked_about(town: City, text: str) -> None:
    vague = END.replace("fått jobb;A", f"{text};S")
    batch = of_two_lists(town, END, vague)
    [question] = batch.questions.filter(asked=True)
    assert question.kind == QuestionKind.FACTS
    assert "A/S/Ö: Studier" in question.sides
    [work] = [value for value, label in question.options if "A/S/Ö" not in label and value != "LEAVE"]
    answered(town, question, work)
    brought_in(town.admin, batch)
    [person] = register_state().values()
    assert person[3][0]["closing"] == [(19, "fått jobb")]


@pytest.mark.parametrize("letter", ["A", ""])
def test_a_reason_that_says_little_gives_way_where_its_letter_agrees(town: City, letter: str) -> None:
    batch = of_two_lists(town, END, END.replace("fått jobb;A", f"xyz;{letter}"))
    assert not batch.questions.filter(asked=True).exists()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Ada", "Yilmaz"), ("Ada", "Yilmaz-Kaya"), False),
        (("Ada", "Öberg"), ("Ada", "Öberg Ek"), False),
        (("Ada", "Öberg-Ek"), ("", "Öberg"), False),
        (("Ada", "Öberg"), ("Ada Maria", "Öberg"), True),
        (("Ada", "Öberg-Ek"), ("Ada", "Oberg Ek"), True),
        (("Öberg", "Ada"), ("Ada", "Öberg"), True),
        (("Kaya Ada", "Yilmaz"), ("Ada", "Yilmaz-Kaya"), True),
        (("Ada", "Essen"), ("Ada", "von Essen"), True),
        (("Ada", ""), ("Ada", "Öberg-Ek"), True),
    ],
)
def test_a_part_of_a_surname_is_another_surname(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert (same_name(one, other), same_name(other, one)) == (same, same)


def warnings_about(batch: ImportBatch, word: str) -> int:
    return ImportIssue.objects.filter(row__batch=batch, severity="WARNING", message__contains=word).count()


def with_gender(number: str, *genders: str) -> dict[str, bytes]:
    rows = [f"{number};Lindström;Björn;{gender};AL;2008-03-19" for gender in genders]
    return {f"{n}.csv": text_of(WITH_GENDER, row, as_of="2008-06-30") for n, row in enumerate(rows)}


def test_a_gender_against_the_number_is_warned_of(town: City) -> None:
    batch = brought_in(town.admin, started(town.admin, town.units["RS"], with_gender(BJORN, "K")))
    assert (verdicts(batch)[3], warnings_about(batch, "annat än personnumrets")) == (Verdict.NEW, 1)
    assert Person.objects.get().gender == "M"


def test_of_two_genders_neither_is_written(town: City) -> None:
    batch = brought_in(town.admin, started(town.admin, town.units["RS"], with_gender(INTERIM, "K", "M")))
    assert warnings_about(batch, "olika kön") == 2
    assert Person.objects.get().gender == ""


UNDATED = GOOD.replace("2008-03-28;;;", "2008-03-28;;Avslutad;")


def test_a_closing_without_a_day_takes_it_from_another_list(town: City) -> None:
    files = {"a.csv": text_of(ASPIRANTS, UNDATED), "b.csv": text_of(CLOSINGS, END)}
    batch = brought_in(town.admin, started(town.admin, town.units["RS"], files))
    assert set(batch.rows.filter(is_person=True).values_list("verdict", flat=True)) == {Verdict.NEW, Verdict.UPDATE}
    [person] = register_state().values()
    assert (person[3][0]["plans"], person[3][0]["closing"]) == (["2008-03-28"], [(19, "fått jobb")])


def test_a_closing_without_a_day_takes_it_from_the_register(town: City) -> None:
    taken(town, CLOSINGS, END)
    batch = taken(town, ASPIRANTS, UNDATED)
    assert verdicts(batch)[3] == Verdict.UPDATE
    assert register_state()[f"19{BJORN}".replace("-", "")][3][0]["plans"] == ["2008-03-28"]


def test_a_closing_that_nobody_dates_is_for_hand(town: City) -> None:
    batch = taken(town, ASPIRANTS, UNDATED)
    assert verdicts(batch)[3] == Verdict.MANUAL
    [issue] = batch.rows.get(line=3).issues.filter(code="I23")
    assert "avslutsdatum saknas" in issue.message


@pytest.mark.parametrize(
    ("received", "approved", "is_wrong"),
    [
        ("2008-03-19", "mar-08", False),
        ("2008-03-19", "feb-08", True),
        ("mar-08", "2008-03-01", False),
        ("2008-03-19", "2008-03-18", True),
    ],
)
def test_a_month_alone_breaks_no_order_within_it(town: City, received: str, approved: str, is_wrong: bool) -> None:
    row = GOOD.replace("2008-03-19", received).replace("2008-03-28", approved)
    assert ("I10" in codes(seen(town, ASPIRANTS, row), 3)) is is_wrong


@pytest.mark.parametrize(("letter", "found"), [("X", {"I17"}), ("A", set()), ("-", set()), ("Arbete", set())])
def test_a_letter_that_is_none_of_the_three_is_warned_of(town: City, letter: str, found: set[str]) -> None:
    batch = seen(town, CLOSINGS, END.replace(";A;", f";{letter};"))
    assert (verdicts(batch)[3], codes(batch, 3)) == (Verdict.NEW, found)
