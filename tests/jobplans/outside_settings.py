"""Settings for processes that a test starts: they work on that test's database and listen to a queue of its own."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BEAT_SCHEDULE, DATABASES

DATABASES["default"]["NAME"] = os.environ["OUTSIDE_DATABASE"]
CELERY_TASK_DEFAULT_QUEUE = os.environ["OUTSIDE_QUEUE"]
# The very tasks that beat rings in production, only more often.
CELERY_BEAT_SCHEDULE = {name: {**ring, "schedule": 1.0} for name, ring in CELERY_BEAT_SCHEDULE.items()}
