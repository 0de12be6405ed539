"""Celery tasks of whole cases: each asks the database what there is to do."""

from celery import shared_task
from django.utils import timezone

from casework.closings.checks_to_come import create_checks


@shared_task(name="casework.tasks.create_post_closure_checks")  # type: ignore[untyped-decorator]
def create_post_closure_checks() -> None:
    """Make the checks after closings that have fallen due by today in Stockholm. Safe to run twice or late."""
    create_checks(on=timezone.localdate())
