"""When a jobbtorg is open: what a booking is warned by. No clock ever asks it (deadlines count the calendar's days)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.history.tracking import keeps_history
from core.validity import DatedModel, validity_order
from organisation.models.places import Jobbtorg


@keeps_history()
class OpeningHours(DatedModel):
    """The hours of a jobbtorg's working days in a period, or that it is closed then: a planning day is a day's period.

    Of two rows that hold on a day the one that began last does, so that a closed day needs no other row to end.
    """

    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="opening_hours", verbose_name="jobbtorg", db_index=False
    )
    opens = models.TimeField("öppnar", null=True, blank=True, help_text="Lämna båda tiderna tomma om det är stängt.")
    closes = models.TimeField("stänger", null=True, blank=True)
    note = models.CharField("varför", max_length=80, blank=True, help_text="Visas vid bokning: planeringsdag.")

    class Meta:
        verbose_name = "öppettid"
        verbose_name_plural = "öppettider"
        ordering = ["jobbtorg", "-valid_from", "-pk"]
        constraints = [
            validity_order("opening_hours_validity_order"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="opening_hours_close_after_opening",
                violation_error_message="Ange både när det öppnar och stänger, eller ingetdera om det är stängt.",
            ),
        ]
        indexes = [models.Index(fields=["jobbtorg", "-valid_from"], name="opening_hours_by_jobbtorg")]

    def __str__(self) -> str:
        hours = f"{self.opens:%H.%M}–{self.closes:%H.%M}" if self.opens and self.closes else "stängt"
        return f"{self.jobbtorg} {hours} från {self.valid_from}"
