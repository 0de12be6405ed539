"""Celery tasks: doorbells. Who begins and who has ended is asked of the database."""

from celery import shared_task
from django.utils import timezone

from organisation.reference_tables.calendar import extend_calendar as extend
from organisation.staff.employment import apply_positions as apply


@shared_task(name="organisation.tasks.apply_positions")  # type: ignore[untyped-decorator]
def apply_positions() -> None:
    """Let the positions that hold today in Stockholm count. Safe to ring twice or late."""
    apply(on=timezone.localdate())


@shared_task(name="organisation.tasks.extend_calendar")  # type: ignore[untyped-decorator]
def extend_calendar() -> None:
    """Add the days that have come within the calendar's reach."""
    extend()
