"""Whether bytes are a whole PDF document that is not locked (ISO 32000). Nothing in it is unpacked or run."""

from __future__ import annotations

import re

from referrals.attachments.refusals import LOCKED, MORE_THAN_IT_SAYS, NOT_WHOLE, NotTakenError

START = b"%PDF-"

_VERSION = re.compile(rb"%PDF-\d\.\d")
_END = b"%%EOF"
_BLANK = re.compile(rb"[\0\s]*")
_WHERE = re.compile(rb"startxref\s+(\d{1,10})\s+$")
_TABLE = re.compile(rb"\s*xref\b")
_STREAM = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")


def _name(word: str) -> re.Pattern[bytes]:
    """A name of a dictionary, each letter of which may also be written as #45."""
    letters = "".join(f"(?:{letter}|(?i:#{ord(letter):02x}))" for letter in word)
    return re.compile(f"/{letters}(?![0-9A-Za-z#])".encode())


_ENCRYPT, _ROOT = _name("Encrypt"), _name("Root")


def require_whole_pdf(content: bytes) -> None:
    """Raise NotTakenError where the document is cut off, locked, or followed by something else.

    Its last lines say where its table of contents is, and the table's dictionary whether it is locked.
    """
    end = content.rfind(_END)
    if not _VERSION.match(content) or end < 0:
        raise NotTakenError(NOT_WHOLE)
    behind = end + len(_END)
    if not _BLANK.fullmatch(content, behind):
        raise NotTakenError(NOT_WHOLE if _OBJECT.search(content, behind) else MORE_THAN_IT_SAYS)
    where = _WHERE.search(content, max(end - 64, 0), end)
    if where is None:
        raise NotTakenError(NOT_WHOLE)
    dictionary = _dictionary(content, int(where[1]), where.start())
    if _ENCRYPT.search(dictionary):
        raise NotTakenError(LOCKED)
    if not _ROOT.search(dictionary):
        raise NotTakenError(NOT_WHOLE)


def _dictionary(content: bytes, at: int, end: int) -> bytes:
    """What the table of contents at `at` says of the whole document."""
    if _TABLE.match(content, at):
        found = content.find(b"trailer", at)
        if found < 0:
            raise NotTakenError(NOT_WHOLE)
        return content[found : max(end, content.find(b"startxref", found))]
    if _STREAM.match(content, at):
        return content[at : content.find(b"stream", at)]
    raise NotTakenError(NOT_WHOLE)
