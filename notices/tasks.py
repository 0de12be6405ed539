"""Celery tasks without arguments: each reads from the database what there is to do."""

from celery import shared_task

from notices.relay import relay


@shared_task(name="notices.tasks.send_outbox")  # type: ignore[untyped-decorator]
def send_outbox() -> None:
    """Hand letters that are due to the mail server. Safe to run twice, late, or in several workers at once."""
    relay()
