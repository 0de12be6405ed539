"""For which migrations it is known that an empty database is the same, built at once or step by step (decision 083).

Stepping through all of them takes a minute and a half, and leads to the same each time as long as nothing changes that
migrations consist of. So `tests/platform/test_at_once.py` steps where `stepped.txt` beside this file was made of
something else, and with FULL=1. After a migration:

    .venv/bin/python -m tests.platform.stepped

steps through them, compares, and notes what it was made of.
"""

from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
NOTED = Path(__file__).with_name("stepped.txt")
ALWAYS = (
    "core/history",  # the operations of our own
    "jobbtorg/database",
    "jobbtorg/management/commands/migrate.py",
    "requirements/demo.txt",  # Django, the other packages' migrations, and PostgreSQL
    "tests/schema_text.py",
)
"""What the two ways of building are made of, beside the migrations."""


def parts(project: Path) -> list[Path]:
    """The files that decide: migrations, the modules of ours that they import, and `ALWAYS`."""
    found = {file for place in ALWAYS for file in _files(project / place)}
    for migration in project.glob("*/migrations/*.py"):
        found |= {migration, *_imported(project, migration)}
    return sorted(found)


def _files(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from place.rglob("*.py")
    else:
        yield place


def _imported(project: Path, file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            place = project.joinpath(*name.split("."))
            yield from (found for found in (place.with_suffix(".py"), place / "__init__.py") if found.is_file())


def fingerprint(project: Path = PROJECT) -> str:
    """Of the parts, and of what they are called."""
    digest = hashlib.sha256()
    for file in parts(project):
        digest.update(f"{file.relative_to(project)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_known() -> bool:
    """Whether they have been compared as they are."""
    return NOTED.is_file() and NOTED.read_text().strip() == fingerprint()


def main() -> int:
    """Compare, and note it; 1 where they differ."""
    texts = []
    for options in ((), ("--step-by-step",)):
        command = [sys.executable, "-m", "tests.schema_text", "--rows", *options]
        texts.append(subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True).stdout)
    if texts[0] != texts[1]:
        print("Building at once and step by step lead to different databases.", file=sys.stderr)
        return 1
    NOTED.write_text(f"{fingerprint()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
