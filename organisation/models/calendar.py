"""The calendar that clocks are counted by, kept as rows."""

from __future__ import annotations

import pgtrigger
from django.db import models


class CalendarDay(models.Model):
    """One day as it was known when clocks began to be counted over it. A row is never changed.

    A weekday is off where it has a `holiday`. Kept so that neither a new version of the calendar library nor a new
    holiday act can move a last day that somebody has already been told (lag 1930:173, 1989:253).
    """

    day = models.DateField("dag", primary_key=True)
    holiday = models.CharField("helgdag", max_length=80, blank=True, help_text="Namnet inne i en mening: juldagen.")

    class Meta:
        verbose_name = "kalenderdag"
        verbose_name_plural = "kalenderdagar"
        ordering = ["day"]
        triggers = [pgtrigger.Protect(name="keep_day", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.day} {self.holiday}".strip()
