"""Whose the files are, and the packages: each has a licence, and one that the project takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tests.security.advisories import REQUIREMENTS
from tests.security.licences import IN_PRODUCTION, IN_THE_CHECKS, UNKNOWN, installed, is_taken, licence_of, npm
from tests.security.secret_scan import files

ROOT = Path(__file__).resolve().parents[2]
OF_OTHERS = re.compile(
    r"\b(?:MIT|ISC|BSD|Apache|OFL|MPL|GPL)\b[^\n]{0,20} licen[cs]e|©|\(c\) \d{4}|^/\*\nbuild: v", re.MULTILINE
)
"""What stands in files that came from elsewhere."""
BROUGHT_ALONG = {".woff", ".woff2", ".ttf", ".otf"}
ABOUT_LICENCES = ("LICENSE", "LICENSES/", "REUSE.toml", "tests/docs/test_licences.py")


def annotated() -> set[str]:
    """The files that REUSE.toml gives to others than the rest, by path."""
    entries = tomllib.loads((ROOT / "REUSE.toml").read_text())["annotations"]
    assert entries[0]["path"] == "**"
    return {entry["path"] for entry in entries[1:]}


def of_others(root: Path, names: list[str]) -> set[str]:
    """The files that say, or show by their kind, that somebody else made them."""
    found = set()
    for name in names:
        path = root / name
        if name.startswith(ABOUT_LICENCES) or path.suffix in {".png", ".xlsx"}:
            continue
        if path.suffix in BROUGHT_ALONG or ".min." in path.name or OF_OTHERS.search(path.read_text(errors="replace")):
            found.add(name)
    return found


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """The check as `make licences` runs it."""
    command = [sys.executable, "-m", "reuse", "--root", str(root), "lint", "--lines"]
    env = os.environ | {"REUSE_ENCODING_MODULE": "charset_normalizer"}
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_the_licence_at_the_top_is_the_one_that_reuse_reads() -> None:
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "LICENSES" / "EUPL-1.2.txt").read_bytes()


def test_what_others_made_is_annotated_as_theirs() -> None:
    assert of_others(ROOT, files()) == {"static/icons.svg", "static/css/theme.css"} == annotated()


def test_what_others_made_is_recognised(tmp_path: Path) -> None:
    """Held against the check itself."""
    (tmp_path / "own.css").write_text("/* Our own, under the licence of the project. */\n")
    (tmp_path / "menu.js").write_text("/* Menu 1.0, MIT licence, by somebody */\n")
    (tmp_path / "htmx.min.js").write_text("var x\n")
    (tmp_path / "inter.woff2").write_bytes(b"\x00")
    names = [path.name for path in tmp_path.iterdir()]
    assert of_others(tmp_path, names) == {"menu.js", "htmx.min.js", "inter.woff2"}


def test_a_file_without_a_licence_is_found(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("a {}\n")
    finished = lint(tmp_path)
    assert finished.returncode == 1
    assert "own.css" in finished.stdout


def pinned(requirements: Path) -> set[str]:
    """The names of the packages that a list of requirements pins."""
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", requirements.read_text(), re.MULTILINE))


def test_every_package_has_a_licence_that_is_taken() -> None:
    """Of what is installed here, and of what pages serve. An unknown one is read by hand and written down."""
    found = installed()
    production = {name: found[name] for name in pinned(REQUIREMENTS) & found.keys()}
    assert len(production) > 40
    assert {name: licence for name, licence in found.items() if licence == UNKNOWN} == {}
    assert {name: said for name, said in production.items() if not is_taken(said, IN_PRODUCTION)} == {}
    assert {name: said for name, said in found.items() if not is_taken(said, IN_THE_CHECKS)} == {}
    assert {name: said for name, said in npm().items() if not is_taken(said, IN_PRODUCTION)} == {}


@pytest.mark.parametrize(
    ("expression", "taken"),
    [
        ("MIT", True),
        ("GPL-3.0-or-later", False),
        ("Apache-2.0 OR GPL-3.0-or-later", True),
        ("MIT AND GPL-3.0-or-later", False),
        ("MIT AND PSF-2.0", True),
        (UNKNOWN, False),
    ],
)
def test_an_expression_is_taken_as_it_says(expression: str, taken: bool) -> None:
    assert is_taken(expression, IN_PRODUCTION) is taken


def test_a_package_that_says_nothing_is_unknown(tmp_path: Path) -> None:
    folder = tmp_path / "mystery-1.0.dist-info"
    folder.mkdir()
    metadata = "Metadata-Version: 2.1\nName: mystery\nVersion: 1.0\n"
    for more, licence in (
        ("", UNKNOWN),
        ("License: Ask me\n", UNKNOWN),
        ("Classifier: License :: Other/Proprietary License\n", UNKNOWN),
        ("Classifier: License :: OSI Approved :: MIT License\n", "MIT"),
        ("License-Expression: GPL-3.0-or-later\n", "GPL-3.0-or-later"),
    ):
        (folder / "METADATA").write_text(metadata + more)
        assert licence_of(PathDistribution(folder)) == licence
