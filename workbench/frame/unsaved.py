"""What was kept when a session ended, for the page that gives it back; and its end after some days."""

from __future__ import annotations

import datetime
import json

from django.utils import timezone

from organisation.access.acting import System, acting_for
from organisation.models import User
from workbench.models import UnsavedText

UNSAVED_LIFETIME = datetime.timedelta(days=14)


def kept_for(author: User, path: str) -> tuple[datetime.datetime, dict[str, str]] | None:
    """When and what was kept of a page, or None."""
    unsaved = UnsavedText.objects.filter(
        author=author, path=path, saved_at__gte=timezone.now() - UNSAVED_LIFETIME
    ).first()
    return (unsaved.saved_at, json.loads(unsaved.fields)) if unsaved else None


def drop_old() -> int:
    """Remove texts older than their lifetime; returns how many."""
    with acting_for(System.RETENTION):
        removed, _ = UnsavedText.objects.filter(saved_at__lt=timezone.now() - UNSAVED_LIFETIME).delete()
    return removed


def is_anything_kept(author: User) -> bool:
    """Whether a text of the author is kept for any page."""
    return UnsavedText.objects.filter(author=author, saved_at__gte=timezone.now() - UNSAVED_LIFETIME).exists()
