"""What the pages show of a referral and of a draft, for the acts that apply to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.utils import timezone

from core.seen import Seen, facts_of
from deadlines.models import DeadlineClock
from referrals.choices import WAITING
from referrals.facts.rows import stated_rows
from referrals.models import Attachment, Referral, ReferralDraft, WalkIn
from referrals.querysets import ReferralQuerySet
from referrals.sender.status_texts import open_question

ATTACHMENTS = "Bilagor"


def shown_referral(referral: Referral) -> Seen:
    """A referral with its status, the question that waits for an answer, and what it says: alike for both sides."""
    question = open_question(referral)
    rows = [
        ("Remiss", referral.number),
        ("Status", referral.get_status_display()),
        ("Kom in", referral.received_on),
        # To whom an answer goes. Where a case is, is no part of the referral.
        ("Jobbtorg", referral.jobbtorg if referral.status in WAITING else ""),
        ("Jobbtorgets fråga", question.comment if question else ""),
        *stated_rows(referral),
    ]
    return Seen(f"referral-{referral.pk}", facts_of(rows))


def shown_referrals(referrals: ReferralQuerySet) -> Seen:
    """Several referrals, each with its status."""
    rows = [(referral.number, referral.get_status_display()) for referral in referrals.order_by("pk")]
    return Seen("referrals", facts_of(rows))


def shown_walk_in(walk_in: WalkIn) -> Seen:
    """What somebody who came without a referral has stated."""
    rows = [("Kom", walk_in.came_on), *stated_rows(walk_in)]
    return Seen(f"walk-in-{walk_in.pk}", facts_of(rows))


def shown_draft(draft: ReferralDraft, rows: Iterable[tuple[str, object]]) -> Seen:
    """A draft as its page says it in `rows`, with its attachments. Its key changes with every stored answer and with
    every attachment, so that the key decides."""
    attached = list(Attachment.objects.filter(draft=draft))
    content = [draft.answers, *(str(one.key) for one in attached)]
    digest = hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]
    names = ", ".join(one.name for one in attached) or "Inga"
    said = [*(row for row in rows if row[0] != ATTACHMENTS), (ATTACHMENTS, names)]
    return Seen(f"referral-draft-{draft.pk}-{digest}", facts_of(said))


def shown_answer(clock: DeadlineClock) -> Seen:
    """The answers so far to whether the person can work, as far as the reader may see them."""
    answers = clock.fitness_answers.order_by("pk")
    rows = [(f"Svar {timezone.localdate(one.registered_at)}", one.get_fit_for_work_display()) for one in answers]
    return Seen(f"answer-{clock.pk}", facts_of(rows or [("Svar", "Inget än")]))
