"""Every identifier in backticks in docs/glossary.md names something in the code of the product."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
CODE = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
PRODUCT = sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")


@dataclass
class Names:
    """What the code defines: all names, and those in the body of each class."""

    all: set[str] = field(default_factory=set)
    of_class: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def have(self, said: str) -> bool:
        """Whether a name is defined; of `Class.member`, whether that class has it."""
        owner, _, member = said.rpartition(".")
        return member in (self.of_class[owner] if owner else self.all)


@cache
def names() -> Names:
    found = Names()
    for package in PRODUCT:
        for path in package.rglob("*.py"):
            found.all |= {path.stem, *path.relative_to(ROOT).parts[:-1]}
            for node in ast.walk(ast.parse(path.read_text())):
                found.all.update(_defined(node))
                if isinstance(node, ast.ClassDef):
                    found.of_class[node.name].update(name for line in node.body for name in _in_body(line))
    return found


def _defined(node: ast.AST) -> Iterator[str]:
    """The name that a node gives to something. Words in comments and texts are none."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg


def _in_body(line: ast.stmt) -> Iterator[str]:
    """What a line of a class defines."""
    yield from _defined(line)
    targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
    yield from (name for target in targets for name in _defined(target))


def unknown(text: str) -> list[str]:
    """What stands in backticks and is no name of the code."""
    return [said for said in CODE.findall(text) if not DOTTED.fullmatch(said) or not names().have(said)]


def test_every_identifier_is_in_the_code() -> None:
    text = GLOSSARY.read_text()
    assert len(CODE.findall(text)) > 80, "the identifiers are not found any more"
    assert unknown(text) == []


def test_a_name_that_is_gone_is_found() -> None:
    """Held against the check itself."""
    said = "`Person`, `Persona`, `Role.COACH`, `Role.TEACHER`, `Person.watched`, `keep_clock`, `keep clock`"
    assert unknown(said) == ["Persona", "Role.TEACHER", "Person.watched", "keep clock"]
