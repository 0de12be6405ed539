"""Of the design system's style sheet is sent what our pages have, and nothing of that is missing."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from jobbtorg.pages.static_files import COMPONENTS, DESIGN_SYSTEM, only_ours
from tests.structure.floors import ROOT, production_files

CLASS = re.compile(r"(?<![\w-])ds-[a-z-]+(?![\w-]*\()")


def whole() -> str:
    """The style sheet as the package has it."""
    path = finders.find(DESIGN_SYSTEM)
    assert path
    return Path(path).read_text()


def used() -> set[str]:
    """The classes of the design system that stand in a template, in what Python draws, or in a script."""
    places = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    places += [ROOT / path for path in production_files() if path.name != "static_files.py"]
    of_the_package = {name.removeprefix(".") for name in re.findall(r"\.ds-[a-z-]+", whole())}
    return {name for place in places for name in CLASS.findall(place.read_text())} & of_the_package


def test_the_components_are_those_of_the_pages() -> None:
    assert used() == COMPONENTS


def test_what_is_sent_has_every_component_whole_and_not_the_others() -> None:
    sent = only_ours(whole())
    assert sent.count("{") == sent.count("}")
    assert len(sent) < 0.6 * len(whole())
    for component in COMPONENTS:
        rules = re.compile(rf"\.{component}(?![\w-])")
        assert len(rules.findall(sent)) == len(rules.findall(whole())) > 0
    assert not re.search(r"\.ds-(avatar|combobox|pagination|search|suggestion|tabs|tooltip)(?![\w-])", sent)
