"""Text that was decoded with the wrong encoding: found by encoding it back and decoding it right (FC-62)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_MOST_ROUNDS = 3
"""A text is rarely decoded wrongly more than twice."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_READ_AS = ("cp1252", "latin-1", "mac_roman", "cp850")
"""What UTF-8 was read as, in the order they are tried."""

_BEYOND_NAMES = "\u0250"
"""From here on Latin letters are phonetic signs."""

_PUNCTUATION = frozenset("\xa0‘’“”–—´")
_LETTER_AND_SIGN = re.compile(r"(?:[ÅÄ][–’”])+")
"""Two characters that stand in a Swedish text as they are, for example at the end of a quotation."""

_OLD_CODE_PAGES = ("cp850", "mac_roman")
"""What was read as Windows-1252 although it was not: files from DOS and from old Macs."""

_SIGNS_OF_OLD_CODE_PAGES = re.compile(r"[†‡™€](?=[^\W\d])|(?<=[^\W\d])”(?=[^\W\d])|„(?=[^\W\d])(?!.*[”“])")
"""Signs at a letter where no text has them. Quotation marks and dots around words are no such signs."""

_SWEDISH = frozenset("åäöÅÄÖéÉ")


def repair_mojibake(text: str) -> str | None:
    """The text as it was before it was decoded wrongly ("VÃ¤rn" → "Värn"), or None if nothing shows that it was.

    Each run of characters beyond ASCII is tried by itself, so that one broken word among whole ones is found too.
    A text that was decoded wrongly two or three times is repaired as many times.
    """
    if text.isascii():
        return None
    repaired = _BEYOND_ASCII.sub(lambda match: _right(match[0], _MOST_ROUNDS) or match[0], text)
    if repaired != text:
        return repaired
    return _from_old_code_page(text)


def _right(run: str, rounds: int) -> str | None:
    """The run as it was, if its bytes are UTF-8 of what a Latin text has."""
    if len(run) == 1 or not rounds or _LETTER_AND_SIGN.fullmatch(run):
        return None
    for codec in _READ_AS:
        found = _decoded_again(run, codec)
        right = found and (_right(found, rounds - 1) or found)
        if right and all(map(_is_plausible, right)):
            return right
    return None


def _decoded_again(run: str, codec: str) -> str | None:
    try:
        return b"".join(_bytes(run, codec)).decode()
    except UnicodeError:
        return None


def _bytes(run: str, codec: str) -> Iterator[bytes]:
    """The bytes of each character. The five that Windows-1252 leaves undefined stand for themselves."""
    for character in run:
        undefined = codec == "cp1252" and "\x80" <= character <= "\x9f"
        yield character.encode("latin-1" if undefined else codec)


def _is_plausible(character: str) -> bool:
    is_latin = character < _BEYOND_NAMES or "\u1e00" <= character <= "\u1eff"
    return character in _PUNCTUATION or (is_latin and unicodedata.name(character, "").startswith("LATIN "))


def _from_old_code_page(text: str) -> str | None:
    """The text with the letters of DOS or Mac, if a sign at a letter shows it and one of them makes it Swedish."""
    if not _SIGNS_OF_OLD_CODE_PAGES.search(text):
        return None
    for codec in _OLD_CODE_PAGES:
        try:
            found = text.encode("cp1252").decode(codec)
        except UnicodeError:
            continue
        if all(character.isascii() or character in _SWEDISH for character in found):
            return found
    return None
