"""Celery tasks: doorbells. What there is to do is asked of the database."""

from celery import shared_task

from notices.relay import relay


@shared_task(name="notices.tasks.send_outbox")  # type: ignore[untyped-decorator]
def send_outbox() -> None:
    """Hand letters that are due to the mail server. Safe to ring twice, late, or from several workers at once."""
    relay()
