"""What an attachment holds: kept encrypted and in pieces, put together for whoever opens it."""

from __future__ import annotations

import hashlib

from core.encryption import lookup_hash
from referrals.models import Attachment, AttachmentPart

PIECE_BYTES = 256 * 1024
"""So much is encrypted and stored at a time, so that a content is held once and not four times."""


class ContentChangedError(Exception):
    """What is stored is not what was added."""


def fingerprint(content: bytes) -> str:
    """Equal for equal contents, and of no use without the installation's key."""
    return lookup_hash(hashlib.sha256(content).hexdigest())


def store(attachment: Attachment, content: bytes) -> None:
    """Keep the content of an attachment that has just been added."""
    for number, start in enumerate(range(0, len(content), PIECE_BYTES)):
        piece = content[start : start + PIECE_BYTES]
        AttachmentPart.objects.bulk_create([AttachmentPart(attachment=attachment, number=number, content=piece)])


def content_of(attachment: Attachment) -> bytes:
    """The content, piece after piece as it was added. Raises ContentChangedError."""
    pieces = AttachmentPart.objects.filter(attachment=attachment).order_by("number")
    content = b"".join(pieces.values_list("content", flat=True).iterator(chunk_size=4))
    if fingerprint(content) != attachment.fingerprint:
        raise ContentChangedError
    return content
