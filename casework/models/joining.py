"""Two records that are of one person: asked about, joined, undone, and what moved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from aspirants.models import Enrolment, Person
from casework.querysets import PersonJoinQuerySet
from casework.workflow.joining import JoinStatus
from core.history.tracking import keeps_history
from organisation.models import User

__all__ = ["JoinStatus", "MovedRow", "PersonJoin"]


@keeps_history()
class PersonJoin(models.Model):
    """That two records are of one person, as a manager says: the one that goes points to the one that stays.

    Where something open is at another jobbtorg, that jobbtorg's manager is asked first. Of what was open about the two
    records one goes on, a case or a referral; the others end.
    """

    goes = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="post som går upp i den andra")
    stays = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="post som gäller")
    status = models.CharField("status", max_length=10, choices=JoinStatus)
    goes_on = models.CharField("det som fortsätter", max_length=32, blank=True, help_text="Ärende eller remiss.")
    case = models.ForeignKey(
        Enrolment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joins",
        verbose_name="ärende som fortsätter",
    )
    ended_case = models.ForeignKey(
        Enrolment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_by_joins",
        verbose_name="ärende som avslutades som felregistrering",
    )
    reason = models.CharField("hur ni vet att det är samma person", max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="begärd av", db_index=False)
    asked_at = models.DateTimeField("begärd")
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besvarad av", db_index=False
    )
    answered_at = models.DateTimeField("besvarad", null=True, blank=True)
    answer = models.CharField("svar", max_length=300, blank=True)
    joined_at = models.DateTimeField("sammanslagen", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ångrad av", db_index=False
    )
    undone_at = models.DateTimeField("ångrad", null=True, blank=True)

    objects = PersonJoinQuerySet.as_manager()

    class Meta:
        verbose_name = "sammanslagning"
        verbose_name_plural = "sammanslagningar"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goes"],
                condition=Q(status=JoinStatus.JOINED),
                name="one_standing_join_per_record",
                violation_error_message="Posten är redan sammanslagen med en annan.",
            ),
            models.UniqueConstraint(
                fields=["goes", "stays"],
                condition=Q(status=JoinStatus.ASKED),
                name="one_waiting_request_per_pair",
                violation_error_message="Det finns redan en begäran om att slå samman posterna.",
            ),
            models.CheckConstraint(
                condition=~Q(goes=F("stays")),
                name="two_records_are_joined",
                violation_error_message="En post kan inte slås samman med sig själv.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[JoinStatus.JOINED, JoinStatus.UNDONE]) | Q(joined_at__isnull=False),
                name="joined_records_have_a_time",
                violation_error_message="En sammanslagning har en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"Sammanslagning {self.pk}"


class MovedRow(models.Model):
    """One row that a joining changed: its fields before and after, so that undoing puts back exactly that.

    Keys, dates and states alone: neither names nor what was written.
    """

    join = models.ForeignKey(PersonJoin, models.CASCADE, related_name="moved", verbose_name="sammanslagning")
    table = models.CharField("tabell", max_length=60)
    row = models.BigIntegerField("rad")
    before = models.JSONField("före")
    after = models.JSONField("efter")
    version = models.BigIntegerField(
        "version", null=True, blank=True, help_text="Den sista versionen av raden när sammanslagningen var gjord."
    )

    class Meta:
        verbose_name = "flyttad rad"
        verbose_name_plural = "flyttade rader"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
