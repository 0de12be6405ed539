"""Rows have headings, and one act is the main one, on every page; the demo city is asked in tests/browser too."""

from __future__ import annotations

from tests.page_rules import rows_without_heading, several_main_acts, texts_of_two_targets
from tests.tree import tree_of
from tests.ui.conftest import Walk


def test_every_row_has_a_heading(walk: Walk) -> None:
    assert {name: found for (name, _), page in walk.opened.items() if (found := rows_without_heading(page))} == {}


def test_one_act_of_a_page_is_the_main_one(walk: Walk) -> None:
    assert {name: found for (name, _), page in walk.opened.items() if (found := several_main_acts(page))} == {}


def test_the_rules_see_what_breaks_them() -> None:
    page = tree_of(
        """<main><a href="/a">Visa</a><a href="/b"><span hidden>x</span>Visa</a><a href="/c#x">Öppna</a>
        <a href="/c">Öppna</a><button class="ds-button">Spara</button><a class="ds-button" href="/d">Ny</a>
        <table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>
        <tr><th scope="row">1</th><td><a class="ds-button" href="/e">Logga</a></td></tr>
        <tr><td colspan="2">Inget</td></tr></tbody></table></main>"""
    )
    assert rows_without_heading(page) == ["no row heading: 12"]
    assert texts_of_two_targets(page) == ["“Visa” leads to ['/a', '/b']"]
    assert several_main_acts(page) == ["several main acts: ['Ny', 'Spara']"]
