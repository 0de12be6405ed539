"""Celery tasks without arguments: each reads from the database what there is to do."""

from celery import shared_task

from referrals.attachments.erasing import erase_never_sent
from referrals.operations.drafts import drop_old_drafts
from workbench.access_log.reviews import review_last_month
from workbench.frame.sent_forms import drop_sent
from workbench.my_day.own_notes.operations import drop_done
from workbench.unsaved.kept import drop_old


@shared_task(name="workbench.tasks.review_log")  # type: ignore[untyped-decorator]
def review_log() -> None:
    """Make last month's log reviews where they are missing. Runs daily, in case the run on the first of the month was
    missed; safe to run twice."""
    review_last_month()


@shared_task(name="workbench.tasks.drop_unsaved")  # type: ignore[untyped-decorator]
def drop_unsaved() -> None:
    """Remove unsaved texts and drafts of referrals that are older than 14 days, attachments that were never sent, which
    forms were sent before yesterday, and notes to oneself that were done more than 30 days ago. Safe to run twice."""
    drop_old()
    drop_old_drafts()
    erase_never_sent()
    drop_sent()
    drop_done()
