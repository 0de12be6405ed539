"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from __future__ import annotations

from typing import Any

from referrals.row_security import (
    answers,
    attachments,
    deviations,
    disclosures,
    drafts,
    likeness,
    moves,
    questions,
    referrals,
    untold,
    walk_ins,
)

PARTS = (
    attachments,
    answers,
    deviations,
    disclosures,
    drafts,
    likeness,
    moves,
    questions,
    referrals,
    untold,
    walk_ins,
)


def _declared(name: str) -> list[Any]:
    return [item for part in PARTS for item in getattr(part, name, ())]


VIEWS = _declared("VIEWS")
POLICIES = _declared("POLICIES")
FUNCTIONS = _declared("FUNCTIONS")
GRANTS = _declared("GRANTS")
DELETIONS = _declared("DELETIONS")
OWNERS_ALONE = _declared("OWNERS_ALONE")
HIDES = _declared("HIDES")
APPEND_ONLY = _declared("APPEND_ONLY")
COLUMN_LIMITS = _declared("COLUMN_LIMITS")
