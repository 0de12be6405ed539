"""The case (aspirantärende): one period at a jobbtorg, the unit of all statistics."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from aspirants.choices import EnrolmentStatus, LegalBasis, Origin
from aspirants.models.openings import Opening
from aspirants.models.persons import Person
from aspirants.querysets import EnrolmentQuerySet
from core.history.tracking import keeps_history
from core.validity import stay_range
from organisation.models import IncomeSupportUnit, Jobbtorg, TargetGroup, User


@keeps_history(exclude=("submission_id",))
class Enrolment(models.Model):
    """One case of one person. `jobbtorg` and `coach` are where it is now; stays and assignments tell where it was."""

    case_no = models.CharField("ärendenummer", max_length=20, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", verbose_name="person")
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="enrolments", verbose_name="jobbtorg")
    coach = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="caseload", verbose_name="coach"
    )
    income_support_unit = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name="försörjningsstödsenhet",
    )
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name="målgrupp",
        db_index=False,
    )
    legal_basis = models.CharField(
        "rättslig grund", max_length=24, choices=LegalBasis, default=LegalBasis.SOL_WITH_TEST
    )
    origin = models.CharField("ursprung", max_length=12, choices=Origin, default=Origin.REFERRAL)
    enrolled_on = models.DateField("inskriven")
    first_visit_on = models.DateField("första besök", null=True, blank=True)
    status = models.CharField("status", max_length=8, choices=EnrolmentStatus, default=EnrolmentStatus.ACTIVE)
    closed_on = models.DateField("avslutat", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submission_id = models.UUIDField(
        null=True, unique=True, editable=False, help_text="Formuläret som öppnade ärendet, om det öppnades utan remiss."
    )

    objects = EnrolmentQuerySet.as_manager()

    read_through: Opening | None = None
    """The opening through which another jobbtorg reads the case now; None where it is worked in (aspirants.access)."""

    may_get_coach: bool = False
    """Whether the user whose page it is may give the case a coach, the first or another; set when it is opened."""

    deputies: str = ""
    """Who stands in for the coach today, in words; annotated by `with_deputies` when the case is opened."""

    nearest_due: str | None = None
    """The kind and last day of the deadline that falls first; annotated when the case is opened (aspirants.access)."""

    may_change_protection: bool = False
    """Whether the user whose page it is may change the person's protection; set when the case is opened."""

    may_transfer: bool = False
    """Whether that user may offer the case to another jobbtorg."""

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        ordering = ["-enrolled_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on__isnull=True),
                name="one_open_case_per_person",
                violation_error_message="Personen har redan ett öppet ärende i staden.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("enrolled_on")),
                name="case_closes_after_enrolment",
                violation_error_message="Ärendet kan inte avslutas före inskrivningen.",
            ),
            models.CheckConstraint(
                condition=Q(status=EnrolmentStatus.CLOSED, closed_on__isnull=False)
                | (~Q(status=EnrolmentStatus.CLOSED) & Q(closed_on__isnull=True)),
                name="closed_case_has_a_date",
                violation_error_message="Ett avslutat ärende har ett avslutsdatum, ett öppet har inget.",
            ),
        ]
        indexes = [
            models.Index(fields=["jobbtorg", "coach"], name="open_cases", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["closed_on"], name="closed_cases", condition=Q(closed_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.case_no

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def has_coach_in_service(self) -> bool:
        """Whether the responsible coach is a coach of the jobbtorg today; `without_coach_in_service` for one."""
        return self.coach is not None and self.coach.coaches_at(self.jobbtorg_id)

    @property
    def why_without_coach(self) -> str:
        """What has become of the coach of a case that nobody in service answers for, in words."""
        if self.coach is not None and self.coach.works_with_cases_at(self.jobbtorg_id):
            return "är inte längre coach"
        return "har slutat här"

    @property
    def coach_in_words(self) -> str:
        """The coach as a list shows it, and that the coach has left where nobody in service answers for the case."""
        if self.coach is None or self.has_coach_in_service or not self.is_open:
            return str(self.coach or "")
        return f"{self.coach} ({self.why_without_coach})"


@keeps_history(by="enrolment")
class UnitStay(models.Model):
    """At which jobbtorg a case was, day by day; a transfer ends one stay and begins the next."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="stays", verbose_name="ärende")
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="stays", verbose_name="jobbtorg", db_index=False
    )
    started_on = models.DateField("från")
    ended_on = models.DateField("till", null=True, blank=True, help_text="Första dagen på nästa enhet.")
    transfer_reason = models.CharField("skäl till överflyttning", max_length=300, blank=True)

    class Meta:
        verbose_name = "vistelse"
        verbose_name_plural = "vistelser"
        ordering = ["started_on"]
        constraints = [
            ExclusionConstraint(
                name="one_jobbtorg_per_case_and_day",
                expressions=[("enrolment", RangeOperators.EQUAL), (stay_range(), RangeOperators.OVERLAPS)],
                violation_error_message="Ärendet finns redan vid en enhet den perioden.",
            )
        ]
        indexes = [
            models.Index(fields=["jobbtorg", "started_on"], name="stays_by_unit"),
            # Statistik: the moves of a period, among all the stays that have never ended.
            models.Index(fields=["ended_on"], name="stays_that_ended", condition=Q(ended_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.jobbtorg} {self.started_on}"


@keeps_history(by="enrolment")
class CoachAssignment(models.Model):
    """Who was responsible coach, when and why it changed (R-0-10)."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="coach_assignments", verbose_name="ärende")
    coach = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="coach", db_index=False)
    started_at = models.DateTimeField("från")
    ended_at = models.DateTimeField("till", null=True, blank=True)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="tilldelad av", db_index=False)
    reason = models.CharField("skäl", max_length=200, blank=True)
    end_reason = models.CharField("varför den slutade", max_length=300, blank=True)

    class Meta:
        verbose_name = "coachtilldelning"
        verbose_name_plural = "coachtilldelningar"
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(ended_at__isnull=True),
                name="one_responsible_coach_per_case",
                violation_error_message="Ärendet har redan en ansvarig coach.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.coach} {self.started_at:%Y-%m-%d}"
