"""What is written about a case outside meetings, and the texts that a jobbtorg begins such notes with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from aspirants.models import Enrolment
from aspirants.querysets import PersonBoundQuerySet, StandingManager
from core.history.tracking import keeps_history
from organisation.models import Jobbtorg, User

LONGEST_NOTE = 4000
"""Characters of a note, and of a template."""

NOTE_NEEDED = "Skriv anteckningen."


class StandingNotes(StandingManager.from_queryset(PersonBoundQuerySet)):  # type: ignore[misc]
    """Notes that stand: not those that are only a trace of what was removed."""


@keeps_history(by="enrolment")
class CaseNote(models.Model):
    """A note of a case: what happened, on which day, and who wrote it when. Changed by corrections alone."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="notes", verbose_name="ärende", db_index=False
    )
    concerns_on = models.DateField("dag", help_text="Den dag anteckningen gäller.")
    text = models.TextField("anteckning", max_length=LONGEST_NOTE, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skriven av", db_index=False)
    written_at = models.DateTimeField("skriven")
    removed_at = models.DateTimeField("borttagen", null=True, blank=True)
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = StandingNotes()
    with_removed = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "anteckning"
        verbose_name_plural = "anteckningar"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(removed_at__isnull=True) & ~Q(text="")) | Q(removed_at__isnull=False, text=""),
                name="a_note_says_something",
                violation_error_message=NOTE_NEEDED,
            )
        ]
        indexes = [models.Index(fields=["enrolment", "-written_at"], name="notes_by_case")]

    def __str__(self) -> str:
        return f"Anteckning {self.concerns_on:%Y-%m-%d}"


class NoteTemplate(models.Model):
    """A text that notes of a jobbtorg are begun with: headings and questions, about nobody."""

    jobbtorg = models.ForeignKey(
        Jobbtorg, models.CASCADE, related_name="note_templates", verbose_name="jobbtorg", db_index=False
    )
    name = models.CharField("namn", max_length=40)
    text = models.TextField("text", max_length=LONGEST_NOTE)

    class Meta:
        verbose_name = "anteckningsmall"
        verbose_name_plural = "anteckningsmallar"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jobbtorg", "name"],
                name="one_note_template_per_name",
                violation_error_message="Det finns redan en mall med det namnet.",
            )
        ]

    def __str__(self) -> str:
        return self.name
