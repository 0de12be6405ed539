"""The container of xls files (Compound File Binary): what it holds, and the first records of the workbook in it.

Layout: [MS-CFB] for the container, [MS-XLS] 2.1.4 for the records.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from imports.reading.refusals import DAMAGED, HAS_LINKS, HAS_MACROS, IS_LOCKED, UnreadableFileError, another_kind

_HEADER = 512
_NO_SECTOR = 0xFFFFFFFA
"""This number and higher ones mark free sectors and the ends of chains."""
_MAX_DIRECTORY = 1024 * 1024
_MAX_GLOBALS = 1024 * 1024
"""So much of a workbook is searched for the records below; they come before its texts."""

_FILEPASS, _DATEMODE, _BOUNDSHEET, _SUPBOOK, _SHARED_STRINGS, _EOF = 0x2F, 0x22, 0x85, 0x1AE, 0xFC, 0x0A
_OF_THE_WORKBOOK_ITSELF = (0x0401, 0x3A01)
_OTHER_KINDS = (
    ("worddocument", "ett Worddokument"),
    ("powerpoint document", "en PowerPointfil"),
    ("__properties_version1.0", "ett e-postmeddelande"),
)


@dataclass(frozen=True)
class _Stream:
    start: int
    size: int


class _Compound:
    """The streams of a container, found over its table of sectors. Raises struct.error or IndexError if damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._length = file.seek(0, os.SEEK_END)
        file.seek(0)
        header = file.read(_HEADER)
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        first, self._smallest, first_mini = (struct.unpack_from("<I", header, at)[0] for at in (48, 56, 60))
        if shift not in (9, 12) or mini_shift != 6:
            raise UnreadableFileError(DAMAGED)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._next = self._table(header)
        self.streams: dict[str, _Stream] = {}
        self._root = _Stream(_NO_SECTOR, 0)
        for name, kind, stream in _entries(self._chained(first, _MAX_DIRECTORY)):
            if kind == "root":
                self._root = stream
            self.streams.setdefault(name, stream)
        self._first_mini = first_mini

    def read(self, name: str, most: int) -> bytes:
        """The first bytes of a stream, at most so many."""
        stream = self.streams[name]
        most = min(most, stream.size)
        if stream.size >= self._smallest:
            return self._chained(stream.start, most)[:most]
        minis = self._chained(self._root.start, self._root.size)
        following = _numbers(self._chained(self._first_mini, len(minis)))
        sectors = _chain(following, stream.start, most // self._mini_size + 1)
        return b"".join(minis[n * self._mini_size : (n + 1) * self._mini_size] for n in sectors)[:most]

    def _table(self, header: bytes) -> tuple[int, ...]:
        """The sector that follows each sector."""
        places = list(struct.unpack_from("<109I", header, 76))
        further, rest = struct.unpack_from("<II", header, 68)
        for _ in range(min(rest, 1024)):
            if further >= _NO_SECTOR:
                break
            *more, further = _numbers(self._sector(further))
            places += more
        needed = self._length // self._size // (self._size // 4) + 1
        return _numbers(b"".join(self._sector(place) for place in places[:needed] if place < _NO_SECTOR))

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._size)
        return self._file.read(self._size)

    def _chained(self, start: int, most: int) -> bytes:
        """At most so many bytes, up to a sector, and never more than the file has."""
        sectors = min(most, self._length) // self._size + 1
        return b"".join(self._sector(number) for number in _chain(self._next, start, sectors))


def require_plain_compound(file: IO[bytes]) -> None:
    """Raise UnreadableFileError if a compound file is not a plain xls workbook.

    Told are a password, macros (also the sheets of macros of Excel 4), links to other workbooks, and other kinds of
    document. Read are the directory and the records before the texts of the cells.
    """
    compound = _opened(file)
    if "encryptedpackage" in compound.streams:
        raise UnreadableFileError(IS_LOCKED)
    if "_vba_project_cur" in compound.streams or "_vba_project" in compound.streams:
        raise UnreadableFileError(HAS_MACROS)
    for name, what in _OTHER_KINDS:
        if name in compound.streams:
            raise another_kind(what)
    for record, body in _records(compound):
        if record == _FILEPASS:
            raise UnreadableFileError(IS_LOCKED)
        if record == _BOUNDSHEET and len(body) > 5 and body[5] in (1, 6):
            raise UnreadableFileError(HAS_MACROS)
        if record == _SUPBOOK and struct.unpack_from("<H", body, 2)[0] not in _OF_THE_WORKBOOK_ITSELF:
            raise UnreadableFileError(HAS_LINKS)


def counts_from_1904(file: IO[bytes]) -> bool:
    """Whether an xls workbook counts its dates from 1904. Raises UnreadableFileError if it is damaged."""
    return any(record == _DATEMODE and body[:1] == b"\x01" for record, body in _records(_opened(file)))


def _opened(file: IO[bytes]) -> _Compound:
    try:
        return _Compound(file)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise UnreadableFileError(DAMAGED) from error


def _entries(directory: bytes) -> Iterator[tuple[str, str, _Stream]]:
    """Each entry's name in lower case, whether it is the root, and where it begins."""
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        if kind:
            name = directory[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", errors="replace").lower()
            yield name, "root" if kind == 5 else "", _Stream(start, size)


def _records(compound: _Compound) -> Iterator[tuple[int, bytes]]:
    """The records of the workbook as a whole, up to its texts."""
    name = next((name for name in ("workbook", "book") if name in compound.streams), None)
    try:
        content = compound.read(name or "", _MAX_GLOBALS)
        at = 0
        while at + 4 <= len(content):
            record, length = struct.unpack_from("<HH", content, at)
            if record in (_EOF, _SHARED_STRINGS):
                return
            yield record, content[at + 4 : at + 4 + length]
            at += 4 + length
    except (struct.error, LookupError, ValueError, OverflowError) as error:
        raise UnreadableFileError(DAMAGED) from error


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(following: tuple[int, ...], start: int, most: int) -> Iterator[int]:
    """The sectors of a stream in order, at most so many: a damaged table may lead in a circle."""
    number = start
    for _ in range(most):
        if number >= _NO_SECTOR:
            return
        yield number
        number = following[number]
