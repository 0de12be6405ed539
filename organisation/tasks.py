"""Celery tasks without arguments: each reads from the database what there is to do."""

from celery import shared_task
from django.utils import timezone

from organisation.reference_tables.calendar import extend_calendar as extend
from organisation.staff.positions import apply_positions as apply


@shared_task(name="organisation.tasks.apply_positions")  # type: ignore[untyped-decorator]
def apply_positions() -> None:
    """Give each user the role and unit of the position that holds today in Stockholm. Safe to run twice or late."""
    apply(on=timezone.localdate())


@shared_task(name="organisation.tasks.extend_calendar")  # type: ignore[untyped-decorator]
def extend_calendar() -> None:
    """Add the days that have come within the calendar's reach."""
    extend()
