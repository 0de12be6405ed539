"""A file on its way from the page to the importer: encrypted, in pieces, gone when it has been read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core.files import File

from imports.models import ImportFile, ImportPart

PIECE_BYTES = 256 * 1024
"""So much of a file is held, encrypted and stored at a time: a page's process never holds a whole one."""


class ContentChangedError(Exception):
    """What was stored is not what the page was given."""


def _pieces(file: File) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        yield piece


def fingerprint(file: File) -> str:
    """The SHA-256 of a file, which is read in pieces."""
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def store(stored: ImportFile, file: File) -> None:
    """Keep the file for the importer. The caller may add pieces, and neither read nor count them."""
    for number, piece in enumerate(_pieces(file)):
        ImportPart.objects.bulk_create([ImportPart(file=stored, number=number, content=piece)])


def content_of(stored: ImportFile) -> bytes:
    """What the file says, for the importer. Raises ContentChangedError."""
    pieces = ImportPart.objects.filter(file=stored).order_by("number").values_list("content", flat=True)
    content = b"".join(pieces.iterator(chunk_size=8))
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise ContentChangedError
    return content


def forget(stored: ImportFile) -> None:
    """Remove the pieces of a file, by the importer."""
    ImportPart.objects.filter(file=stored).delete()
