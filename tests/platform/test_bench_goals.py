"""What `make bench` says of its figures: which goal is missed, what grows, and what is drawn."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from tests.bench.goals import growth, judged
from tests.bench.report import curves


def _page(ms: float, *, statements: int = 9, today: bool = True) -> dict[str, Any]:
    return {
        "page": {"statements": statements, "whole": ms},
        "bare": {"statements": 4, "whole": 10.0},
        "most_statements": 15,
        "most_times": 3.0,
        "is_about_today": today,
    }


def test_a_figure_above_its_goal_is_missed_and_one_at_it_is_kept() -> None:
    results = {"pages": {"1": {"Frister": _page(30.1, statements=16), "Min dag": _page(30.0, statements=15)}}}
    assert {one.name: one.is_kept for one in judged(results)} == {
        "Frister: statements": False,
        "Frister: × the bare view": False,
        "Min dag: statements": True,
        "Min dag: × the bare view": True,
    }


def test_growth_is_judged_between_cities_of_which_one_is_ten_times_as_old() -> None:
    pages = {
        "0.3": {"Frister": _page(20.0), "Sök": _page(10.0, today=False)},
        "1": {"Frister": _page(30.0), "Sök": _page(40.0, today=False)},
        "3": {"Frister": _page(50.0), "Sök": _page(90.0, today=False)},
    }
    assert growth({"pages": pages}) == {("0.3", "Frister"): 2.5}
    [missed] = [one for one in judged({"pages": pages}) if one.part == "growth"]
    assert not missed.is_kept


def test_what_was_not_measured_is_not_judged() -> None:
    assert judged({"commit": "abc"}) == []


def test_the_curves_are_a_picture_with_a_line_for_each_page() -> None:
    pages = {scale: {"Frister": _page(ms), "Min dag": _page(2 * ms)} for scale, ms in (("0.1", 20.0), ("1", 40.0))}
    picture = ElementTree.fromstring(curves(pages))
    lines = [one for one in picture if one.tag.endswith("polyline")]
    names = [one.text for one in picture if one.tag.endswith("text")]
    assert len(lines) == 2
    assert {"Frister", "Min dag", "0.1", "1"} <= set(names)
