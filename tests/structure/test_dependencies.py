"""docs/dependencies.md tells of every package that is named, and each package named is used."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import distributions, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.structure.floors import ROOT, floors

ROW = re.compile(r"^\| ([^|`]+) \| `([^`]+)` \| (.+) \| (.+) \|$", re.MULTILINE)
CHAPTERS = {
    "Production": "production",
    "The demo": "demo",
    "The checks": "dev",
    "In the browser": "browser",
    "The load": "bench",
}
OURS = {*floors(), "jobbtorg", "tests"}
ONLY_FOR_THE_DEMO = ("demo/", "jobbtorg/embedded/")
FOR_THE_LOAD = "tests/bench/load/"
COMMANDS = ("Makefile", "Dockerfile", "docker-compose.yml", ".pre-commit-config.yaml", "pyproject.toml", ".ci/")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

BESIDE = {"jobbtorg/embedded/bootstrap.py": {"steps"}}
"""What a script imports of its own folder, because no package can be imported yet."""


def named() -> dict[str, set[str]]:
    """The packages of each list in pyproject.toml and package.json, by their names there."""
    lists = {
        "production": PROJECT["project"]["dependencies"],
        **PROJECT["project"]["optional-dependencies"],
        **PROJECT["dependency-groups"],
    }
    found = {key: {Requirement(entry).name for entry in entries} - {"jobbtorg"} for key, entries in lists.items()}
    front_end = json.loads((ROOT / "package.json").read_text())
    return found | {"browser": {*front_end["dependencies"], *front_end["devDependencies"]}}


@cache
def documented() -> dict[str, list[tuple[str, str]]]:
    """By list, each package with the text by which it is seen at work."""
    chapters = re.split(r"^## (.+)$", (ROOT / "docs" / "dependencies.md").read_text(), flags=re.MULTILINE)
    texts = dict(zip(chapters[1::2], chapters[2::2], strict=True))
    return {key: [(name, seen) for name, seen, *_ in ROW.findall(texts[title])] for title, key in CHAPTERS.items()}


@cache
def committed() -> dict[str, str]:
    """The text of every file that may put a package to use."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    chosen = [name for name in names if name.endswith((".py", ".ini", ".html")) or name.startswith(COMMANDS)]
    found = {name: (ROOT / name).read_text() for name in chosen if (ROOT / name).exists()}
    # The lists themselves are no use.
    found["pyproject.toml"] = re.sub(r'^    "[^"]*",\n', "", found["pyproject.toml"], flags=re.MULTILINE)
    return found


def may_use(key: str, name: str) -> bool:
    """Whether a file may be what a package of a list is for."""
    if key in ("dev", "browser"):
        return True
    if key == "bench":
        return name.startswith(FOR_THE_LOAD)
    if name.startswith(("tests/", "Makefile", "pyproject.toml", ".ci/", ".pre-commit")):
        return False
    return key == "demo" or not name.startswith(ONLY_FOR_THE_DEMO)


@pytest.mark.parametrize("key", CHAPTERS.values())
def test_the_document_tells_of_what_is_named_and_of_nothing_else(key: str) -> None:
    told = [name for name, _ in documented()[key]]
    assert len(told) == len(set(told))
    assert set(told) == named()[key]


@pytest.mark.parametrize(("key", "package", "seen"), [(k, *row) for k, rows in documented().items() for row in rows])
def test_what_is_named_is_used(key: str, package: str, seen: str) -> None:
    assert [name for name, text in committed().items() if may_use(key, name) and seen in text], package


def imported() -> dict[str, set[str]]:
    """The packages of others that are imported, by the file that does."""
    found = {}
    for name, text in committed().items():
        if not name.endswith(".py"):
            continue
        modules: set[str] = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
        found[name] = modules - OURS - sys.stdlib_module_names - BESIDE.get(name, set())
    return found


def test_what_is_imported_is_named() -> None:
    """What comes only with another package goes when that one no longer needs it."""
    packages = packages_distributions()
    lists = {key: {name.lower().replace("_", "-") for name in names} for key, names in named().items()}
    missing = []
    for name, modules in imported().items():
        allowed = set(lists["production"])
        if name.startswith((*ONLY_FOR_THE_DEMO, "tests/")):
            allowed |= lists["demo"]
        if name.startswith("tests/"):
            allowed |= lists["dev"]
        if name.startswith(FOR_THE_LOAD):
            # Not in this environment, where a module's package could be asked for; they have the same name.
            allowed |= lists["bench"]
        missing += [
            f"{name} imports {module}"
            for module in modules
            if not allowed & {package.lower().replace("_", "-") for package in packages.get(module, [module])}
        ]
    assert missing == []


@pytest.mark.parametrize("release", ["5.2", "6.1", "6.2"])
def test_no_package_forbids_a_django(release: str) -> None:
    forbidding = [
        f"{distribution.name}: {requirement}"
        for distribution in distributions()
        for requirement in map(Requirement, distribution.requires or [])
        if requirement.name.lower() == "django" and not requirement.specifier.contains(release)
    ]
    assert forbidding == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_no_package_forbids_a_python(python: str) -> None:
    bounds = {one.name: one.metadata.get("Requires-Python") for one in distributions()}
    assert len(bounds) > 100
    assert {name: bound for name, bound in bounds.items() if bound and not SpecifierSet(bound).contains(python)} == {}
