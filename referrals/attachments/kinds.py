"""Which kind of file something is, by what it holds: never by its name, nor by what the browser says of it."""

from __future__ import annotations

from collections.abc import Callable

from referrals.attachments import jpeg, pdf, png
from referrals.attachments.refusals import EMPTY, MORE_THAN_IT_SAYS, WRONG_KIND, NotTakenError
from referrals.choices import AttachmentKind

_CHECKS: dict[bytes, tuple[AttachmentKind, Callable[[bytes], None]]] = {
    pdf.START: (AttachmentKind.PDF, pdf.require_whole_pdf),
    jpeg.START: (AttachmentKind.JPEG, jpeg.require_whole_jpeg),
    png.START: (AttachmentKind.PNG, png.require_whole_png),
}

_FIRST = 1024
"""Programs look for the beginning of a PDF so far into a file."""

_ARCHIVE_ENDS, _ARCHIVE_END_BYTES, _LONGEST_REMARK = b"PK\x05\x06", 22, 65_535
"""Programs find a zip archive, and so a Java or Office file, by its last lines, whatever stands before it."""


def kind_of(content: bytes) -> AttachmentKind:
    """PDF, JPEG or PNG, whole and nothing else at the same time. Raises NotTakenError."""
    if not content:
        raise NotTakenError(EMPTY)
    for start, (kind, require_whole) in _CHECKS.items():
        if content.startswith(start):
            require_whole(content)
            _require_nothing_else(content, kind)
            return kind
    raise NotTakenError(WRONG_KIND)


def _require_nothing_else(content: bytes, kind: AttachmentKind) -> None:
    """Refuse what another program would take for a file of another kind."""
    is_document = kind is not AttachmentKind.PDF and pdf.START in content[:_FIRST]
    if is_document or _is_archive(content):
        raise NotTakenError(MORE_THAN_IT_SAYS)


def _is_archive(content: bytes) -> bool:
    """Whether the last lines of an archive stand there, and what they say of its size could be true."""
    at = content.rfind(_ARCHIVE_ENDS, max(len(content) - _ARCHIVE_END_BYTES - _LONGEST_REMARK, 0))
    if at < 0:
        return False
    size = int.from_bytes(content[at + 12 : at + 16], "little")
    return len(content) - at >= _ARCHIVE_END_BYTES and 0 < size <= at
