"""What somebody who came to a jobbtorg without a referral has stated."""

from __future__ import annotations

from django.db import models

from aspirants.models import Enrolment
from core.history.tracking import keeps_history
from organisation.models import IncomeSupportUnit, TargetGroup
from referrals.choices import Source
from referrals.models.facts import FACTS_FIT_TOGETHER, StatedFacts
from referrals.models.priority import prioritised_groups


@keeps_history(by="enrolment")
class WalkIn(StatedFacts):
    """A visit that opened a case, with the same facts as a referral. Unit and target group are the case's own."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="walk_in", verbose_name="ärende")
    source = models.CharField("källa", max_length=12, choices=Source, default=Source.SELF)
    came_on = models.DateField("kom")
    priority = prioritised_groups()

    class Meta:
        verbose_name = "besök utan remiss"
        verbose_name_plural = "besök utan remiss"
        ordering = ["-came_on", "-pk"]
        constraints = [*FACTS_FIT_TOGETHER]

    def __str__(self) -> str:
        return f"Besök {self.came_on}"

    @property
    def unit(self) -> IncomeSupportUnit | None:
        """The unit of the case; None where it is not known."""
        return self.enrolment.income_support_unit

    @property
    def target_group(self) -> TargetGroup | None:
        """The target group of the case."""
        return self.enrolment.target_group
