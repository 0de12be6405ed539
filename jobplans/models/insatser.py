"""The catalogue of insatser: the city's base and what a jobbtorg adds (R-2-37)."""

from django.db import models

from jobplans.choices import ResponsibleParty
from organisation.history import keeps_history
from organisation.models import Jobbtorg
from organisation.validity import DatedModel, validity_order


@keeps_history()
class InsatsType(DatedModel):
    """A kind of measure a plan can hold."""

    code = models.CharField("kod", max_length=40, unique=True)
    number = models.PositiveSmallIntegerField("nummer", null=True, blank=True, help_text="Plats i stadens basutbud.")
    name = models.CharField("namn", max_length=120)
    sub_kind_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_kinds", verbose_name="slag av"
    )
    responsible_party = models.CharField(
        "ansvarig", max_length=20, choices=ResponsibleParty, default=ResponsibleParty.JOBBTORG
    )
    local_to = models.ForeignKey(
        Jobbtorg, models.PROTECT, null=True, blank=True, related_name="local_insatser", verbose_name="endast vid"
    )
    socialstyrelsen_code = models.CharField("Socialstyrelsens kod", max_length=10, blank=True)

    class Meta:
        verbose_name = "insatstyp"
        verbose_name_plural = "insatstyper"
        ordering = ["number", "name"]
        constraints = [validity_order("insats_type_validity_order")]

    def __str__(self) -> str:
        return self.name
