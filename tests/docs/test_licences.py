"""Whose the files are: every file has a licence, its text is here, and what others made is said to be theirs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

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
