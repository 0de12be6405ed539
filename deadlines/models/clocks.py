"""The clocks that run under the policies, pauses, breaches and excuses."""

from __future__ import annotations

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from aspirants.models import Closure, Enrolment, Person
from core.history.tracking import keeps_history
from core.validity import DateRange
from deadlines.calculation.deadline import kept
from deadlines.choices import (
    FROM_LIST,
    BreachCause,
    ClockStatus,
    ExcuseReason,
    Fulfilment,
    PauseReason,
    PolicyUse,
)
from deadlines.models.policies import DeadlinePolicy
from deadlines.querysets import BreachQuerySet, ClockQuerySet
from organisation.models import Jobbtorg, User


@keeps_history(by="enrolment")
class DeadlineClock(models.Model):
    """Something due by a last day. Lateness is derived from `due_on`; the sweep only stamps the breach."""

    # No index: a rule has a third of all clocks, and an index of it would only be read instead of a better one.
    policy = models.ForeignKey(
        DeadlinePolicy, models.PROTECT, related_name="clocks", verbose_name="fristregel", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="clocks", verbose_name="person")
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, null=True, blank=True, related_name="clocks", verbose_name="ärende"
    )
    jobbtorg = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        related_name="clocks",
        verbose_name="jobbtorg",
        help_text="Den som svarar för fristen.",
        db_index=False,
    )
    counted_at = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="räknas vid",
        help_text="Bara när ärendet har flyttats sedan fristen avgjordes: där det var på fristens sista dag.",
        db_index=False,
    )
    reference = models.CharField("remiss eller ärende", max_length=20)
    covered = models.BooleanField("omfattas av garantin", default=True)
    covered_reason = models.CharField("varför", max_length=400, blank=True)
    covered_by = models.CharField("villkor som avgjorde", max_length=20, blank=True, default="", db_default="")
    covered_rule_from = models.DateField("villkoret gäller från", null=True, blank=True)
    coverage_awaited = models.BooleanField(
        "avgörs senare om garantin gäller",
        default=False,
        db_default=False,
        help_text="Räknas inte förrän det är avgjort.",
    )
    started_on = models.DateField(
        "dag 0", null=True, blank=True, help_text="Tom tills det som startar fristen har hänt."
    )
    original_due_on = models.DateField("ursprunglig förfallodag", null=True, blank=True)
    due_on = models.DateField("förfallodag", null=True, blank=True, help_text="Tom medan en paus saknar slutdag.")
    recommended_on = models.DateField("rekommenderad dag", null=True, blank=True)
    status = models.CharField("status", max_length=10, choices=ClockStatus, default=ClockStatus.RUNNING)
    fulfilment = models.CharField("uppfyllt genom", max_length=12, choices=Fulfilment, blank=True)
    fulfilled_at = models.DateTimeField("uppfyllt", null=True, blank=True)
    ended_on = models.DateField(
        "utan föremål från", null=True, blank=True, help_text="Remissen återkallades eller ärendet avslutades."
    )
    ended_with = models.ForeignKey(
        Closure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clocks",
        verbose_name="avslut som avgjorde fristen",
        db_index=False,
    )
    late_registered = models.BooleanField("efterregistrerad", default=False)
    historical = models.BooleanField("från importerad lista", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = "frist"
        verbose_name_plural = "frister"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(status__in=[ClockStatus.RUNNING, ClockStatus.BREACHED]),
                name="running_clock_has_a_due_date",
                violation_error_message="En löpande frist har en förfallodag.",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=False, original_due_on__isnull=False)
                | Q(
                    status__in=[ClockStatus.WAITING, ClockStatus.CANCELLED],
                    started_on__isnull=True,
                    original_due_on__isnull=True,
                    due_on__isnull=True,
                ),
                name="only_a_waiting_clock_lacks_a_start",
                violation_error_message="En frist som har börjat har en dag 0 och en förfallodag.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ClockStatus.WAITING) | Q(started_on__isnull=True),
                name="waiting_clock_has_not_started",
                violation_error_message="En frist som väntar har ingen dag 0.",
            ),
            models.CheckConstraint(
                condition=~Q(covered=True, coverage_awaited=True),
                name="awaited_coverage_is_not_coverage",
                violation_error_message="En frist som omfattas av garantin är avgjord.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ClockStatus.MET) | Q(fulfilled_at__isnull=False),
                name="met_clock_was_fulfilled",
                violation_error_message="En hållen frist har en tidpunkt då den uppfylldes.",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="running_clocks", condition=Q(status="RUNNING")),
            models.Index(fields=["jobbtorg", "due_on"], name="clocks_by_unit"),
            # Frister and the navigation: what is still to be kept, however many have been kept before.
            models.Index(
                fields=["jobbtorg", "due_on"],
                name="clocks_to_keep",
                condition=Q(fulfilled_at__isnull=True, ended_on__isnull=True, historical=False),
            ),
            # Figures of a jobbtorg: what was decided there in cases that have moved on since, which are few.
            models.Index(
                fields=["counted_at", "due_on"],
                name="clocks_counted_elsewhere",
                condition=Q(counted_at__isnull=False),
            ),
            # Removing a closing, which undoing an import does by the thousand, asks each time for clocks that it ended.
            models.Index(fields=["ended_with"], name="clocks_by_closing", condition=Q(ended_with__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.policy.get_kind_display()} {self.reference}"

    @property
    def kind(self) -> str:
        return self.policy.kind

    @property
    def coverage_in_words(self) -> str:
        """Whether the guarantee covers it, and the condition that decided: "Omfattas: …", "Avgörs när …"."""
        if self.coverage_awaited:
            return self.covered_reason
        answer = "Omfattas" if self.covered else "Omfattas inte"
        reason = self.covered_reason[:1].lower() + self.covered_reason[1:]
        return f"{answer}: {reason}" if reason else f"{answer}."

    @property
    def from_list(self) -> str:
        """The mark of a clock that an imported list tells of; "" for one that runs or ran here."""
        return FROM_LIST if self.historical else ""

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows how it ended: an imported list does not say, and the case went on after the last day."""
        if not self.historical or self.status != ClockStatus.CANCELLED:
            return False
        return self.ended_on is None or (self.due_on is not None and self.due_on < self.ended_on)

    @property
    def booked_at_id(self) -> int:
        """The key of the jobbtorg in whose figures it is: where the case was on its last day (G-54)."""
        return self.counted_at_id or self.jobbtorg_id

    @property
    def latest_breach(self) -> Breach | None:
        """The last breach stamped on this clock, revoked or not, or None. Lists prefetch `breaches`."""
        return max(self.breaches.all(), key=lambda breach: breach.pk, default=None)

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it was kept in time but recorded late, when broken or excused, so that a manager may confirm it."""
        settled = self.status in (ClockStatus.BREACHED, ClockStatus.EXCUSED)
        if not settled or self.fulfilled_at is None or self.due_on is None:
            return False
        return kept(self.due_on, self.fulfilled_at)

    @property
    def is_measured_late(self) -> bool:
        """Whether it was not kept in time and is only counted: an indicator, which is no promise that was broken."""
        return self.status == ClockStatus.BREACHED and self.policy.use != PolicyUse.ACTIVE

    @property
    def is_open(self) -> bool:
        """Whether the clock can still be met in time."""
        return self.status in (ClockStatus.WAITING, ClockStatus.RUNNING, ClockStatus.PAUSED)


@keeps_history(by="clock")
class ClockPause(models.Model):
    """Days that are not counted because the person is objectively prevented."""

    clock = models.ForeignKey(DeadlineClock, models.CASCADE, related_name="pauses", verbose_name="frist")
    reason = models.CharField("skäl", max_length=4, choices=PauseReason)
    paused_from = models.DateField("första dag som inte räknas")
    resumed_on = models.DateField("första dag som räknas igen", null=True, blank=True)
    counts_until = models.DateField(
        "gäller utan beslut till", null=True, blank=True, help_text="Räknas inte från den dagen, utan godkännande."
    )
    note = models.CharField("kommentar", max_length=200, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registrerad av", db_index=False
    )
    registered_at = models.DateTimeField("registrerad", auto_now_add=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="godkänd av", db_index=False
    )
    approved_at = models.DateTimeField("godkänd", null=True, blank=True)

    class Meta:
        verbose_name = "paus"
        verbose_name_plural = "pauser"
        ordering = ["paused_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gt=F("paused_from")),
                name="pause_ends_after_start",
                violation_error_message="Pausen måste sluta efter att den börjat.",
            ),
            ExclusionConstraint(
                name="pauses_do_not_overlap",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    (DateRange("paused_from", "resumed_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Pausen överlappar en annan paus.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["counts_until"],
                name="pauses_to_decide",
                condition=Q(resumed_on__isnull=True, counts_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    def counted_to(self, today: datetime.date) -> datetime.date | None:
        """The first day that counts again, as far as is known on a local date; None while the pause goes on.

        One without end that no manager has approved stops by itself after 20 working days.
        """
        if self.resumed_on is None and self.counts_until is not None and self.counts_until <= today:
            return self.counts_until
        return self.resumed_on

    @property
    def awaits_approval(self) -> bool:
        """Whether it has no end and stops counting on a day, unless a manager approves that it goes on."""
        return self.resumed_on is None and self.counts_until is not None


@keeps_history(by="clock")
class Breach(models.Model):
    """A clock not fulfilled in time. Never deleted or moved: a manager revokes it, and a new one may follow."""

    clock = models.ForeignKey(DeadlineClock, models.CASCADE, related_name="breaches", verbose_name="frist")
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, related_name="breaches", verbose_name="jobbtorg", db_index=False
    )
    due_on = models.DateField("förfallodag")
    stamped_at = models.DateTimeField("registrerat")
    cause = models.CharField("orsak", max_length=4, choices=BreachCause, blank=True)
    comment = models.CharField("kommentar", max_length=300, blank=True)
    explained_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="orsak angiven av",
        db_index=False,
    )
    revoked_at = models.DateTimeField("upphävt", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="upphävt av",
        db_index=False,
    )

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = "bruten frist"
        verbose_name_plural = "brutna frister"
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(revoked_at__isnull=True),
                name="one_standing_breach_per_clock",
                violation_error_message="Fristen är redan registrerad som bruten.",
            )
        ]
        indexes = [
            models.Index(fields=["jobbtorg", "-due_on", "-id"], name="breaches_by_unit"),
            # Frister: those whose cause is missing, however many have been given one.
            models.Index(
                fields=["jobbtorg", "stamped_at"],
                name="breaches_to_explain",
                condition=Q(cause="", revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Bruten frist {self.clock.reference}"


@keeps_history(by="clock")
class Excuse(models.Model):
    """Why a clock that was not fulfilled in time counts as offered in time; the due date does not move.

    The system finds the evidence; `granted_by` is the manager where it had been recorded too late, else nobody. It is
    revoked, never deleted, by a manager who confirms that the clock had been met after all.
    """

    clock = models.OneToOneField(DeadlineClock, models.CASCADE, related_name="excuse", verbose_name="frist")
    reason = models.CharField("skäl", max_length=4, choices=ExcuseReason)
    happened_on = models.DateField("hände", help_text="Dagen för mötet, svaret eller det sista kontaktförsöket.")
    granted_at = models.DateTimeField("ursäktad")
    granted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="godkänd av",
        db_index=False,
    )
    revoked_at = models.DateTimeField("upphävd", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="upphävd av",
        db_index=False,
    )

    class Meta:
        verbose_name = "ursäkt"
        verbose_name_plural = "ursäkter"

    def __str__(self) -> str:
        return self.get_reason_display()
