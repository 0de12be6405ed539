"""Settings for processes that a test starts: they work on that test's database and listen to a queue of its own."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BEAT_SCHEDULE, DATABASES

DATABASES["default"]["NAME"] = os.environ["OUTSIDE_DATABASE"]
# As which role the database answers; the owner where nothing is said.
if role := os.environ.get("OUTSIDE_ROLE"):
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = f"-c role={role}"
CELERY_TASK_DEFAULT_QUEUE = os.environ["OUTSIDE_QUEUE"]
if broker := os.environ.get("OUTSIDE_BROKER"):
    CELERY_BROKER_URL = broker
# The very tasks that beat rings in production, only more often (or, to see what it does at its start, seldom); empty
# for production's own times.
if ring_every := os.environ.get("OUTSIDE_RING_EVERY", "1"):
    CELERY_BEAT_SCHEDULE = {
        name: {**ring, "schedule": float(ring_every)} for name, ring in CELERY_BEAT_SCHEDULE.items()
    }
