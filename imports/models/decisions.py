"""What people decide about lists: what headings and words mean, and which of two statements holds."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from core.encryption import EncryptedTextField
from imports.choices import PROFILES, QuestionKind, ValueKind
from imports.models.batches import ImportBatch
from organisation.models import Jobbtorg, User


class HeadingChoice(models.Model):
    """What a heading means in the lists of a jobbtorg: remembered for the next list of the same kind."""

    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)
    profile = models.CharField("slag", max_length=10, choices=PROFILES)
    heading = models.CharField("rubrik", max_length=80, help_text="Utan versaler, punkter och mellanrum.")
    field = models.CharField("betyder", max_length=20, blank=True, help_text="Tomt: används inte.")
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="valt av", db_index=False)
    chosen_at = models.DateTimeField("valt", default=timezone.now)

    class Meta:
        verbose_name = "kolumnval"
        verbose_name_plural = "kolumnval"
        ordering = ["heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["jobbtorg", "profile", "heading"],
                name="one_meaning_per_heading",
                violation_error_message="Rubriken har redan en betydelse.",
            )
        ]

    def __str__(self) -> str:
        return self.heading


class ValueChoice(models.Model):
    """What a word in the lists of a jobbtorg stands for: a coach, a stadsdel's unit, a closing reason, a status."""

    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)
    kind = models.CharField("slag", max_length=10, choices=ValueKind)
    text = models.CharField("ord", max_length=120, help_text="Utan versaler och mellanrum i början och slutet.")
    value = models.CharField("betyder", max_length=40, blank=True, help_text="Nyckel, kod eller status; tomt: saknas.")
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="valt av", db_index=False)
    chosen_at = models.DateTimeField("valt", default=timezone.now)

    class Meta:
        verbose_name = "ordval"
        verbose_name_plural = "ordval"
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["jobbtorg", "kind", "text"],
                name="one_meaning_per_word",
                violation_error_message="Ordet har redan en betydelse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class ImportQuestion(models.Model):
    """A conflict that the manager of the unit decides, with both sides as the lists and the register have them."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="questions", verbose_name="import", db_index=False
    )
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg")
    kind = models.CharField("slag", max_length=12, choices=QuestionKind)
    key = models.CharField(max_length=64, editable=False, help_text="Samma fråga vid nästa kontroll har samma nyckel.")
    sides = EncryptedTextField("sidor", help_text="JSON: varifrån och vad som står.")
    options = models.JSONField("svar att välja bland", default=list, help_text="Par av värde och text.")
    rows = ArrayField(models.BigIntegerField(), default=list, verbose_name="rader")
    person_id = models.BigIntegerField("person", null=True, blank=True, help_text="Den som finns i registret.")
    asked = models.BooleanField("gäller", default=True, help_text="Falskt när en senare kontroll inte ställer den.")
    asked_at = models.DateTimeField("ställd", default=timezone.now)

    class Meta:
        verbose_name = "fråga om en importerad lista"
        verbose_name_plural = "frågor om importerade listor"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "key"], name="one_question_per_key", violation_error_message="Frågan finns redan."
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ImportAnswer(models.Model):
    """What the manager answered. Only ever added: the latest answer counts."""

    question = models.ForeignKey(ImportQuestion, models.CASCADE, related_name="answers", verbose_name="fråga")
    choice = models.CharField("svar", max_length=40)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="besvarad av", db_index=False)
    answered_at = models.DateTimeField("besvarad", default=timezone.now)

    class Meta:
        verbose_name = "svar om en importerad lista"
        verbose_name_plural = "svar om importerade listor"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.choice
