"""The forms of the end of a case: closing, opening again, confirming, correcting, checking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from aspirants.disclosing.grounds import consent_in_words
from aspirants.forms.grounds import GroundField
from aspirants.models import CheckResult, CheckSource, ClosureReason, Consent, OutcomeGroup
from aspirants.operations.disclosing import Ground
from casework.closings.judging import NO_DESTINATION, NO_FIRST_DAY
from core.forms import NO_DIAGNOSES, PastDateField, SeenForm, SwedishDateField
from core.swedish.dates import WhichYear, long_date
from core.swedish.plausible import ANY_DAY

GROUP_LABELS = {
    OutcomeGroup.WORK: "Arbete",
    OutcomeGroup.STUDIES: "Studier",
    OutcomeGroup.OTHER: "Annan orsak",
    OutcomeGroup.EXCLUDED: "Felregistrering, ärendet skulle inte ha funnits",
}
WHERE_TO = "Krävs vid arbete och studier."


class ReasonChoice(forms.ModelChoiceField):
    """Closing reasons in their groups, work first (R-1-18)."""

    def __init__(self) -> None:
        super().__init__(
            label="Avslutsorsak",
            queryset=ClosureReason.objects.none(),
            error_messages={"required": "Välj avslutsorsak."},
            # With scripts only the codes of the group that is chosen are shown (static/js/forms.js).
            widget=forms.Select(attrs={"data-narrowed-by": "group"}),
        )


class _ReasonFields(SeenForm):
    """Why a case ended: first the group, then one of its codes (R-1-30), and what that code asks for.

    Where only the group is chosen, the page comes back with the codes of that group: two steps, without scripts.
    """

    group = forms.ChoiceField(
        label="Vad avslutas ärendet till?",
        choices=[(group.value, label) for group, label in GROUP_LABELS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = ReasonChoice()
    destination = forms.CharField(label="Arbetsgivare eller skola", max_length=120, required=False, help_text=WHERE_TO)
    destination_starts_on = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Första dagen i arbete eller studier", required=False, help_text=WHERE_TO
    )
    text = forms.CharField(
        label="Kommentar",
        max_length=500,
        required=False,
        help_text=f"Krävs vid vissa orsaker, till exempel Avslutar på egen begäran. {NO_DIAGNOSES}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, may_correct: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = ClosureReason.objects.valid_on(timezone.localdate()).filter(import_only=False)
        if not may_correct:
            reasons = reasons.exclude(group=OutcomeGroup.EXCLUDED)
        groups: dict[OutcomeGroup, list[tuple[int, str]]] = {group: [] for group in OutcomeGroup}
        for reason in reasons:
            groups[OutcomeGroup(reason.group)].append((reason.pk, reason.label))
        chosen, field = self._chosen_group(), self.fields["reason"]
        assert isinstance(field, ReasonChoice)
        field.queryset = reasons
        shown = {group: rows for group, rows in groups.items() if rows and chosen in (None, group)}
        field.choices = [("", "Välj"), *((GROUP_LABELS[group], rows) for group, rows in shown.items())]
        group_field = self.fields["group"]
        assert isinstance(group_field, forms.ChoiceField)
        group_field.choices = [(group.value, label) for group, label in GROUP_LABELS.items() if groups[group]]

    def _chosen_group(self) -> OutcomeGroup | None:
        """The group, where it was chosen and no code yet: the second step without scripts."""
        group, reason = (self.data.get(self.add_prefix(name), "") for name in ("group", "reason"))
        return OutcomeGroup(group) if self.is_bound and not reason and group in OutcomeGroup.values else None

    def clean(self) -> dict[str, Any]:
        """A code of another group than the one chosen is a mistake in one of the two."""
        cleaned = super().clean()
        group, reason = cleaned.pop("group", ""), cleaned.get("reason")
        if group and reason is not None and reason.group != group:
            self.add_error("reason", f"Välj en orsak i gruppen {GROUP_LABELS[OutcomeGroup(group)]}.")
        if (reason.group if reason is not None else group) in (OutcomeGroup.WORK, OutcomeGroup.STUDIES):
            # Said together with what else is missing, and not when that has been mended.
            for name, fault in (("destination", NO_DESTINATION), ("destination_starts_on", NO_FIRST_DAY)):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, fault)
        return cleaned


TELLING = "Rättslig grund för att meddela försörjningsstödsenheten"


def _in_words(ground: Ground) -> str:
    return consent_in_words(ground) if isinstance(ground, Consent) else ground.label


class CloseCaseForm(_ReasonFields):
    # An old list's case may have ended long ago; not before its enrolment, says the operation.
    closed_on = PastDateField(span=ANY_DAY, label="Avslutsdatum")
    basis = GroundField(label=TELLING)
    field_order = ("group", "reason", "closed_on", "destination", "destination_starts_on", "text", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"closed_on": timezone.localdate()}
        super().__init__(*args, **kwargs)

    def as_operation(self) -> dict[str, Any]:
        """What is said about the closing, as keywords of `check_closing` and `close_case`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "basis"}

    def legal_basis(self) -> Ground:
        """On what ground the closing is disclosed to the income support unit."""
        basis: Ground = self.cleaned_data["basis"]
        return basis

    def summary(self) -> list[tuple[str, str]]:
        """What was answered, in words, for the page that asks for confirmation."""
        answers = self.cleaned_data
        rows = [
            ("Avslutsdatum", long_date(answers["closed_on"])),
            ("Avslutsorsak", str(answers["reason"])),
            ("Räknas som", answers["reason"].get_group_display()),
            ("Arbetsgivare eller skola", answers["destination"]),
            ("Kommentar", answers["text"]),
            ("Rättslig grund", _in_words(self.legal_basis())),
        ]
        if starts_on := answers["destination_starts_on"]:
            rows.insert(4, ("Börjar", long_date(starts_on)))
        return [(label, value) for label, value in rows if value]


class CorrectClosingForm(_ReasonFields):
    correction_reason = forms.CharField(
        label="Varför rättas avslutet?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    basis = GroundField(label=TELLING, required=False)


class ConfirmClosingForm(SeenForm):
    """`needs_evidence`: whether the reason is believed only with what confirms it."""

    evidence = forms.CharField(
        label="Vad bygger bekräftelsen på?",
        max_length=200,
        required=False,
        error_messages={"required": "Skriv vad bekräftelsen bygger på."},
    )

    def __init__(
        self, *args: Any, expected: str = "", known: str = "", needs_evidence: bool = False, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"evidence": known}
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = needs_evidence
        if expected:
            self.fields["evidence"].help_text = f"Underlag för den här orsaken: {expected}."


class ReopenCaseForm(SeenForm):
    reason = forms.CharField(
        label="Varför öppnas ärendet igen?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    basis = GroundField(label=TELLING, required=False)


class PostClosureCheckForm(SeenForm):
    result = forms.ChoiceField(
        label="Hur är det nu?",
        choices=CheckResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad kontrollen visade."},
    )
    source = forms.ChoiceField(
        label="Enligt",
        choices=CheckSource.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vem eller vad uppgiften kommer från."},
    )
    note = forms.CharField(label="Kommentar", max_length=200, required=False, help_text=NO_DIAGNOSES)

    def as_operation(self) -> dict[str, Any]:
        """The answers, as keywords of `record_check`."""
        answers = self.cleaned_data
        return {
            "result": CheckResult(answers["result"]),
            "source": CheckSource(answers["source"]),
            "note": answers["note"],
        }
