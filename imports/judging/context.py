"""Everything the rows of one list are judged by: its day, its columns, and what its words mean at its jobbtorg."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from aspirants.models import ClosureReason
from imports.choices import ValueKind
from imports.judging.names import CoachNames, JobbtorgNames, UnitNames
from imports.models import ImportBatch, ImportList, ValueChoice
from imports.profiles.fields import Field, Profile
from organisation.models import District, IncomeSupportUnit, Jobbtorg, User


@dataclass(frozen=True)
class Words:
    """What the lists of one jobbtorg call things, as it was decided, by kind and text."""

    choices: dict[tuple[str, str], str]

    @classmethod
    def of(cls, jobbtorg: int) -> Words:
        rows = ValueChoice.objects.filter(jobbtorg_id=jobbtorg).values_list("kind", "text", "value")
        return cls({(kind, text): value for kind, text, value in rows})

    def choice(self, kind: ValueKind, text: str) -> str | None:
        """The value decided for a text; None where nobody has decided."""
        return self.choices.get((kind.value, text.strip().casefold()))


@dataclass
class ListContext:
    """One list of an import. `place` is its number in the order in which the lists of the import stand."""

    imported: ImportList
    place: int
    today: datetime.date
    words: Words
    coaches: CoachNames
    units: UnitNames
    reasons: dict[int, ClosureReason]
    within_city: frozenset[str]
    """Names of jobbtorg and stadsdelar: who moves there stays in Stockholm."""
    jobbtorg_names: dict[int, str]
    all_jobbtorg: JobbtorgNames
    columns: dict[Field, int] = field(init=False)
    _coach_of: dict[str, User | None] = field(default_factory=dict)
    _unit_of: dict[tuple[str, datetime.date], IncomeSupportUnit | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = {Field(name): index for index, name in enumerate(self.imported.fields) if name}

    @property
    def profile(self) -> Profile:
        return Profile(self.imported.profile)

    @property
    def as_of(self) -> datetime.date:
        assert self.imported.as_of is not None, "a list that is taken in has a day"
        return self.imported.as_of

    @property
    def jobbtorg(self) -> int:
        return self.imported.file.jobbtorg_id

    @property
    def label(self) -> str:
        """The list as people know it: the file, and the sheet where there are several."""
        return str(self.imported)

    @property
    def tells_of_plans(self) -> bool:
        """Whether the list has receipt and approval side by side: without both it cannot say how the promise went."""
        return Field.PLAN_APPROVED in self.columns

    @property
    def tells_of_follow_ups(self) -> bool:
        """Whether the list says when follow-ups were held."""
        return Field.FOLLOW_UP in self.columns

    def text(self, cells: Sequence[str], about: Field) -> str:
        """What a row says about a thing; empty where the list has no such column."""
        index = self.columns.get(about)
        return cells[index] if index is not None and index < len(cells) else ""

    def coach(self, text: str) -> User | None:
        """The one coach of the jobbtorg whom the text means; None if it means nobody or several."""
        if text not in self._coach_of:
            chosen = self.words.choice(ValueKind.COACH, text)
            self._coach_of[text] = self.coaches.by_key(chosen) if chosen else self.coaches.find(text)
        return self._coach_of[text]

    def unit(self, text: str, day: datetime.date) -> IncomeSupportUnit | None:
        """The one income support unit that the stadsdel's name means on a day; None if none or several."""
        if (text, day) not in self._unit_of:
            chosen = self.words.choice(ValueKind.DISTRICT, text)
            self._unit_of[text, day] = self.units.by_key(chosen) if chosen else self.units.find(text, day)
        return self._unit_of[text, day]


def contexts_of(batch: ImportBatch, today: datetime.date) -> dict[int, ListContext]:
    """The lists of an import that are taken in, by key, in the order in which they were handed in."""
    lists = ImportList.objects.filter(file__batch=batch, included=True).select_related("file__jobbtorg")
    return contexts(list(lists.order_by("file_id", "number")), today)


def contexts(lists: Sequence[ImportList], today: datetime.date) -> dict[int, ListContext]:
    """These lists with what their words mean, by key."""
    units, all_jobbtorg = UnitNames(), JobbtorgNames()
    reasons = {reason.code: reason for reason in ClosureReason.objects.all()}
    jobbtorg_names = dict(Jobbtorg.objects.values_list("pk", "name"))
    names = [*jobbtorg_names.values(), *District.objects.values_list("name", flat=True)]
    within = frozenset(name.casefold().removeprefix("jobbtorg ").replace("-", " ") for name in names)
    at: dict[int, tuple[Words, CoachNames]] = {}
    found = {}
    for place, imported in enumerate(lists):
        jobbtorg = imported.file.jobbtorg
        if jobbtorg.pk not in at:
            at[jobbtorg.pk] = (Words.of(jobbtorg.pk), CoachNames(jobbtorg))
        words, coaches = at[jobbtorg.pk]
        found[imported.pk] = ListContext(
            imported, place, today, words, coaches, units, reasons, within, jobbtorg_names, all_jobbtorg
        )
    return found
