"""What the tests of reading share: the real files, a list read as a whole, and workbooks with other members."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from imports.reading.lists import Line, ListHead, read_lists

DATA = Path(__file__).parents[1] / "data"
LEGACY = DATA / "legacy"
REFUSED = LEGACY / "refused"
REAL = sorted(path for folder in (DATA, LEGACY) for path in folder.iterdir() if path.suffix not in ("", ".md"))

List = tuple[ListHead, list[Line]]


def lists_in(content: bytes, name: str = "lista") -> list[List]:
    """Every list of a file with all its lines."""
    return [(head, [line for piece in pieces for line in piece]) for head, pieces in read_lists(content, name)]


def only_list(content: bytes) -> List:
    """The list of a file that has one."""
    [found] = lists_in(content)
    return found


def repacked(workbook: Path, members: dict[str, bytes]) -> bytes:
    """The workbook, a zip file, with members added or in the place of its own."""
    packed = io.BytesIO()
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return packed.getvalue()


def xlsx(rows: str) -> bytes:
    """A workbook of one sheet, given as the XML of its rows."""
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return repacked(LEGACY / "Remisser 1904.xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()})
