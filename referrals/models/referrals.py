"""The referral: a stadsdel asks a jobbtorg to take on a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from aspirants.models import Enrolment, Person
from core.history.tracking import keeps_history
from deadlines.models import DeadlineClock
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User
from referrals.choices import WAITING, DeclineReason, ReferralStatus, Source
from referrals.models.facts import FACTS_FIT_TOGETHER, StatedFacts
from referrals.models.priority import prioritised_groups
from referrals.querysets import ReferralQuerySet
from referrals.sender.said import SAID, SaidOfPerson


@keeps_history(by="enrolment", exclude=SAID)
class Referral(StatedFacts, SaidOfPerson):
    """What was sent, by whom, and where it is now. No diagnosis field, on purpose (law, sensitive data)."""

    number = models.CharField("remissnummer", max_length=20, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals", verbose_name="person")
    unit = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        related_name="referrals",
        verbose_name="försörjningsstödsenhet",
        db_index=False,
    )
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="sent_referrals", verbose_name="skickad av", db_index=False
    )
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="referrals", verbose_name="jobbtorg", db_index=False
    )
    source = models.CharField("källa", max_length=12, choices=Source, default=Source.DISTRICT)
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name="målgrupp",
        db_index=False,
    )
    priority = prioritised_groups()
    purpose = models.TextField("syfte med remissen", max_length=800)
    submitted_at = models.DateTimeField("inskickad")
    received_on = models.DateField("mottagen dag")
    status = models.CharField("status", max_length=10, choices=ReferralStatus, default=ReferralStatus.SUBMITTED)
    decline_reason = models.CharField("skäl till avböjande", max_length=20, choices=DeclineReason, blank=True)
    clock = models.OneToOneField(
        DeadlineClock, models.PROTECT, related_name="referral", verbose_name="jobbgarantins frist"
    )
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="referral", verbose_name="ärende"
    )
    followed_until = models.DateTimeField(
        "följdes av enheten till",
        null=True,
        blank=True,
        help_text="Tom tills ärendet fick en annan försörjningsstödsenhet.",
    )
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "remiss"
        verbose_name_plural = "remisser"
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            *FACTS_FIT_TOGETHER,
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=WAITING),
                name="one_open_referral_per_person",
                violation_error_message="Det finns redan en öppen remiss för personen.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReferralStatus.DECLINED) | ~Q(decline_reason=""),
                name="declined_referral_has_a_reason",
                violation_error_message="Välj skälet till att remissen avböjs.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReferralStatus.ENROLLED) | Q(enrolment__isnull=False),
                name="enrolled_referral_has_a_case",
                violation_error_message="En inskriven remiss har ett ärende.",
            ),
        ]
        indexes = [
            models.Index(fields=["jobbtorg", "status"], name="referrals_by_jobbtorg"),
            # With all that counting what a unit has ever sent reads: a row of a referral is long.
            models.Index(
                fields=["unit", "-submitted_at", "-id"],
                include=["sent_by", "person", "enrolment", "status", "followed_until"],
                name="referrals_by_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_followed(self) -> bool:
        """Whether the unit that sent it follows the case; not once the case has another income support unit."""
        return self.followed_until is None


class ReferralEvent(models.Model):
    """A step in a referral's life; only ever added."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="events", verbose_name="remiss")
    status = models.CharField("till status", max_length=10, choices=ReferralStatus)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="av", db_index=False)
    at = models.DateTimeField("tid")
    comment = models.CharField("kommentar", max_length=300, blank=True)
    changes = models.TextField("det som ändrades", blank=True, default="", db_default="")
    takes_back = models.BooleanField("tar tillbaka ett avböjande", default=False)

    class Meta:
        verbose_name = "händelse i remiss"
        verbose_name_plural = "händelser i remiss"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.referral} {self.get_status_display()}"
