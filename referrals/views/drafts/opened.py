"""A page of a draft that is opened, perhaps in two tabs at once: what it showed, and which opened page it is."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from core.seen import FIELD, ChangedMeanwhileError, Seen, seen_in
from organisation.access.rules import StaffRequest
from referrals.drafts import WRITTEN_IN, Typed
from referrals.forms.parts import in_words
from referrals.shown import shown_page_of_draft

OF_A_PAGE = (FIELD, WRITTEN_IN)
"""The hidden fields of a page of a draft."""
LONGEST_KEY = 36


def opened_page(draft_id: uuid.UUID, part: str, typed: Typed, form: forms.Form) -> dict[str, Any]:
    """What the template of a page needs that is opened now: what it shows, and a key of its own."""
    return {"seen": shown_page_of_draft(draft_id, part, typed, in_words(form)), WRITTEN_IN: str(uuid.uuid4())}


def page_sent(request: StaffRequest) -> dict[str, Any]:
    """What the sent page showed and its key, as keywords of `keep_answers`."""
    return {"seen_page": seen_in(request), WRITTEN_IN: request.POST.get(WRITTEN_IN, "")[:LONGEST_KEY]}


def carried_on(request: StaffRequest) -> dict[str, Any]:
    """What the template needs of a page that comes back to be mended: it is the same opened page still."""
    sent = page_sent(request)
    return {"seen": sent["seen_page"], WRITTEN_IN: sent[WRITTEN_IN]}


def changed_page(
    request: StaffRequest, draft_id: uuid.UUID, part: str, typed: Typed, standing: forms.Form
) -> dict[str, Any]:
    """What the template needs of a page that comes back because another one has written there: what differs, in both.

    From now on it carries what stands (`typed`, shown by the form `standing`), because it shows it.
    """
    seen, now = seen_in(request), shown_page_of_draft(draft_id, part, typed, in_words(standing))
    changed = ChangedMeanwhileError(_but(seen, now), _but(now, seen))
    return {**carried_on(request), "seen": now, "changed": changed}


def _but(one: Seen, other: Seen) -> Seen:
    """What one says otherwise than the other: a page of a draft has many fields."""
    return Seen(one.key, tuple(row for row in one.facts if row not in other.facts))
