"""Legacy spreadsheets on their way in: the file, its rows, and what was found in each."""

from __future__ import annotations

from django.db import models

from aspirants.models import Enrolment
from core.encryption import EncryptedTextField
from organisation.models import Jobbtorg, User


class BatchStatus(models.TextChoices):
    CHECKED = "CHECKED", "Kontrollerad"
    COMMITTED = "COMMITTED", "Införd"


class ImportBatch(models.Model):
    """One uploaded list. Nothing reaches the register until an administrator commits it."""

    file_name = models.CharField("fil", max_length=200)
    file_hash = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField("teckenkodning", max_length=20)
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="imports", verbose_name="jobbtorg")
    as_of = models.DateField("gäller per")
    columns = models.JSONField(
        "kolumner", default=list, help_text="Rubrik och vad den betyder; tom om den inte används."
    )
    control_total = models.PositiveIntegerField("summa i listan", null=True, blank=True)
    status = models.CharField("status", max_length=10, choices=BatchStatus, default=BatchStatus.CHECKED)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="uppladdad av")
    uploaded_at = models.DateTimeField("uppladdad")
    committed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="införd av"
    )
    committed_at = models.DateTimeField("införd", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "importer"
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["file_hash", "jobbtorg"],
                name="one_import_per_file",
                violation_error_message="Filen är redan importerad.",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class Verdict(models.TextChoices):
    CREATE = "CREATE", "Förs in"
    SKIP = "SKIP", "Hoppas över"
    MANUAL = "MANUAL", "Hanteras för hand"


class ImportRow(models.Model):
    """One row of the list, with the verdict of the check. The text is encrypted; protected rows are not shown again."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="import")
    line = models.PositiveIntegerField("rad i filen")
    cells = EncryptedTextField("celler", blank=True, help_text="JSON: vad kolumnen betyder och vad som står där.")
    verdict = models.CharField("utfall", max_length=8, choices=Verdict)
    is_person = models.BooleanField("gäller en person", default=True)
    protected = models.BooleanField("skyddad", default=False)
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="ärende"
    )

    class Meta:
        verbose_name = "importrad"
        verbose_name_plural = "importrader"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "line"], name="one_row_per_line", violation_error_message="Raden finns redan."
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch} rad {self.line}"


class Severity(models.TextChoices):
    ERROR = "ERROR", "Fel"
    WARNING = "WARNING", "Varning"
    NOTE = "NOTE", "Upplysning"


class ImportIssue(models.Model):
    """Something the check found in a row, in a sentence."""

    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="issues", verbose_name="rad")
    code = models.CharField("kod", max_length=4, blank=True)
    severity = models.CharField("allvar", max_length=8, choices=Severity)
    column = models.CharField("kolumn", max_length=40, blank=True)
    message = models.CharField("meddelande", max_length=300)

    class Meta:
        verbose_name = "anmärkning"
        verbose_name_plural = "anmärkningar"
        ordering = ["row__line", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.message}"
