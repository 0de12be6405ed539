"""Celery tasks: doorbells. What there is to do is asked of the database."""

import logging

from celery import shared_task

from audit.partitions import FEWEST_MONTHS, extend_log, months_ahead
from audit.seals.sealing import seal_log

logger = logging.getLogger(__name__)


@shared_task(name="audit.tasks.seal")  # type: ignore[untyped-decorator]
def seal() -> None:
    """Seal what is new in the access log. Safe to ring twice, late, or from several workers at once."""
    seal_log()


@shared_task(name="audit.tasks.extend")  # type: ignore[untyped-decorator]
def extend() -> None:
    """Make the coming months' partitions of the access log, and say so when they run out all the same."""
    try:
        extend_log()
    finally:
        if (ahead := months_ahead()) < FEWEST_MONTHS:
            logger.error("The access log has room for %d months only", ahead)
