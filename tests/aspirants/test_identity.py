"""Identity numbers as people type them. Only Skatteverket's test numbers and the agency's own published examples."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirants.identity import (
    IdentityError,
    IdentityKind,
    IdentityProblem,
    age_on,
    ages_on,
    display,
    masked,
    parse_identity,
    plausible_age,
    require_plausible_age,
)
from demo.identities import with_control_digit

TODAY = date(2026, 11, 23)
PERSON, COORDINATION, INTERIM = IdentityKind


@pytest.mark.parametrize(
    ("typed", "number", "kind", "birth_date", "gender"),
    [
        ("790417-9814", "197904179814", PERSON, "1979-04-17", "M"),
        ("8509239805", "198509239805", PERSON, "1985-09-23", "K"),
        ("19661105-9822", "196611059822", PERSON, "1966-11-05", "K"),
        ("740101-9851", "197401019851", PERSON, "1974-01-01", "M"),
        ("000229-2399", "200002292399", PERSON, "2000-02-29", "M"),
        ("189001019802", "189001019802", PERSON, "1890-01-01", "K"),
        ("701063-2391", "197010632391", COORDINATION, "1970-10-03", "M"),
        ("202601612381", "202601612381", COORDINATION, "2026-01-01", "K"),
        ("800101-T223", "19800101T223", INTERIM, "1980-01-01", None),
        ("000101-t220", "20000101T220", INTERIM, "2000-01-01", None),
        ("20000101-T220", "20000101T220", INTERIM, "2000-01-01", None),
    ],
)
def test_a_number_says_who(typed: str, number: str, kind: IdentityKind, birth_date: str, gender: str | None) -> None:
    identity = parse_identity(typed, TODAY)
    assert identity.number == number
    assert identity.kind == kind
    assert identity.birth_date == date.fromisoformat(birth_date)
    assert identity.gender == gender


@pytest.mark.parametrize(
    ("typed", "today", "number"),
    [
        ("260301-9817", "2026-11-23", "202603019817"),
        ("260301-9817", "2026-03-01", "202603019817"),
        ("260301-9817", "2026-02-28", "192603019817"),
        ("260301+9817", "2026-11-23", "192603019817"),
        ("260301+9817", "2026-02-28", "182603019817"),
        ("19260301+9817", "2026-11-23", "192603019817"),
        ("260161-2381", "2026-01-01", "202601612381"),
        ("000229-2399", "2000-02-29", "200002292399"),
    ],
)
def test_a_century_left_out_is_the_latest_that_is_not_in_the_future(typed: str, today: str, number: str) -> None:
    assert parse_identity(typed, date.fromisoformat(today)).number == number


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", IdentityProblem.EMPTY),
        (" \u00a0\t", IdentityProblem.EMPTY),
        ("-", IdentityProblem.EMPTY),
        ("abcdefghij", IdentityProblem.NOT_DIGITS),
        ("okänt", IdentityProblem.NOT_DIGITS),
        ("790417_9814", IdentityProblem.NOT_DIGITS),
        ("790417.9814", IdentityProblem.NOT_DIGITS),
        ("790417-98l4", IdentityProblem.NOT_DIGITS),
        ("790417-A814", IdentityProblem.NOT_DIGITS),
        ("79041T9814", IdentityProblem.NOT_DIGITS),
        ("790417-9T14", IdentityProblem.NOT_DIGITS),
        ("79+0417-9814", IdentityProblem.NOT_DIGITS),
        ("790417++9814", IdentityProblem.NOT_DIGITS),
        ("٧٩٠٤١٧٩٨١٤", IdentityProblem.NOT_DIGITS),
        ("=790417-9814", IdentityProblem.NOT_DIGITS),
        ("7,90418E+9", IdentityProblem.NOT_DIGITS),
        ("790417", IdentityProblem.TOO_SHORT),
        ("790417-981", IdentityProblem.TOO_SHORT),
        ("19790417-981", IdentityProblem.TOO_SHORT),
        ("T", IdentityProblem.TOO_SHORT),
        ("19790417-98140", IdentityProblem.TOO_LONG),
        ("9" * 1000, IdentityProblem.TOO_LONG),
        ("790417-0000", IdentityProblem.NO_LAST_FOUR),
        ("19790417-0008", IdentityProblem.NO_LAST_FOUR),
        ("17900417-9814", IdentityProblem.WRONG_CENTURY),
        ("00000000-1234", IdentityProblem.WRONG_CENTURY),
        ("20260301+9817", IdentityProblem.WRONG_CENTURY),
        ("000000-1234", IdentityProblem.IMPOSSIBLE_DATE),
        ("790431-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("791317-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("790400-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("790460-9814", IdentityProblem.CHECK_DIGIT),
        ("790060-9815", IdentityProblem.CHECK_DIGIT),
        ("791360-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("790092-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("790031-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("800160-T223", IdentityProblem.IMPOSSIBLE_DATE),
        ("790492-9814", IdentityProblem.IMPOSSIBLE_DATE),
        ("800161-T223", IdentityProblem.IMPOSSIBLE_DATE),
        ("19000229-2399", IdentityProblem.IMPOSSIBLE_DATE),
        ("000229+2399", IdentityProblem.IMPOSSIBLE_DATE),
        ("20261124-2391", IdentityProblem.FUTURE),
        ("99990101-2391", IdentityProblem.FUTURE),
        ("740101-9852", IdentityProblem.CHECK_DIGIT),
        ("790417-9815", IdentityProblem.CHECK_DIGIT),
        ("790471-9814", IdentityProblem.CHECK_DIGIT),
        ("800101-T224", IdentityProblem.CHECK_DIGIT),
    ],
)
def test_what_is_no_number_gets_its_own_sentence(typed: str, problem: IdentityProblem) -> None:
    with pytest.raises(IdentityError) as refused:
        parse_identity(typed, TODAY)
    assert refused.value.code == problem
    assert refused.value.message == str(refused.value)
    assert refused.value.message.endswith(".")


def test_the_sentence_never_repeats_the_number() -> None:
    for typed in ("740101-9852", "740101-985", "740101-98520", "740101-0000", "740171-9851x", "740132-9851"):
        with pytest.raises(IdentityError) as refused:
            parse_identity(typed, TODAY)
        assert "7401" not in str(refused.value)


def test_each_problem_of_a_number_has_a_different_sentence() -> None:
    wrong = ["", "abc", "790417", "19790417-98140", "790417-0000", "17900417-9814", "790431-9814", "20261124-2391"]
    messages = set()
    for typed in [*wrong, "740101-9852"]:
        with pytest.raises(IdentityError) as refused:
            parse_identity(typed, TODAY)
        messages.add(refused.value.message)
    assert len(messages) == 9


def test_every_interim_letter_counts_as_one() -> None:
    for letter in "TRSUWXJKLMNP":
        assert parse_identity(f"800101-{letter}223", TODAY).kind == IdentityKind.INTERIM


NUMBERS = ["197904179814", "198509239805", "196611059822", "197010632391", "19800101T223", "202601612381"]


@given(
    st.sampled_from(NUMBERS),
    st.booleans(),
    st.sampled_from(["", "-", "–", "−", "\u2011", " - ", " ", "\u00a0–\u00a0"]),
    st.sampled_from(["", " ", "\t", "\u00a0", "\u2009", "\ufeff", "\n"]),
    st.booleans(),
)
def test_every_way_to_write_a_number_gives_the_same_twelve_characters(
    number: str, with_century: bool, dash: str, around: str, lower: bool
) -> None:
    first = number[:8] if with_century else number[2:8]
    typed = f"{around}{first}{dash}{number[8:]}{around}"
    assert parse_identity(typed.lower() if lower else typed, TODAY).number == number


@given(st.sampled_from(NUMBERS), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_never_passes_for_the_same_person(number: str, place: int, off_by: int) -> None:
    if not number[place].isdigit():
        return
    typed = f"{number[:place]}{(int(number[place]) + off_by) % 10}{number[place + 1 :]}"
    try:
        other = parse_identity(typed, TODAY)
    except IdentityError:
        return
    # Luhn's formula does not cover the century, so only there a slip can give another valid number.
    assert place < 2
    assert other.birth_date != parse_identity(number, TODAY).birth_date


@given(st.text() | st.text("0123456789TX+- ", min_size=8, max_size=14))
def test_any_text_is_a_number_or_gets_a_sentence(text: str) -> None:
    with suppress(IdentityError):
        assert len(parse_identity(text, TODAY).number) == 12


def test_numbers_are_shown_with_a_dash_or_masked() -> None:
    identity = parse_identity("790417-9814", TODAY)
    assert display(identity.number) == "19790417-9814"
    assert masked(identity) == masked(identity.number) == "19790417-••••"
    assert "9814" not in repr(identity)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("1979-04-17", "2026-04-16", 46),
        ("1979-04-17", "2026-04-17", 47),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-11-23", "2026-11-23", 0),
    ],
)
def test_age_turns_on_the_birthday(born: str, day: str, age: int) -> None:
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


@pytest.mark.parametrize(("born", "age"), [("2011-11-23", 15), ("1950-11-24", 75)])
def test_an_aspirant_is_from_fifteen_through_seventy_five(born: str, age: int) -> None:
    assert plausible_age(date.fromisoformat(born), TODAY) == age


@pytest.mark.parametrize("born", ["2011-11-24", "1950-11-23", "2026-03-01", "1890-01-01"])
def test_another_age_asks_to_check_the_century(born: str) -> None:
    with pytest.raises(IdentityError, match="Kontrollera seklet") as refused:
        plausible_age(date.fromisoformat(born), TODAY)
    assert refused.value.code == IdentityProblem.AGE


def _coordination(month_and_day: str, year: int = 1988) -> str:
    return with_control_digit(f"{year}{month_and_day}239")


@pytest.mark.parametrize("month_and_day", ["0460", "0060", "0061", "1260"])
@pytest.mark.parametrize("form", ["{}", "{} ", "\u202a{}\u202c"])
def test_a_number_may_leave_the_day_or_month_of_birth_open_fc_04(month_and_day: str, form: str) -> None:
    """Skatteverket issues them: day 60, month 00."""
    number = _coordination(month_and_day)
    for typed in (number, number[2:], f"{number[2:8]}-{number[8:]}"):
        identity = parse_identity(form.format(typed), TODAY)
        assert (identity.number, identity.kind) == (number, COORDINATION)
        assert (identity.birth_date, identity.birth_year, identity.gender) == (None, 1988, "M")


def test_an_open_day_is_no_way_into_the_future_fc_04() -> None:
    for month_and_day, year in (("0060", 2027), ("1260", 2026)):
        with pytest.raises(IdentityError) as refused:
            parse_identity(_coordination(month_and_day, year), TODAY)
        assert refused.value.code == IdentityProblem.FUTURE
    assert parse_identity(_coordination("1160", 2026), TODAY).birth_year == 2026


def test_ages_by_the_year_say_both_that_it_may_be_fc_04() -> None:
    assert list(ages_on(TODAY, None, 1988)) == [37, 38]
    assert list(ages_on(date(2026, 12, 31), None, 1988)) == [38]
    assert list(ages_on(TODAY, date(1988, 11, 24), None)) == [37]
    assert list(ages_on(TODAY, None, None)) == []
    assert list(ages_on(TODAY, None, 2026)) == [0]


def test_an_age_that_is_implausible_only_perhaps_is_let_through_fc_04() -> None:
    """Born in 2011 one is 14 or 15 on this day: not refused, and the age is not known. In 2012 nobody is 15 yet."""
    require_plausible_age(TODAY, None, 2011)
    require_plausible_age(TODAY, None, None)
    for year in (2012, 1949):
        with pytest.raises(IdentityError):
            require_plausible_age(TODAY, None, year)
