"""Notes as events of a case: at the time they were written, or on the earlier day that they are about."""

from __future__ import annotations

import datetime

from django.db.models import F
from django.utils import timezone

from aspirants.events import CASE, EventSource, Fact, of_case, sentences
from casework.models import CaseNote
from core.swedish.dates import short_weekday_date

NOTES = CaseNote.objects.filter(enrolment=CASE)
SAME_DAY = {"written_at__date": F("concerns_on")}


def _note(fact: Fact) -> tuple[str, str]:
    return "Anteckning", fact.note("text")


def _of_earlier_day(fact: Fact) -> tuple[str, str]:
    written = timezone.localtime(datetime.datetime.fromisoformat(fact["written_at"]))
    return "Anteckning", sentences(fact.note("text"), f"Skriven {short_weekday_date(written.date())} {written:%H.%M}.")


def _its_place(fact: Fact) -> str:
    return fact.page("case_notes", f"?anteckning={fact.number}#anteckning-{fact.number}")


SOURCES = (
    EventSource(
        key="note",
        kind="note",
        position=71,
        rows=NOTES.filter(**SAME_DAY),
        at="written_at",
        facts={"text": "text"},
        by="written_by",
        link=_its_place,
        tell=_note,
    ),
    EventSource(
        key="note_of_day",
        kind="note",
        position=72,
        rows=NOTES.exclude(**SAME_DAY),
        at="concerns_on",
        whole_day=True,
        facts={"text": "text", "written_at": "written_at"},
        by="written_by",
        link=_its_place,
        tell=_of_earlier_day,
    ),
)

HISTORY = (of_case(87, CaseNote),)
