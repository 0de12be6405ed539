"""Legacy spreadsheets on their way in: the file, its rows, and what was found in each."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from aspirants.models import Enrolment
from core.encryption import EncryptedBytesField, EncryptedTextField
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
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="uppladdad av", db_index=False)
    uploaded_at = models.DateTimeField("uppladdad")
    committed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="införd av",
        db_index=False,
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

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="import", db_index=False)
    line = models.PositiveIntegerField("rad i filen")
    cells = EncryptedTextField("celler", blank=True, help_text="JSON: vad kolumnen betyder och vad som står där.")
    verdict = models.CharField("utfall", max_length=8, choices=Verdict)
    is_person = models.BooleanField("gäller en person", default=True)
    protected = models.BooleanField("skyddad", default=False)
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="ärende"
    )
    case_no = models.CharField(
        "ärendenummer", max_length=20, blank=True, help_text="För administratören, som inte läser ärenden."
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


class JobKind(models.TextChoices):
    CHECK = "CHECK", "Kontroll"
    COMMIT = "COMMIT", "Införande"


class JobState(models.TextChoices):
    QUEUED = "QUEUED", "Väntar"
    WORKING = "WORKING", "Pågår"
    DONE = "DONE", "Klar"
    FAILED = "FAILED", "Gick inte"


UNFINISHED = (JobState.QUEUED, JobState.WORKING)


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def unfinished(self) -> ImportJobQuerySet:
        """What waits or is being done."""
        return self.filter(state__in=UNFINISHED)


class ImportJob(models.Model):
    """That an administrator has asked for a list to be checked, or to be brought in (docs/decisions/096)."""

    kind = models.CharField("slag", max_length=8, choices=JobKind)
    state = models.CharField("läge", max_length=8, choices=JobState, default=JobState.QUEUED)
    file_name = models.CharField("fil", max_length=200)
    file_hash = models.CharField("SHA-256", max_length=64)
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg")
    as_of = models.DateField("gäller per", null=True, blank=True, help_text="Tom om dagen ska läsas ur filen.")
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name="import"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="begärd av", db_index=False)
    asked_at = models.DateTimeField("begärd", default=timezone.now)
    not_before = models.DateTimeField("görs tidigast", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    finished_at = models.DateTimeField("avslutad", null=True, blank=True)
    sentence = models.CharField("varför det inte gick", max_length=300, blank=True)
    field = models.CharField("fält som det gäller", max_length=20, blank=True)
    last_error = models.CharField("senaste fel", max_length=80, blank=True, help_text="Felets slag.")

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "importjobb"
        verbose_name_plural = "importjobb"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file_hash", "jobbtorg"],
                condition=models.Q(state__in=["QUEUED", "WORKING"]),
                name="one_unfinished_job_per_file",
                violation_error_message="Listan behandlas redan.",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="COMMIT") | models.Q(batch__isnull=False),
                name="what_is_brought_in_was_checked",
                violation_error_message="En lista kontrolleras innan den förs in.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="FAILED") | ~models.Q(sentence=""),
                name="what_failed_says_why",
                violation_error_message="Säg varför det inte gick.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def progress(self) -> str:
        """Differs when there is something new to say."""
        return f"{self.state}-{self.attempts}"


class ImportPart(models.Model):
    """A piece of the file of a job, for as long as the job needs it. Pages add pieces and cannot read them."""

    # Known before the row is added: whoever may not read a row gets no key from the database.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="parts", verbose_name="importjobb", db_index=False)
    number = models.PositiveIntegerField("nummer")
    content = EncryptedBytesField("innehåll")

    class Meta:
        verbose_name = "del av en fil"
        verbose_name_plural = "delar av filer"
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "number"], name="one_part_per_number", violation_error_message="Delen finns redan."
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}, {self.number}"
