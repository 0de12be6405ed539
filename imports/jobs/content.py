"""The file of a job on its way from the page to the importer: encrypted, in pieces, gone when the job has ended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core.files import File

from imports.models import ImportJob, ImportPart

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


def store(job: ImportJob, file: File) -> None:
    """Keep the file for the job. The caller may add pieces, and neither read nor count them."""
    for number, piece in enumerate(_pieces(file)):
        ImportPart.objects.bulk_create([ImportPart(job=job, number=number, content=piece)])


def content_of(job: ImportJob) -> bytes:
    """The file of a job, by its importer. Raises ContentChangedError."""
    pieces = ImportPart.objects.filter(job=job).order_by("number").values_list("content", flat=True)
    content = b"".join(pieces.iterator(chunk_size=8))
    if hashlib.sha256(content).hexdigest() != job.file_hash:
        raise ContentChangedError
    return content


def forget(job: ImportJob) -> None:
    """Remove the file of a job, by its importer."""
    ImportPart.objects.filter(job=job).delete()
