"""Drafts of referrals: which ones an author has, and what was typed in them."""

from __future__ import annotations

import datetime
import json

from django.utils import timezone

from organisation.models import User
from referrals.models import ReferralDraft

DRAFT_LIFETIME = datetime.timedelta(days=14)

WHO, DETAILS = "who", "details"

Typed = dict[str, str]


def open_drafts(author: User) -> list[ReferralDraft]:
    """The author's drafts of the last fourteen days, latest first."""
    return list(ReferralDraft.objects.filter(author=author, updated_at__gte=timezone.now() - DRAFT_LIFETIME))


def answers(draft: ReferralDraft | None, part: str) -> Typed:
    """What was typed on one page, exactly as it was typed; empty if the page has not been filled in."""
    stored: dict[str, Typed] = json.loads(draft.answers) if draft and draft.answers else {}
    return stored.get(part, {})
