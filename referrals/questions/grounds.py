"""The ground that the messages of a question are sent on, and why it may carry no more of them."""

from __future__ import annotations

import datetime

from aspirants.disclosing.consents import why_not
from aspirants.models import DisclosureBasis, DisclosureContent
from aspirants.operations.disclosing import Ground
from referrals.choices import Side
from referrals.models import QuestionThread
from referrals.questions.matters import Matter


def is_consent_elsewhere(thread: QuestionThread, jobbtorg: int | None = None) -> bool:
    """Whether the question rests on a consent between its unit and the jobbtorg that had the referral before.

    Such a consent names two sides, and is not there for a third; for its unit it is, which asks by the key of the
    `jobbtorg` that has the referral or case now. The thread comes with its `consent`.
    """
    if thread.basis != DisclosureBasis.CONSENT:
        return False
    return thread.consent is None or jobbtorg not in (None, thread.consent.jobbtorg_id)


def ground_of(thread: QuestionThread) -> Ground | None:
    """What the law gives, or the consent; None where that is one between others."""
    if is_consent_elsewhere(thread):
        return None
    return thread.consent or DisclosureBasis(thread.basis)


def why_ended(thread: QuestionThread, matter: Matter, side: Side, today: datetime.date) -> str:
    """Why the consent that a question rests on carries no more messages on a local date; "" where it does."""
    if is_consent_elsewhere(thread):
        return f"Samtycket gäller inte mellan {matter.jobbtorg} och {matter.unit}"
    if thread.consent is None:
        return ""
    return why_not(thread.consent, matter.exchange(side), DisclosureContent.MESSAGE, today).partition(". ")[0]
