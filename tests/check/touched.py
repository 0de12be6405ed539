"""Which files have been touched, since what, and where the tests of a file are."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]

WHERE = {
    "catalogue": ["tests/reference_data"],
    "core/history": ["tests/history"],
    "jobbtorg": ["tests/platform"],
    "jobbtorg/database": ["tests/platform/test_migrate.py", "tests/platform/test_schema_text.py", "tests/secrecy"],
    "jobbtorg/management": ["tests/platform/test_migrate.py", "tests/reference_data"],
    "organisation/access": ["tests/organisation", "tests/access/test_permissions.py"],
    "organisation/reference_data": ["tests/reference_data"],
    "organisation/reference_tables": ["tests/reference_data"],
    "organisation/sign_in": ["tests/sign_in"],
    "static": ["tests/ui"],
    "templates": ["tests/ui"],
    "templates/account": ["tests/sign_in"],
    "templates/admin": ["tests/reference_data"],
    "templates/mfa": ["tests/sign_in"],
    "templates/usersessions": ["tests/sign_in"],
    ".env.example": ["tests/platform/test_configuration.py"],
    "requirements": ["tests/platform/test_supply.py"],
}
"""Where the tests of a folder are that does not go by its name; of two entries the longer counts."""

ALWAYS = ["tests/structure", "tests/access/test_pages_table.py", "tests/access/test_operations.py"]
"""What holds for every change and needs no database: the floors, the rooms, the tables of pages and of operations."""


class NoAnswerError(Exception):
    """Git cannot tell."""


def git(*arguments: str, root: Path = ROOT) -> str:
    """What git says; raises NoAnswerError with its reason."""
    finished = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise NoAnswerError(finished.stderr.strip() or f"git {arguments[0]} says no")
    return finished.stdout.strip()


def _commit(name: str, root: Path) -> str:
    try:
        return git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", root=root)
    except NoAnswerError:
        return ""


@dataclass(frozen=True)
class Since:
    """A commit to compare with, and in words what it is."""

    commit: str
    words: str


def since(root: Path = ROOT) -> Since:
    """Where this work left `main`; on `main` what is not pushed, else what is not committed, else the last commit."""
    head = git("rev-parse", "HEAD", root=root)
    for main in ("main", "origin/main"):
        if (tip := _commit(main, root)) and tip != head:
            left = git("merge-base", tip, head, root=root)
            if left != head or main == "main":
                return Since(left, f"since this work left {main}")
    if git("status", "--porcelain", root=root):
        return Since(head, "since the last commit, on main")
    before = _commit("HEAD~1", root)
    return Since(before or head, "since the commit before the last one, on main")


def touched(start: Since, root: Path = ROOT) -> list[str]:
    """The files that differ from then, committed or not, and those that git does not know yet."""
    changed = git("diff", "--name-only", "--no-renames", start.commit, root=root).splitlines()
    new = git("ls-files", "--others", "--exclude-standard", root=root).splitlines()
    return sorted({*changed, *new})


@dataclass
class Choice:
    """What pytest is to run, and which files have no tests of their own."""

    tests: list[str] = field(default_factory=list)
    """Test files that were touched come first."""
    without: list[str] = field(default_factory=list)


def choose(files: Iterable[str], root: Path = ROOT) -> Choice:
    """The tests of these files: the test files among them, and the folders of their packages."""
    own: set[str] = set()
    packages: set[str] = set()
    without = []
    for name in files:
        path = PurePosixPath(name)
        if path.parts[0] == "tests" and path.name.startswith("test_"):
            own |= {name} if (root / name).exists() else set()
        elif found := [place for place in _tests_of(path) if (root / place).exists()]:
            packages.update(found)
        else:
            without.append(name)
    own = {name for name in own if not any(name.startswith(f"{place}/") for place in packages)}
    return Choice([*sorted(own), *sorted(packages), *ALWAYS], without)


def _tests_of(path: PurePosixPath) -> list[str]:
    """Where the tests of a file are; nowhere for what all tests share, which is what `make test` is for."""
    if path.parts[0] == "tests":
        return [f"tests/{path.parts[1]}"] if len(path.parts) > 2 else []
    for place in (path, *path.parents):
        if str(place) in WHERE and str(place) != "templates":
            return WHERE[str(place)]
    if path.parts[0] == "templates":
        package = f"tests/{path.parts[1]}" if len(path.parts) > 2 else ""
        return [package] if package and (ROOT / package).exists() else WHERE["templates"]
    found = [f"tests/{path.parts[0]}"]
    return [*found, "tests/secrecy"] if path.name.endswith("row_security.py") else found
