"""A draft that is ready to be sent, and the sender's way to its attachments."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organisation.models import Jobbtorg
from referrals.models import Attachment, AttachmentPart
from tests.referrals.pages import give_details, say_who, url

Attach = Callable[..., Any]


@pytest.fixture
def draft_id(sender: Client, jobbtorg: Jobbtorg) -> uuid.UUID:
    """A draft with both steps filled in."""
    key = uuid.uuid4()
    say_who(sender, key)
    give_details(sender, key, jobbtorg)
    return key


@pytest.fixture
def attach(sender: Client, draft_id: uuid.UUID) -> Attach:
    """Send a file to the page of attachments as the browser would; the answer."""

    def send(content: bytes, name: str = "betyg.pdf", path: str = "") -> Any:
        return sender.post(path or url("attachments", draft_id), {"file": SimpleUploadedFile(name, content)})

    return send


def file_of(attachment: Any) -> str:
    """The address of the file."""
    return reverse("referral_attachment", args=[attachment.key])


def erased() -> bool:
    """Whether no attachment is left, nor a piece of one."""
    return Attachment.objects.count() + AttachmentPart.objects.count() == 0
