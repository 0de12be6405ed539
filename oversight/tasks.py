"""Celery tasks of the overview: each asks the database what there is to do."""

from celery import shared_task
from django.utils import timezone

from oversight.digest import is_due
from oversight.digest import write_digest as write


@shared_task(name="oversight.tasks.write_digest")  # type: ignore[untyped-decorator]
def write_digest() -> None:
    """Queue today's morning letters if it is time and they are not written yet. Safe to run twice or late."""
    now = timezone.now()
    if is_due(now):
        write(on=timezone.localdate(now))
