"""The rules about a referred person, as dated rows: what a rule in force says is never changed, only ended."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.history.tracking import keeps_history
from core.validity import DatedModel, OneRowAtATime, validity_order, validity_range
from organisation.models import District, Jobbtorg, TargetGroup, UnitFunction
from referrals.choices import BenefitKind, BenefitReason, DecisionStatus, FitForWork, SfiStatus
from referrals.rules.conditions import Condition
from referrals.rules.fields import some_of, yes_or_no

A_CODE = RegexValidator(r"^[A-Z0-9_]+$", "Skriv koden med stora bokstäver A–Z, siffror och understreck.")

# What was decided by a rule refers to it by its code and first day, so what it said that day stays as it was.
KEEP_RULE = """
IF OLD.valid_from <= (now() AT TIME ZONE 'Europe/Stockholm')::date THEN
    RAISE EXCEPTION 'A rule in force is not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_in_force';
END IF;
RETURN NEW;
"""
CONDITION = (
    *("age_from", "age_to", "benefit_kinds", "benefit_reasons", "decisions", "unit_functions", "fitness", "sfi"),
    *("refugee", "newly_arrived", "children", "lives_elsewhere", "unemployed_months_to"),
)


def kept(*others: str) -> list[pgtrigger.Trigger]:
    """The trigger that keeps a rule in force from being rewritten: its condition, code, first day and these columns."""
    return [
        pgtrigger.Trigger(
            name="keep_rule",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange("code", "valid_from", *CONDITION, *others),
            func=KEEP_RULE,
        )
    ]


class RuleModel(DatedModel):
    """A condition on facts, with its name, its text for readers and where it is written."""

    ALSO_KEPT: ClassVar[tuple[str, ...]] = ()
    """What else a rule in force goes on saying, beside its condition."""

    code = models.CharField("kod", max_length=20, validators=[A_CODE])
    name = models.CharField("namn", max_length=80)
    reference = models.CharField("källa", max_length=160, blank=True, help_text="Beslut eller avtal med datum.")
    age_from = models.PositiveSmallIntegerField("lägsta ålder", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("högsta ålder", null=True, blank=True)
    benefit_kinds = some_of("ersättningar", BenefitKind)
    benefit_reasons = some_of("skäl till ersättning", BenefitReason)
    decisions = some_of("beslut om försörjningsstöd", DecisionStatus)
    unit_functions = some_of("remitterande enhet", UnitFunction)
    fitness = some_of("arbetsför", FitForWork)
    sfi = some_of("sfi", SfiStatus)
    refugee = yes_or_no("flykting")
    newly_arrived = yes_or_no("nyanländ", "Introduktionen eller etableringen pågår.")
    children = yes_or_no("barn i hemmet")
    lives_elsewhere = yes_or_no("bor i en annan kommun")
    unemployed_months_to = models.PositiveSmallIntegerField("arbetslös högst så många månader", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def condition(self) -> Condition:
        """The condition, for the pure functions."""
        return Condition(**{name: getattr(self, name) for name in CONDITION})

    def clean(self) -> None:
        """A rule asks something, and one in force is ended and followed by another, not rewritten."""
        if not any(getattr(self, name) not in (None, "", []) for name in CONDITION):
            raise ValidationError("Fyll i minst ett villkor. En regel utan villkor gäller alla.")
        if self.age_from is not None and self.age_to is not None and self.age_to < self.age_from:
            raise ValidationError({"age_to": "Den högsta åldern kan inte vara lägre än den lägsta."})
        stored = type(self)._default_manager.filter(pk=self.pk, valid_from__lte=timezone.localdate()).first()
        names = ("valid_from", *CONDITION, *self.ALSO_KEPT)
        if stored is not None and any(getattr(stored, name) != getattr(self, name) for name in names):
            raise ValidationError("Regeln gäller redan och kan inte ändras. Avsluta den och lägg till en ny.")


def one_at_a_time(name: str, *columns: str | Coalesce) -> OneRowAtATime:
    """Rows with the same columns do not hold on the same day."""
    return OneRowAtATime(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in columns),
            (validity_range(), RangeOperators.OVERLAPS),
        ],
        violation_error_message="Det finns redan en sådan regel under perioden. Avsluta den först.",
    )


@keeps_history()
class CoverageRule(RuleModel):
    """One way to be covered by the jobbgaranti (R-4-15); whoever fulfils one of those in force is."""

    ALSO_KEPT = ("text", "not_met")

    position = models.PositiveSmallIntegerField("ordning", help_text="Den första som är uppfylld anges som skäl.")
    text = models.CharField("text när villkoret är uppfyllt", max_length=160)
    not_met = models.CharField("text när villkoret inte är uppfyllt", max_length=160)

    class Meta:
        verbose_name = "villkor för jobbgarantin"
        verbose_name_plural = "villkor för jobbgarantin"
        ordering = ["position", "valid_from"]
        constraints = [
            validity_order("coverage_rule_validity_order"),
            one_at_a_time("one_coverage_rule_per_code_and_day", "code"),
        ]
        triggers = kept("text", "not_met")


class Demand(models.TextChoices):
    REQUIRED = "REQUIRED", "Ska vara uppfyllt"
    EXCLUDED = "EXCLUDED", "Får inte vara uppfyllt"


@keeps_history()
class EligibilityRule(RuleModel):
    """A demand on who can be referred (R-0-05). What is not known is no hindrance."""

    ALSO_KEPT = ("demand", "text", "may_be_sent_anyway")

    demand = models.CharField("villkoret", max_length=8, choices=Demand)
    text = models.CharField("regelns text", max_length=300, help_text="Så som den visas för den som remitterar.")
    may_be_sent_anyway = models.BooleanField("får remitteras ändå med motivering", default=False)

    class Meta:
        verbose_name = "krav för att remitteras"
        verbose_name_plural = "krav för att remitteras"
        ordering = ["code", "valid_from"]
        constraints = [
            validity_order("eligibility_rule_validity_order"),
            one_at_a_time("one_eligibility_rule_per_code_and_day", "code"),
        ]
        triggers = kept("demand", "text", "may_be_sent_anyway")


@keeps_history()
class TargetGroupRule(RuleModel):
    """When a target group is proposed (R-2-12 to R-2-19): the first that is fulfilled. New groups are new rows."""

    ALSO_KEPT = ("target_group",)

    target_group = models.ForeignKey(
        TargetGroup, models.PROTECT, related_name="rules", verbose_name="målgrupp", db_index=False
    )
    position = models.PositiveSmallIntegerField("ordning", help_text="Den första som är uppfylld föreslås.")

    class Meta:
        verbose_name = "regel för målgrupp"
        verbose_name_plural = "regler för målgrupp"
        ordering = ["position", "valid_from"]
        constraints = [
            validity_order("target_group_rule_validity_order"),
            one_at_a_time("one_target_group_rule_per_code_and_day", "code"),
        ]
        triggers = kept("target_group")


@keeps_history()
class PriorityRule(RuleModel):
    """Whom a stadsdel and a jobbtorg have agreed to take first (R-4-08). It orders the work, never the deadline."""

    ALSO_KEPT = ("district", "jobbtorg")

    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="stadsdel", db_index=False)
    jobbtorg = models.ForeignKey(Jobbtorg, models.PROTECT, related_name="+", verbose_name="jobbtorg", db_index=False)

    class Meta:
        verbose_name = "prioriterad grupp"
        verbose_name_plural = "prioriterade grupper"
        ordering = ["code", "valid_from"]
        constraints = [
            validity_order("priority_rule_validity_order"),
            one_at_a_time("one_priority_rule_per_parties_and_day", "code", "district", "jobbtorg"),
            models.CheckConstraint(
                condition=~models.Q(reference=""),
                name="priority_rule_names_its_agreement",
                violation_error_message="Ange överenskommelsen mellan stadsdelen och jobbtorget.",
            ),
        ]
        triggers = kept("district", "jobbtorg")
