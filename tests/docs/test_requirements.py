"""docs/requirements.md explains every R-number that the repository mentions, each once, and no other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEY = ROOT / "docs" / "requirements.md"
NUMBER = re.compile(r"\bR-[0-9]-[0-9]{2}\b")
ROW = re.compile(r"^\| (R-[0-9]-[0-9]{2}) \| (.+?) \| (.+?) \|$", re.MULTILINE)
"""Number, meaning, packages."""

NOT_OURS = {".venv", "node_modules", "var", ".git"}


def _mentioned() -> dict[str, Path]:
    """Each number with one file that mentions it: Python, templates, documents and the reference data."""
    found: dict[str, Path] = {}
    for pattern in ("**/*.py", "templates/**/*.html", "**/*.md", "**/reference_data/*.csv"):
        for path in ROOT.glob(pattern):
            if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts) and path != KEY:
                found |= dict.fromkeys(NUMBER.findall(path.read_text()), path.relative_to(ROOT))
    return found


def test_every_number_has_its_row_and_no_row_is_unused():
    mentioned = _mentioned()
    explained = Counter(number for number, _, _ in ROW.findall(KEY.read_text()))
    assert len(mentioned) > 50, "the numbers are not found any more"
    assert {number: str(mentioned[number]) for number in sorted(mentioned.keys() - explained.keys())} == {}
    assert sorted(explained.keys() - mentioned.keys()) == []
    assert [number for number, times in explained.items() if times > 1] == []


def test_the_rows_are_in_order():
    numbers = [number for number, _, _ in ROW.findall(KEY.read_text())]
    assert numbers == sorted(numbers)
