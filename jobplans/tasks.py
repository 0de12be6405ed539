"""Celery tasks: doorbells. What there is to do is asked of the database."""

from celery import shared_task
from django.utils import timezone

from jobplans.deadlines.sweep import sweep


@shared_task(name="jobplans.tasks.sweep_deadlines")  # type: ignore[untyped-decorator]
def sweep_deadlines() -> None:
    """Stamp what is late as of today in Stockholm. Safe to ring twice, late, or from several workers at once."""
    sweep(on=timezone.localdate())
