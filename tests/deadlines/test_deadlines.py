"""The worked examples of when a clock is due, under the names that docs/deadlines.md gives them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import holiday_name
from deadlines.calculation.deadline import (
    Pause,
    PauseError,
    RollRule,
    Rule,
    Unit,
    compute_deadline,
    kept,
    received_on,
    warning_days,
)
from tests.deadlines.oracle import is_working_day, nth_working_day_after

GUARANTEE = Rule(5, Unit.WORKING_DAYS)
CALENDAR_GUARANTEE = Rule(5, Unit.CALENDAR_DAYS, RollRule.FORWARD)
FOLLOW_UP = Rule(3, Unit.MONTHS)
COMMUNICATION = Rule(1, Unit.WORKING_DAYS)

d = date.fromisoformat

# Test, received (day 0), due by five working days, due by five calendar days rolled forward.
GUARANTEE_EXAMPLES = [
    ("G-01", "2008-01-01", "2008-01-08", "2008-01-07"),
    ("G-02", "2008-03-19", "2008-03-28", "2008-03-25"),
    ("G-04", "2008-06-16", "2008-06-24", "2008-06-23"),
    ("G-05", "2008-12-22", "2009-01-05", "2008-12-29"),
    ("G-06", "2009-05-14", "2009-05-22", "2009-05-19"),
    ("G-07", "2009-06-05", "2009-06-12", "2009-06-10"),
    ("G-08", "2010-05-31", "2010-06-07", "2010-06-07"),
    ("G-10", "2012-12-21", "2013-01-04", "2012-12-27"),
    ("G-11", "2013-06-20", "2013-06-28", "2013-06-25"),
    ("G-13", "2016-02-24", "2016-03-02", "2016-02-29"),
    ("G-14", "2018-03-22", "2018-03-29", "2018-03-27"),
    ("G-15", "2018-03-26", "2018-04-04", "2018-04-03"),
    ("G-17", "2020-10-30", "2020-11-06", "2020-11-04"),
    ("G-18", "2022-06-22", "2022-06-30", "2022-06-27"),
    ("G-19", "2023-06-02", "2023-06-12", "2023-06-07"),
    ("G-21", "2025-04-16", "2025-04-25", "2025-04-22"),
    ("G-22", "2025-04-25", "2025-05-05", "2025-04-30"),
    ("G-23", "2026-01-05", "2026-01-13", "2026-01-12"),
    ("G-25", "2026-05-08", "2026-05-18", "2026-05-13"),
    ("G-26", "2026-06-15", "2026-06-23", "2026-06-22"),
    ("G-27", "2026-11-20", "2026-11-27", "2026-11-25"),
    ("G-28", "2026-11-21", "2026-11-27", "2026-11-26"),
    ("G-29", "2026-11-22", "2026-11-27", "2026-11-27"),
    ("G-30", "2026-11-23", "2026-11-30", "2026-11-30"),
    ("G-32", "2026-12-23", "2027-01-05", "2026-12-28"),
    ("G-33", "2027-03-24", "2027-04-02", "2027-03-30"),
    ("G-35", "2027-12-22", "2027-12-30", "2027-12-27"),
    ("G-51", "2026-02-06", "2026-02-13", "2026-02-11"),
    ("G-53", "2026-04-13", "2026-04-20", "2026-04-20"),
    ("G-55", "2026-03-23", "2026-03-30", "2026-03-30"),
    ("G-58", "2026-09-07", "2026-09-14", "2026-09-14"),
    ("G-65 old policy", "2026-12-28", "2027-01-07", "2027-01-04"),
    ("G-65 new policy", "2027-01-11", "2027-01-18", "2027-01-18"),
]

# Test, base, nominal, due, recommended.
FOLLOW_UP_EXAMPLES = [
    ("F-01", "2008-01-08", "2008-04-08", "2008-04-08", "2008-04-08"),
    ("F-02", "2008-11-28", "2009-02-28", "2009-03-02", "2009-02-27"),
    ("F-04", "2009-05-14", "2009-08-14", "2009-08-14", "2009-08-14"),
    ("F-05", "2011-11-30", "2012-02-29", "2012-02-29", "2012-02-29"),
    ("F-07", "2023-11-30", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("F-08", "2024-11-29", "2025-02-28", "2025-02-28", "2025-02-28"),
    ("F-09", "2025-10-06", "2026-01-06", "2026-01-07", "2026-01-05"),
    ("F-10", "2026-01-31", "2026-04-30", "2026-04-30", "2026-04-30"),
    ("F-11", "2026-02-13", "2026-05-13", "2026-05-13", "2026-05-13"),
    ("F-12", "2026-02-14", "2026-05-14", "2026-05-15", "2026-05-13"),
    ("F-13", "2026-03-06", "2026-06-06", "2026-06-08", "2026-06-05"),
    ("F-15", "2026-05-31", "2026-08-31", "2026-08-31", "2026-08-31"),
    ("F-16", "2026-07-31", "2026-10-31", "2026-11-02", "2026-10-30"),
    ("F-17", "2026-09-24", "2026-12-24", "2026-12-28", "2026-12-23"),
    ("F-19", "2026-11-30", "2027-02-28", "2027-03-01", "2027-02-26"),
    ("F-21", "2027-02-06", "2027-05-06", "2027-05-07", "2027-05-05"),
    ("F-22", "2026-04-08", "2026-07-08", "2026-07-08", "2026-07-08"),
    ("F-24", "2026-01-12", "2026-04-12", "2026-04-13", "2026-04-10"),
]


@pytest.mark.parametrize(("start", "due"), [pytest.param(d(s), d(w), id=i) for i, s, w, _ in GUARANTEE_EXAMPLES])
def test_the_guarantee_is_due_on_the_fifth_working_day(start: date, due: date) -> None:
    deadline = compute_deadline(GUARANTEE, start, calendar=holiday_name)
    assert deadline.due_on == due
    assert len(deadline.counted) == 5
    walked = sorted([*deadline.counted, *(skipped.day for skipped in deadline.skipped)])
    assert walked == [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]


@pytest.mark.parametrize(("start", "due"), [pytest.param(d(s), d(c), id=i) for i, s, _, c in GUARANTEE_EXAMPLES])
def test_the_calendar_alternative_rolls_forward(start: date, due: date) -> None:
    deadline = compute_deadline(CALENDAR_GUARANTEE, start, calendar=holiday_name)
    assert deadline.due_on == due
    assert deadline.nominal_on == start + timedelta(days=5)


@pytest.mark.parametrize(
    ("base", "nominal", "due", "recommended"),
    [pytest.param(d(b), d(n), d(u), d(r), id=i) for i, b, n, u, r in FOLLOW_UP_EXAMPLES],
)
def test_a_follow_up_is_due_after_three_months(base: date, nominal: date, due: date, recommended: date) -> None:
    deadline = compute_deadline(FOLLOW_UP, base, calendar=holiday_name)
    assert (deadline.nominal_on, deadline.due_on, deadline.recommended_on) == (nominal, due, recommended)


@pytest.mark.parametrize(
    ("interruption", "due", "recommended"),
    [
        pytest.param(("2026-08-10", "2026-09-14"), "2026-09-21", None, id="F-25"),
        pytest.param(("2026-07-01", "2026-08-03"), "2026-08-31", "2026-08-31", id="F-26"),
        pytest.param(("2026-08-10", "2026-08-31"), "2026-08-31", "2026-08-31", id="back on the due day"),
        pytest.param(("2026-09-01", None), "2026-08-31", "2026-08-31", id="begins after the due day"),
        pytest.param(("2026-08-31", None), None, None, id="open over the due day"),
    ],
)
def test_an_interruption_over_the_due_date_moves_the_follow_up(
    interruption: tuple[str, str | None], due: str | None, recommended: str | None
) -> None:
    begins, ends = interruption
    deadline = compute_deadline(
        FOLLOW_UP, d("2026-05-31"), [Pause(d(begins), d(ends) if ends else None)], calendar=holiday_name
    )
    assert deadline.due_on == (d(due) if due else None)
    assert deadline.recommended_on == (d(recommended) if recommended else None)
    assert deadline.nominal_on == d("2026-08-31")


@pytest.mark.parametrize(
    ("start", "pause", "due", "paused_days"),
    [
        pytest.param("2026-03-02", ("2026-03-05", "2026-03-11"), "2026-03-13", 4, id="G-36"),
        pytest.param("2026-12-21", ("2026-12-23", "2027-01-11"), "2027-01-14", 8, id="G-38"),
        pytest.param("2026-05-11", ("2026-05-14", "2026-05-15"), "2026-05-19", 0, id="G-40"),
        pytest.param("2026-09-07", ("2026-09-07", "2026-09-09"), "2026-09-15", 1, id="G-41"),
        pytest.param("2026-10-12", ("2026-10-14", None), None, 0, id="G-42 open"),
        pytest.param("2026-10-12", ("2026-10-14", "2026-11-02"), "2026-11-05", 13, id="G-42 ended"),
        pytest.param("2026-11-23", ("2026-12-01", None), "2026-11-30", 0, id="begins after the due day"),
        pytest.param("2026-11-23", ("2026-11-30", None), None, 0, id="begins on the due day"),
    ],
)
def test_a_pause_moves_the_guarantee(
    start: str, pause: tuple[str, str | None], due: str | None, paused_days: int
) -> None:
    begins, ends = pause
    deadline = compute_deadline(
        GUARANTEE, d(start), [Pause(d(begins), d(ends) if ends else None)], calendar=holiday_name
    )
    assert deadline.due_on == (d(due) if due else None)
    assert deadline.paused_days == paused_days


def test_several_pauses_count_whatever_their_order() -> None:
    pauses = [Pause(d("2026-11-26"), d("2026-11-27")), Pause(d("2026-11-24"), d("2026-11-26"))]
    deadline = compute_deadline(GUARANTEE, d("2026-11-23"), pauses, calendar=holiday_name)
    assert deadline.due_on == d("2026-12-03")
    assert deadline == compute_deadline(GUARANTEE, d("2026-11-23"), pauses[::-1], calendar=holiday_name)


def test_a_pause_that_meets_the_rolled_day_moves_it_too() -> None:
    nominal_on_a_sunday = Pause(d("2026-11-23"), d("2026-11-25"))
    assert compute_deadline(
        CALENDAR_GUARANTEE, d("2026-11-17"), [nominal_on_a_sunday], calendar=holiday_name
    ).due_on == d("2026-11-25")


@pytest.mark.parametrize(
    "pauses",
    [
        [("2026-11-24", "2026-11-26"), ("2026-11-25", "2026-11-27")],
        [("2026-11-24", None), ("2026-12-24", "2026-12-27")],
        [("2026-11-24", "2026-11-26"), ("2026-11-24", "2026-11-25")],
        [("2026-11-24", "2026-11-24")],
        [("2026-11-24", "2026-11-23")],
    ],
)
def test_pauses_that_share_a_day_or_end_before_they_begin_are_refused(pauses: list[tuple[str, str | None]]) -> None:
    with pytest.raises(PauseError, match="2026-11-24"):
        compute_deadline(
            GUARANTEE, d("2026-11-23"), [Pause(d(a), d(b) if b else None) for a, b in pauses], calendar=holiday_name
        )


def test_a_rule_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Rule(0, Unit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("instant", "met"),
    [
        pytest.param(datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), True, id="G-43"),
        pytest.param(datetime(2026, 11, 30, 23, 0, tzinfo=UTC), False, id="G-44"),
        pytest.param(datetime(2026, 7, 31, 22, 0, tzinfo=UTC), True, id="earlier"),
    ],
)
def test_a_clock_is_kept_until_midnight_in_stockholm(instant: datetime, met: bool) -> None:
    assert kept(d("2026-11-30"), instant) is met


def test_g46_a_form_sent_late_at_night_is_received_the_next_day() -> None:
    day = received_on(datetime(2026, 10, 22, 22, 30, tzinfo=UTC))
    assert day == d("2026-10-23")
    assert compute_deadline(GUARANTEE, day, calendar=holiday_name).due_on == d("2026-10-30")


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        received_on(datetime(2026, 10, 22, 22, 30))  # noqa: DTZ001


def test_g63_warnings_of_the_guarantee() -> None:
    due = compute_deadline(GUARANTEE, d("2026-06-15"), calendar=holiday_name).due_on
    assert due == d("2026-06-23")
    assert warning_days(due, (2, 0), holiday_name) == {2: d("2026-06-18"), 0: d("2026-06-23")}


def test_warnings_of_the_follow_up_at_ten_and_five_working_days() -> None:
    assert warning_days(d("2026-12-28"), (10, 5), holiday_name) == {10: d("2026-12-10"), 5: d("2026-12-17")}


@pytest.mark.parametrize(
    ("approved", "due"), [("2026-12-18", "2026-12-21"), ("2026-12-23", "2026-12-28"), ("2026-05-13", "2026-05-15")]
)
def test_g68_a_plan_is_communicated_within_a_working_day(approved: str, due: str) -> None:
    assert compute_deadline(COMMUNICATION, d(approved), calendar=holiday_name).due_on == d(due)


def test_hours_are_whole_days_begun() -> None:
    assert compute_deadline(Rule(48, Unit.HOURS), d("2026-11-23"), calendar=holiday_name).due_on == d("2026-11-25")
    assert compute_deadline(Rule(25, Unit.HOURS), d("2026-11-23"), calendar=holiday_name).due_on == d("2026-11-25")
    assert compute_deadline(Rule(48, Unit.HOURS), d("2026-11-26"), calendar=holiday_name).due_on == d("2026-11-30")


@pytest.mark.parametrize(
    ("rule", "due"),
    [(Rule(5, Unit.CALENDAR_DAYS, RollRule.NONE), "2026-11-28"), (Rule(1, Unit.MONTHS, RollRule.NONE), "2026-12-23")],
)
def test_a_rule_that_does_not_roll_may_end_on_a_day_off(rule: Rule, due: str) -> None:
    assert compute_deadline(rule, d("2026-11-23"), calendar=holiday_name).due_on == d(due)


STARTS = st.dates(date(2008, 1, 1), date(2040, 12, 31))


@st.composite
def pauses_after(draw: st.DrawFn, start: date) -> list[Pause]:
    """Up to three ended pauses around the weeks after the start, apart or end to end."""
    pauses: list[Pause] = []
    day = start + timedelta(days=draw(st.integers(-10, 10)))
    for _ in range(draw(st.integers(0, 3))):
        begins = day + timedelta(days=draw(st.integers(0, 8)))
        day = begins + timedelta(days=draw(st.integers(1, 20)))
        pauses.append(Pause(begins, day))
    return pauses


@given(STARTS, st.integers(1, 30), st.data())
def test_working_days_agree_with_counting_by_hand(start: date, length: int, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    paused = frozenset(
        pause.start + timedelta(days=n) for pause in pauses if pause.end for n in range((pause.end - pause.start).days)
    )
    deadline = compute_deadline(Rule(length, Unit.WORKING_DAYS), start, pauses, calendar=holiday_name)
    assert deadline.due_on == nth_working_day_after(start, length, paused)
    assert deadline.paused_days == sum(start < day < deadline.due_on and is_working_day(day) for day in paused)


@given(STARTS, st.integers(1, 24))
def test_a_deadline_in_months_ends_on_the_first_working_day_from_the_nominal(base: date, months: int) -> None:
    deadline = compute_deadline(Rule(months, Unit.MONTHS), base, calendar=holiday_name)
    assert deadline.due_on
    assert deadline.nominal_on
    assert deadline.recommended_on
    assert deadline.recommended_on <= deadline.nominal_on <= deadline.due_on
    assert is_working_day(deadline.due_on)
    assert is_working_day(deadline.recommended_on)
    between = (deadline.due_on - deadline.recommended_on).days
    assert not any(is_working_day(deadline.recommended_on + timedelta(days=n)) for n in range(1, between))
