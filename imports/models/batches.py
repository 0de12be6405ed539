"""An import: the files that one administrator brings in together, and how far it has come."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from aspirants.people.masks import mask_digits
from core.encryption import EncryptedBytesField
from imports.choices import PROFILES, Outcome, Policy, Stage
from organisation.models import Jobbtorg, User


class ImportBatch(models.Model):
    """One import: lists that are checked against each other and brought in together, or not at all."""

    stage = models.CharField("läge", max_length=10, choices=Stage, default=Stage.FILES)
    policy = models.CharField("vid fel", max_length=10, choices=Policy, default=Policy.ALL)
    outcome = models.CharField(
        "vad blev det av ärendena", max_length=10, choices=Outcome, blank=True, default=Outcome.ASK
    )
    outcome_on = models.DateField("avslutade den", null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="rättade rader från",
        db_index=False,
    )
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="påbörjad av", db_index=False)
    started_at = models.DateTimeField("påbörjad", default=timezone.now)
    changed_at = models.DateTimeField(
        "ändrad", default=timezone.now, help_text="Då något senast valdes eller rättades."
    )
    checked_at = models.DateTimeField("kontrollerad", null=True, blank=True)
    counts = models.JSONField("antal", default=dict, blank=True, help_text="Som de var när det skedde.")
    committed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="införd av", db_index=False
    )
    committed_at = models.DateTimeField("införd", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ångrad av", db_index=False
    )
    undone_at = models.DateTimeField("ångrad", null=True, blank=True)
    erased_at = models.DateTimeField("radernas text raderad", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "importer"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.COMMITTED, Stage.UNDONE]) | Q(committed_at__isnull=False),
                name="import_brought_in_has_a_time",
                violation_error_message="En införd import har en tid då den fördes in.",
            ),
            models.CheckConstraint(
                condition=Q(outcome_on__isnull=True) | Q(outcome=Outcome.CLOSED),
                name="only_closed_cases_have_a_day",
                violation_error_message="Ange en dag bara när ärendena är avslutade.",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @cached_property
    def all_lists(self) -> list[ImportList]:
        """Its lists, in the order in which they were handed in; asked for once."""
        lists = ImportList.objects.filter(file__batch=self).select_related("file__jobbtorg")
        return list(lists.order_by("file_id", "number"))

    @property
    def is_brought_in(self) -> bool:
        """Whether its rows are in the register now."""
        return self.stage == Stage.COMMITTED


class ImportFile(models.Model):
    """One file of an import, from one jobbtorg."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files", verbose_name="import")
    name = models.CharField("fil", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("storlek", help_text="Byte.")
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="imported_files", verbose_name="jobbtorg", db_index=False
    )
    as_of = models.DateField("gäller per", null=True, blank=True, help_text="Tom om dagen ska läsas ur filen.")
    profile = models.CharField("slag", max_length=10, choices=PROFILES, blank=True, help_text="Tomt: gissas.")
    released = models.BooleanField("får läsas in igen", default=False)

    class Meta:
        verbose_name = "importerad fil"
        verbose_name_plural = "importerade filer"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "jobbtorg"],
                condition=Q(released=False),
                name="one_import_per_file",
                violation_error_message="Filen är redan importerad.",
            )
        ]

    def __str__(self) -> str:
        """The name as it is shown: whoever named the file may have put an identity number in it."""
        return mask_digits(self.name)


class ImportPart(models.Model):
    """A piece of a file until it has been read. Pages add pieces and cannot read them."""

    # Known before the row is added: whoever may not read a row gets no key from the database.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="parts", verbose_name="fil", db_index=False)
    number = models.PositiveIntegerField("nummer")
    content = EncryptedBytesField("innehåll")

    class Meta:
        verbose_name = "del av en fil"
        verbose_name_plural = "delar av filer"
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "number"], name="one_part_per_number", violation_error_message="Delen finns redan."
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}, {self.number}"


class ImportList(models.Model):
    """A list: one sheet of a workbook, or the whole of a text file."""

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="lists", verbose_name="fil", db_index=False)
    number = models.PositiveSmallIntegerField("nummer i filen")
    sheet = models.CharField("blad", max_length=60, blank=True)
    encoding = models.CharField("teckenkodning", max_length=20)
    epoch_1904 = models.BooleanField("datumsystem 1904", default=False)
    titles = models.JSONField("rubriker ovanför", default=list, blank=True)
    header_line = models.PositiveIntegerField("rubrikrad", default=0)
    headings = models.JSONField("rubriker", default=list, blank=True, help_text="Från vänster, som de står i listan.")
    included = models.BooleanField("tas med", default=True)
    refusal = models.CharField("varför den inte kan läsas", max_length=300, blank=True)
    profile = models.CharField("slag", max_length=10, choices=PROFILES, blank=True)
    fields = models.JSONField(
        "kolumner",
        default=list,
        blank=True,
        help_text="Vad varje kolumn betyder; tomt om den inte används.",
    )
    as_of = models.DateField("gäller per", null=True, blank=True)
    period_from = models.DateField("avser från", null=True, blank=True)
    period_to = models.DateField("avser till", null=True, blank=True)
    rows_read = models.PositiveIntegerField("rader", default=0)
    notes = models.JSONField("anmärkningar vid läsningen", default=dict, blank=True, help_text="Antal av varje kod.")
    control_total = models.PositiveIntegerField("summa i listan", null=True, blank=True)

    class Meta:
        verbose_name = "lista"
        verbose_name_plural = "listor"
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "number"], name="one_list_per_sheet", violation_error_message="Bladet finns redan."
            ),
            models.CheckConstraint(
                condition=Q(included=False) | Q(refusal=""),
                name="unreadable_lists_are_left_out",
                violation_error_message="En lista som inte kan läsas tas inte med.",
            ),
        ]

    def __str__(self) -> str:
        """The file and the sheet as they are shown, identity numbers hidden."""
        return f"{self.file}, {mask_digits(self.sheet)}" if self.sheet else str(self.file)
