"""The first visit of a case, found again after a correction."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Enrolment, Origin
from core.history.tracking import changes_of
from meetings.choices import BookingStatus, MeetingStatus
from meetings.corrections.visits import VISITS


def follow_first_visit(*, enrolment: Enrolment, before: datetime.date | None, after: datetime.date | None) -> None:
    """Let a locked case's first visit follow a visit that was corrected from one local day to another, or to none.

    A day that came from elsewhere, with the registering of the visit or an imported list, stays.

    Part of: `correct_meeting`, `remove_meeting`, `correct_group_outcome`, `remove_group_outcome`,
    `undo_meeting`, `undo_group_outcome`.
    """
    if before == after:
        return
    known = enrolment.first_visit_on
    if before is not None and known == before:
        known = _earliest(enrolment)
    elif after is not None:
        known = min(known or after, after)
    if known != enrolment.first_visit_on:
        enrolment.first_visit_on = known
        enrolment.save(update_fields=["first_visit_on"])


def _earliest(enrolment: Enrolment) -> datetime.date | None:
    came = enrolment.meetings.filter(status=MeetingStatus.PRESENT, channel__in=VISITS)
    groups = enrolment.group_information_bookings.filter(status=BookingStatus.ATTENDED)
    starts = [*came.values_list("starts_at", flat=True), *groups.values_list("session__starts_at", flat=True)]
    days = [timezone.localdate(start) for start in starts]
    if enrolment.origin != Origin.REFERRAL:
        versions = changes_of(Enrolment).objects.filter(pgh_obj=enrolment.pk, first_visit_on__isnull=False)
        days += versions.order_by("pgh_id").values_list("first_visit_on", flat=True)[:1]
    return min(days, default=None)
