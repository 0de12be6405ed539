"""Celery tasks without arguments: each reads from the database what there is to do."""

import logging

from celery import shared_task

from audit.partitions import FEWEST_MONTHS, extend_log, months_ahead
from audit.seals.sealing import seal_log

logger = logging.getLogger(__name__)


@shared_task(name="audit.tasks.seal")  # type: ignore[untyped-decorator]
def seal() -> None:
    """Seal what is new in the access log. Safe to run twice, late, or in several workers at once."""
    seal_log()


@shared_task(name="audit.tasks.extend")  # type: ignore[untyped-decorator]
def extend() -> None:
    """Make the coming months' partitions of the access log, and log an error when few are left all the same."""
    try:
        extend_log()
    finally:
        if (ahead := months_ahead()) < FEWEST_MONTHS:
            logger.error("The access log has room for %d months only", ahead)
