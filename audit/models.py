"""The access log: who opened which person or case, searched, or was refused; when, why, and from where."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class AccessKind(models.TextChoices):
    READ = "READ", "Öppnade"
    SEARCH = "SEARCH", "Sökte"
    REVEAL = "REVEAL", "Visade dold uppgift"
    EXPORT = "EXPORT", "Hämtade fil"
    PRINT = "PRINT", "Skrev ut"
    DENIED = "DENIED", "Nekades"
    BREAK_GLASS = "BREAK_GLASS", "Bröt glaset"
    OPEN_PROTECTED = "OPEN_PROTECTED", "Öppnade skyddad person"
    SIGN_IN = "SIGN_IN", "Loggade in"
    SIGN_IN_FAILED = "SIGN_IN_FAILED", "Misslyckad inloggning"
    SIGN_OUT = "SIGN_OUT", "Loggade ut"


class AccessEvent(models.Model):
    """One look at personal data, one refusal, or one sign-in. Rows are only ever added (audit.operations).

    The table is partitioned by month and its primary key is (id, at). A trigger gives the id, and triggers refuse
    UPDATE, DELETE and TRUNCATE to everybody.
    """

    # The database's own clock: one for all machines, and the column the table is partitioned by.
    at = models.DateTimeField("tid", db_default=Now(), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="användare",
        help_text="Tom bara när någon okänd försökte logga in.",
    )
    kind = models.CharField("händelse", max_length=16, choices=AccessKind)
    view = models.CharField("sida", max_length=80)
    subject = models.CharField(
        "gäller", max_length=40, blank=True, help_text="Ärende- eller remissnummer, eller lista."
    )
    person_id = models.BigIntegerField("person", null=True, blank=True)
    sought = models.CharField(
        "sökt nummer", max_length=64, blank=True, help_text="Nycklat hashvärde av det identitetsnummer som söktes."
    )
    reason = models.CharField("skäl", max_length=300, blank=True)
    address = models.GenericIPAddressField("IP-adress", null=True, blank=True)

    class Meta:
        verbose_name = "logghändelse"
        verbose_name_plural = "logghändelser"
        ordering = ["-at", "-pk"]
        # What the log is asked for: a period, and in it an employee, a person, a case, a searched number, a rare event.
        indexes = [
            models.Index(fields=["at", "id"], name="access_by_time"),
            models.Index(fields=["user", "at"], name="access_by_user"),
            models.Index(fields=["person_id", "at"], name="access_by_person", condition=Q(person_id__isnull=False)),
            models.Index(fields=["subject", "at"], name="access_by_subject", condition=~Q(subject="")),
            models.Index(fields=["sought", "at"], name="access_by_number", condition=~Q(sought="")),
            models.Index(fields=["kind", "at"], name="access_by_kind", condition=~Q(kind="READ")),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_failed_sign_in_has_no_user",
                condition=Q(user__isnull=False) | Q(kind=AccessKind.SIGN_IN_FAILED),
                violation_error_message="Bara en misslyckad inloggning kan sakna användare.",
            ),
            models.CheckConstraint(
                name="sought_is_a_keyed_hash",
                condition=Q(sought="") | Q(sought__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Det sökta numret får bara lagras som hashvärde.",
            ),
            models.CheckConstraint(
                name="the_exceptional_has_a_reason",
                condition=~Q(kind__in=[AccessKind.BREAK_GLASS, AccessKind.OPEN_PROTECTED], reason=""),
                violation_error_message="Ange ett skäl.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject or self.view}"


class LogSeal(models.Model):
    """The rows of the log up to `last_id`, fixed: whoever changes one of them breaks this seal and all after it.

    `digest` is the SHA-256 of the previous seal's digest, of this seal's own facts, and of the digest of each row in
    order of id. `prints` holds, per row, its id and the first eight bytes of its digest, so that a broken seal can
    tell which rows differ. Rows are only ever added (audit.sealing).
    """

    number = models.PositiveBigIntegerField("nummer", primary_key=True)
    first_id = models.PositiveBigIntegerField("första rad")
    last_id = models.PositiveBigIntegerField("sista rad", unique=True)
    rows = models.PositiveBigIntegerField("rader")
    digest = models.BinaryField("kontrollvärde", max_length=32)
    prints = models.BinaryField("radernas avtryck")
    sealed_at = models.DateTimeField("förseglad")

    class Meta:
        verbose_name = "loggförsegling"
        verbose_name_plural = "loggförseglingar"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="a_seal_covers_something",
                condition=Q(first_id__gte=1, last_id__gte=F("first_id"), rows__gte=1),
                violation_error_message="En försegling omfattar minst en rad.",
            )
        ]

    def __str__(self) -> str:
        return f"Försegling {self.number}"
