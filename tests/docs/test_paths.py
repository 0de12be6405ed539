"""What the documents point to is there: files, tests by name, headings, make targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "docs" / "changing.md"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^    (.+)$", re.MULTILINE)
PATH = re.compile(r"(?<![\w/.-])(?:[\w.-]+/)+[\w.*-]*(?![\w/<])|(?<![\w/.-])[A-Za-z_][\w-]*\.(?:py|md|html|toml)\b")
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
TEST = re.compile(r"\btest_\w+(?!\w*\.py)\b")
TARGET = re.compile(r"\bmake ([a-z-]+)")
NAME = re.compile(r"(?<![\w/.*-])(?:[a-z]+_[a-z_]+|[A-Z][a-z]+[A-Z]\w+|[A-Z]+_[A-Z_]+)(?![\w/.])")
"""What can only be the name of something in the code: of several words, joined."""
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
AS_AN_EXAMPLE = {"call_name"}
NOT_OURS = {".venv", "node_modules", "var", ".git"}
MADE_WHEN_NEEDED = ("var/", ".venv/", "node_modules/", "secrets/")


def missing(document: Path) -> Iterator[str]:
    """What a document points to and is not there."""
    text = document.read_text()
    for said in [*CODE.findall(text), *COMMAND.findall(text)]:
        yield from (f"file {path}" for path in PATH.findall(said) if not _is_there(path, document))
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for name in {name for said in CODE.findall(text) for name in TEST.findall(said)}:
        if not re.search(rf"^\s*def {name}\(", tests, re.MULTILINE) and not list(ROOT.glob(f"tests/**/{name}.py")):
            yield f"test {name}"
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    yield from (f"make {target}" for target in TARGET.findall("\n".join(CODE.findall(text))) if target not in targets)
    for link in LINK.findall(text):
        path, _, heading = link.partition("#")
        there = (document.parent / path) if path else document
        if not there.exists():
            yield f"link {link}"
        elif heading and heading not in map(_anchor, HEADING.findall(there.read_text())):
            yield f"heading {link}"


def _is_there(path: str, document: Path) -> bool:
    """A path from the root; the bare name of a test file or a document beside this one; a folder inside a package."""
    if path.startswith(MADE_WHEN_NEEDED):
        return True
    if "/" in path:
        return (ROOT / path).exists() or (path.count("/") == 1 and path.endswith("/") and any(ROOT.glob(f"*/{path}")))
    return (ROOT / path).exists() or (document.parent / path).exists() or any((ROOT / "tests").rglob(path))


def _anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_it_points_to_is_there(document: Path) -> None:
    assert list(missing(document)) == []


def test_the_recipes_name_what_the_code_has() -> None:
    """Functions, classes and constants that they say to use, by name."""
    named = {name for said in CODE.findall(RECIPES.read_text()) for name in NAME.findall(said)}
    code = [path for folder in ROOT.iterdir() if folder.name not in NOT_OURS for path in folder.rglob("*.py")]
    known = {word for path in code for word in re.findall(r"\w+", path.read_text())}
    assert len(named) > 20, "the names are not found any more"
    assert named - known - AS_AN_EXAMPLE == set()


def test_a_recipe_has_its_fast_test() -> None:
    """Each of the four names one before its second table, and it runs without the database."""
    recipes = [part for part in RECIPES.read_text().split("\n## ")[1:] if not part.startswith("Migrations")]
    assert len(recipes) == 4
    for recipe in recipes:
        [command, *_] = [line for line in COMMAND.findall(recipe) if "-m pytest" in line]
        files = re.findall(r"tests/[\w/]+\.py", command)
        assert files, recipe.partition("\n")[0]
        for file in files:
            assert "django_db" not in (ROOT / file).read_text(), f"{file} needs the database"


def test_what_is_not_there_is_found(tmp_path: Path) -> None:
    """Held against the check itself."""
    document = tmp_path / "changing.md"
    document.write_text(
        "Put it into `aspirants/nowhere.py`, run `test_of_nothing` by `make nothing`, "
        "see [there](there.md), [here](#no).\n\n"
        "    .venv/bin/python -m pytest -q tests/nowhere/test_nothing.py\n"
    )
    assert sorted(missing(document)) == [
        "file aspirants/nowhere.py",
        "file tests/nowhere/test_nothing.py",
        "heading #no",
        "link there.md",
        "make nothing",
        "test test_of_nothing",
    ]
