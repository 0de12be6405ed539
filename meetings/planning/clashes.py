"""Which of some booked meetings somebody else cannot hold as well: there is another meeting at that time."""

from __future__ import annotations

import datetime

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.utils import timezone

from core.swedish.dates import short_moment
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.planning.conflicts import LONGEST_MEETING
from organisation.models import User

_ENDS = ExpressionWrapper(F("starts_at") + F("minutes") * datetime.timedelta(minutes=1), output_field=DateTimeField())


def clashing(booked: QuerySet[Meeting], coach: User) -> QuerySet[Meeting]:
    """Those of some booked meetings at whose time a coach has another one, or would have by getting all of them.

    Of two that different coaches hold at the same time the first is in nobody's way.
    """
    among = _then(booked.order_by()).filter(pk__lt=OuterRef("pk")).exclude(coach=OuterRef("coach"))
    theirs = _then(Meeting.objects.filter(status=MeetingStatus.BOOKED, coach=coach))
    wanted = booked.exclude(coach=coach).annotate(ends=_ENDS)
    return wanted.filter(Exists(theirs) | Exists(among)).select_related("enrolment").order_by("starts_at", "pk")


def _then(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings that overlap the one outside."""
    return meetings.annotate(ends=_ENDS).filter(
        starts_at__lt=OuterRef("ends"),
        starts_at__gt=OuterRef("starts_at") - LONGEST_MEETING,
        ends__gt=OuterRef("starts_at"),
    )


def when_of(meeting: Meeting) -> str:
    """When a meeting begins, in words: "mån 30 nov 11.30"."""
    return short_moment(timezone.localtime(meeting.starts_at), timezone.localdate())
