"""Settings for processes that a test starts: they work on that test's database and listen to queues of its own."""

import os

from core.mailing import SMTP, mail_settings
from jobbtorg.database.timeouts import connection_options
from tests import instant
from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BEAT_SCHEDULE, CELERY_TASK_QUEUES, CELERY_TASK_ROUTES, DATABASES

instant.follow()
DATABASES["default"]["NAME"] = os.environ["OUTSIDE_DATABASE"]
# A server that the test has for itself; the run's where nothing is said.
DATABASES["default"]["HOST"] = os.environ.get("OUTSIDE_HOST", DATABASES["default"]["HOST"])
# As which role the database answers; the owner where nothing is said.
if role := os.environ.get("OUTSIDE_ROLE"):
    DATABASES["default"]["OPTIONS"] = connection_options({"USER": role, "OPTIONS": {"options": f"-c role={role}"}})


def own(queue: str) -> str:
    """The name under which a queue of production goes in this test."""
    return f"{os.environ['OUTSIDE_QUEUE']}-{queue}"


CELERY_TASK_DEFAULT_QUEUE = own("default")
CELERY_TASK_QUEUES = {own(name): facts for name, facts in CELERY_TASK_QUEUES.items()}
CELERY_TASK_ROUTES = {tasks: {"queue": own(way["queue"])} for tasks, way in CELERY_TASK_ROUTES.items()}
if broker := os.environ.get("OUTSIDE_BROKER"):
    CELERY_BROKER_URL = broker
# The very tasks that beat rings in production, only more often (or, to see what it does at its start, seldom); empty
# for production's own times.
if ring_every := os.environ.get("OUTSIDE_RING_EVERY", "1"):
    CELERY_BEAT_SCHEDULE = {
        name: {**ring, "schedule": float(ring_every)} for name, ring in CELERY_BEAT_SCHEDULE.items()
    }
if "OUTSIDE_MAIL_PORT" in os.environ:
    port = int(os.environ["OUTSIDE_MAIL_PORT"])
    vars().update(mail_settings({"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}))
