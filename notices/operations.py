"""Sending and reading notices."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from notices.models import Notice
from organisation.models import User


def notify(recipients: Iterable[User], *, event_key: str, text: str, path: str = "") -> None:
    """Tell each recipient once about an event. `text` must hold no name and no identity number."""
    Notice.objects.bulk_create(
        [Notice(recipient=recipient, event_key=event_key, text=text, path=path) for recipient in recipients],
        ignore_conflicts=True,
    )


def mark_all_read(*, actor: User) -> int:
    """Mark the user's notices as read; returns how many were unread."""
    return Notice.objects.filter(recipient=actor).unread().update(read_at=timezone.now())
