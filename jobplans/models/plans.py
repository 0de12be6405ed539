"""The jobbplan: agreed with the aspirant, kept in versions, communicated to the stadsdel."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from aspirants.models import Disclosure, Enrolment
from catalogue.models import InsatsType
from core.history.tracking import keeps_history
from deadlines.choices import FROM_LIST
from jobplans.choices import ApprovalMethod, AttendanceRequirement, Decision, VersionStatus
from jobplans.querysets import PlanVersionQuerySet
from meetings.choices import MeetingKind
from organisation.models import IncomeSupportUnit, User


@keeps_history(by="enrolment")
class JobPlan(models.Model):
    """The one plan of a case; its contents are the versions."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="job_plan", verbose_name="ärende")

    class Meta:
        verbose_name = "jobbplan"
        verbose_name_plural = "jobbplaner"

    def __str__(self) -> str:
        return f"Jobbplan {self.enrolment}"


@keeps_history(by="plan")
class JobPlanVersion(models.Model):
    """One edition of the plan. It can be edited as a draft and never again once proposed."""

    plan = models.ForeignKey(JobPlan, models.CASCADE, related_name="versions", verbose_name="jobbplan", db_index=False)
    number = models.PositiveSmallIntegerField("version")
    status = models.CharField("status", max_length=12, choices=VersionStatus, default=VersionStatus.DRAFT)
    goal = models.CharField("mål", max_length=300)
    summary = models.TextField("sammanfattning", max_length=1000, blank=True)
    attendance_requirement = models.CharField(
        "närvarokrav", max_length=12, choices=AttendanceRequirement, default=AttendanceRequirement.NONE
    )
    reason_for_revision = models.CharField("skäl till ny version", max_length=200, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="upprättad av", db_index=False)
    drafted_at = models.DateTimeField("påbörjad", auto_now_add=True)
    edition = models.PositiveIntegerField("sparad gång nummer", default=0)
    saved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="senast sparad av",
        db_index=False,
    )
    proposed_at = models.DateTimeField("föreslagen", null=True, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version av jobbplan"
        verbose_name_plural = "versioner av jobbplan"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_version_per_number",
                violation_error_message="Versionen finns redan.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status__in=[VersionStatus.DRAFT, VersionStatus.PROPOSED]),
                name="one_version_in_preparation",
                violation_error_message="Det finns redan en version under arbete.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=VersionStatus.APPROVED),
                name="one_approved_version",
                violation_error_message="Det finns redan en godkänd version.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[VersionStatus.DRAFT, VersionStatus.WITHDRAWN]) | Q(proposed_at__isnull=False),
                name="proposed_version_has_a_time",
                violation_error_message="En föreslagen version har en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def answer(self) -> PlanApproval | None:
        """The aspirant's answer, or None while there is none."""
        return getattr(self, "approval", None)

    @property
    def is_from_list(self) -> bool:
        """Whether an imported list tells of it: that there was a plan, but not what it said."""
        return self.answer is not None and self.answer.method == ApprovalMethod.IMPORTED

    @property
    def from_list(self) -> str:
        """The mark of a plan that an imported list tells of; "" for one that was written here."""
        return FROM_LIST if self.is_from_list else ""

    @property
    def is_draft(self) -> bool:
        return self.status == VersionStatus.DRAFT

    @property
    def is_proposed(self) -> bool:
        return self.status == VersionStatus.PROPOSED

    @property
    def is_approved(self) -> bool:
        return self.status == VersionStatus.APPROVED


@keeps_history(by="version")
class PlanItem(models.Model):
    """A planned meeting or activity; a plan needs at least one (R-4-19)."""

    version = models.ForeignKey(JobPlanVersion, models.CASCADE, related_name="items", verbose_name="version")
    insats_type = models.ForeignKey(
        InsatsType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_items",
        verbose_name="insats",
        db_index=False,
    )
    meeting_kind = models.CharField("mötestyp", max_length=12, choices=MeetingKind, blank=True)
    text = models.CharField("beskrivning", max_length=200)
    place = models.CharField("plats", max_length=120, blank=True)
    starts_on = models.DateField("från", null=True, blank=True)
    ends_on = models.DateField("till", null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField("timmar per vecka", null=True, blank=True)

    class Meta:
        verbose_name = "planerad aktivitet"
        verbose_name_plural = "planerade aktiviteter"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(insats_type__isnull=False) | ~Q(meeting_kind=""),
                name="plan_item_has_a_kind",
                violation_error_message="Välj en insats eller en mötestyp.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="plan_item_ends_after_start",
                violation_error_message="Aktiviteten kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__isnull=True) | Q(hours_per_week__range=(1, 60)),
                name="plan_item_hours_in_a_week",
                violation_error_message="Ange mellan 1 och 60 timmar per vecka.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def kind_label(self) -> str:
        """What kind of insats or meeting it is, in words; for the plan's own pages at the case's jobbtorg only."""
        return self.insats_type.name if self.insats_type else self.get_meeting_kind_display()

    @property
    def reveals_health(self) -> bool:
        """Whether the item says something about health: what it is, who gives it and where stay at the jobbtorg."""
        return self.insats_type is not None and self.insats_type.reveals_health

    @property
    def label_for_others(self) -> str:
        """`kind_label` as lists, other units and the stadsdel read it."""
        return self.insats_type.name_for_others if self.insats_type else self.get_meeting_kind_display()

    @property
    def text_for_others(self) -> str:
        """The description as others read it; nothing where it may be about health."""
        return "" if self.reveals_health else self.text

    @property
    def place_for_others(self) -> str:
        """The place as others read it; nothing where it may be a clinic."""
        return "" if self.reveals_health else self.place


@keeps_history(by="version")
class PlanApproval(models.Model):
    """The aspirant's answer to a proposed version: when it was given, how, and when it was recorded (R-4-20)."""

    version = models.OneToOneField(JobPlanVersion, models.CASCADE, related_name="approval", verbose_name="version")
    decision = models.CharField("svar", max_length=10, choices=Decision)
    answered_at = models.DateTimeField("tidpunkt för svaret")
    method = models.CharField("hur", max_length=16, choices=ApprovalMethod)
    note = models.CharField("kommentar", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerat av", db_index=False
    )
    recorded_at = models.DateTimeField("registrerat")

    class Meta:
        verbose_name = "godkännande"
        verbose_name_plural = "godkännanden"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__lte=F("recorded_at")),
                name="answer_before_recording",
                violation_error_message="Svaret kan inte ligga i framtiden.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.DECLINED) | ~Q(note=""),
                name="declined_plan_has_a_reason",
                violation_error_message="Skriv varför aspiranten inte godkänner planen.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


@keeps_history(by="version")
class PlanCommunication(models.Model):
    """An approved version handed to an income support unit (R-4-21)."""

    version = models.ForeignKey(
        JobPlanVersion, models.CASCADE, related_name="communications", verbose_name="version", db_index=False
    )
    unit = models.ForeignKey(
        IncomeSupportUnit, models.PROTECT, related_name="received_plans", verbose_name="försörjningsstödsenhet"
    )
    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, related_name="plan_communication", verbose_name="uppgiftslämnande"
    )
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skickat av", db_index=False)
    sent_at = models.DateTimeField("skickat")

    class Meta:
        verbose_name = "kommunicering"
        verbose_name_plural = "kommuniceringar"
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "unit"],
                name="one_communication_per_version_and_unit",
                violation_error_message="Versionen är redan skickad till enheten.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} till {self.unit}"
