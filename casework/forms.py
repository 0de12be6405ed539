"""The form that closes a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from aspirants.models import ClosureReason, DisclosureBasis, OutcomeGroup
from core.forms import NO_DIAGNOSES, PastDateField, SeenForm, SwedishDateField
from core.swedish.dates import long_date
from core.swedish.plausible import ANY_DAY


class ReasonChoice(forms.ModelChoiceField):
    """Closing reasons in their groups, work first (R-1-18)."""

    def __init__(self) -> None:
        super().__init__(
            label="Avslutsorsak",
            queryset=ClosureReason.objects.none(),
            error_messages={"required": "Välj avslutsorsak."},
        )


class CloseCaseForm(SeenForm):
    # An old list's case may have ended long ago; not before its enrolment, says the operation.
    closed_on = PastDateField(span=ANY_DAY, label="Avslutsdatum")
    reason = ReasonChoice()
    destination = forms.CharField(
        label="Arbetsgivare eller skola", max_length=120, required=False, help_text="Krävs vid arbete och studier."
    )
    destination_starts_on = SwedishDateField(
        label="Första dagen i arbete eller studier", required=False, help_text="Krävs vid arbete och studier."
    )
    text = forms.CharField(
        label="Kommentar",
        max_length=500,
        required=False,
        help_text=f"Krävs vid vissa orsaker, till exempel Avslutar på egen begäran. {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    basis = forms.ChoiceField(
        label="Rättslig grund för att meddela försörjningsstödsenheten",
        choices=DisclosureBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj rättslig grund."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"closed_on": today}
        super().__init__(*args, **kwargs)
        reasons = ClosureReason.objects.valid_on(today).filter(import_only=False)
        field = self.fields["reason"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reasons
        groups = {group: [] for group in OutcomeGroup}  # type: dict[OutcomeGroup, list[tuple[int, str]]]
        for reason in reasons:
            groups[OutcomeGroup(reason.group)].append((reason.pk, reason.label))
        field.choices = [("", "Välj"), *((group.label, rows) for group, rows in groups.items() if rows)]

    def as_operation(self) -> dict[str, Any]:
        """What is said about the closing, as keywords of `check_closing` and `close_case`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "basis"}

    def legal_basis(self) -> DisclosureBasis:
        """On what ground the closing is disclosed to the income support unit."""
        return DisclosureBasis(self.cleaned_data["basis"])

    def summary(self) -> list[tuple[str, str]]:
        """What was answered, in words, for the page that asks for confirmation."""
        answers = self.cleaned_data
        rows = [
            ("Avslutsdatum", long_date(answers["closed_on"])),
            ("Avslutsorsak", str(answers["reason"])),
            ("Räknas som", answers["reason"].get_group_display()),
            ("Arbetsgivare eller skola", answers["destination"]),
            ("Kommentar", answers["text"]),
            ("Rättslig grund", self.legal_basis().label),
        ]
        if starts_on := answers["destination_starts_on"]:
            rows.insert(4, ("Börjar", long_date(starts_on)))
        return [(label, value) for label, value in rows if value]
