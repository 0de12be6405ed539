"""The floors as pyproject.toml declares them for the import check, and where a file stands."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@cache
def import_check() -> dict[str, Any]:
    """The settings of the import check."""
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return settings


@cache
def floors() -> dict[str, int]:
    """The number of each package's floor, the ground being 0. Packages side by side have the same."""
    [contract] = [one for one in import_check()["contracts"] if one["type"] == "layers"]
    from_the_ground = reversed(contract["layers"])
    return {name.strip(): floor for floor, layer in enumerate(from_the_ground) for name in layer.split("|")}


def may_know(package: str, other: str) -> bool:
    """Whether a package may name what belongs to another: its own, or one on a lower floor."""
    return package == other or floors()[other] < floors()[package]


def production_files() -> list[Path]:
    """The Python files of the packages and of the project package, migrations left out, relative to the root."""
    packages = [*floors(), "jobbtorg"]
    found = [path.relative_to(ROOT) for package in packages for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)
