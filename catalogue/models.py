"""The catalogue of insatser: the city's base and what a jobbtorg adds (R-2-37)."""

from django.db import models
from django.db.models import Q

from catalogue.choices import ResponsibleParty
from core.history.tracking import keeps_history
from core.validity import DatedModel, validity_order
from organisation.models import Jobbtorg


@keeps_history()
class InsatsType(DatedModel):
    """A kind of measure a plan can hold."""

    code = models.CharField("kod", max_length=40, unique=True)
    number = models.PositiveSmallIntegerField("nummer", null=True, blank=True, help_text="Plats i stadens basutbud.")
    name = models.CharField("namn", max_length=120)
    sub_kind_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_kinds",
        verbose_name="slag av",
        db_index=False,
    )
    responsible_party = models.CharField(
        "ansvarig", max_length=20, choices=ResponsibleParty, default=ResponsibleParty.JOBBTORG
    )
    local_to = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_insatser",
        verbose_name="endast vid",
        db_index=False,
    )
    reveals_health = models.BooleanField(
        "avslöjar något om hälsa",
        default=False,
        help_text="Insatsen, eller den som ger den, säger något om hälsa.",
    )
    neutral_label = models.CharField(
        "neutralt namn", max_length=120, blank=True, help_text="Krävs om insatsen avslöjar något om hälsa. Visas utåt."
    )
    socialstyrelsen_code = models.CharField("Socialstyrelsens kod", max_length=10, blank=True)

    class Meta:
        verbose_name = "insatstyp"
        verbose_name_plural = "insatstyper"
        ordering = ["number", "name"]
        constraints = [
            validity_order("insats_type_validity_order"),
            models.CheckConstraint(
                name="revealing_insats_has_a_neutral_label",
                condition=Q(reveals_health=False) | ~Q(neutral_label=""),
                violation_error_message="Skriv ett neutralt namn för en insats som avslöjar något om hälsa.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_for_others(self) -> str:
        """What other units read: neutral where the name would reveal something about health (R-2-60, R-0-11)."""
        return self.neutral_label if self.reveals_health else self.name
