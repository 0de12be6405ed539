"""Dates and numbers in the cells of tables stay on one line, also where the screen is narrow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
UNSEEN = re.compile(r'<span class="ds-sr-only">.*?</span>|<[^>]*>', re.DOTALL)
BARE_DATE = re.compile(r'\{\{[^}]*\|date:"Y-m-d"')
NUMBER = re.compile(r"\{\{ (?:\w+\.)*(?:case_no|reference)\b|\{\{ referral\.number\b")
KEPT_TOGETHER = ("one-line", "reference", "second-line", "case-number")


def _cells() -> list[tuple[str, str, str]]:
    """The cells of all tables: the template, the attributes and what stands in the cell."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return [
        (str(path.relative_to(ROOT)), attributes, inner)
        for path in templates
        for _, attributes, inner in CELL.findall(path.read_text())
    ]


def test_there_are_cells_with_dates_and_numbers() -> None:
    shown = [UNSEEN.sub("", inner) for _, _, inner in _cells()]
    assert sum("|iso_date" in inner for inner in shown) > 10
    assert sum(bool(NUMBER.search(inner)) for inner in shown) > 5


def test_a_date_in_a_cell_is_a_time_element() -> None:
    """`iso_date` and its kin write <time>, which does not break; a date in an attribute is no matter of lines."""
    bare = [(path, inner) for path, _, inner in _cells() if BARE_DATE.search(UNSEEN.sub("", inner))]
    assert bare == []


def test_a_number_in_a_cell_is_kept_together() -> None:
    loose = []
    for path, attributes, inner in _cells():
        if any(name in attributes for name in KEPT_TOGETHER) or not NUMBER.search(UNSEEN.sub("", inner)):
            continue
        for start in (found.start() for found in NUMBER.finditer(inner)):
            before = inner[:start]
            opened = before[before.rfind("<") :]
            # What is said to screen readers alone takes no line, and in an attribute nothing does.
            if ">" in opened and not any(name in opened for name in (*KEPT_TOGETHER, "ds-sr-only")):
                loose.append((path, opened))
            elif "<" not in before:
                loose.append((path, inner.strip()))
    assert loose == []


@pytest.mark.parametrize("what", ["time", ":is(.reference, .one-line)"])
def test_the_style_that_all_pages_load_keeps_them_so(what: str) -> None:
    css = (ROOT / "static" / "css" / "tables.css").read_text()
    [rule] = re.findall(rf"\.ds-table {re.escape(what)} \{{(.*?)\}}", css, re.DOTALL)
    assert "white-space: nowrap" in rule
    pages = [(ROOT / "templates" / name).read_text() for name in ("bare.html", "base.html")]
    assert "css/tables.css" in "".join(pages)
