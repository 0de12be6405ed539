"""Which deadline of a case falls first: for the header of every page about the case."""

from __future__ import annotations

import datetime

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from aspirants.models import EnrolmentStatus
from deadlines.models import DeadlineClock
from deadlines.status.planned import is_paused


def nearest_due(today: datetime.date) -> Subquery:
    """Of a queryset of cases: kind and last day of the deadline that falls first, "PLAN_GUARANTEE 2026-11-30".

    NULL where none is to be kept. One that is paused on the local date, not covered by the guarantee, or past in a
    case that is paused, is none (deadlines/status/lateness.py).
    """
    clocks = DeadlineClock.objects.kept_in_cases().unfulfilled().exclude(is_paused(today))
    clocks = clocks.exclude(enrolment__status=EnrolmentStatus.PAUSED, due_on__lt=today)
    first = clocks.filter(enrolment=OuterRef("pk"), due_on__isnull=False, covered=True).order_by("due_on", "pk")
    shown = Concat("policy__kind", Value(" "), Cast("due_on", CharField()), output_field=CharField())
    return Subquery(first.annotate(shown=shown).values("shown")[:1])
