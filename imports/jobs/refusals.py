"""What is refused of a list, by the page that takes it and by the importer that checks it alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from core.refusals import OperationRefused
from imports.models import ImportBatch
from imports.reading.values import date_in_titles
from organisation.models import Jobbtorg

ADMINISTRATORS_ONLY = "Bara systemförvaltaren kan läsa in listor."


def day_of_list(titles: Iterable[str], given: datetime.date | None, jobbtorg: Jobbtorg) -> datetime.date:
    """The day the list was true: the one that was given, else the one above its header.

    Raises OperationRefused with the form field it is about.
    """
    day = given or date_in_titles(titles, timezone.localdate())
    if day is None:
        raise OperationRefused("Ange vilken dag listan gäller. Det står inte i filen.", field="as_of")
    require_possible_day(day, jobbtorg)
    return day


def require_possible_day(day: datetime.date, jobbtorg: Jobbtorg) -> None:
    """Raise OperationRefused unless the day has been, and the jobbtorg was there on it."""
    if day > timezone.localdate():
        raise OperationRefused("Listan kan inte gälla en dag som inte har varit.", field="as_of")
    if day < jobbtorg.valid_from or (jobbtorg.valid_to and day > jobbtorg.valid_to):
        raise OperationRefused(f"{jobbtorg.name} fanns inte {day}. Välj ett annat jobbtorg.", field="jobbtorg")


def already_brought_in(batch: ImportBatch) -> OperationRefused:
    """The refusal of a file that has been brought in, which says when and by whom."""
    assert batch.committed_at is not None, "only a list that was brought in"
    day = timezone.localdate(batch.committed_at)
    return OperationRefused(f"Filen importerades {day} av {batch.committed_by}.", field="file")
