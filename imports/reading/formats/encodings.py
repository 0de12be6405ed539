"""Which encoding the bytes of a text are in: told by a mark, by UTF-8's own rules, or by the letters that come out."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OF_ONE_BYTE = (("cp1252", "Windows-1252"), ("cp850", "DOS (cp850)"), ("mac_roman", "Mac"))
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_LOOKED_AT = 20_000
"""So many bytes beyond ASCII decide; a list of a thousand rows has fewer."""

_SWEDISH = frozenset("åäöÅÄÖéÉ")
_OF_TEXT = frozenset("\u00a0–—’‘”“…§°½·´«»€")


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. What the encoding does not know becomes U+FFFD; nothing is raised.

    Byte order mark, UTF-16 without one, strict UTF-8, else the one of Windows-1252, DOS and Mac under which most
    Swedish letters stand in words; Windows-1252 if none has any.
    """
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(codec, errors="replace"), name
    if codec := _utf_16_without_mark(content[:4096]):
        return content.decode(codec, errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        codec, name = _of_one_byte(content)
        return content.decode(codec, errors="replace"), name


def _utf_16_without_mark(head: bytes) -> str:
    """The codec, if every other byte is zero for the most part: Swedish text is nearly all below U+0100."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) // 2 * 0.8
    if len(head) < len("Pnr;") * 2 or min(even, odd) > len(head) * 0.05:
        return ""
    return "utf-16-le" if odd >= most else "utf-16-be" if even >= most else ""


def _of_one_byte(content: bytes) -> tuple[str, str]:
    around = Counter[bytes]()
    padded = b" " + content + b" "
    for count, match in enumerate(_BEYOND_ASCII.finditer(padded, 1, len(padded) - 1)):
        if count >= _LOOKED_AT:
            break
        around[padded[match.start() - 1 : match.end() + 1]] += 1
    points = {choice: _points(around, choice[0]) for choice in _OF_ONE_BYTE}
    best = max(points, key=lambda choice: points[choice])
    return best if points[best] > 0 else _OF_ONE_BYTE[0]


def _points(around: Counter[bytes], codec: str) -> int:
    return sum(_fits(*three.decode(codec, errors="replace")) * times for three, times in around.items())


def _fits(before: str, character: str, after: str) -> int:
    """How well a character beyond ASCII fits between its neighbours, more for a better fit."""
    if character in _OF_TEXT:
        return 0
    if not character.isalpha() or "LATIN" not in unicodedata.name(character, ""):
        return -3
    joined = [neighbour.isascii() and neighbour.isalpha() for neighbour in (before, after)]
    if not any(joined) or (character.isupper() and before.islower()):
        return -1
    if character not in _SWEDISH:
        return 0
    # A quotation mark of Windows at the edge of a word would be an "ö" of DOS there.
    return 3 if all(joined) else int(character.isupper())
