"""Sealing the access log: from time to time what is in it is fixed by a digest that builds on the one before.

A seal covers every row up to a number below which nothing can appear any more: a row takes its number while it holds a
shared lock until its transaction ends, and the sealer notes the highest number while it alone holds
that lock. The sealing itself makes no request wait.

A digest is made of whole numbers and texts, never of how a session writes a time, and the rows are taken in order of
id, so that time zone, partition and place on disk make no difference.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from organisation.access.acting import System, acting_for

logger = logging.getLogger(__name__)

ROWS_PER_SEAL = 100_000
"""At most; 32 bytes each are held in memory while a seal is made or verified."""

SEALER_LOCK_TIMEOUT_MS = 250
"""How long the sealer waits for requests that are writing, while new ones wait for it; then the next run tries."""

# Advisory locks (first key 5103). 1: rows being written, shared, against the sealer. 2: one sealer at a time.
_LOG, _SEALER = "5103, 1", "5103, 2"

# Changing anything here breaks every seal there is: a new way of counting needs a seal that says so.
ROW_DIGEST = """sha256(convert_to(jsonb_build_array(
    id, (extract(epoch FROM at) * 1000000)::bigint, user_id, kind, view, subject, person_id, sought, reason,
    host(address))::text, 'UTF8'))"""
ROW_PRINT = "int8send(id) || substring(digest FROM 1 FOR 8)"
SEAL_DIGEST = """sha256(
    previous
    || sha256(convert_to(jsonb_build_array(
        number, first_id, last_id, rows, (extract(epoch FROM sealed_at) * 1000000)::bigint)::text, 'UTF8'))
    || digests)"""
BEGINNING = "decode(repeat('00', 32), 'hex')"

# One statement: what follows the last seal, up to the number that was noted, with its digest.
_SEAL = f"""
WITH last_seal AS (SELECT number, last_id, digest FROM audit_logseal ORDER BY number DESC LIMIT 1),
ahead AS (
    SELECT coalesce(max(number), 0) + 1 AS number, coalesce(max(last_id), 0) + 1 AS first_id,
           coalesce((SELECT digest FROM last_seal), {BEGINNING}) AS previous
    FROM last_seal
),
content AS (
    SELECT id, {ROW_DIGEST} AS digest FROM audit_accessevent
    WHERE id >= (SELECT first_id FROM ahead) AND id <= %(ceiling)s ORDER BY id LIMIT %(most)s
),
facts AS (
    SELECT number, first_id, previous, max(id) AS last_id, count(*) AS rows, statement_timestamp() AS sealed_at,
           string_agg(digest, ''::bytea ORDER BY id) AS digests,
           string_agg({ROW_PRINT}, ''::bytea ORDER BY id) AS prints
    FROM ahead, content GROUP BY number, first_id, previous
)
INSERT INTO audit_logseal (number, first_id, last_id, rows, digest, prints, sealed_at)
SELECT number, first_id, last_id, rows, {SEAL_DIGEST}, prints, sealed_at FROM facts
RETURNING number, rows, encode(digest, 'hex')
"""  # noqa: S608


@dataclass(frozen=True)
class Sealed:
    """One new seal; `head` is its digest in 64 hex digits."""

    number: int
    rows: int
    head: str


def seal_log(most: int = ROWS_PER_SEAL) -> list[Sealed] | None:
    """Seal what has been written since the last seal; the new seals. None: the log was busy; the next run tries again.

    Each seal leaves one log line with its number, its count and its head, and nothing about a person: kept on another
    machine, the head shows whether the chain was rewritten (`manage.py verify_log --head`).
    """
    ceiling = _settled()
    if ceiling is None:
        logger.info("The log was busy and is sealed by the next run")
        return None
    new: list[Sealed] = []
    while (sealed := _seal_next(ceiling, most)) is not None:
        logger.info("Log sealed: number=%d rows=%d head=%s", sealed.number, sealed.rows, sealed.head)
        new.append(sealed)
    return new


def _settled() -> int | None:
    """The highest number in the log, while nobody holds one that is not committed; None if that could not be had."""
    try:
        with acting_for(System.LOG_SEALING), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {SEALER_LOCK_TIMEOUT_MS}")
            cursor.execute(f"SELECT pg_advisory_xact_lock({_LOG})")
            cursor.execute("SELECT coalesce(max(id), 0) FROM audit_accessevent")
            ceiling: int = cursor.fetchone()[0]
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return None
        raise
    return ceiling


def _seal_next(ceiling: int, most: int) -> Sealed | None:
    """One seal in a transaction of its own; None when nothing is left, or another sealer is working."""
    with acting_for(System.LOG_SEALING), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({_SEALER})")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(_SEAL, {"ceiling": ceiling, "most": most})
        made = cursor.fetchone()
    return Sealed(*made) if made else None
