"""The importer's task, on a queue of its own: it asks the database what there is to do."""

from celery import shared_task

from imports.jobs.work import work
from imports.undoing.erasing import erase_old

HOURS = 3600


@shared_task(name="imports.tasks.bring_in_lists", time_limit=HOURS, soft_time_limit=HOURS - 60)  # type: ignore[untyped-decorator]
def bring_in_lists() -> None:
    """Check and bring in the lists that administrators asked for. Safe to run twice, late, or in several workers."""
    work()


@shared_task(name="imports.tasks.erase_import_rows")  # type: ignore[untyped-decorator]
def erase_import_rows() -> None:
    """Erase what lists said ninety days after they were read. Runs daily; safe to run twice or late."""
    erase_old()
