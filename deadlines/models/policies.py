"""Deadline policies: the dated rules that clocks run under."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from core.history.tracking import keeps_history
from core.validity import DatedModel, OneRowAtATime, validity_order, validity_range
from deadlines.calculation.deadline import RollRule, Rule, Unit
from deadlines.choices import (
    ClockKind,
    PolicyUse,
    StartEvent,
)
from deadlines.clocks.kinds import ALWAYS_ON, STARTS

UNIT_LABELS = [
    (Unit.WORKING_DAYS.value, "arbetsdagar"),
    (Unit.CALENDAR_DAYS.value, "kalenderdagar"),
    (Unit.MONTHS.value, "månader"),
    (Unit.HOURS.value, "timmar"),
]
_ONE = {
    Unit.WORKING_DAYS.value: "arbetsdag",
    Unit.CALENDAR_DAYS.value: "kalenderdag",
    Unit.MONTHS.value: "månad",
    Unit.HOURS.value: "timme",
}
ROLL_LABELS = [(RollRule.FORWARD.value, "flyttas till nästa arbetsdag"), (RollRule.NONE.value, "flyttas inte")]


# A clock keeps the rule it was started under: what a rule in force says is never changed, only ended (R-2-06).
KEEP_RULE = """
IF OLD.valid_from <= (now() AT TIME ZONE 'Europe/Stockholm')::date THEN
    RAISE EXCEPTION 'A rule in force is not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_in_force';
END IF;
RETURN NEW;
"""
RULE_FIELDS = ("kind", "valid_from", "start_event", "length", "unit", "roll_rule")


@keeps_history()
class DeadlinePolicy(DatedModel):
    """A deadline rule as dated data. A clock keeps the policy it was created under (R-2-06, R-1-12)."""

    kind = models.CharField("frist", max_length=20, choices=ClockKind)
    start_event = models.CharField("räknas från", max_length=20, choices=StartEvent)
    length = models.PositiveSmallIntegerField("längd")
    unit = models.CharField("enhet", max_length=16, choices=UNIT_LABELS)
    roll_rule = models.CharField("om sista dagen inte är en arbetsdag", max_length=8, choices=ROLL_LABELS)
    warn_days_first = models.PositiveSmallIntegerField("första varning, arbetsdagar före", null=True, blank=True)
    warn_days_second = models.PositiveSmallIntegerField("andra varning, arbetsdagar före", null=True, blank=True)
    use = models.CharField("användning", max_length=12, choices=PolicyUse, default=PolicyUse.ACTIVE)

    class Meta:
        verbose_name = "fristregel"
        verbose_name_plural = "fristregler"
        ordering = ["kind", "valid_from"]
        constraints = [
            validity_order("deadline_policy_validity_order"),
            OneRowAtATime(
                name="one_policy_per_kind_and_day",
                expressions=[("kind", RangeOperators.EQUAL), (validity_range(), RangeOperators.OVERLAPS)],
                violation_error_message="Det finns redan en regel för den fristen under perioden.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_rule",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*RULE_FIELDS),
                func=KEEP_RULE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} från {self.valid_from}"

    @property
    def length_in_words(self) -> str:
        """ "1 arbetsdag", "3 månader"."""
        return f"{self.length} {_ONE[self.unit] if self.length == 1 else self.get_unit_display()}"

    @property
    def warned_in_words(self) -> str:
        """ "1 arbetsdag före", "10 och 5 arbetsdagar före"; empty where nobody is warned."""
        days = [days for days in (self.warn_days_first, self.warn_days_second) if days is not None]
        unit = "arbetsdag" if days[-1:] == [1] else "arbetsdagar"
        return f"{' och '.join(map(str, days))} {unit} före" if days else ""

    @property
    def start_label(self) -> str:
        """What the rule counts from, as a heading says it."""
        return str(self.get_start_event_display()).rstrip(",")

    @property
    def awaited_event(self) -> str:
        """What a clock that has not begun waits for: "räknas från …"."""
        return "första besöket" if self.start_event == StartEvent.FIRST_VISIT else "den dag remissen är komplett"

    def clean(self) -> None:
        """A rule in force can be ended, not rewritten; what the city has promised is not switched off."""
        if self.kind in ALWAYS_ON and self.use != PolicyUse.ACTIVE:
            raise ValidationError({"use": "Den här fristen är ett löfte från staden och kan inte stängas av."})
        if self.start_event not in STARTS.get(self.kind, ()):
            raise ValidationError({"start_event": "Fristen kan inte räknas från den händelsen."})
        stored = DeadlinePolicy.objects.filter(pk=self.pk, valid_from__lte=timezone.localdate()).first()
        if stored is not None and any(getattr(stored, name) != getattr(self, name) for name in RULE_FIELDS):
            raise ValidationError("Regeln gäller redan och kan inte ändras. Avsluta den och lägg till en ny.")

    @property
    def rule(self) -> Rule:
        """The arithmetic of the policy, for the pure deadline functions."""
        return Rule(length=self.length, unit=Unit(self.unit), roll_rule=RollRule(self.roll_rule))
