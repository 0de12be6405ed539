"""The directory of a zip file, in which xlsx and ods come: what it says is refused before anything is unpacked."""

from __future__ import annotations

import zipfile
from typing import IO

from imports.reading.formats.kinds import Kind
from imports.reading.refusals import (
    DAMAGED,
    HAS_LINKS,
    HAS_MACROS,
    IS_LOCKED,
    UNPACKS_TOO_LARGE,
    UnreadableFileError,
    another_kind,
)

MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMBERS = 200

_ENTRY = b"PK\x01\x02"
_PIECE = 1024 * 1024
_ENCRYPTED = 0x1
_MAX_MANIFEST = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHER_KINDS = (
    ("word/", "ett Worddokument"),
    ("ppt/", "en PowerPointfil"),
    ("xl/workbook.bin", "en binär Excelbok (xlsb)"),
    ("index/document.iwa", "en fil från Numbers"),
    ("content.xml", "ett dokument från LibreOffice som inte är ett kalkylblad"),
)


def require_plain_archive(file: IO[bytes]) -> Kind:
    """The kind of workbook in a zip file, unless its directory shows what is not read.

    Only the directory is read, and of an ods its manifest. Raises UnreadableFileError: more than 200 members or 100 MB
    unpacked, a password, macros, links to other workbooks, no workbook, a damaged directory.
    """
    if _entries_at_most(file) > 2 * MAX_MEMBERS:
        raise UnreadableFileError(UNPACKS_TOO_LARGE)
    try:
        with zipfile.ZipFile(file) as archive:
            return _kind(archive)
    except UnreadableFileError:
        raise
    except Exception as error:  # the module raises nine kinds of error for a damaged directory, and says so nowhere
        raise UnreadableFileError(DAMAGED) from error


def _entries_at_most(file: IO[bytes]) -> int:
    """How many entries a directory in this file can have, whatever its end says: each begins with a mark."""
    file.seek(0)
    count, kept = 0, b""
    while piece := file.read(_PIECE):
        count += (kept + piece).count(_ENTRY)
        kept = piece[-(len(_ENTRY) - 1) :]
    return count


def _kind(archive: zipfile.ZipFile) -> Kind:
    members = archive.infolist()
    names = [member.filename.lower().replace("\\", "/") for member in members]
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableFileError(UNPACKS_TOO_LARGE)
    if any(member.flag_bits & _ENCRYPTED for member in members) or "encrypted-package" in names:
        raise UnreadableFileError(IS_LOCKED)
    if len(set(names)) < len(names) or any(member.compress_type not in _METHODS for member in members):
        raise UnreadableFileError(DAMAGED)
    if any(name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:]) for name in names):
        raise UnreadableFileError(HAS_MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        raise UnreadableFileError(HAS_LINKS)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "mimetype" in names and archive.open("mimetype").read(100).strip() == _ODS:
        return _ods(archive)
    found = (what for start, what in _OTHER_KINDS if any(name.startswith(start) for name in names))
    raise another_kind(next(found, "en zipfil"))


def _ods(archive: zipfile.ZipFile) -> Kind:
    with archive.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(_MAX_MANIFEST):
            raise UnreadableFileError(IS_LOCKED)
    return Kind.ODS
