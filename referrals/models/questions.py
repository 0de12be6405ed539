"""Questions and answers between a unit of a stadsdel and the jobbtorg, about a referral or a case (R-3-37)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aspirants.models import Consent, Disclosure, DisclosureBasis, Enrolment
from core.encryption import EncryptedTextField
from core.history.tracking import keeps_history
from organisation.models import IncomeSupportUnit, User
from referrals.choices import Side
from referrals.models.referrals import Referral
from referrals.questions.querysets import QuestionThreadQuerySet

LONGEST_SUBJECT = 100
LONGEST_MESSAGE = 1_000
"""Characters."""


@keeps_history(by="referral", exclude=("submission_id",))
class QuestionThread(models.Model):
    """What is asked, between which unit and the jobbtorg, and on what ground. Its messages say the rest.

    About a referral, or about a case that the unit has and did not refer. The jobbtorg is the one that has the
    referral or the case; the unit stays the one that it began with. `waits_for`: whose turn it is, empty where it is
    nobody's (`referrals.questions.turns`).
    """

    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="threads", verbose_name="remiss"
    )
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, null=True, blank=True, related_name="threads", verbose_name="ärende"
    )
    unit = models.ForeignKey(
        IncomeSupportUnit, models.PROTECT, related_name="+", verbose_name="försörjningsstödsenhet", db_index=False
    )
    subject = EncryptedTextField("ämne", max_length=LONGEST_SUBJECT)
    basis = models.CharField("rättslig grund", max_length=12, choices=DisclosureBasis)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samtycke", db_index=False
    )
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="startad av", db_index=False)
    opened_at = models.DateTimeField("startad", default=timezone.now)
    waits_for = models.CharField("väntar på", max_length=8, choices=Side, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avslutad av", db_index=False
    )
    closed_at = models.DateTimeField("avslutad", null=True, blank=True)
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = QuestionThreadQuerySet.as_manager()

    class Meta:
        verbose_name = "fråga"
        verbose_name_plural = "frågor"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(referral__isnull=False, enrolment__isnull=True)
                | Q(referral__isnull=True, enrolment__isnull=False),
                name="question_is_about_one_thing",
                violation_error_message="En fråga gäller en remiss eller ett ärende.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(waits_for=""),
                name="closed_question_waits_for_nobody",
                violation_error_message="En avslutad fråga väntar inte på någon.",
            ),
        ]
        indexes = [
            # The numbers beside Remisser, on every page of a stadsdel's staff.
            models.Index(fields=["unit"], name="questions_waiting", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"Fråga {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class QuestionMessage(models.Model):
    """What one side wrote to the other. Only ever added; each is a disclosure, which has the time, the ground and the
    receipt. `corrects`: an earlier message of the same side that this one puts right.
    """

    thread = models.ForeignKey(QuestionThread, models.CASCADE, related_name="messages", verbose_name="fråga")
    side = models.CharField("från", max_length=8, choices=Side)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skriven av", db_index=False)
    text = EncryptedTextField("meddelande", max_length=LONGEST_MESSAGE)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="rättar",
        db_index=False,
    )
    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, related_name="message", verbose_name="uppgiftslämnande"
    )
    sent_at = models.DateTimeField("skickat")
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "meddelande"
        verbose_name_plural = "meddelanden"
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"Meddelande {self.pk}"
