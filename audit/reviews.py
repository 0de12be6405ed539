"""Finishing the review of a month of the log."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.models import LogReview, ReviewResult
from core.refusals import OperationRefused
from organisation.access.permissions import Act, may
from organisation.models import User


@transaction.atomic
def finish_review(*, actor: User, review: LogReview, result: ReviewResult, comment: str = "") -> LogReview:
    """A manager of the unit has gone through the events. Once done it stays as it is: it is evidence."""
    current: LogReview = LogReview.objects.select_for_update().get(pk=review.pk)
    if not may(actor, Act.REVIEW_STAFF) or actor.jobbtorg_id != current.jobbtorg_id:
        raise OperationRefused("Bara jobbtorgets enhetschef granskar loggen.")
    if current.is_done:
        raise OperationRefused("Månaden är redan granskad.")
    if result == ReviewResult.DEVIATION and not comment.strip():
        raise OperationRefused("Beskriv avvikelsen.", field="comment")
    current.result, current.comment = result, comment.strip()
    current.reviewed_by, current.reviewed_at = actor, timezone.now()
    current.save()
    return current
