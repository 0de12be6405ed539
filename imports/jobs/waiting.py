"""For the deep health check: whether somebody takes up what was asked for."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

JOBS_WAIT = datetime.timedelta(minutes=15)
"""How long a job may wait before anybody takes it up; the importer looks every minute, and a list before it is long."""


def jobs_are_taken_up() -> tuple[bool, dict[str, Any]]:
    """Whether no job has waited too long for its first try, and how many wait. Asked by pages, by count only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobs, since FROM imports_untried")
        jobs, since = cursor.fetchone()
    return since is None or timezone.now() - since < JOBS_WAIT, {"untried": jobs}
