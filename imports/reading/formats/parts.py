"""The members of a workbook, unpacked one after the other and searched before any of them is parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from imports.reading.formats.kinds import Kind
from imports.reading.refusals import (
    DAMAGED,
    HAS_ENTITIES,
    HAS_LINKS,
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_LONG,
    TOO_WIDE,
    UnreadableFileError,
)

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MANIFEST = "META-INF/manifest.xml"
"""Old programs name a document type in it; calamine does not read it."""

# A cell with contents, in a column beyond SF (the 500th) or in a row with a number of six digits.
_FAR_RIGHT = re.compile(rb'\sr="(?:[A-Z]{3}|S[G-Z]|[T-Z][A-Z])[0-9]+"[^<>/]*>')
_FAR_DOWN = re.compile(rb'\sr="[A-Z]+([1-9][0-9]{5,})"[^<>/]*>')
_REPEATED = re.compile(rb'number-columns-repeated="([0-9]{3,})"[^<>]*office:value-type=')
_1904 = {
    Kind.XLSX: re.compile(rb'<(?:\w+:)?workbookPr\b[^<>]*\sdate1904="(?:1|true)"'),
    Kind.ODS: re.compile(rb'<table:null-date\b[^<>]*"1904-'),
}
_LINKS = re.compile(rb"<table:(?:table-source|cell-range-source|dde-link)\b")


def searched(content: bytes, kind: Kind) -> bool:
    """Whether the workbook, an xlsx or ods, counts its dates from 1904.

    Raises UnreadableFileError for a member that is larger than its directory says or otherwise damaged, for XML with
    entities, for links in an ods, and for more columns or rows than are read. At most 100 MB are unpacked, because the
    directory has been looked at before (archives.py), and a member is never unpacked beyond the size stated there.
    """
    counts_from_1904 = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            try:
                part = archive.read(member)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
                raise UnreadableFileError(DAMAGED) from error
            _refuse_part(member.filename, part)
            if member.filename.lower() in ("xl/workbook.xml", "content.xml") and _1904[kind].search(part):
                counts_from_1904 = True
    return counts_from_1904


def _refuse_part(name: str, part: bytes) -> None:
    if not name.lower().endswith((".xml", ".rels")):
        return
    if part.startswith(_UTF_16):
        raise UnreadableFileError(DAMAGED)
    if name != _MANIFEST and _ENTITIES.search(part):
        raise UnreadableFileError(HAS_ENTITIES)
    if _LINKS.search(part):
        raise UnreadableFileError(HAS_LINKS)
    if _FAR_RIGHT.search(part) or any(int(match[1]) > MAX_COLUMNS for match in _REPEATED.finditer(part)):
        raise UnreadableFileError(TOO_WIDE)
    if any(int(match[1]) > MAX_ROWS for match in _FAR_DOWN.finditer(part)):
        raise UnreadableFileError(TOO_LONG)
