"""Shares are rounded half up, once, from the unrounded quotient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shares import Share


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        pytest.param(3635, 8655, 42, id="SH-01"),
        pytest.param(3635, 8553, 42, id="SH-02 just below half"),
        pytest.param(3635, 8552, 43, id="SH-02 just above half"),
        pytest.param(85, 200, 43, id="SH-04 half goes up, not to even"),
        (0, 7, 0),
        (7, 7, 100),
    ],
)
def test_whole_percent_is_rounded_half_up_on_the_unrounded_quotient(part: int, whole: int, percent: int) -> None:
    assert Share(part, whole).whole_percent == f"{percent}\N{NO-BREAK SPACE}%"


def test_a_share_of_nothing_is_a_dash() -> None:
    nothing = Share(0, 0)
    assert (nothing.quotient, nothing.whole_percent, nothing.one_decimal) == (None, "–", "–")


def test_exports_have_one_decimal_with_a_comma() -> None:
    assert Share(3635, 8553).one_decimal == "42,5"
    assert Share(1, 8).one_decimal == "12,5"
    assert Share(41, 50).one_decimal == "82,0"


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_rounding_is_never_more_than_half_a_percent_off(whole: int, part: int) -> None:
    shown = int(Share(part, whole).whole_percent.split("\N{NO-BREAK SPACE}")[0])
    assert -whole <= 2 * (100 * part - shown * whole) < whole
