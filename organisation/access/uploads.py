"""How much a request may send: judged by what its head says, before a byte of it is read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.urls import Resolver404, resolve

from organisation.access.permissions import Act, may
from organisation.models import User

AROUND_THE_FILES = 64 * 1024
"""What the other fields of a form and the lines between them take at most."""


@dataclass(frozen=True)
class Uploads:
    """What a page takes: from whom, how many bytes of files at once, and where they are while the page is answered."""

    act: Act
    most_together: int
    most_in_memory: int = 0
    """A file up to this size is kept in memory and never on a disk; of a larger one nothing but its size. 0: small
    files are kept in memory and larger ones on the disk, as Django does."""


class TooLargeFile(UploadedFile):
    """A file of which nothing was kept, since it was larger than its page takes; `size` says how large."""


_pages: dict[str, Uploads] = {}


def register_uploads(uploads: Uploads, *names: str) -> None:
    """Say what the pages with these URL names take; for an app that is ready."""
    _pages.update(dict.fromkeys(names, uploads))


def pages_that_take_files() -> frozenset[str]:
    """Their URL names."""
    return frozenset(_pages)


class UploadLimit(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: it refuses what is too much, and keeps what must not reach a disk.

    Only the registered pages take large files, and only from whom they are for. All else that is sent as multipart may
    be as large as a form without a file (DATA_UPLOAD_MAX_MEMORY_SIZE). Too much is answered with 413.
    """

    kept: io.BytesIO | None = None
    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - the name is Django's
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a body that says it is larger. Without a length none is read at all."""
        self.taken = self._taken()
        most = self.taken.most_together + AROUND_THE_FILES if self.taken else settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if content_length > most:
            raise RequestDataTooBig("more than the page takes")

    def _taken(self) -> Uploads | None:
        """What the page takes from the user; None where that is no file of any size."""
        assert self.request is not None
        user, uploads = getattr(self.request, "user", None), _pages.get(_page(self.request.path))
        return uploads if uploads and isinstance(user, User) and may(user, uploads.act) else None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to keep a file; the handlers after this one get none of it."""
        super().new_file(*args, **kwargs)
        if self.taken and self.taken.most_in_memory:
            self.kept, self.received = io.BytesIO(), 0
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep what comes, and throw away all of it once it is too much; or hand it on."""
        if not self.taken or not self.taken.most_in_memory:
            return raw_data
        self.received += len(raw_data)
        if self.received > self.taken.most_in_memory:
            self.kept = None
        elif self.kept is not None:
            self.kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, or only how large it was; None where it is another handler's."""
        if not self.taken or not self.taken.most_in_memory:
            return None
        about = (self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        if self.kept is None:
            return TooLargeFile(io.BytesIO(), *about)
        # What is given on and read from here shares the bytes: no second copy is made.
        return InMemoryUploadedFile(io.BytesIO(self.kept.getvalue()), self.field_name, *about)


def _page(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
