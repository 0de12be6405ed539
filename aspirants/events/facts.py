"""One thing that happened in a case: as it is read, and as it is told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment
from core.swedish.dates import short_weekday_date


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, when (a date where no time is known), by whom, and the words that were written."""

    title: str
    at: datetime.datetime | datetime.date
    kind: str
    by: str = ""
    text: str = ""
    anchor: str = ""
    """The source and the row's key: what an address names the event by (`?handelse=meeting-7`), its place on a page."""
    url: str = ""
    from_list: bool = False
    """Whether an imported list tells of it; whoever brought the list in did not do it."""


@dataclass(frozen=True)
class Fact:
    """A row behind an event: its key, the facts its source asks for by name, and the case it belongs to."""

    number: int
    values: dict[str, Any]
    enrolment: Enrolment
    by: str = ""
    other: str = ""
    """Whoever else takes part, where the source names somebody."""

    def __getitem__(self, name: str) -> Any:
        """The fact as JSON has it: days and times as text. Raises KeyError where the source does not ask for it."""
        return self.values[name]

    def day(self, name: str) -> str:
        """A day in words, "tis 24 nov"; "" where there is none."""
        return short_weekday_date(datetime.date.fromisoformat(self.values[name])) if self.values[name] else ""

    def day_of(self, name: str) -> str:
        """The local day of a time in words."""
        return short_weekday_date(timezone.localdate(datetime.datetime.fromisoformat(self.values[name])))

    @property
    def from_elsewhere(self) -> bool:
        """Whether somebody of another jobbtorg reads: notes, and what may be about health, are not told then."""
        return self.enrolment.read_through is not None

    def page(self, name: str, place: str = "") -> str:
        """The address of a page of the case that those of another jobbtorg may read too."""
        return reverse(name, args=[self.enrolment.pk]) + place

    def own_page(self, name: str, number: int | None = None) -> str:
        """The address of a page for the case's jobbtorg alone, by the case's key or another; "" for all others."""
        if self.from_elsewhere:
            return ""
        return reverse(name, args=[self.enrolment.pk if number is None else number])

    def work_page(self, name: str, number: int | None = None) -> str:
        """As `own_page`, of a page that works in an open case; "" for a closed one."""
        return self.own_page(name, number) if self.enrolment.is_open else ""

    def note(self, name: str = "note") -> str:
        """What was written, for the case's jobbtorg; for another one only that something was."""
        return note_text(self.values[name], self.enrolment)


def sentences(*parts: str) -> str:
    """What there is to say, a line for each part that is not empty."""
    return "\n".join(part for part in parts if part)


NOTE_NOT_SHOWN = "Anteckningen visas inte för annan enhet"


def note_text(note: str, enrolment: Enrolment) -> str:
    """What was written, for the case's jobbtorg; for another one only that something was."""
    return NOTE_NOT_SHOWN if note and enrolment.read_through else note
