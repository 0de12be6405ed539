"""Which lists a case comes from: told on its pages to those who may open it."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from aspirants.models import Enrolment
from aspirants.people.masks import mask_digits
from core.swedish.dates import day_and_month
from imports.row_security import PROVENANCE

MOST = 5
"""So many rows are told of; a case has one or two."""


def from_lists(enrolment: Enrolment) -> list[str]:
    """A sentence for each row that the case was made of or completed from, the first brought in first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT file, sheet, line, brought_in_at, brought_in_by FROM {PROVENANCE}"  # noqa: S608
            " WHERE enrolment_id = %s ORDER BY brought_in_at, file, line LIMIT %s",
            [enrolment.pk, MOST],
        )
        rows = cursor.fetchall()
    days = [timezone.localdate(at) for *_, at, _ in rows]
    return [
        f"Ur importerad lista {mask_digits(file)}{f', blad {mask_digits(sheet)}' if sheet else ''}, rad {line},"
        f" införd {day_and_month(day)} {day.year} av {by}."
        for (file, sheet, line, _, by), day in zip(rows, days, strict=True)
    ]
