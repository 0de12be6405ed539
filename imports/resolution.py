"""All persons of an import, resolved piece by piece: what the check and the bringing in have in common."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from imports.choices import Outcome
from imports.judging.context import ListContext, contexts, contexts_of
from imports.judging.facts import Judged
from imports.judging.rows import judge
from imports.models import ImportAnswer, ImportBatch, ImportList
from imports.progress import Progress
from imports.resolving.answers import Looked
from imports.resolving.endings import Settings
from imports.resolving.known import EarlierRow
from imports.resolving.outcomes import Resolution
from imports.resolving.persons import resolve
from imports.resolving.register import known_persons
from imports.stored.rows import Piece, StoredRow, persons_of


@dataclass
class Resolved:
    """What came of some persons' rows, and of rows about protected persons, by key."""

    resolutions: list[Resolution] = field(default_factory=list)
    protected: list[int] = field(default_factory=list)
    stored: dict[int, StoredRow] = field(default_factory=dict)


def answers_of(batch: ImportBatch) -> Looked[str, str]:
    """The latest answer to each question, by the question's key."""
    answers = ImportAnswer.objects.filter(question__batch=batch).order_by("pk")
    return Looked(dict(answers.values_list("question__key", "choice")))


class Persons:
    """The persons of an import's lists, with the register beside them."""

    def __init__(self, batch: ImportBatch, today: datetime.date, progress: Progress) -> None:
        self._batch, self._today, self._progress = batch, today, progress
        self.lists = contexts_of(batch, today)
        self.answers = answers_of(batch)
        self._settings = Settings(today, Outcome(batch.outcome), batch.outcome_on, self.answers)

    def resolved(self, *, lock: bool = False) -> Iterator[Resolved]:
        """Some hundred persons at a time. `lock`: nobody changes their cases until the transaction ends.

        Raises StoppedError.
        """
        for piece in persons_of(self._batch, self.lists):
            yield self._resolve(piece, lock=lock)

    def _resolve(self, piece: Piece, *, lock: bool) -> Resolved:
        self._add_lists_of_waiting(piece)
        found = Resolved()
        known = known_persons(list(piece.persons), lock=lock)
        for digest, rows in piece.persons.items():
            self._progress.look()
            found.stored |= {row.key: row for row in rows}
            if digest in piece.protected:
                found.protected += [row.key for row in rows]
                continue
            judged = [self._judged(row) for row in rows]
            earlier = [EarlierRow(file, line) for file, line in piece.left_out.get(digest, ())]
            resolution = resolve(digest, judged, known.get(digest), self._settings, earlier)
            if resolution.protected:
                found.protected += [row.key for row in rows]
            else:
                found.resolutions.append(resolution)
        return found

    def _judged(self, row: StoredRow) -> Judged:
        judged = judge(self.lists[row.list_id], row.key, row.line, row.cells)
        if judged.identity is None:
            # Its person was chosen by the manager, so that the number is not missing.
            judged.issues = [issue for issue in judged.issues if issue.finding.code != "I04"]
        return judged

    def _add_lists_of_waiting(self, piece: Piece) -> None:
        """Rows that waited in an earlier import are judged by their own list."""
        missing = {row.list_id for rows in piece.persons.values() for row in rows} - set(self.lists)
        if missing:
            lists = ImportList.objects.filter(pk__in=missing).select_related("file__jobbtorg").order_by("pk")
            added: dict[int, ListContext] = contexts(list(lists), self._today)
            self.lists |= added
