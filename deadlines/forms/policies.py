"""Proposing a deadline rule."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import SeenForm, SwedishDateField
from core.swedish.dates import WhichYear
from deadlines.calculation.proposals import ProposedRule
from deadlines.clocks.kinds import STARTS
from deadlines.models import ClockKind, DeadlinePolicy, PolicyUse, StartEvent
from deadlines.models.policies import ROLL_LABELS, UNIT_LABELS


class RuleForm(SeenForm):
    """What the rule of one kind of clock is to say from a coming day."""

    valid_from = SwedishDateField(
        which_year=WhichYear.COMING, label="Gäller från", help_text="Frister som redan finns behåller sin regel."
    )
    start_event = forms.ChoiceField(label="Räknas från")
    length = forms.IntegerField(label="Längd", min_value=1, max_value=400)
    unit = forms.ChoiceField(label="Enhet", choices=UNIT_LABELS)
    roll_rule = forms.ChoiceField(label="Om sista dagen inte är en arbetsdag", choices=ROLL_LABELS)
    warn_days_first = forms.IntegerField(
        label="Första varningen, arbetsdagar före", min_value=0, max_value=60, required=False
    )
    warn_days_second = forms.IntegerField(
        label="Andra varningen, arbetsdagar före", min_value=0, max_value=60, required=False
    )
    use = forms.ChoiceField(
        label="Användning",
        choices=PolicyUse.choices,
        help_text="En aktiv frist bevakas och kan brytas. En indikator räknas bara.",
    )

    def __init__(self, *args: Any, kind: ClockKind, in_force: DeadlinePolicy | None, **kwargs: Any) -> None:
        self.kind = kind
        names = ("start_event", "length", "unit", "roll_rule", "warn_days_first", "warn_days_second", "use")
        kwargs["initial"] = {name: getattr(in_force, name) for name in names} if in_force else {}
        super().__init__(*args, **kwargs)
        self.fields["start_event"].choices = [  # type: ignore[attr-defined]
            (event.value, event.label.rstrip(",")) for event in STARTS[kind]
        ]

    def proposed(self) -> ProposedRule:
        """The rule as typed."""
        answers = dict(self.cleaned_data)
        answers["start_event"] = StartEvent(answers["start_event"])
        answers["use"] = PolicyUse(answers["use"])
        return ProposedRule(kind=self.kind, **answers)
