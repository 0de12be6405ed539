"""What the rules answered about a referral: what was departed from, and what became known later."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.encryption import EncryptedTextField
from deadlines.models import DeadlineClock
from organisation.models import User
from referrals.choices import FitForWork
from referrals.models.referrals import Referral


class DepartureKind(models.TextChoices):
    ELIGIBILITY = "ELIGIBILITY", "Remitteras ändå"
    TARGET_GROUP = "TARGET_GROUP", "Annan målgrupp än den föreslagna"


class Departure(models.Model):
    """A rule that the sender departed from, as it read that day, and why. Only ever added.

    The rule is known by its code and first day, and its text is kept: it is what the sender saw. A referral on paper
    has no motive where it says none.
    """

    referral = models.ForeignKey(
        Referral, models.CASCADE, related_name="departures", verbose_name="remiss", db_index=False
    )
    kind = models.CharField("slag", max_length=12, choices=DepartureKind)
    rule_code = models.CharField("regel", max_length=20)
    rule_from = models.DateField("regeln gäller från")
    text = models.CharField("regelns text", max_length=300)
    motive = EncryptedTextField("motivering", blank=True, default="")
    made_at = models.DateTimeField("gjort")

    class Meta:
        verbose_name = "avsteg från en regel"
        verbose_name_plural = "avsteg från regler"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind", "rule_code"], name="one_departure_per_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.rule_code}"


class FitnessAnswer(models.Model):
    """Whether the person can work, which was to be investigated when the referral was sent or the person came.

    It is about the promise, and so about the clock of the jobbgaranti, before and after enrolment. Only ever added: a
    manager's correction is a later row, and the latest counts.
    """

    clock = models.ForeignKey(
        DeadlineClock, models.CASCADE, related_name="fitness_answers", verbose_name="jobbgarantins frist"
    )
    fit_for_work = models.CharField("arbetsför", max_length=16, choices=FitForWork)
    by_sender = models.BooleanField("från enheten som remitterade", default=False)
    registered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    registered_at = models.DateTimeField("registrerat")

    class Meta:
        verbose_name = "svar om arbetsförmåga"
        verbose_name_plural = "svar om arbetsförmåga"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(fit_for_work=FitForWork.TO_INVESTIGATE),
                name="answer_says_whether_the_person_can_work",
                violation_error_message="Välj om personen kan arbeta.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_fit_for_work_display())
