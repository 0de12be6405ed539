"""Whether bytes are a whole JPEG image: its segments one after another, as the standard has them (ITU-T T.81)."""

from __future__ import annotations

import re

from referrals.attachments.refusals import MORE_THAN_IT_SAYS, NOT_WHOLE, NotTakenError

START = b"\xff\xd8\xff"

_PADDING = re.compile(rb"[\0\s]*")
_AFTER_A_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What ends the pixels of a scan: a marker that is neither a stuffed byte nor a restart."""

_END, _SCAN = 0xD9, 0xDA
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def require_whole_jpeg(content: bytes) -> None:
    """Raise NotTakenError where an image is cut off, or something follows it that is no image.

    Telephones put a second, smaller image behind the first; that and padding may follow.
    """
    at = 0
    while at < len(content):
        if not content.startswith(START, at):
            raise NotTakenError(MORE_THAN_IT_SAYS if at else NOT_WHOLE)
        at = _PADDING.match(content, _end_of_image(content, at + 2)).end()  # type: ignore[union-attr]


def _end_of_image(content: bytes, at: int) -> int:
    """The place behind the image whose first marker stands at `at`."""
    seen: set[int] = set()
    while True:
        marker, at = _marker(content, at)
        if marker == _END:
            if _SCAN not in seen or not seen & _FRAMES:
                raise NotTakenError(NOT_WHOLE)
            return at
        if marker in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(content[at : at + 2], "big")
        at += length
        if length < 2 or at > len(content):
            raise NotTakenError(NOT_WHOLE)
        seen.add(marker)
        if marker == _SCAN:
            at = _end_of_scan(content, at)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The next marker, and the place behind it; several 0xFF may stand before it."""
    behind = at
    while behind < len(content) and content[behind] == 0xFF:
        behind += 1
    if behind == at or behind >= len(content):
        raise NotTakenError(NOT_WHOLE)
    return content[behind], behind + 1


def _end_of_scan(content: bytes, at: int) -> int:
    found = _AFTER_A_SCAN.search(content, at)
    if found is None:
        raise NotTakenError(NOT_WHOLE)
    return found.start()
