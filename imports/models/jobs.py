"""What the importer is asked to do, how far it has come, and the order to stop."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from imports.choices import UNFINISHED, JobKind, JobState
from imports.models.batches import ImportBatch
from organisation.models import User


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def unfinished(self) -> ImportJobQuerySet:
        """What waits or is being done."""
        return self.filter(state__in=UNFINISHED)


class ImportJob(models.Model):
    """That an administrator has asked for an import to be read, checked, brought in or undone (decision 096)."""

    kind = models.CharField("slag", max_length=8, choices=JobKind)
    state = models.CharField("läge", max_length=8, choices=JobState, default=JobState.QUEUED)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="jobs", verbose_name="import")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="begärd av", db_index=False)
    asked_at = models.DateTimeField("begärd", default=timezone.now)
    not_before = models.DateTimeField("görs tidigast", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    finished_at = models.DateTimeField("avslutad", null=True, blank=True)
    sentence = models.CharField("varför det inte gick", max_length=300, blank=True)
    last_error = models.CharField("senaste fel", max_length=80, blank=True, help_text="Felets slag.")

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "importjobb"
        verbose_name_plural = "importjobb"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=models.Q(state__in=["QUEUED", "WORKING"]),
                name="one_unfinished_job_per_import",
                violation_error_message="Importen behandlas redan.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="FAILED") | ~models.Q(sentence=""),
                name="what_failed_says_why",
                violation_error_message="Säg varför det inte gick.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.batch_id}"


class ImportProgress(models.Model):
    """How far a job has come. Written on a connection of its own, so that it is seen while the job's work is not.

    No foreign key: it must not wait for a job's row, which the importer holds while it works.
    """

    job_id = models.BigIntegerField("jobb", primary_key=True)
    step = models.CharField("steg", max_length=40)
    done = models.PositiveIntegerField("klara rader", default=0)
    total = models.PositiveIntegerField("rader", default=0)
    updated_at = models.DateTimeField("senast", default=timezone.now)

    class Meta:
        verbose_name = "förlopp"
        verbose_name_plural = "förlopp"

    def __str__(self) -> str:
        return f"{self.done} av {self.total}"


class ImportStop(models.Model):
    """The order to stop a job: seen by the importer between two pieces of work, on a connection of its own."""

    job_id = models.BigIntegerField("jobb", primary_key=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="begärd av", db_index=False)
    asked_at = models.DateTimeField("begärd", default=timezone.now)

    class Meta:
        verbose_name = "begäran att avbryta"
        verbose_name_plural = "begäran att avbryta"

    def __str__(self) -> str:
        return f"Avbryt {self.job_id}"
