"""What was begun and not sent is erased, with the files that were added to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from organisation.access.acting import System, acting_for
from referrals.drafts import DRAFT_LIFETIME
from referrals.models import Attachment, ReferralDraft, ReferralListDraft, ReferralStatus


@dataclass(frozen=True)
class Erased:
    """How many drafts, of one referral or of several, and how many files of completions that were never sent."""

    drafts: int
    attachments: int


def erase_lapsed(*, dry_run: bool = False) -> Erased:
    """Erase drafts that nobody has saved for fourteen days, and files that wait for a completion which will not come.

    A file waits no more once its referral is not to be completed, or after fourteen days. A dry run only counts. Safe
    to run twice or late. An author who goes on with other drafts has the old ones erased by that already.
    """
    since = timezone.now() - DRAFT_LIFETIME
    with acting_for(System.RETENTION):
        drafts = ReferralDraft.objects.filter(updated_at__lt=since)
        lists = ReferralListDraft.objects.filter(updated_at__lt=since)
        waiting = Attachment.objects.loose().exclude(referral=None)
        ended = waiting.exclude(referral__status=ReferralStatus.INCOMPLETE) | waiting.filter(added_at__lt=since)
        found = Erased(drafts.count() + lists.count(), ended.count())
        if not dry_run:
            ended.delete()
            drafts.delete()
            lists.delete()
    return found
