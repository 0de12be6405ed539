"""Stored rows as the check reads them: decrypted, with what was corrected, and in bounded pieces."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.encryption import decrypted
from imports.choices import LEFT_OUT, Stage, Verdict
from imports.models import CellCorrection, ImportBatch

PERSONS_AT_A_TIME = 1_000
ROWS_AT_A_TIME = 2_000


@dataclass(slots=True)
class StoredRow:
    """One row of a list: `cells` with corrections, `verdict` as it was stored by the last check."""

    key: int
    list_id: int
    batch: int
    line: int
    cells: list[str]
    identity_hash: str
    verdict: str


def lines_of(imported: int, corrected: bool) -> Iterator[list[StoredRow]]:
    """The rows about persons in a list, by its key, in the order of its lines. Protected rows have no cells to read."""
    after = 0
    while True:
        rows = _read(
            "list_id = %s AND line > %s AND is_person AND NOT protected ORDER BY line LIMIT %s",
            [imported, after, ROWS_AT_A_TIME],
            corrected=corrected,
        )
        if not rows:
            return
        yield rows
        after = rows[-1].line


def left_out_of(batch: int) -> list[StoredRow]:
    """The rows of an import, by its key, that were left out, but not those about protected persons."""
    verdicts = [verdict.value for verdict in LEFT_OUT]
    return _read("batch_id = %s AND verdict = ANY(%s) AND NOT protected", [batch, verdicts], corrected=True)


@dataclass(slots=True)
class Piece:
    """All rows about some persons: by the hash of the number, in the order of lists and lines."""

    persons: dict[str, list[StoredRow]]
    protected: set[str]
    left_out: dict[str, list[tuple[str, int]]]
    """File and line of rows that earlier imports left out."""


def persons_of(batch: ImportBatch, lists: Collection[int]) -> Iterator[Piece]:
    """The rows of the import's lists, person by person, with rows of earlier imports that wait for these persons."""
    after, batches = "", _with_corrected(batch)
    corrected = CellCorrection.objects.filter(row__batch=batch).exists()
    while True:
        hashes = _next_hashes(batch.pk, lists, after)
        if not hashes:
            return
        yield _piece(batches, lists, hashes, corrected)
        after = hashes[-1]


def _next_hashes(batch: int, lists: Collection[int], after: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT identity_hash FROM imports_importrow"
            " WHERE batch_id = %s AND identity_hash > %s AND list_id = ANY(%s) ORDER BY identity_hash LIMIT %s",
            [batch, after, list(lists), PERSONS_AT_A_TIME],
        )
        return [digest for (digest,) in cursor.fetchall()]


def _piece(batches: list[int], lists: Collection[int], hashes: list[str], corrected: bool) -> Piece:
    batch = batches[0]
    here = _read(
        "batch_id = %s AND identity_hash = ANY(%s) AND list_id = ANY(%s) AND is_person AND NOT protected",
        [batch, hashes, list(lists)],
        corrected=corrected,
    )
    waiting = _read(
        "batch_id <> %s AND identity_hash = ANY(%s) AND verdict = %s AND NOT protected AND EXISTS ("
        "SELECT FROM imports_importbatch earlier WHERE earlier.id = batch_id AND earlier.stage = %s)",
        [batch, hashes, Verdict.WAITING.value, Stage.COMMITTED.value],
        corrected=True,
    )
    persons = defaultdict(list)
    for row in sorted([*waiting, *here], key=lambda row: (row.list_id, row.line)):
        persons[row.identity_hash].append(row)
    return Piece(dict(persons), _protected(batch, hashes), _left_out(batches, hashes))


def _read(where: str, parameters: list[Any], *, corrected: bool) -> list[StoredRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, list_id, batch_id, line, cells, identity_hash, verdict FROM imports_importrow WHERE {where}",  # noqa: S608
            parameters,
        )
        rows = [StoredRow(*row) for row in cursor.fetchall()]
    for row in rows:
        row.cells = json.loads(decrypted(str(row.cells))) if row.cells else []
    if corrected and rows:
        _correct(rows)
    return rows


def _correct(rows: Sequence[StoredRow]) -> None:
    """Put what was written instead into the cells, the latest last."""
    by_key = {row.key: row for row in rows}
    corrections = CellCorrection.objects.filter(row_id__in=by_key).order_by("pk")
    for key, column, text in corrections.values_list("row_id", "column", "text"):
        cells = by_key[key].cells
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text


def _protected(batch: int, hashes: list[str]) -> set[str]:
    """The persons whom a row of the import marks as protected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT identity_hash FROM imports_importrow"
            " WHERE batch_id = %s AND protected AND identity_hash = ANY(%s)",
            [batch, hashes],
        )
        return {digest for (digest,) in cursor.fetchall()}


def _with_corrected(batch: ImportBatch) -> list[int]:
    """The import, and those whose rejected rows it holds, corrected."""
    found, earlier = [batch.pk], batch.follows
    while earlier is not None and earlier.pk not in found:
        found.append(earlier.pk)
        earlier = earlier.follows
    return found


def _left_out(batches: list[int], hashes: list[str]) -> dict[str, list[tuple[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row.identity_hash, file.name, row.line FROM imports_importrow row"
            " JOIN imports_importlist list ON list.id = row.list_id"
            " JOIN imports_importfile file ON file.id = list.file_id"
            " JOIN imports_importbatch earlier ON earlier.id = row.batch_id"
            " WHERE row.batch_id <> ALL(%s) AND row.identity_hash = ANY(%s) AND row.verdict = ANY(%s)"
            " AND NOT row.protected AND earlier.stage = %s ORDER BY row.id",
            [batches, hashes, [verdict.value for verdict in LEFT_OUT], Stage.COMMITTED.value],
        )
        found = defaultdict(list)
        for digest, file, line in cursor.fetchall():
            found[digest].append((file, line))
        return dict(found)
