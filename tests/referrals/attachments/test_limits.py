"""How much is taken, and how a file is held while its page is answered: in memory, not many times, and on no disk."""

from __future__ import annotations

import gc
import tempfile
import tracemalloc
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.files.uploadhandler import StopFutureHandlers, TemporaryFileUploadHandler
from django.db import connection
from django.test import Client, RequestFactory, override_settings

from demo.factories import AttachmentFactory, UserFactory
from organisation.access.uploads import UploadLimit
from organisation.models import User
from referrals.attachments.content import content_of
from referrals.models import Attachment
from referrals.operations.attaching import attach_to_draft
from tests.referrals.attachments.conftest import Attach, file_of
from tests.referrals.attachments.files import MB, large_pdf
from tests.referrals.pages import url
from tests.visits import signed_in

BOUNDARY = "the-line-between"


def test_beyond_what_the_page_counts_it_leads_back_with_the_draft_as_it_was(
    sender: Client, draft_id: uuid.UUID, attach: Attach
) -> None:
    response = attach(bytes(61 * MB), "film.mp4")
    assert response.status_code == 413
    assert "En bilaga får vara högst 10 MB, en lista med remisser högst 2 MB." in response.text
    assert '<a href="">Tillbaka till sidan</a>' in response.text
    assert sender.get(url("check", draft_id)).status_code == 200


def test_only_who_sends_referrals_is_let_send_much(draft_id: uuid.UUID) -> None:
    size = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + 1
    body = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n{"x" * size}'

    def sent_by(user: User) -> int:
        checking = Client(enforce_csrf_checks=True)
        checking.cookies = signed_in(user).cookies
        data = f"{body}\r\n--{BOUNDARY}--\r\n"
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return checking.post(url("attachments", draft_id), data, content_type=kind).status_code

    assert sent_by(UserFactory(caseworker=True)) == 403, "read, and refused because it came from nowhere"
    assert sent_by(UserFactory(coach=True)) == 413


def test_no_file_reaches_a_disk(attach: Attach, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *args, **kwargs: made.append(args))
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *args, **kwargs: made.append(args))
    assert attach(large_pdf(9 * MB)).status_code == 302
    assert made == []


def grown(work: Callable[[], Any]) -> float:
    """How many MB Python had allocated at most while it worked, above what it had before.

    The garbage is collected as often as in a process of the product; tests do it less often (tests/conftest.py).
    """
    gc.collect()
    seldom = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        return (tracemalloc.get_traced_memory()[1] - before) / MB
    finally:
        tracemalloc.stop()
        gc.set_threshold(*seldom)


def test_ten_megabytes_are_held_once_while_they_come_and_twice_while_they_go(
    caseworker: User, sender: Client, draft_id: uuid.UUID, rf: RequestFactory
) -> None:
    request, content = rf.post(url("attachments", draft_id)), large_pdf(10 * MB)
    request.user = caseworker

    def receive() -> None:
        handler = UploadLimit(request)
        handler.handle_raw_input(None, {}, len(content), BOUNDARY)
        with pytest.raises(StopFutureHandlers):
            handler.new_file("file", "stor.pdf", "application/pdf", None)
        for start in range(0, len(content), handler.chunk_size):
            handler.receive_data_chunk(content[start : start + handler.chunk_size], start)
        received = handler.file_complete(len(content))
        assert received is not None
        assert received.read() == content

    def keep() -> None:
        # As the product's own connections have it: psycopg would remember a hundred statements with all they hold.
        connection.connection.prepare_threshold = None
        attach_to_draft(actor=caseworker, draft_id=draft_id, content=content, name="stor.pdf")

    def fetch() -> None:
        assert len(sender.get(file_of(Attachment.objects.get(draft=draft_id))).content) == len(content)

    most = {work.__name__: round(grown(work), 1) for work in (receive, keep, fetch)}
    print(f"MB: {most}")
    assert most["receive"] < 12
    assert most["keep"] < 4, "beside the content that it is given"
    assert most["fetch"] < 24


def test_keys_change_under_what_is_kept() -> None:
    """Read with the key it was written with, for as long as that is listed; new pieces use the new one."""
    old, new = settings.IDENTITY_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    before = AttachmentFactory(name="före.pdf")
    with override_settings(IDENTITY_ENCRYPTION_KEYS=[new, old]):
        found = Attachment.objects.get(pk=before.pk)
        assert found.name == "före.pdf"
        content = content_of(found)
        after = AttachmentFactory(name="efter.pdf")
    with override_settings(IDENTITY_ENCRYPTION_KEYS=[new]):
        assert content_of(Attachment.objects.get(pk=after.pk)).startswith(b"%PDF")
        with pytest.raises(InvalidToken):
            content_of(Attachment.objects.defer("name").get(pk=before.pk))
    assert content.startswith(b"%PDF")
