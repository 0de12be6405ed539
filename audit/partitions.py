"""The monthly partitions of the access log: made 24 months ahead, and reported when few are left."""

from __future__ import annotations

import datetime
import logging

from django.db import connection

from organisation.access.acting import System, acting_for

logger = logging.getLogger(__name__)

PARTITION_MONTHS_AHEAD = 24
FEWEST_MONTHS = 3
"""Fewer months ahead than this are a fault: the daily job has not run for a long time."""

LOCK_TIMEOUT_MS = 2_000
"""A new partition locks the log briefly; when the lock is not free within this time, the next daily run tries again."""


def extend_log(months: int = PARTITION_MONTHS_AHEAD) -> int:
    """Make the partitions of the coming months that are missing; how many were made. Safe to run at any time."""
    with acting_for(System.LOG_SEALING), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
        cursor.execute("SELECT audit_add_partitions(%s)", [months])
        made: int = cursor.fetchone()[0]
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    if made:
        logger.info("Log extended: partitions=%d", made)
    return made


def months_ahead() -> int:
    """How many unbroken months after this one (UTC) have a partition of their own; -1 if not even this one has."""
    now = datetime.datetime.now(datetime.UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree('audit_accessevent') WHERE isleaf AND level = 1"
        )
        names = {name for (name,) in cursor.fetchall()}
    year, month, ahead = now.year, now.month, -1
    while f"audit_accessevent_{year:04}_{month:02}" in names:
        ahead += 1
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return ahead
