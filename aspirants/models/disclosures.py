"""What crossed the border between a jobbtorg and a stadsdel, either way, and on what legal ground (R-2-66)."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q

from aspirants.choices import Direction, DisclosureBasis, DisclosureContent
from aspirants.models.consents import Consent
from aspirants.models.enrolments import Enrolment
from aspirants.models.persons import Person
from aspirants.querysets import DisclosureQuerySet
from core.encryption import EncryptedTextField
from core.history.tracking import keeps_history
from organisation.models import IncomeSupportUnit, Jobbtorg, User

FROM_JOBBTORG = Q(
    direction=Direction.TO_UNIT,
    sending_jobbtorg__isnull=False,
    recipient__isnull=False,
    sending_unit__isnull=True,
    recipient_jobbtorg__isnull=True,
)
FROM_UNIT = Q(
    direction=Direction.TO_JOBBTORG,
    sending_unit__isnull=False,
    recipient_jobbtorg__isnull=False,
    sending_jobbtorg__isnull=True,
    recipient__isnull=True,
)


@keeps_history(by="enrolment", exclude=("said",))
class Disclosure(models.Model):
    """One transfer of personal data across the boundary between two nämnder, kept in the files of both.

    Never changed afterwards, except that its receipt is stamped once. `recipient` is the unit that was told, where a
    unit was; `said` is what was told, as rows of label and value, where its source can change later.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="disclosures", verbose_name="person")
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, null=True, blank=True, related_name="disclosures", verbose_name="ärende"
    )
    direction = models.CharField("riktning", max_length=12, choices=Direction, default=Direction.TO_UNIT)
    sending_jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="från", db_index=False
    )
    sending_unit = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="från enhet",
        db_index=False,
    )
    recipient = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mottagare",
        db_index=False,
    )
    recipient_jobbtorg = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mottagande jobbtorg",
        db_index=False,
    )
    content = models.CharField("innehåll", max_length=20, choices=DisclosureContent)
    about = models.CharField("gäller", max_length=40, blank=True, help_text="Vilken månad, uppföljning eller annat.")
    said = EncryptedTextField("det som lämnades", blank=True)
    basis = models.CharField("rättslig grund", max_length=12, choices=DisclosureBasis)
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosures",
        verbose_name="samtycke",
        db_index=False,
    )
    disclosed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lämnat av", db_index=False)
    disclosed_at = models.DateTimeField("lämnat")
    receipt_at = models.DateTimeField("mottaget", null=True, blank=True)
    receipt_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="öppnat av", db_index=False
    )
    submission_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = "uppgiftslämnande"
        verbose_name_plural = "uppgiftslämnanden"
        ordering = ["-disclosed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=FROM_JOBBTORG | FROM_UNIT,
                name="disclosure_has_one_sender_and_one_recipient",
                violation_error_message="Uppgifter lämnas av ett jobbtorg till en enhet eller av en enhet till ett.",
            ),
            models.CheckConstraint(
                condition=Q(basis=DisclosureBasis.CONSENT, consent__isnull=False)
                | (~Q(basis=DisclosureBasis.CONSENT) & Q(consent__isnull=True)),
                name="disclosure_on_consent_has_one",
                violation_error_message="Välj vilket samtycke uppgifterna lämnas med.",
            ),
            models.CheckConstraint(
                condition=Q(receipt_at__isnull=True, receipt_by__isnull=True)
                | Q(receipt_at__isnull=False, receipt_by__isnull=False),
                name="disclosure_is_received_by_somebody",
                violation_error_message="En mottagning har en tid och någon som tog emot.",
            ),
        ]
        indexes = [
            # Meddelat till oss: what a unit was told last; of which case, without reading what.
            models.Index(
                fields=["recipient", "-disclosed_at"], include=["enrolment", "person"], name="disclosures_by_unit"
            ),
            models.Index(
                fields=["recipient", "enrolment"],
                condition=Q(content=DisclosureContent.CLOSURE),
                name="closings_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_content_display()} till {self.receiver}"

    @property
    def sender(self) -> Jobbtorg | IncomeSupportUnit:
        """The side that told."""
        sender = self.sending_jobbtorg or self.sending_unit
        assert sender is not None, "the database holds one or the other"
        return sender

    @property
    def receiver(self) -> Jobbtorg | IncomeSupportUnit:
        """The side that was told."""
        receiver = self.recipient or self.recipient_jobbtorg
        assert receiver is not None, "the database holds one or the other"
        return receiver

    @property
    def said_rows(self) -> list[tuple[str, str]]:
        """What was told, as it was told then: rows of label and value."""
        return [(label, value) for label, value in json.loads(self.said or "[]")]
