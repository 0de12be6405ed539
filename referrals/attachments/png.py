"""Whether bytes are a whole PNG image: its chunks one after another, each with its checksum (ISO/IEC 15948)."""

from __future__ import annotations

import re
import zlib

from referrals.attachments.refusals import MORE_THAN_IT_SAYS, NOT_WHOLE, NotTakenError

START = b"\x89PNG\r\n\x1a\n"

_BLANK = re.compile(rb"[\0\s]*")
_HEADER, _PIXELS, _LAST = b"IHDR", b"IDAT", b"IEND"
_AROUND = 12
"""Bytes of a chunk beside its contents: length, name, checksum."""


def require_whole_png(content: bytes) -> None:
    """Raise NotTakenError where the image is cut off or damaged, or something follows it."""
    at, view = len(START), memoryview(content)
    names: set[bytes] = set()
    while _LAST not in names:
        length = int.from_bytes(content[at : at + 4], "big")
        end = at + _AROUND + length
        if end > len(content):
            raise NotTakenError(NOT_WHOLE)
        name = content[at + 4 : at + 8]
        if (name == _HEADER) != (not names):
            raise NotTakenError(NOT_WHOLE)
        if zlib.crc32(view[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            raise NotTakenError(NOT_WHOLE)
        names.add(name)
        at = end
    if _PIXELS not in names:
        raise NotTakenError(NOT_WHOLE)
    if not _BLANK.fullmatch(content, at):
        raise NotTakenError(MORE_THAN_IT_SAYS)
