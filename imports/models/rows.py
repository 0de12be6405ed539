"""The rows of lists, the verdict on each, and what was found in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aspirants.models import Enrolment
from core.encryption import EncryptedTextField
from imports.choices import LEFT_OUT, SEVERITIES, Verdict
from imports.models.batches import ImportBatch, ImportList
from organisation.models import Jobbtorg, User


class ImportRow(models.Model):
    """One row of a list as it was read, with the verdict of the check.

    The cells are encrypted, stay for 90 days, and of a row about a protected person are never stored.
    """

    list = models.ForeignKey(ImportList, models.CASCADE, related_name="rows", verbose_name="lista", db_index=False)
    batch = models.ForeignKey(
        ImportBatch,
        models.CASCADE,
        related_name="rows",
        verbose_name="import",
        db_index=False,
        help_text="Den import som raden hör till; en rad som väntat förs in med en senare.",
    )
    line = models.PositiveIntegerField("rad i filen")
    cells = EncryptedTextField("celler", blank=True, help_text="JSON: cellernas text, från vänster.")
    is_person = models.BooleanField("gäller en person", default=True)
    protected = models.BooleanField("skyddad", default=False)
    identity_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)
    starts_on = models.DateField("ärendet började", null=True, blank=True)
    ends_on = models.DateField("ärendet slutade", null=True, blank=True)
    verdict = models.CharField("utfall", max_length=10, choices=Verdict, blank=True)
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="ärende"
    )
    case_no = models.CharField(
        "ärendenummer", max_length=20, blank=True, help_text="För administratören, som inte läser ärenden."
    )

    class Meta:
        verbose_name = "importrad"
        verbose_name_plural = "importrader"
        ordering = ["list", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "line"], name="one_row_per_line", violation_error_message="Raden finns redan."
            )
        ]
        indexes = [
            # Rows about one person, in the order in which persons are compared with the register.
            models.Index(fields=["batch", "identity_hash", "list", "line"], name="import_rows_by_person"),
            # A later list asks for earlier rows about its persons that have not been brought in.
            models.Index(
                fields=["identity_hash"],
                name="import_rows_left",
                condition=Q(verdict__in=[Verdict.WAITING, *LEFT_OUT]) & ~Q(identity_hash=""),
            ),
            # Statistik: what of a period waits or was left out.
            models.Index(
                fields=["jobbtorg", "starts_on"],
                name="import_rows_not_in",
                condition=Q(verdict__in=[Verdict.WAITING, *LEFT_OUT]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} rad {self.line}"


class CellCorrection(models.Model):
    """What an administrator wrote instead of a cell. Only ever added: the latest counts, the file's own text stays."""

    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="corrections", verbose_name="rad")
    column = models.PositiveSmallIntegerField("kolumn", help_text="Från vänster, den första är 0.")
    text = EncryptedTextField("text", blank=True)
    corrected_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="rättat av", db_index=False)
    corrected_at = models.DateTimeField("rättat", default=timezone.now)

    class Meta:
        verbose_name = "rättad cell"
        verbose_name_plural = "rättade celler"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Rad {self.row_id}, kolumn {self.column}"


class ImportIssue(models.Model):
    """Something the check found in a row: a code, how grave it is, and a sentence without personal data."""

    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="issues", verbose_name="rad")
    code = models.CharField("kod", max_length=4, blank=True)
    severity = models.CharField("allvar", max_length=8, choices=SEVERITIES)
    column = models.SmallIntegerField("kolumn", null=True, blank=True, help_text="Från vänster, den första är 0.")
    message = models.CharField("meddelande", max_length=300)
    proposed = EncryptedTextField("förslag", blank=True)

    class Meta:
        verbose_name = "anmärkning"
        verbose_name_plural = "anmärkningar"
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.message}"


class ImportedRecord(models.Model):
    """That a record in the register was made, or changed, by a row of a list: provenance, and what undoing removes."""

    # No constraints: there are a dozen of these for each row of a list, and only the importer adds or removes them.
    row = models.ForeignKey(
        ImportRow, models.CASCADE, related_name="records", verbose_name="importrad", db_constraint=False, db_index=False
    )
    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="records", verbose_name="import", db_constraint=False, db_index=False
    )
    table = models.CharField("tabell", max_length=60)
    object_id = models.BigIntegerField("nyckel")
    created = models.BooleanField("skapad", default=True, help_text="Annars ändrad.")

    class Meta:
        verbose_name = "importerad uppgift"
        verbose_name_plural = "importerade uppgifter"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch", "table"], name="imported_records_of_batch"),
            models.Index(fields=["table", "object_id"], name="imported_records_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}"
