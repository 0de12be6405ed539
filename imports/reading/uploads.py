"""How much a request may send: judged by what its head says, before a byte of it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import reverse

from imports.reading.refusals import MAX_BYTES
from organisation.access.permissions import Act, may
from organisation.models import User

AROUND_THE_FILE = 64 * 1024
"""What the other fields of a form and the lines between them take at most."""


class UploadLimit(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS. It keeps nothing: the handlers after it do, larger files on the disk.

    Only the page that takes lists takes a large file, and only from an administrator. All else that is sent as
    multipart may be as large as a form without a file (DATA_UPLOAD_MAX_MEMORY_SIZE). Too much is answered with 413.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - the name is Django's
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a body that says it is larger. Without a length none is read at all."""
        if content_length > self._most():
            raise RequestDataTooBig("more than the page takes")

    def _most(self) -> int:
        assert self.request is not None
        user = getattr(self.request, "user", None)
        if self.request.path == reverse("import_list") and isinstance(user, User) and may(user, Act.ADMINISTER):
            return MAX_BYTES + AROUND_THE_FILE
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what comes."""
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file is another handler's."""
        return None
