"""Checking the seals of the access log: every row is as it was when it was sealed, and no seal is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import iter_unpack

from django.db import connection

from audit.seals.sealing import BEGINNING, ROW_DIGEST, ROW_PRINT, SEAL_DIGEST
from organisation.access.acting import System, acting_for

MOST_ROWS_NAMED = 20
"""So many rows of a seal are named; of more only the number is given."""

_PRINT = ">q8s"
"""How a print is written: the id in eight bytes, then the first eight of the row's digest."""

_CHECK = f"""
WITH chain AS (
    SELECT number, first_id, last_id, rows, digest, sealed_at,
           coalesce(lag(digest) OVER (ORDER BY number), {BEGINNING}) AS previous,
           coalesce(lag(number) OVER (ORDER BY number), 0) AS number_before,
           coalesce(lag(last_id) OVER (ORDER BY number), 0) AS last_before
    FROM audit_logseal
)
SELECT number, first_id, last_id, rows, number_before, last_before, encode(digest, 'hex'),
       coalesce(digest = {SEAL_DIGEST}, false)
FROM chain LEFT JOIN LATERAL (
    SELECT string_agg({ROW_DIGEST}, ''::bytea ORDER BY id) AS digests
    FROM audit_accessevent WHERE id BETWEEN first_id AND last_id
) found ON true
ORDER BY number
"""  # noqa: S608

_SEALED_PRINTS = "SELECT prints FROM audit_logseal WHERE number = %s"
_PRINTS = f"""
SELECT {ROW_PRINT} FROM (
    SELECT id, {ROW_DIGEST} AS digest FROM audit_accessevent WHERE id BETWEEN %s AND %s
) content
"""  # noqa: S608


@dataclass
class Verification:
    """What was found: English sentences, none when all is well, and the figures of the chain."""

    problems: list[str] = field(default_factory=list)
    seals: int = 0
    rows: int = 0
    head: str = ""
    unsealed: int = 0


@dataclass(frozen=True)
class _Seal:
    number: int
    first_id: int
    last_id: int
    rows: int
    number_before: int
    last_before: int
    head: str
    holds: bool


def verify_log(head: str = "") -> Verification:
    """Recompute every seal from the rows. `head`, kept from an earlier seal, must be found in the chain."""
    result = Verification()
    head_found = False
    last_sealed = 0
    with acting_for(System.LOG_SEALING), connection.cursor() as cursor:
        cursor.execute(_CHECK)
        for seal in (_Seal(*row) for row in cursor.fetchall()):
            result.seals += 1
            result.rows += seal.rows
            result.head = seal.head
            head_found = head_found or seal.head == head.lower()
            result.problems += _problems(seal)
            last_sealed = seal.last_id
        cursor.execute("SELECT id FROM audit_accessevent WHERE id < 1 ORDER BY id")
        result.problems += [f"Row {row} stands outside the numbering of the log." for (row,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM audit_accessevent WHERE id > %s", [last_sealed])
        result.unsealed = cursor.fetchone()[0]
    if head and not head_found:
        result.problems.append(f"No seal has the head {head}: the chain has been cut off or rewritten.")
    return result


def _problems(seal: _Seal) -> Iterator[str]:
    for missing in range(seal.number_before + 1, seal.number):
        yield f"Seal {missing} is missing."
    follows = seal.number == seal.number_before + 1
    if follows and seal.first_id != seal.last_before + 1:
        yield f"Seal {seal.number} begins with row {seal.first_id}, not with {seal.last_before + 1}."
    if seal.holds:
        return
    name = f"Seal {seal.number} (rows {seal.first_id}–{seal.last_id})"
    differences = _differences(seal)
    if differences:
        yield f"{name}: {_listed(differences)}."
    elif follows:
        yield f"{name}: no row differs, so the seal itself or the one before it has been changed."


def _differences(seal: _Seal) -> list[str]:
    """Which rows are not what they were when they were sealed, in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(_SEALED_PRINTS, [seal.number])
        prints = bytes(cursor.fetchone()[0])
        prints = prints[: len(prints) // 16 * 16]  # changed prints must not stop the check
        cursor.execute(_PRINTS, [seal.first_id, seal.last_id])
        now = dict(iter_unpack(_PRINT, b"".join(bytes(one) for (one,) in cursor.fetchall())))
    then = dict(iter_unpack(_PRINT, prints))
    found = []
    for row in sorted(then.keys() | now.keys()):
        if row not in now:
            found.append(f"row {row} is missing")
        elif row not in then:
            found.append(f"row {row} was added afterwards")
        elif then[row] != now[row]:
            found.append(f"row {row} has been changed")
    return found


def _listed(differences: list[str]) -> str:
    left = len(differences) - MOST_ROWS_NAMED
    return "; ".join(differences[:MOST_ROWS_NAMED]) + (f"; and {left} rows more" if left > 0 else "")
