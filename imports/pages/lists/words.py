"""The words of lists that stand for something in the register, and what they can stand for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from aspirants.models import ClosureReason
from aspirants.people.masks import mask_digits
from imports.choices import ValueKind
from imports.models import ImportBatch, ImportIssue, ValueChoice
from imports.pages.lists.cells import cell_of
from imports.pages.lists.meanings import meaning_of
from imports.profiles.fields import Field
from imports.values.words import Status, says_nothing, status
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, UnitFunction, User

KIND_OF = {
    Field.COACH: ValueKind.COACH,
    Field.DISTRICT: ValueKind.DISTRICT,
    Field.REASON: ValueKind.REASON,
    Field.STATUS: ValueKind.STATUS,
}
NOT_UNDERSTOOD = {"I11": ValueKind.COACH, "I16": ValueKind.REASON, "I19": ValueKind.DISTRICT, "I23": ValueKind.STATUS}
MOST_ISSUES = 5_000
MOST_REMEMBERED = 200
LONGEST_WORD = 120

NOTHING = "-"
"""In a form: the word stands for nothing. An empty answer leaves the word as it is."""

_NOTHING_IN_WORDS = {ValueKind.COACH: "Ingen, förs in utan coach", ValueKind.DISTRICT: "Ingen stadsdel"}
_STATUSES = [
    (Status.OPEN.value, "Ärendet pågår"),
    (Status.WAITING.value, "Väntar på att börja"),
    (Status.CLOSED.value, "Ärendet är avslutat"),
]


@dataclass(frozen=True)
class Word:
    """A word in the lists of a jobbtorg. `rows`: in how many it stands, 0 where that is not known."""

    jobbtorg: Jobbtorg
    kind: ValueKind
    text: str
    rows: int = 0
    value: str | None = None

    @property
    def name(self) -> str:
        """The name of its field in a form; says nothing of the word."""
        told = f"{self.jobbtorg.pk} {self.kind} {self.text}"
        return f"ord-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    @property
    def shown(self) -> str:
        """The word as it is shown."""
        return mask_digits(self.text)

    @property
    def answer(self) -> str:
        """What has been decided, as it stands in the form."""
        return "" if self.value is None else self.value or NOTHING


def words_of(batch: ImportBatch) -> tuple[list[Word], list[Word]]:
    """The words that the check did not understand, the most common first, and those decided before."""
    jobbtorg = {file.jobbtorg_id: file.jobbtorg for file in batch.files.select_related("jobbtorg")}
    chosen = {
        (choice.jobbtorg_id, choice.kind, choice.text): choice.value
        for choice in ValueChoice.objects.filter(jobbtorg__in=jobbtorg).order_by("kind", "text")
    }
    counted = _not_understood(batch)
    open_words = [
        Word(jobbtorg[unit], ValueKind(kind), text, rows, chosen.get((unit, kind, text)))
        for (unit, kind, text), rows in counted.most_common()
        if unit in jobbtorg
    ]
    remembered = [
        Word(jobbtorg[unit], ValueKind(kind), text, 0, value)
        for (unit, kind, text), value in chosen.items()
        if (unit, kind, text) not in counted
    ]
    return open_words, remembered[:MOST_REMEMBERED]


def _not_understood(batch: ImportBatch) -> Counter[tuple[int, str, str]]:
    """In how many rows each word stands that the check said it does not know."""
    issues = (
        ImportIssue.objects.filter(
            row__batch=batch, row__protected=False, code__in=NOT_UNDERSTOOD, column__isnull=False
        )
        .select_related("row__list__file")
        .prefetch_related("row__corrections")
    )
    found: Counter[tuple[int, str, str]] = Counter()
    for issue in issues.order_by("row_id", "pk")[:MOST_ISSUES]:
        assert issue.column is not None, "asked for"
        imported = issue.row.list
        field = meaning_of(imported, issue.column)
        kind = KIND_OF.get(field) if field else None
        text = cell_of(issue.row, issue.column).strip().casefold()[:LONGEST_WORD]
        if kind != NOT_UNDERSTOOD[issue.code] or says_nothing(text):
            continue
        if kind == ValueKind.STATUS and status(text) != Status.UNKNOWN:
            continue
        found[imported.file.jobbtorg_id, kind.value, text] += 1
    return found


class WordOptions:
    """What words of each kind can stand for; asked for once, when a form needs them."""

    def of(self, word: Word) -> list[tuple[str, str]]:
        """The options of one word, the first of which leaves it as it is."""
        nothing = _NOTHING_IN_WORDS.get(word.kind)
        return [("", "Inte valt"), *([(NOTHING, nothing)] if nothing else []), *self._meanings(word)]

    def _meanings(self, word: Word) -> Iterable[tuple[str, str]]:
        if word.kind == ValueKind.COACH:
            return [(str(coach.pk), str(coach)) for coach in self._coaches if coach.jobbtorg_id == word.jobbtorg.pk]
        if word.kind == ValueKind.DISTRICT:
            return self._units
        return self._reasons if word.kind == ValueKind.REASON else _STATUSES

    @cached_property
    def _coaches(self) -> list[User]:
        return list(User.objects.filter(role=Role.COACH, jobbtorg__isnull=False).order_by("last_name", "first_name"))

    @cached_property
    def _units(self) -> list[tuple[str, str]]:
        units = IncomeSupportUnit.objects.filter(function=UnitFunction.INCOME_SUPPORT).select_related("district")
        return [(str(unit.pk), f"{unit.district}, {unit}") for unit in units.order_by("district__name", "name")]

    @cached_property
    def _reasons(self) -> list[tuple[str, str]]:
        return [
            (str(reason.code), f"{reason.code} {reason.label}") for reason in ClosureReason.objects.order_by("code")
        ]
