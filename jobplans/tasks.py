"""Celery tasks: doorbells. What there is to do is asked of the database."""

from celery import shared_task
from django.utils import timezone

from jobplans.deadlines.sweep import sweep
from jobplans.deadlines.warnings import warn
from jobplans.digest import is_due
from jobplans.digest import write_digest as write
from jobplans.operations import note_returns


@shared_task(name="jobplans.tasks.sweep_deadlines")  # type: ignore[untyped-decorator]
def sweep_deadlines() -> None:
    """Stamp what is late as of today in Stockholm, warn of what is near, and take cases up again that were interrupted.

    Safe to ring twice, late, or from several workers at once.
    """
    today = timezone.localdate()
    sweep(on=today)
    warn(on=today)
    note_returns(on=today)


@shared_task(name="jobplans.tasks.write_digest")  # type: ignore[untyped-decorator]
def write_digest() -> None:
    """Queue today's morning letters if it is time and nobody has. Safe to ring twice or late."""
    now = timezone.now()
    if is_due(now):
        write(on=timezone.localdate(now))
