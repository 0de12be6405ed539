"""Which package imports which, as the code has it: read by the same library that checks the floors."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

import grimp

from tests.structure.floors import ROOT, floors, import_check

Edge = tuple[str, str]
"""A package, and another that it imports."""


def imports_between(packages: Iterable[str]) -> set[Edge]:
    """Each package with each other one that it imports, in any module.

    Imports that only the type checker sees count if the check of the floors counts them.
    """
    graph = grimp.build_graph(
        *packages,
        exclude_type_checking_imports=import_check()["exclude_type_checking_imports"],
        cache_dir=None,
    )
    edges = {
        (module.partition(".")[0], imported.partition(".")[0])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return {(user, used) for user, used in edges if user != used}


def thinned(edges: Iterable[Edge]) -> list[Edge]:
    """The edges that no others make up for: A to C goes where A to B and B to C are there. There must be no circle."""
    below: dict[str, set[str]] = {}
    for user, used in edges:
        below.setdefault(user, set()).add(used)

    def reached_from(package: str) -> set[str]:
        return {package}.union(*(reached_from(other) for other in below.get(package, ())))

    return sorted(
        (user, used)
        for user, direct in below.items()
        for used in direct
        if not any(used in reached_from(other) for other in direct - {used})
    )


def purposes() -> Mapping[str, str]:
    """What each package is for: the docstring of the package, else that of its AppConfig. Empty where there is none."""
    return {package: _purpose(package) for package in (*floors(), "jobbtorg")}


def _purpose(package: str) -> str:
    documented: list[ast.Module | ast.ClassDef] = [ast.parse((ROOT / package / "__init__.py").read_text())]
    if (apps := ROOT / package / "apps.py").exists():
        documented += [node for node in ast.parse(apps.read_text()).body if isinstance(node, ast.ClassDef)]
    return next(filter(None, map(ast.get_docstring, documented)), "").partition("\n")[0]
