"""Reading the workbooks that the product writes, as far down as the file itself."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_rows(content: bytes) -> list[list[str]]:
    """The cells of a workbook's only sheet as text, row by row. Fails where a part is no XML or a cell a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        parts = {name: ElementTree.fromstring(workbook.read(name)) for name in workbook.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert not list(sheet.iter(f"{MAIN}f")), "a cell is a formula"
    strings = parts.get("xl/sharedStrings.xml")
    texts = ["".join(item.itertext()) for item in strings.iter(f"{MAIN}si")] if strings is not None else []

    def told(cell: ElementTree.Element) -> str:
        value = "".join(cell.itertext())
        return texts[int(value)] if cell.get("t") == "s" else value

    return [[told(cell) for cell in row.iter(f"{MAIN}c")] for row in sheet.iter(f"{MAIN}row")]
