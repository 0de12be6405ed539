"""Whom each row is about: the hash of its number, by which the rows of a person are found together."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.encryption import encrypted, lookup_hash
from core.sql.bulk import update_rows
from imports.choices import Verdict
from imports.counting import Counts
from imports.judging.context import ListContext
from imports.judging.facts import Judged
from imports.judging.rows import judge
from imports.models import ImportRow
from imports.profiles.fields import FILLED_DOWN, Field
from imports.progress import Progress
from imports.resolving.outcomes import RowOutcome
from imports.stored.rows import StoredRow, lines_of
from imports.stored.verdicts import write_issues, write_verdicts
from imports.values.identities import read_identity

STEP = "Läser nummer"


def number_rows(
    context: ListContext, chosen: Mapping[int, str], progress: Progress, counts: Counts, *, corrected: bool
) -> list[Judged]:
    """Store the hash of the number of each row of a list; give the rows without one, judged and with their verdict.

    `chosen`: hashes of the persons whom a manager chose for rows without a number, by row. Cells that were merged
    downwards are filled on the way.
    """
    done, last = 0, dict[int, str]()
    without: list[Judged] = []
    progress.report(STEP, 0, context.imported.rows_read)
    for rows in lines_of(context.imported.pk, corrected):
        filled = [row for row in rows if _fill_down(context, row, last)]
        numbered, others = [], []
        for row in rows:
            progress.look()
            identity = read_identity(context.text(row.cells, Field.IDENTITY), context.as_of).value
            digest = lookup_hash(identity.number) if identity else chosen.get(row.key, "")
            if digest != row.identity_hash:
                numbered.append((row.key, digest))
            if not digest:
                others.append(judge(context, row.key, row.line, row.cells))
        update_rows(ImportRow, ("identity_hash",), numbered)
        update_rows(
            ImportRow,
            ("cells",),
            [(row.key, encrypted(json.dumps(row.cells, ensure_ascii=False))) for row in filled],
        )
        _write(others)
        for judged in others:
            counts.add_issues(judged.issues)
        without += [row for row in others if row.birth_date is not None]
        done += len(rows)
        progress.report(STEP, done, context.imported.rows_read)
    return without


def _write(rows: list[Judged]) -> None:
    write_verdicts(RowOutcome(row, row.verdict or Verdict.ERROR) for row in rows)
    write_issues((row.row, row.issues) for row in rows)


def _fill_down(context: ListContext, row: StoredRow, last: dict[int, str]) -> bool:
    """Fill cells that stand empty below a merged one; whether any was."""
    filled = False
    for about in FILLED_DOWN[context.profile]:
        column = context.columns.get(about)
        if column is None or column >= len(row.cells):
            continue
        if row.cells[column]:
            last[column] = row.cells[column]
        elif column in last:
            row.cells[column], filled = last[column], True
    return filled
