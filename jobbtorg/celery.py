"""The Celery application. Messages carry no data: what has to be done is read from PostgreSQL."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, setup_logging, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")

app = Celery("jobbtorg")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]
def log_as_the_pages_do(**kwargs: Any) -> None:
    """Keep to settings.LOGGING: the handlers Celery would put in its place write numbers and row values as they are."""
    from django.conf import settings
    from django.utils.log import configure_logging

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@beat_init.connect  # type: ignore[untyped-decorator]
def ring_at_once(**kwargs: Any) -> None:
    """Send every scheduled task once when beat starts, so that overdue work need not wait for the next run."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"], **entry.get("options", {}))


@task_prerun.connect  # type: ignore[untyped-decorator]
def wait_as_long_as_the_job_may(task: Task, **kwargs: Any) -> None:
    """Give the worker's connection the timeouts of the job that begins (jobbtorg/database/timeouts.py)."""
    from django.db import connection

    from jobbtorg.database.timeouts import connection_options

    if task.request.is_eager:
        return  # called like a function, in the midst of somebody else's work
    options = connection_options(connection.settings_dict, task.name)
    if options != connection.settings_dict["OPTIONS"]:
        connection.close()
        connection.settings_dict["OPTIONS"] = options
