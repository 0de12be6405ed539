"""Files are as .editorconfig has editors write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from editorconfig import get_properties

from tests.security.secret_scan import files

ROOT = Path(__file__).resolve().parents[2]
NO_TEXT = {".png", ".xlsx"}


def departures(path: Path, wanted: dict[str, str]) -> Iterator[str]:
    """The properties that a file departs from."""
    content = path.read_bytes()
    lines = content.split(b"\n")
    if wanted.get("charset") == "utf-8" and "\ufffd" in content.decode(errors="replace"):
        yield "charset"
    if wanted.get("end_of_line") == "lf" and b"\r" in content:
        yield "end_of_line"
    if wanted.get("insert_final_newline") == "true" and content and lines[-1]:
        yield "insert_final_newline"
    if wanted.get("trim_trailing_whitespace") == "true" and any(line != line.rstrip() for line in lines):
        yield "trim_trailing_whitespace"
    if wanted.get("indent_style") == "space" and any(line.startswith(b"\t") for line in lines):
        yield "indent_style"


def test_files_are_as_editors_are_told_to_write_them() -> None:
    texts = [ROOT / name for name in files() if Path(name).suffix not in NO_TEXT]
    found = {str(path.relative_to(ROOT)): list(departures(path, get_properties(str(path)))) for path in texts}
    assert len(found) > 800, "the files are not found any more"
    assert {name: properties for name, properties in found.items() if properties} == {}


def test_a_departure_is_found(tmp_path: Path) -> None:
    """Held against the check itself: one file with all of them, by the rules for a Python file."""
    (tmp_path / "wrong.py").write_bytes("if å:\r\n\tpass ".encode("latin-1"))
    wanted = get_properties(str(ROOT / "wrong.py"))
    assert set(departures(tmp_path / "wrong.py", wanted)) == {
        "charset",
        "end_of_line",
        "insert_final_newline",
        "trim_trailing_whitespace",
        "indent_style",
    }
