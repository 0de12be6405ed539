"""What an import check cannot see: tables named in SQL texts, and templates that build on other templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps

from jobbtorg.database.row_security import views
from tests.structure.floors import ROOT, floors, may_know, production_files

USES = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")


@cache
def owners() -> dict[str, str]:
    """The package that each table and each declared view belongs to."""
    found = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}
    found |= {view.name: view.name.split("_")[0] for view in views()}
    return {name: package for name, package in found.items() if package in floors()}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a Python file with its line, the parts of f-strings included, docstrings left out."""
    tree = ast.parse((ROOT / path).read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def named_above(path: Path) -> list[str]:
    """Tables of floors above its own that a file names in its texts."""
    package = path.parts[0]
    names = re.compile(rf"\b({'|'.join(sorted(owners(), key=len, reverse=True))})\b")
    return [
        f"{path}:{line} names {name}"
        for line, text in texts(path)
        for name in names.findall(text)
        if not may_know(package, owners()[name])
    ]


def test_sql_names_only_tables_of_the_own_floor_and_below() -> None:
    packages = [path for path in production_files() if path.parts[0] in floors()]
    assert [found for path in packages for found in named_above(path)] == []


def test_the_project_package_names_no_table() -> None:
    project = [path for path in production_files() if path.parts[0] == "jobbtorg"]
    names = re.compile(rf"\b({'|'.join(owners())})\b")
    found = [f"{path}:{line} {text}" for path in project for line, text in texts(path) if names.search(text)]
    assert found == []


def test_the_check_sees_a_table_named_from_below() -> None:
    """Held against the check itself: a text that names an upper table is found."""
    assert not may_know("organisation", owners()["referrals_referral"])
    assert may_know("referrals", owners()["organisation_user"])


def test_templates_build_only_on_the_own_floor_and_below() -> None:
    templates = ROOT / "templates"
    found = []
    for path in sorted(templates.rglob("*.html")):
        package = path.relative_to(templates).parts[0]
        if package not in floors():
            continue
        for used in USES.findall(path.read_text()):
            other = used.split("/")[0]
            if other in floors() and not may_know(package, other):
                found.append(f"{path.relative_to(templates)} uses {used}")
    assert found == []


def test_shared_components_build_on_no_package() -> None:
    shared = [*(ROOT / "templates" / "components").glob("*.html"), *(ROOT / "templates").glob("*.html")]
    found = [
        f"{path.name} uses {used}"
        for path in shared
        for used in USES.findall(path.read_text())
        if used.split("/")[0] in floors()
    ]
    assert found == []
