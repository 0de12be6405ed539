"""Keeping what is being typed when a session ends, to offer it on the same page in the next session."""

from __future__ import annotations

import json
from collections.abc import Mapping

from organisation.models import User
from workbench.models import UnsavedText

LONGEST_TEXT = 20_000
"""Characters in all fields of one page; a longer text is refused, because no form is that long."""

NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "submission_id"})


def keep_text(*, actor: User, path: str, fields: Mapping[str, str]) -> UnsavedText | None:
    """Keep the fields of a page for its author, in place of what was kept of it before. None if there is nothing.

    Checked by: `signed_in` (everybody, their own texts only).
    """
    kept = {name: text for name, text in fields.items() if text.strip() and name not in NEVER_KEPT}
    if not kept or sum(map(len, kept.values())) > LONGEST_TEXT:
        return None
    unsaved, _ = UnsavedText.objects.update_or_create(
        author=actor, path=path, defaults={"fields": json.dumps(kept, ensure_ascii=False)}
    )
    return unsaved


def drop_text(*, actor: User, path: str) -> None:
    """Remove the text kept of a page, because it was saved or is not wanted any more.

    Checked by: `signed_in` (everybody, their own texts only).
    """
    UnsavedText.objects.filter(author=actor, path=path).delete()
