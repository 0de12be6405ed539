"""Reading the files of an import: lists, their headings, and every row as it stands. Nothing is judged yet."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from core.encryption import encrypted, lookup_hash
from core.refusals import OperationRefused
from core.sql.bulk import insert_rows, next_keys
from imports.choices import Stage, Verdict
from imports.intake.guessing import guess, remembered
from imports.jobs.content import content_of, forget
from imports.models import ImportBatch, ImportFile, ImportList, ImportRow
from imports.profiles.fields import Field, Profile
from imports.profiles.headings import is_header
from imports.profiles.synonyms import MEANINGS, bare
from imports.progress import Progress
from imports.reading.lists import Line, ListHead, UnreadableFileError, read_lists
from imports.stored.verdicts import PROTECTED_ISSUE, write_notes
from imports.values.identities import read_identity
from imports.values.protection import column_marks_protection, is_protected
from imports.values.words import control_total, is_subtotal, says_nothing
from organisation.models import User


def read_files(batch: ImportBatch, actor: User, progress: Progress) -> None:
    """Read the files that have not been read. One that cannot be read is kept as a list that says why.

    Raises OperationRefused, which names the files, where none of the import can be read.
    """
    refusals = []
    for file in batch.files.filter(lists__isnull=True).select_related("jobbtorg").order_by("pk"):
        try:
            with transaction.atomic():
                _read(batch, file, progress)
        except UnreadableFileError as error:
            refusals.append(f"{file}: {error.message}")
            ImportList.objects.create(file=file, number=1, encoding="", included=False, refusal=error.message[:300])
        forget(file)
    if refusals and not ImportList.objects.filter(file__batch=batch, refusal="").exists():
        raise OperationRefused(" ".join(refusals)[:300])
    batch.stage, batch.changed_at = Stage.COLUMNS, timezone.now()
    batch.save(update_fields=["stage", "changed_at"])


def _read(batch: ImportBatch, file: ImportFile, progress: Progress) -> None:
    choices = remembered(file.jobbtorg_id)
    found = 0
    with closing(read_lists(content_of(file), file.name)) as lists:
        for number, (head, pieces) in enumerate(lists, start=1):
            imported = guess(file, number, head, choices)
            imported.save()
            found += 1
            rows = _Rows(batch, imported, head)
            for lines in pieces:
                rows.take(lines)
                progress.report("Läser", rows.taken, 0)
            imported.rows_read, imported.control_total = rows.persons, rows.control_total
            imported.notes = dict(rows.notes)
            imported.save(update_fields=["rows_read", "control_total", "notes"])
    if not found:
        raise UnreadableFileError("Filen är tom. Välj en fil med en rubrikrad och minst en rad under den.")


@dataclass
class _Rows:
    """The rows of a list on their way into storage."""

    batch: ImportBatch
    imported: ImportList
    head: ListHead
    taken: int = 0
    persons: int = 0
    control_total: int | None = None
    notes: Counter[str] = field(default_factory=Counter)
    columns: dict[Field, int] = field(init=False)
    notes_of_meetings: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {Field(name): index for index, name in enumerate(self.imported.fields) if name}
        self.notes_of_meetings = _notes_of_meetings(self.imported)

    def take(self, lines: Sequence[Line]) -> None:
        """Store a piece of the list: empty rows are left out, rows about nobody kept as a line and a note."""
        lines = [line for line in lines if not line.is_empty]
        keys = next_keys(ImportRow, len(lines))
        rows, notes = [], []
        for key, line in zip(keys, lines, strict=True):
            about_nobody = self._about_nobody(line)
            protected = not about_nobody and self._is_protected(line.cells)
            if about_nobody:
                notes.append((key, *about_nobody))
            elif protected:
                notes.append((key, *PROTECTED_ISSUE))
                if says_nothing(self._text(line.cells, Field.IDENTITY)):
                    notes.append((key, "I04", "ERROR", "Personnummer saknas."))
            rows.append(self._row(key, line, about_nobody=bool(about_nobody), protected=protected))
            self.persons += not about_nobody
        insert_rows(ImportRow, _COLUMNS, rows)
        write_notes(notes)
        self.notes.update(code for _, code, _, _ in notes if code)
        self.taken += len(lines)

    def _row(self, key: int, line: Line, *, about_nobody: bool, protected: bool) -> tuple[object, ...]:
        kept = not about_nobody and not protected
        digest = self._digest(line.cells) if protected else ""
        verdict = Verdict.SKIP if about_nobody else Verdict.MANUAL if protected else ""
        told = ["" if index in self.notes_of_meetings else cell for index, cell in enumerate(line.cells)]
        cells = encrypted(json.dumps(told, ensure_ascii=False)) if kept else ""
        return (
            key,
            self.imported.pk,
            self.batch.pk,
            line.number,
            cells,
            not about_nobody,
            protected,
            digest,
            self.imported.file.jobbtorg_id,
            str(verdict),
        )

    def _about_nobody(self, line: Line) -> tuple[str, str, str] | None:
        """Code, severity and sentence of a row that is about no person; None for one about a person."""
        if is_header(line.cells):
            return "", "NOTE", "Rubrikraden upprepas. Hoppas över."
        if is_subtotal(line.cells):
            total = control_total(line.cells)
            self.control_total = total if total is not None else self.control_total
            return "I20", "NOTE", "Summarad. Hoppas över."
        first, *others = line.cells
        if not any(others) and not _MAYBE_A_NUMBER.search(first) and not is_protected(line.cells):
            return "", "NOTE", "Mellanrubrik. Hoppas över."
        return None

    def _is_protected(self, cells: Sequence[str]) -> bool:
        """Whether any cell marks the person as protected, or a column for that does."""
        marked = column_marks_protection(self._text(cells, Field.PROTECTED))
        return marked or is_protected(cells) or self._names_nobody(cells)

    def _names_nobody(self, cells: Sequence[str]) -> bool:
        """Whether the row has a name and a remark but no number: old lists wrote protected persons so."""
        named = any(self._text(cells, about) for about in (Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME))
        return named and says_nothing(self._text(cells, Field.IDENTITY)) and bool(self._text(cells, Field.NOTE))

    def _text(self, cells: Sequence[str], about: Field) -> str:
        index = self.columns.get(about)
        return cells[index] if index is not None and index < len(cells) else ""

    def _digest(self, cells: Sequence[str]) -> str:
        as_of = self.imported.as_of or timezone.localdate()
        identity = read_identity(self._text(cells, Field.IDENTITY), as_of).value
        return lookup_hash(identity.number) if identity else ""


_MAYBE_A_NUMBER = re.compile(r"[0-9]{6}")
"""What an identity number, whole or spoilt, has in it, and what stands at the foot of a page has not."""


def _notes_of_meetings(imported: ImportList) -> set[int]:
    """The columns of a list of meetings in which people wrote what was said: they are not even stored."""
    if imported.profile != Profile.MEETINGS:
        return set()
    anywhere = MEANINGS[Profile.ASPIRANTS]
    return {index for index, heading in enumerate(imported.headings) if anywhere.get(bare(heading)) == Field.NOTE}


_COLUMNS = (
    "id", "list_id", "batch_id", "line", "cells", "is_person", "protected", "identity_hash", "jobbtorg_id", "verdict",
)  # fmt: skip
