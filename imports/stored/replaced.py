"""Rejected rows that come in corrected with a later import: they are not left out any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.sql.bulk import update_rows
from core.swedish.names import search_form
from imports.choices import LEFT_OUT, Verdict
from imports.judging.context import contexts_of
from imports.judging.facts import Judged
from imports.judging.rows import judge
from imports.models import ImportBatch, ImportRow
from imports.resolving.outcomes import Resolution
from imports.stored.rows import left_out_of
from imports.stored.verdicts import write_notes

Likeness = tuple[Any, ...]


class Replacing:
    """What the rows of an import that follows another are about, gathered while they are brought in."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch = batch
        self._about: set[Likeness] = set()

    def add(self, resolutions: Iterable[Resolution]) -> None:
        """Remember the rows that were not left out again."""
        if self._batch.follows_id is None:
            return
        for resolution in resolutions:
            for row in resolution.rows:
                if row.verdict not in LEFT_OUT:
                    self._about |= _about(row.judged)

    def finish(self) -> None:
        """Skip the rejected rows of the import before that are about the same: a number or a day was wrong."""
        if not self._about or self._batch.follows is None:
            return
        before = self._batch.follows
        lists = contexts_of(before, self._batch.started_at.date())
        replaced = [
            row.key
            for row in left_out_of(before.pk)
            if row.list_id in lists and self._about & _about(judge(lists[row.list_id], row.key, row.line, row.cells))
        ]
        update_rows(ImportRow, ("verdict",), [(key, Verdict.SKIP.value) for key in replaced])
        note = f"Rättad och inläst i import {self._batch.pk}."
        write_notes([(key, "", "NOTE", note) for key in replaced])


def _about(judged: Judged) -> set[Likeness]:
    """By what a row is known again: its number, or where that was wrong its name and days."""
    facts = judged.facts
    name = search_form(f"{judged.first_name} {judged.last_name}")
    found: set[Likeness] = {(name, facts.starts_on, facts.closed_on, facts.meeting_on)}
    return found | ({(judged.identity.number,)} if judged.identity else set())
