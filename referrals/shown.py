"""What the pages show of a referral and of a draft, for the acts that apply to them."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping

from django.utils import timezone

from core.seen import Seen, facts_of
from core.swedish.dates import moment_in_words
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


def shown_with_person(referral: Referral) -> Seen:
    """The same with the name and the language as the sender wrote them, for who writes them anew."""
    shown = shown_referral(referral)
    rows = [
        ("Förnamn", referral.said_first_name),
        ("Efternamn", referral.said_last_name),
        ("Språk", referral.said_language or "–"),
        ("Behöver tolk", "Ja" if referral.said_interpreter else "Nej"),
    ]
    return Seen(shown.key, (*shown.facts, *facts_of(rows)))


def shown_for_change(referral: Referral, *, with_name: bool) -> Seen:
    """What a page showed on which a referral is changed: with name and language, where these are written there too."""
    return shown_with_person(referral) if with_name else shown_referral(referral)


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


def shown_page_of_draft(
    draft_id: uuid.UUID, part: str, typed: Mapping[str, str], rows: Iterable[tuple[str, object]]
) -> Seen:
    """One page of a draft as it says in `rows` what was typed there. Its key changes with every stored answer of that
    page, so that the key decides."""
    digest = hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]
    return Seen(f"referral-draft-{draft_id}-{part}-{digest}", facts_of(rows))


def shown_draft_in_list(draft: ReferralDraft, name: str) -> Seen:
    """A draft as the page that asks whether to remove it names it; its key changes as that of `shown_draft`."""
    return shown_draft(draft, [("Utkast", name), ("Ändrat", moment_in_words(timezone.localtime(draft.updated_at)))])


def shown_answer(clock: DeadlineClock) -> Seen:
    """The answers so far to whether the person can work, as far as the reader may see them."""
    answers = clock.fitness_answers.order_by("pk")
    rows = [(f"Svar {timezone.localdate(one.registered_at)}", one.get_fit_for_work_display()) for one in answers]
    return Seen(f"answer-{clock.pk}", facts_of(rows or [("Svar", "Inget än")]))
