"""What was added to a completion and not sent is erased; a draft's files go with the draft."""

from __future__ import annotations

from django.utils import timezone

from organisation.access.acting import System, acting_for
from referrals.drafts import DRAFT_LIFETIME
from referrals.models import Attachment, ReferralStatus


def erase_never_sent() -> None:
    """Erase files that wait for a completion which will not come.

    A file waits no more once its referral is not to be completed, or after fourteen days. Safe to run twice or late.
    """
    since = timezone.now() - DRAFT_LIFETIME
    with acting_for(System.RETENTION):
        waiting = Attachment.objects.loose().exclude(referral=None)
        ended = waiting.exclude(referral__status=ReferralStatus.INCOMPLETE) | waiting.filter(added_at__lt=since)
        ended.delete()
