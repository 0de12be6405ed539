"""Where people are referred from and to: stadsdelar, income support units, jobbtorg and the map between them."""

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.history.tracking import keeps_history
from core.validity import DatedModel, OneRowAtATime, validity_order, validity_range


@keeps_history()
class District(DatedModel):
    """A stadsdel as it was named in a period. Never renamed in place: a merger is a new row with predecessors."""

    code = models.CharField("kod", max_length=40, unique=True)
    name = models.CharField("namn", max_length=80)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="efterföljare",
        db_index=False,
    )

    class Meta:
        verbose_name = "stadsdel"
        verbose_name_plural = "stadsdelar"
        ordering = ["name", "valid_from"]
        constraints = [validity_order("district_validity_order")]

    def __str__(self) -> str:
        return self.name


class UnitFunction(models.TextChoices):
    INCOME_SUPPORT = "INCOME_SUPPORT", "Försörjningsstöd"
    INTAKE = "INTAKE", "Mottagning"
    REFUGEE_RECEPTION = "REFUGEE_RECEPTION", "Flyktingmottagning"
    SOCIAL_PSYCHIATRY = "SOCIAL_PSYCHIATRY", "Socialpsykiatri"
    DISABILITY = "DISABILITY", "Stöd vid funktionsnedsättning"
    YOUTH = "YOUTH", "Ungdomsmottagning och fältarbete"
    OTHER = "OTHER", "Annan enhet"


@keeps_history()
class IncomeSupportUnit(DatedModel):
    """A stadsdel's unit that decides on benefit, sends referrals and receives plans (R-2-53)."""

    code = models.CharField("kod", max_length=40, unique=True)
    name = models.CharField("namn", max_length=120)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="units", verbose_name="stadsdel", db_index=False
    )
    function = models.CharField("funktion", max_length=20, choices=UnitFunction, default=UnitFunction.INCOME_SUPPORT)
    mailbox = models.EmailField("funktionsbrevlåda", blank=True)

    class Meta:
        verbose_name = "försörjningsstödsenhet"
        verbose_name_plural = "försörjningsstödsenheter"
        ordering = ["name"]
        constraints = [validity_order("income_support_unit_validity_order")]

    def __str__(self) -> str:
        return self.name


class JobbtorgKind(models.TextChoices):
    JOBBTORG = "JOBBTORG", "Jobbtorg"
    FILIAL = "FILIAL", "Filial"
    YOUTH = "YOUTH", "Ungdomsfilial"
    ETABLERINGSCENTRUM = "ETABLERINGSCENTRUM", "Etableringscentrum"
    EXTERNAL = "EXTERNAL", "Extern utförare"


@keeps_history()
class Jobbtorg(DatedModel):
    """A job centre. A filial has a parent and is reported both on its own and in the parent's total (R-4-32)."""

    code = models.CharField("kod", max_length=8, unique=True, help_text="Inleder ärendenumren, till exempel RS.")
    name = models.CharField("namn", max_length=80)
    kind = models.CharField("typ", max_length=20, choices=JobbtorgKind, default=JobbtorgKind.JOBBTORG)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name="tillhör",
        db_index=False,
    )
    address = models.CharField("adress", max_length=120, blank=True)
    age_from = models.PositiveSmallIntegerField("från ålder", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("till ålder", null=True, blank=True)

    class Meta:
        verbose_name = "jobbtorg"
        verbose_name_plural = "jobbtorg"
        ordering = ["name"]
        constraints = [validity_order("jobbtorg_validity_order")]

    def __str__(self) -> str:
        return self.name


NOT_IN_LISTS = "visas i ärendet"
"""What stands in lists instead of a target group that tells of somebody's health (GDPR art. 9)."""


@keeps_history()
class TargetGroup(DatedModel):
    """Whom the service is for (R-2-12 to R-2-18); new groups are added as rows."""

    code = models.CharField("kod", max_length=10, unique=True)
    name = models.CharField("namn", max_length=160)
    second_step = models.BooleanField("andra steget", default=False, help_text="Målgrupp i uppdragets andra steg.")
    restricted = models.BooleanField(
        "visas bara i ärendet",
        default=False,
        help_text="Säger något om hälsa. Visas inte i listor, filter, filer eller statistik.",
    )

    class Meta:
        verbose_name = "målgrupp"
        verbose_name_plural = "målgrupper"
        ordering = ["code"]
        constraints = [validity_order("target_group_validity_order")]

    def __str__(self) -> str:
        return f"{self.name} (andra steget)" if self.second_step else self.name

    @property
    def in_lists(self) -> str:
        """What lists, files and figures say of it: nothing that tells of somebody's health."""
        return NOT_IN_LISTS if self.restricted else str(self)


@keeps_history()
class DistrictJobbtorg(DatedModel):
    """Which jobbtorg a stadsdel refers to. The default is a proposal, never a lock (R-4-02)."""

    district = models.ForeignKey(
        District, models.PROTECT, related_name="jobbtorg_map", verbose_name="stadsdel", db_index=False
    )
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="district_map", verbose_name="jobbtorg", db_index=False
    )
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="målgrupp",
        db_index=False,
    )
    is_default = models.BooleanField("förval", default=True)

    class Meta:
        verbose_name = "koppling stadsdel–jobbtorg"
        verbose_name_plural = "kopplingar stadsdel–jobbtorg"
        ordering = ["district__name", "valid_from"]
        constraints = [
            validity_order("district_jobbtorg_validity_order"),
            OneRowAtATime(
                name="one_default_jobbtorg_per_district_and_day",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    (Coalesce("target_group", 0), RangeOperators.EQUAL),
                    (validity_range(), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_default=True),
                violation_error_message="Stadsdelen har redan ett förvalt jobbtorg för den perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} – {self.jobbtorg}"


@keeps_history()
class CoachGroup(DatedModel):
    """A team of coaches at one jobbtorg: the smallest part that figures are shown for (R-1-40, decision 062)."""

    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="coach_groups", verbose_name="jobbtorg", db_index=False
    )
    code = models.CharField("kod", max_length=8)
    name = models.CharField("namn", max_length=60)

    class Meta:
        verbose_name = "coachgrupp"
        verbose_name_plural = "coachgrupper"
        ordering = ["jobbtorg__name", "name"]
        constraints = [
            validity_order("coach_group_validity_order"),
            models.UniqueConstraint(
                fields=["jobbtorg", "code"],
                name="one_coach_group_per_jobbtorg_and_code",
                violation_error_message="Jobbtorget har redan en coachgrupp med den koden.",
            ),
            # A user's group refers to both columns, so that it must be a group of the user's jobbtorg.
            models.UniqueConstraint(fields=["id", "jobbtorg"], name="coach_group_and_its_jobbtorg"),
        ]

    def __str__(self) -> str:
        return self.name
