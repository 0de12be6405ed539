"""Work offered and insatser decided: the other two ways of fulfilling the jobbgaranti (R-4-15)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from activities.choices import ActivityResult, OfferAnswer
from aspirants.models import Enrolment
from aspirants.querysets import PersonBoundQuerySet, StandingManager
from catalogue.models import InsatsType
from core.history.tracking import keeps_history
from jobplans.models import PlanItem
from organisation.models import User


class Standing(StandingManager.from_queryset(PersonBoundQuerySet)):  # type: ignore[misc]
    """Offers and insatser that stand."""


@keeps_history(by="enrolment")
class JobOffer(models.Model):
    """A job that was offered, and what the aspirant answered (R-4-36)."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="job_offers", verbose_name="ärende")
    employer = models.CharField("arbetsgivare", max_length=120)
    offered_on = models.DateField("erbjudet")
    answer = models.CharField("svar", max_length=8, choices=OfferAnswer, default=OfferAnswer.PENDING)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    starts_on = models.DateField("börjar", null=True, blank=True)
    subsidised = models.BooleanField("subventionerad anställning", default=False)
    municipal = models.BooleanField("kommunal arbetsmarknadsanställning", default=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    recorded_at = models.DateTimeField("registrerat", auto_now_add=True)
    answer_recorded_at = models.DateTimeField("svaret registrerat", null=True, blank=True)
    removed_at = models.DateTimeField("borttaget", null=True, blank=True)

    objects = Standing()
    with_removed = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "jobberbjudande"
        verbose_name_plural = "jobberbjudanden"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=OfferAnswer.PENDING, answered_at__isnull=True)
                | (~Q(answer=OfferAnswer.PENDING) & Q(answered_at__isnull=False)),
                name="answered_offer_has_a_time",
                violation_error_message="Ange när aspiranten svarade.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=OfferAnswer.ACCEPTED) | Q(starts_on__isnull=False),
                name="accepted_offer_has_a_first_day",
                violation_error_message="Ange när arbetet börjar.",
            ),
        ]

    def __str__(self) -> str:
        return f"Jobberbjudande {self.offered_on}"


@keeps_history(by="enrolment")
class Activity(models.Model):
    """An insats that has been decided, and whether the aspirant has agreed to it."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="activities", verbose_name="ärende")
    insats_type = models.ForeignKey(
        InsatsType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="insats",
        db_index=False,
        help_text="Tom bara där insatsen var registrerad på fel person.",
    )
    provider = models.CharField("anordnare", max_length=120, blank=True)
    decided_on = models.DateField("beslutad")
    agreed_at = models.DateTimeField("aspiranten sa ja", null=True, blank=True)
    starts_on = models.DateField("börjar")
    ends_on = models.DateField("slutar", null=True, blank=True)
    plan_item = models.ForeignKey(
        PlanItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="rad i jobbplanen",
        db_index=False,
    )
    result = models.CharField("resultat", max_length=12, choices=ActivityResult, blank=True)
    result_on = models.DateField("dag för resultatet", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    recorded_at = models.DateTimeField("registrerat", auto_now_add=True)
    agreement_recorded_at = models.DateTimeField("ja registrerat", null=True, blank=True)
    removed_at = models.DateTimeField("borttaget", null=True, blank=True)

    objects = Standing()
    with_removed = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True) | (~Q(result="") & Q(result_on__isnull=False)),
                name="ended_activity_has_a_day",
                violation_error_message="Ange vilken dag insatsen slutade.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_start",
                violation_error_message="Insatsen kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(insats_type__isnull=False) | Q(removed_at__isnull=False),
                name="standing_activity_has_a_kind",
                violation_error_message="Välj en insats.",
            ),
        ]

    def __str__(self) -> str:
        return f"Aktivitet {self.starts_on}"

    @property
    def is_ended(self) -> bool:
        """Whether somebody has said how it ended; until then it goes on, or lies ahead."""
        return self.result != ""
