"""What the pages show of a referral and of a draft, for the acts that apply to them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from core.seen import Seen, facts_of
from referrals.models import Referral, ReferralDraft
from referrals.querysets import ReferralQuerySet
from referrals.sender.status_texts import open_question


def content_rows(referral: Referral) -> list[tuple[str, Any]]:
    """What the referral says, in the order it was asked for."""
    return [
        ("Syfte", referral.purpose),
        ("Målgrupp", referral.target_group or "Ingen särskild"),
        ("Ersättning", referral.get_benefit_kind_display()),
        ("Främsta skäl", referral.get_benefit_reason_display()),
        ("Ansökte om försörjningsstöd", _date(referral.benefit_applied_on)),
        ("Grundutredningen klar", _date(referral.inquiry_done_on)),
        ("Kan arbeta", referral.get_fit_for_work_display()),
        ("Arbetslös sedan", _date(referral.unemployed_since)),
        ("Barn i hemmet", "Ja" if referral.has_children_at_home else "Nej"),
    ]


def _date(day: datetime.date | None) -> str:
    return day.isoformat() if day else "Inte angivet"


def shown_referral(referral: Referral) -> Seen:
    """A referral with its status, the question that waits for an answer, and what it says: alike for both sides."""
    question = open_question(referral)
    rows = [
        ("Remiss", referral.number),
        ("Status", referral.get_status_display()),
        ("Kom in", referral.received_on),
        ("Jobbtorgets fråga", question.comment if question else ""),
        *content_rows(referral),
    ]
    return Seen(f"referral-{referral.pk}", facts_of(rows))


def shown_referrals(referrals: ReferralQuerySet) -> Seen:
    """Several referrals, each with its status."""
    rows = [(referral.number, referral.get_status_display()) for referral in referrals.order_by("pk")]
    return Seen("referrals", facts_of(rows))


def shown_draft(draft: ReferralDraft, rows: Iterable[tuple[str, object]]) -> Seen:
    """A draft as its page says it in `rows`. Its key changes with every stored answer, so that the key decides."""
    digest = hashlib.sha256(draft.answers.encode()).hexdigest()[:16]
    return Seen(f"referral-draft-{draft.pk}-{digest}", facts_of(rows))
