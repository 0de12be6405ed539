"""What was added to a draft or a completion goes with it."""

from __future__ import annotations

from django.utils import timezone

from referrals.models import Attachment, Referral, ReferralDraft


def send_attachments(*, referral: Referral, draft: ReferralDraft | None = None) -> None:
    """Hand over what was added to the draft, or to the completion of the referral, to the jobbtorg.

    Part of: `send_draft`, `complete_referral`.
    """
    waiting = Attachment.objects.loose()
    waiting = waiting.filter(draft=draft) if draft else waiting.filter(referral=referral)
    waiting.update(draft=None, referral=referral, sent_at=timezone.now())
