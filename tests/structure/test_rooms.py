"""Rooms stay small: files that fit a reader's head, packages whose contents are seen at a glance."""

from __future__ import annotations

from collections import Counter

from tests.structure.floors import ROOT, production_files

MOST_LINES = 400
MOST_MODULES = 12
NOT_COUNTED = {"__init__.py", "apps.py", "urls.py", "admin.py", "models.py"}


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(path): len((ROOT / path).read_text().splitlines()) for path in production_files()}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_package_has_more_loose_modules_than_are_seen_at_a_glance() -> None:
    modules = Counter(str(path.parent) for path in production_files() if path.name not in NOT_COUNTED)
    assert {package: count for package, count in modules.items() if count > MOST_MODULES} == {}
