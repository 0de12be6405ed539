"""What somebody has agreed to that a jobbtorg and a unit tell each other about them (OSL 10 kap. 1 §)."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from aspirants.choices import ConsentForm, ConsentPurpose, DisclosureContent
from aspirants.models.enrolments import Enrolment
from aspirants.models.persons import Person
from aspirants.querysets import ConsentQuerySet
from core.encryption import EncryptedTextField
from core.history.tracking import keeps_history
from organisation.models import IncomeSupportUnit, Jobbtorg, User


@keeps_history(by="enrolment", exclude=("note",))
class Consent(models.Model):
    """One consent: for what, between which two sides, about which kinds of information, from and to which local date.

    Nothing of it changes, except that it can be withdrawn once. What was told on it before stays told.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name="person")
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="consents", verbose_name="ärende"
    )
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)
    unit = models.ForeignKey(
        IncomeSupportUnit, models.PROTECT, related_name="+", verbose_name="försörjningsstödsenhet", db_index=False
    )
    purpose = models.CharField("ändamål", max_length=12, choices=ConsentPurpose)
    kinds = ArrayField(models.CharField(max_length=20, choices=DisclosureContent), verbose_name="uppgifter")
    given_on = models.DateField("lämnat")
    valid_to = models.DateField("gäller till och med", null=True, blank=True)
    form = models.CharField("hur", max_length=8, choices=ConsentForm)
    note = EncryptedTextField("villkor", blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="taget av", db_index=False)
    registered_at = models.DateTimeField("registrerat", auto_now_add=True)
    withdrawn_on = models.DateField("återkallat", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="återkallelsen registrerad av",
        db_index=False,
    )
    withdrawn_at = models.DateTimeField("återkallelsen registrerad", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, editable=False, help_text="Formuläret som samtycket kom med.")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "samtycke"
        verbose_name_plural = "samtycken"
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("given_on")),
                name="consent_ends_after_it_was_given",
                violation_error_message="Samtycket kan inte sluta gälla innan det gavs.",
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0),
                name="consent_is_about_something",
                violation_error_message="Ett samtycke gäller minst ett slags uppgifter.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(
                    withdrawn_on__gte=F("given_on"),
                    withdrawn_by__isnull=False,
                    withdrawn_at__isnull=False,
                ),
                name="consent_is_withdrawn_by_somebody",
                violation_error_message="En återkallelse har en dag, tidigast den då samtycket gavs.",
            ),
        ]

    def __str__(self) -> str:
        return f"Samtycke {self.given_on}: {self.get_purpose_display()}"

    @property
    def kind_labels(self) -> list[str]:
        """What it is about, in words."""
        return [DisclosureContent(kind).label for kind in self.kinds]

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it holds on a local date; from the day it was withdrawn on it does not."""
        return self.withdrawn_on is None and self.given_on <= day and (self.valid_to is None or day <= self.valid_to)
