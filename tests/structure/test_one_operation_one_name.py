"""No two packages have a public operation of the same name: whoever imports one must not get the other's effects."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.structure.floors import ROOT, production_files


def operations() -> dict[str, list[str]]:
    """The files that define each public function of the packages' operations."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in production_files():
        if "operations" in path.parts or path.stem == "operations":
            for node in ast.parse((ROOT / path).read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    found[node.name].append(str(path))
    return found


def test_each_operation_has_a_name_of_its_own() -> None:
    assert operations(), "no operations were found"
    assert {name: places for name, places in operations().items() if len(places) > 1} == {}
