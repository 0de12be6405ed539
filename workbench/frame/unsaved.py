"""Keeping what is being typed when a session ends, and offering it on the same page in the next session."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from django.utils import timezone

from organisation.access.acting import System, acting_for
from organisation.models import User
from workbench.models import UnsavedText

LIFETIME = datetime.timedelta(days=14)
LONGEST = 20_000
"""Characters in all fields of one page; a longer text is refused, because no form is that long."""

NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "submission_id"})


def keep(*, author: User, path: str, fields: Mapping[str, str]) -> UnsavedText | None:
    """Keep the fields of a page for its author, in place of what was kept of it before. None if there is nothing."""
    kept = {name: text for name, text in fields.items() if text.strip() and name not in NEVER_KEPT}
    if not kept or sum(map(len, kept.values())) > LONGEST:
        return None
    unsaved, _ = UnsavedText.objects.update_or_create(
        author=author, path=path, defaults={"fields": json.dumps(kept, ensure_ascii=False)}
    )
    return unsaved


def kept_for(author: User, path: str) -> tuple[datetime.datetime, dict[str, str]] | None:
    """When and what was kept of a page, or None."""
    unsaved = UnsavedText.objects.filter(author=author, path=path, saved_at__gte=timezone.now() - LIFETIME).first()
    return (unsaved.saved_at, json.loads(unsaved.fields)) if unsaved else None


def drop_old() -> int:
    """Remove texts older than their lifetime; returns how many."""
    with acting_for(System.RETENTION):
        removed, _ = UnsavedText.objects.filter(saved_at__lt=timezone.now() - LIFETIME).delete()
    return removed


def is_anything_kept(author: User) -> bool:
    """Whether a text of the author is kept for any page."""
    return UnsavedText.objects.filter(author=author, saved_at__gte=timezone.now() - LIFETIME).exists()


def drop(author: User, path: str) -> None:
    """Remove the text kept of a page, because it was saved or is not wanted any more."""
    UnsavedText.objects.filter(author=author, path=path).delete()
