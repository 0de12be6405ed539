"""The access log: who opened which person or case, searched, or was refused; when, and from where."""

from django.conf import settings
from django.db import models


class AccessKind(models.TextChoices):
    READ = "READ", "Öppnade"
    SEARCH = "SEARCH", "Sökte"
    REVEAL = "REVEAL", "Visade dold uppgift"
    DENIED = "DENIED", "Nekades"


class AccessEvent(models.Model):
    """One look at personal data, or one refusal. Rows are only ever added."""

    at = models.DateTimeField("tid", auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="användare")
    kind = models.CharField("händelse", max_length=8, choices=AccessKind)
    view = models.CharField("sida", max_length=80)
    subject = models.CharField("gäller", max_length=40, blank=True, help_text="Ärende- eller remissnummer.")
    person_id = models.BigIntegerField("person", null=True, blank=True, db_index=True)
    address = models.GenericIPAddressField("IP-adress", null=True, blank=True)

    class Meta:
        verbose_name = "logghändelse"
        verbose_name_plural = "logghändelser"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject or self.view}"
