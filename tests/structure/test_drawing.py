"""docs/floors.svg and docs/floors.md show the code as it is now."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from tests.structure.drawing import DRAWING, files, page, svg
from tests.structure.floors import floors
from tests.structure.imports import imports_between, purposes, thinned

HOUSE = {"ground": 0, "left": 1, "right": 1, "roof": 2}
TEXTS = {"ground": "What all stand on.", "left": "One side.", "right": "The <other> side.", "roof": "", "jobbtorg": ""}
IMPORTS = {("roof", "left"), ("roof", "right"), ("roof", "ground"), ("left", "ground"), ("right", "ground")}


def test_the_drawing_is_current() -> None:
    old = [path.name for path, content in files().items() if path.read_text() != content]
    assert old == [], "run `make drawing`, look at it, and commit it with what changed it"


def test_every_package_says_what_it_is_for() -> None:
    assert [package for package, purpose in purposes().items() if not purpose.endswith(".")] == []


def test_it_shows_every_package_on_its_floor_and_what_it_imports() -> None:
    texts = [element.text for element in ElementTree.parse(DRAWING).iter() if element.tag.endswith("text")]
    assert set(floors()) | {str(floor + 1) for floor in floors().values()} <= set(texts)
    edges = imports_between(floors())
    assert ("workbench", "referrals") in edges
    assert all(floors()[user] > floors()[used] for user, used in edges)


def test_arrows_that_others_make_up_for_are_left_out() -> None:
    assert thinned(IMPORTS) == sorted(IMPORTS - {("roof", "ground")})


def test_another_import_makes_another_drawing() -> None:
    """Held against the check itself: what is drawn depends on what is imported, and not on the order it is found in."""
    drawn = svg(HOUSE, sorted(IMPORTS), TEXTS)
    assert drawn == svg(HOUSE, sorted(IMPORTS, reverse=True), TEXTS)
    assert drawn != svg(HOUSE, IMPORTS - {("right", "ground")}, TEXTS)
    assert len(re.findall("<circle", drawn)) == len(thinned(IMPORTS))
    assert "| 2 | `left/` | One side. | ground |" in page(HOUSE, IMPORTS, TEXTS)


def test_what_a_package_says_of_itself_cannot_break_the_drawing() -> None:
    ElementTree.fromstring(svg(HOUSE, IMPORTS, TEXTS))
