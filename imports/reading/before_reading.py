"""What can be told of a file without reading it as a list, cheap enough for a page: nothing is unpacked or parsed."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import IO

from imports.reading.formats.archives import require_plain_archive
from imports.reading.formats.compounds import require_plain_compound
from imports.reading.formats.encodings import decode
from imports.reading.formats.kinds import COMPOUND, ZIP, Kind, other_kind, other_kind_of_text
from imports.reading.formats.text import refuse_wide_lines
from imports.reading.refusals import (
    HAS_MACROS,
    HEAD_BYTES,
    MAX_BYTES,
    NO_TEXT,
    TOO_LARGE,
    UnreadableFileError,
    another_kind,
)

_NAMES_OF_MACROS = (".xlsm", ".xltm", ".xlam", ".xla")


def refuse_before_reading(file: IO[bytes], file_name: str) -> Kind:
    """The kind of a file by its content, unless it is refused. Leaves the file at its beginning.

    The content decides, whatever the name says: a workbook named .csv is read as a workbook. Only a name that says
    macros is believed. Raises UnreadableFileError for more than 20 MB, another kind of file, a password, macros, links
    to other workbooks, what unpacks too large, and more than 500 columns in the first lines of a text.
    """
    if file.seek(0, os.SEEK_END) > MAX_BYTES:
        raise UnreadableFileError(TOO_LARGE)
    if PurePath(file_name).suffix.lower() in _NAMES_OF_MACROS:
        raise UnreadableFileError(HAS_MACROS)
    file.seek(0)
    kind = _kind(file, file.read(HEAD_BYTES))
    file.seek(0)
    return kind


def refuse_by_head(head: bytes) -> None:
    """Raise UnreadableFileError for what the first bytes of a file (HEAD_BYTES) show already.

    Told are other kinds of file, and too many columns in a text, counted by their delimiters. Workbooks pass: their
    directory is at the end.
    """
    if head.startswith((*ZIP, COMPOUND)):
        return
    if what := other_kind(head):
        raise another_kind(what)
    text, _encoding = decode(head)
    if "\x00" in text:
        raise UnreadableFileError(NO_TEXT)
    if what := other_kind_of_text(text):
        raise another_kind(what)
    refuse_wide_lines(text)


def _kind(file: IO[bytes], head: bytes) -> Kind:
    if head.startswith(ZIP):
        return require_plain_archive(file)
    if head.startswith(COMPOUND):
        require_plain_compound(file)
        return Kind.XLS
    refuse_by_head(head)
    return Kind.TEXT
