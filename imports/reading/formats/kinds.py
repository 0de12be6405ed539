"""What a file is, told by its first bytes. Its name is not asked: people rename files."""

from __future__ import annotations

import re
from enum import StrEnum

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0"
"""The container of xls files and of workbooks with a password."""


class Kind(StrEnum):
    """The kinds of file that are read. The values of workbooks are shown to people."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


_SIGNATURES = (
    (b"%PDF", "en PDF-fil"),
    (b"\xff\xd8\xff", "en bild (JPEG)"),
    (b"\x89PNG", "en bild (PNG)"),
    (b"GIF8", "en bild (GIF)"),
    (b"II*\x00", "en bild (TIFF)"),
    (b"MM\x00*", "en bild (TIFF)"),
    (b"\x7fELF", "ett program"),
    (b"Rar!", "ett packat arkiv"),
    (b"7z\xbc\xaf\x27\x1c", "ett packat arkiv"),
    (b"\x1f\x8b", "ett packat arkiv"),
    (b"{\\rtf", "ett textdokument (RTF)"),
    (b"\x09\x00\x04\x00", "en Excelbok från före 1995"),
    (b"\x09\x02\x06\x00", "en Excelbok från före 1995"),
    (b"\x09\x04\x06\x00", "en Excelbok från före 1995"),
)
_SYLK = re.compile(rb"ID;P[A-Z0-9]*(?:;[A-Z])*\r?\n[A-Z];")
_PROGRAM = re.compile(rb"MZ[^\n]{0,60}\x00")
_WEB_PAGE = re.compile(r"<(?:!doctype html|html|head|meta|table|div)\b")


def other_kind(head: bytes) -> str | None:
    """What a file that holds no list is, in Swedish with its article; None if nothing of the kind is known."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return what
    if _PROGRAM.match(head):
        return "ett program"
    if _SYLK.match(head):
        return "en SYLK-fil"
    return None


def other_kind_of_text(text: str) -> str | None:
    """The same of a file that holds text: pages and XML that a program saved with the name of a workbook."""
    beginning = text[:2000].lstrip().lower()
    if beginning.startswith("mime-version:"):
        return "en webbsida (MHT)"
    if not beginning.startswith("<"):
        return None
    if "urn:schemas-microsoft-com:office:spreadsheet" in beginning:
        return "ett kalkylblad i XML"
    if _WEB_PAGE.search(beginning):
        return "en webbsida (HTML)"
    return "en XML-fil" if beginning.startswith("<?xml") else None
