"""Celery tasks: doorbells. What there is to do is asked of the database."""

from celery import shared_task

from workbench.access_log.reviews import review_last_month
from workbench.frame.unsaved import drop_old


@shared_task(name="workbench.tasks.review_log")  # type: ignore[untyped-decorator]
def review_log() -> None:
    """Make last month's log reviews where they are missing. Rings daily, so that a missed first of the month is made
    up for; safe to ring twice."""
    review_last_month()


@shared_task(name="workbench.tasks.drop_unsaved")  # type: ignore[untyped-decorator]
def drop_unsaved() -> None:
    """Remove texts that were never saved and that nobody has come back for. Safe to ring twice or late."""
    drop_old()
