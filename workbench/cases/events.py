"""One thing that happened in a case, as its timeline shows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from aspirants.models import Enrolment
from core.swedish.dates import start_of_day


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, when (a date where no time is known), by whom, and the words that were written."""

    title: str
    at: datetime.datetime | datetime.date
    kind: str
    by: str = ""
    text: str = ""
    anchor: str = ""
    url: str = ""

    @property
    def order(self) -> datetime.datetime:
        """A day without a time comes before everything timed that day, so that what began it stands below."""
        if isinstance(self.at, datetime.datetime):
            return self.at
        return start_of_day(self.at)


def sentences(*parts: str) -> str:
    """What there is to say, a line for each part that is not empty."""
    return "\n".join(part for part in parts if part)


NOTE_NOT_SHOWN = "Anteckningen visas inte för annan enhet"


def note_text(note: str, enrolment: Enrolment) -> str:
    """What was written, for the case's jobbtorg; for another one only that something was."""
    return NOTE_NOT_SHOWN if note and enrolment.read_through else note
