"""Celery tasks of the engine: each asks the database what there is to do."""

from celery import shared_task
from django.utils import timezone

from deadlines.jobs.sweep import sweep
from deadlines.jobs.warnings import warn
from deadlines.operations import note_departures, note_returns
from deadlines.operations.open_pauses import end_unapproved_pauses


@shared_task(name="deadlines.tasks.sweep_deadlines")  # type: ignore[untyped-decorator]
def sweep_deadlines() -> None:
    """Stamp what is late as of today in Stockholm, warn of what is near, and note which interruptions end and begin.

    Clocks whose pause has lasted too long without a decision get their last day again first, so that they are judged.

    Safe to run twice, late, or in several workers at once.
    """
    today = timezone.localdate()
    end_unapproved_pauses(on=today)
    sweep(on=today)
    warn(on=today)
    note_returns(on=today)
    note_departures(on=today)
