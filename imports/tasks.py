"""The importer's task, on a queue of its own: it asks the database what there is to do."""

from celery import shared_task

from imports.jobs.work import work

HOURS = 3600


@shared_task(name="imports.tasks.bring_in_lists", time_limit=HOURS, soft_time_limit=HOURS - 60)  # type: ignore[untyped-decorator]
def bring_in_lists() -> None:
    """Check and bring in the lists that administrators asked for. Safe to run twice, late, or in several workers."""
    work()
