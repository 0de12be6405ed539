"""The checks one and four months after a closing to work or studies, made when they fall due (R-1-09, R-3-28)."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, Greatest

from aspirants.models import Closure, PostClosureCheck
from aspirants.querysets import ClosureQuerySet
from core.workdays import add_months, next_working_day
from organisation.access.acting import System, acting_for
from organisation.reference_tables.calendar import stored_holiday

MONTHS = (1, 4)
"""How long after somebody has begun: a month confirms work (Kolada), four say whether it lasted."""

CLOSINGS_PER_BATCH = 500

NO_LONGER_ASKED = datetime.timedelta(days=60)
"""A check that fell due longer ago than this is not made any more: nobody was there to make it, or it is history."""

SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def due_on(closure: Closure, months: int) -> datetime.date:
    """The working day on which a check is due: so many months after the first day of work, or the closing if later."""
    began = max(closure.closed_on, closure.destination_starts_on or closure.closed_on)
    return next_working_day(add_months(began, months), stored_holiday)


def create_checks(*, on: datetime.date, dry_run: bool = False) -> int:
    """Make the checks that have fallen due by a local date; returns how many. Safe to run twice, late and at once.

    Run by: `create_post_closure_checks`, every night.
    """
    return sum(_create(months, on, dry_run) for months in MONTHS)


def _create(months: int, on: datetime.date, dry_run: bool) -> int:
    created, after = 0, 0
    while True:
        with acting_for(System.CLOSINGS):
            batch = list(_candidates(months, on).filter(pk__gt=after).order_by("pk")[:CLOSINGS_PER_BATCH])
            checks = [
                PostClosureCheck(enrolment_id=closure.enrolment_id, closure=closure, months=months, due_on=day)
                for closure in batch
                if on - NO_LONGER_ASKED <= (day := due_on(closure, months)) <= on
            ]
            if not dry_run:
                PostClosureCheck.objects.bulk_create(checks, ignore_conflicts=True)
        created += len(checks)
        if len(batch) < CLOSINGS_PER_BATCH:
            return created
        after = batch[-1].pk


def _candidates(months: int, on: datetime.date) -> ClosureQuerySet:
    """The closings whose check may be due: a little more than those for which it is; none from imported lists."""
    made = PostClosureCheck.objects.filter(closure=OuterRef("pk"), months=months)
    began = Greatest("closed_on", Coalesce("destination_starts_on", "closed_on"))
    first = on - NO_LONGER_ASKED - datetime.timedelta(days=LONGEST_MONTH * months + 7)
    last = on - datetime.timedelta(days=SHORTEST_MONTH * months)
    closures: ClosureQuerySet = Closure.objects.standing().to_work_or_studies()
    return closures.registered_here().filter(~Exists(made)).alias(began=began).filter(began__range=(first, last))
