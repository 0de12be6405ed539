"""The work that is left when a case has been closed: checks to do, closings to confirm."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from aspirants.models import Closure, ClosureStatus, OutcomeGroup, PostClosureCheck
from core.workdays import add_months
from deadlines.status.counts import watches_unit
from organisation.models import User


def may_watch_all(user: User) -> bool:
    """Whether the user answers for the whole jobbtorg's closings, and not only for those of the own cases."""
    return watches_unit(user)


def checks_to_do(user: User, today: datetime.date) -> QuerySet[PostClosureCheck]:
    """The checks that are due by a local date, soonest first: a coach's of the own cases, a manager's of the unit."""
    due = PostClosureCheck.objects.to_do().visible_to(user).filter(due_on__lte=today)
    checks = due if may_watch_all(user) else due.filter(enrolment__coach=user)
    return checks.select_related("enrolment__person", "enrolment__coach", "closure__reason").order_by("due_on", "pk")


def closings_to_confirm(user: User, today: datetime.date) -> QuerySet[Closure]:
    """The unit's preliminary closings that can be confirmed by a local date; of those to work, after a month."""
    # Of months of different lengths the last day may come a day or two later; the operation counts exactly.
    month_ago = add_months(today, -1)
    began = Coalesce("destination_starts_on", "closed_on")
    preliminary = Closure.objects.visible_to(user).filter(status=ClosureStatus.PRELIMINARY).annotate(began=began)
    ripe = preliminary.filter(~Q(reason__group=OutcomeGroup.WORK) | Q(began__lte=month_ago))
    return ripe.select_related("enrolment__person", "enrolment__coach", "reason").order_by("closed_on", "pk")
