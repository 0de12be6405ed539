"""The access log: who opened which person or case, searched, or was refused; when, why, and from where."""

from django.conf import settings
from django.db import models
from django.db.models import Q


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
    """One look at personal data, one refusal, or one sign-in. Rows are only ever added."""

    at = models.DateTimeField("tid", auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="användare",
        help_text="Tom bara när någon okänd försökte logga in.",
    )
    kind = models.CharField("händelse", max_length=16, choices=AccessKind)
    view = models.CharField("sida", max_length=80)
    subject = models.CharField(
        "gäller", max_length=40, blank=True, help_text="Ärende- eller remissnummer, eller lista."
    )
    person_id = models.BigIntegerField("person", null=True, blank=True, db_index=True)
    sought = models.CharField(
        "sökt nummer", max_length=64, blank=True, help_text="Nycklat hashvärde av det identitetsnummer som söktes."
    )
    reason = models.CharField("skäl", max_length=300, blank=True)
    address = models.GenericIPAddressField("IP-adress", null=True, blank=True)

    class Meta:
        verbose_name = "logghändelse"
        verbose_name_plural = "logghändelser"
        ordering = ["-at", "-pk"]
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject or self.view}"
