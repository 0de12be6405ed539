"""What holds for every page: rows have headings, one text is one target, and one act is the main one.

Each rule takes a page as a tree and returns what breaks it, in words.
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urldefrag

from tests.tree import Element, main_of

ROW_SCOPES = frozenset({"row", "rowgroup"})


def is_main(button: Element) -> bool:
    """Whether it looks like the main act: a button of no other variant."""
    return "ds-button" in button.classes and not button.has("data-variant")


def is_reachable(element: Element) -> bool:
    """Whether it is seen when the page opens: not in what is folded together, hidden or a dialog."""
    for around in element.around():
        if around.has("hidden") or (around.tag == "dialog" and not around.has("open")):
            return False
        if around.tag == "details" and not around.has("open"):
            summary = next(around.all("summary"), None)
            if element is not summary and (summary is None or summary not in [*element.around()]):
                return False
    return True


def rows_without_heading(page: Element) -> list[str]:
    """Rows of tables in which no cell says what the row is about; a single cell over the whole table is none."""
    without = []
    for row in page.all("tr"):
        cells = [one for one in row.inside if isinstance(one, Element) and one.tag in {"td", "th"}]
        if row.within("thead") is not None or len(cells) < 2:
            continue
        if not any(cell.tag == "th" and cell.get("scope") in ROW_SCOPES for cell in cells):
            without.append(f"no row heading: {row.text[:60]}")
    return without


def texts_of_two_targets(page: Element) -> list[str]:
    """What two links are called that lead to different places."""
    targets: dict[str, set[str]] = defaultdict(set)
    for link in main_of(page).all("a"):
        if link.has("href"):
            targets[link.name].add(urldefrag(link.get("href")).url)
    return [f"“{text}” leads to {sorted(found)[:2]}" for text, found in targets.items() if len(found) > 1]


def several_main_acts(page: Element) -> list[str]:
    """The main acts of a page, where there are several: outside rows of a list, and not the same one in two places."""
    acts = {
        button.text
        for button in main_of(page).all("a", "button")
        if is_main(button) and button.within("table", "dialog") is None and is_reachable(button)
    }
    return [f"several main acts: {sorted(acts)}"] if len(acts) > 1 else []


RULES = (rows_without_heading, texts_of_two_targets, several_main_acts)


def faults_of(page: Element) -> list[str]:
    """All that a page breaks."""
    return [fault for rule in RULES for fault in rule(page)]
