"""Writing workbooks of rows, and reading those that the product writes, as far down as the file itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from core.spreadsheets import About, Table, xlsx_bytes

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = {"0": "General", "3": "#,##0"}


def workbook_of(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of some rows, the first of which are the headings, as one that comes back."""
    headings, *rest = rows
    return xlsx_bytes(Table(headings, rest), About("Tabell", comes_back=True))


def sheet_rows(content: bytes) -> list[list[str]]:
    """The cells of a workbook's table as text, row by row. Fails where a part is no XML or a cell a formula."""
    return [[cell.text for cell in row] for row in sheets_of(content)[0].rows]


@dataclass(frozen=True)
class ReadCell:
    """A cell: what is stored, how it is stored, the format of its number, and whether it is bold."""

    text: str
    is_text: bool
    number_format: str
    is_bold: bool


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as its file has it; `widths` in characters by column from 0, `frozen` rows above which nothing moves."""

    name: str
    rows: list[list[ReadCell]]
    widths: dict[int, float]
    frozen: int
    filtered: str
    header: str
    footer: str


def sheets_of(content: bytes) -> list[ReadSheet]:
    """The sheets of a workbook in their order. Fails where a part is no XML or a cell a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        parts = {name: ElementTree.fromstring(workbook.read(name)) for name in workbook.namelist()}
    targets = {one.get("Id"): one.get("Target", "") for one in parts["xl/_rels/workbook.xml.rels"]}
    strings = parts.get("xl/sharedStrings.xml")
    texts = ["".join(item.itertext()) for item in strings.iter(f"{MAIN}si")] if strings is not None else []
    looks = list(_looks(parts["xl/styles.xml"]))
    return [
        _sheet(one.get("name", ""), parts[f"xl/{targets[one.get(RELATION)]}"], texts, looks)
        for one in parts["xl/workbook.xml"].iter(f"{MAIN}sheet")
    ]


def _looks(styles: ElementTree.Element) -> Iterable[tuple[str, bool]]:
    """Of each style the format of numbers, and whether it is bold."""
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{MAIN}numFmt")}
    fonts = [font.find(f"{MAIN}b") is not None for font in styles.find(f"{MAIN}fonts") or []]
    for style in styles.find(f"{MAIN}cellXfs") or []:
        number = style.get("numFmtId", "0")
        yield formats.get(number) or _BUILT_IN.get(number, number), fonts[int(style.get("fontId", "0"))]


def _sheet(name: str, sheet: ElementTree.Element, texts: list[str], looks: list[tuple[str, bool]]) -> ReadSheet:
    assert not list(sheet.iter(f"{MAIN}f")), "a cell is a formula"

    def read(cell: ElementTree.Element) -> ReadCell:
        value, is_text = "".join(cell.itertext()), cell.get("t") == "s"
        return ReadCell(texts[int(value)] if is_text else value, is_text, *looks[int(cell.get("s", "0"))])

    def told(tag: str, attribute: str = "") -> str:
        found = sheet.find(f".//{MAIN}{tag}")
        if found is None:
            return ""
        return found.get(attribute, "") if attribute else found.text or ""

    widths = {
        column - 1: float(one.get("width", "0"))
        for one in sheet.iter(f"{MAIN}col")
        for column in range(int(one.get("min", "1")), int(one.get("max", "1")) + 1)
    }
    return ReadSheet(
        name,
        [[read(cell) for cell in row.iter(f"{MAIN}c")] for row in sheet.iter(f"{MAIN}row")],
        widths,
        int(told("pane", "ySplit") or 0) if told("pane", "state") == "frozen" else 0,
        told("autoFilter", "ref"),
        told("oddHeader"),
        told("oddFooter"),
    )


def columns_of(reference: str) -> tuple[int, int]:
    """How many columns and rows an area has that begins in A1: "A1:C12" is 3 and 12."""
    match = re.fullmatch(r"A1:([A-Z]+)([0-9]+)", reference)
    assert match, reference
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number, int(match[2])
