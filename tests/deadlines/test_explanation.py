"""The words that tell a coach why a date is what it is."""

from datetime import date

import pytest

from core.workdays import holiday_name
from deadlines.calculation.deadline import Pause, RollRule, Rule, Unit, compute_deadline
from deadlines.calculation.explanation import Explanation, explain

GUARANTEE = Rule(5, Unit.WORKING_DAYS)
FOLLOW_UP = Rule(3, Unit.MONTHS)
d = date.fromisoformat


def guarantee(start: str, *pauses: Pause, rule: Rule = GUARANTEE) -> Explanation:
    return explain(
        rule, d(start), compute_deadline(rule, d(start), pauses, calendar=holiday_name), calendar=holiday_name
    )


def follow_up(start: str, *pauses: Pause, rule: Rule = FOLLOW_UP) -> Explanation:
    deadline = compute_deadline(rule, d(start), pauses, calendar=holiday_name)
    return explain(
        rule, d(start), deadline, what="Uppföljningen", start_text="Jobbplanen godkändes", calendar=holiday_name
    )


def test_an_ordinary_week() -> None:
    told = guarantee("2026-11-23")
    assert told.summary == (
        "Remissen kom in måndag 23 november 2026. Den dagen räknas inte. "
        "Femte arbetsdagen därefter är måndag 30 november 2026."
    )
    assert [str(day) for day in told.days] == [
        "tis 24 nov – arbetsdag 1",
        "ons 25 nov – arbetsdag 2",
        "tor 26 nov – arbetsdag 3",
        "fre 27 nov – arbetsdag 4",
        "lör 28 nov – lördag, räknas inte",
        "sön 29 nov – söndag, räknas inte",
        "mån 30 nov – arbetsdag 5",
    ]


def test_holidays_are_named() -> None:
    texts = dict(guarantee("2026-12-23").days)
    assert texts[d("2026-12-24")] == "julafton, räknas inte"
    assert texts[d("2026-12-25")] == "juldagen, räknas inte"
    assert texts[d("2026-12-26")] == "annandag jul, räknas inte"
    assert texts[d("2026-12-27")] == "söndag, räknas inte"
    assert texts[d("2027-01-05")] == "arbetsdag 5"


def test_a_pause_is_told_in_the_summary_and_by_day() -> None:
    told = guarantee("2026-03-02", Pause(d("2026-03-05"), d("2026-03-11"), "sjukdom"))
    assert "Femte arbetsdagen därefter, när fyra pausade arbetsdagar inte räknas, är fredag 13 mars" in told.summary
    assert dict(told.days)[d("2026-03-05")] == "räknas inte, pausad (sjukdom)"
    assert dict(told.days)[d("2026-03-07")] == "lördag, räknas inte"


def test_one_paused_day_is_told_in_the_singular() -> None:
    told = guarantee("2026-09-07", Pause(d("2026-09-07"), d("2026-09-09")))
    assert "när en pausad arbetsdag inte räknas" in told.summary
    assert dict(told.days)[d("2026-09-08")] == "räknas inte, pausad"


def test_an_open_pause_says_that_there_is_no_date_yet() -> None:
    told = guarantee("2026-10-12", Pause(d("2026-10-14")))
    assert told.summary == (
        "Remissen kom in måndag 12 oktober 2026. Den dagen räknas inte. "
        "Hittills har 1 av 5 arbetsdagar räknats. Jobbgarantin har inget slutdatum så länge pausen varar."
    )
    assert [str(day) for day in told.days] == ["tis 13 okt – arbetsdag 1"]


def test_calendar_days_tell_how_they_were_rolled() -> None:
    told = guarantee("2026-12-20", rule=Rule(5, Unit.CALENDAR_DAYS))
    assert told.summary.endswith(
        "Femte dagen därefter är fredag 25 december 2026 (juldagen). Det är ingen arbetsdag. "
        "Sista dagen blir därför måndag 28 december 2026."
    )
    assert [day.text for day in told.days[-4:]] == [
        "dag 5",
        "annandag jul, ingen arbetsdag",
        "söndag, ingen arbetsdag",
        "sista dagen",
    ]


def test_calendar_days_rolled_into_an_open_pause_have_no_date() -> None:
    told = guarantee("2026-12-20", Pause(d("2026-12-26")), rule=Rule(5, Unit.CALENDAR_DAYS))
    assert told.summary.endswith("Det är ingen arbetsdag. Jobbgarantin har inget slutdatum så länge pausen varar.")


def test_long_counts_are_told_in_figures() -> None:
    assert "12:e arbetsdagen därefter är" in guarantee("2026-11-23", rule=Rule(12, Unit.WORKING_DAYS)).summary


@pytest.mark.parametrize(
    ("base", "sentences"),
    [
        ("2026-05-31", "Tre månader senare är måndag 31 augusti 2026."),
        (
            "2026-09-24",
            "Tre månader senare är torsdag 24 december 2026 (julafton). Det är ingen arbetsdag. "
            "Sista dagen blir därför måndag 28 december 2026. "
            "Uppföljningen bör helst ske senast onsdag 23 december 2026.",
        ),
        (
            "2026-11-30",
            "Tre månader senare är månadens sista dag, söndag 28 februari 2027. Det är ingen arbetsdag. "
            "Sista dagen blir därför måndag 1 mars 2027. Uppföljningen bör helst ske senast fredag 26 februari 2027.",
        ),
    ],
)
def test_months(base: str, sentences: str) -> None:
    summary = follow_up(base).summary
    assert summary.startswith("Jobbplanen godkändes ")
    assert summary.endswith(f" {sentences}")


def test_months_list_only_the_days_that_moved_the_date() -> None:
    assert follow_up("2026-05-31").days == []
    assert [str(day) for day in follow_up("2026-11-30").days] == [
        "sön 28 feb – söndag, ingen arbetsdag",
        "mån 1 mars – sista dagen",
    ]


def test_months_that_do_not_roll_keep_their_date() -> None:
    told = follow_up("2026-07-31", rule=Rule(3, Unit.MONTHS, RollRule.NONE))
    assert told.summary.endswith("Tre månader senare är lördag 31 oktober 2026.")


def test_f25_the_return_from_a_pause_is_told() -> None:
    told = follow_up("2026-05-31", Pause(d("2026-08-10"), d("2026-09-14")))
    assert told.summary.endswith(
        "Tre månader senare är måndag 31 augusti 2026, men sista dagen faller i en paus. "
        "Femte arbetsdagen efter återkomsten måndag 14 september 2026 är måndag 21 september 2026."
    )
    assert str(told.days[0]) == "tis 15 sep – arbetsdag 1"


def test_a_follow_up_in_an_open_pause_has_no_date() -> None:
    told = follow_up("2026-05-31", Pause(d("2026-08-10")))
    assert told.summary.endswith("faller i en paus. Uppföljningen har inget slutdatum så länge pausen varar.")
