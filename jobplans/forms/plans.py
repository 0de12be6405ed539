"""Writing and communicating a jobbplan."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory

from aspirants.forms.grounds import GroundField
from catalogue.models import InsatsType
from core.forms import NO_DIAGNOSES, SeenForm, SwedishDateField
from core.swedish.dates import WhichYear
from jobplans.models import AttendanceRequirement, JobPlanVersion
from jobplans.operations import PlannedItem
from meetings.choices import MeetingKind

MEETING_PREFIX = "meeting:"
INSATS_PREFIX = "insats:"


class PlanForm(SeenForm):
    """What the plan is for."""

    goal = forms.CharField(label="Mål", max_length=300, help_text="Vad aspiranten ska nå, med aspirantens egna ord.")
    summary = forms.CharField(
        label="Sammanfattning",
        max_length=1000,
        required=False,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attendance_requirement = forms.ChoiceField(
        label="Närvarokrav", choices=AttendanceRequirement.choices, initial=AttendanceRequirement.NONE
    )
    reason_for_revision = forms.CharField(label="Varför planen revideras", max_length=200)

    def __init__(self, *args: Any, revises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not revises:
            del self.fields["reason_for_revision"]


def kind_choices(jobbtorg_id: int, day: datetime.date) -> list[Any]:
    """What an item can be on a local date: meetings, and the insatser of the city and of the jobbtorg, grouped."""
    insatser = InsatsType.objects.valid_on(day).filter(Q(local_to=None) | Q(local_to=jobbtorg_id))
    rows = insatser.select_related("sub_kind_of").order_by("number", "sub_kind_of__number", "name")
    main = [(f"{INSATS_PREFIX}{row.pk}", row.name) for row in rows if row.sub_kind_of is None]
    detailed: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row.sub_kind_of is not None:
            detailed.setdefault(row.sub_kind_of.name, []).append((f"{INSATS_PREFIX}{row.pk}", row.name))
    meetings = [(f"{MEETING_PREFIX}{value}", label) for value, label in MeetingKind.choices]
    return [("", "Välj"), ("Möten", meetings), ("Insatser", main), *detailed.items()]


class PlanItemForm(forms.Form):
    """One planned meeting or activity. A row left empty is left out."""

    kind = forms.ChoiceField(
        label="Insats eller möte", error_messages={"required": "Välj en insats eller en mötestyp."}
    )
    text = forms.CharField(
        label="Vad aspiranten ska göra",
        max_length=200,
        error_messages={"required": "Skriv vad aspiranten ska göra."},
    )
    place = forms.CharField(label="Var", max_length=120, required=False)
    starts_on = SwedishDateField(which_year=WhichYear.NEAREST, label="Från", required=False)
    ends_on = SwedishDateField(which_year=WhichYear.COMING, label="Till", required=False)
    hours_per_week = forms.IntegerField(label="Timmar per vecka", min_value=1, max_value=60, required=False)

    def __init__(self, *args: Any, kinds: list[Any], **kwargs: Any) -> None:
        # Django's formset spares only the extra rows from being filled in; here every row may be left empty.
        kwargs |= {"empty_permitted": True, "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether anything stands in the row: emptying a copied row leaves it out."""
        return any(self.data.get(self.add_prefix(name), "").strip() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Aktiviteten kan inte sluta innan den börjar.")
        return cleaned

    def as_item(self) -> PlannedItem:
        """The row as `save_draft` takes it."""
        answers = dict(self.cleaned_data)
        kind = answers.pop("kind")
        if kind.startswith(MEETING_PREFIX):
            return PlannedItem(meeting_kind=kind.removeprefix(MEETING_PREFIX), **answers)
        insats = InsatsType.objects.get(pk=kind.removeprefix(INSATS_PREFIX))
        return PlannedItem(insats_type=insats, **answers)


class PlanItemsFormSet(BaseFormSet):
    """All rows of a draft."""

    def as_items(self) -> list[PlannedItem]:
        return [form.as_item() for form in self.forms if form.has_changed()]


def items_formset(extra: int) -> type[BaseFormSet]:
    """A formset with so many empty rows."""
    return formset_factory(PlanItemForm, formset=PlanItemsFormSet, extra=extra, max_num=30, validate_max=True)


def rows_of(version: JobPlanVersion) -> list[dict[str, Any]]:
    """The items of a version as initial rows of the formset."""
    return [
        {
            "kind": f"{INSATS_PREFIX}{item.insats_type_id}"
            if item.insats_type_id
            else f"{MEETING_PREFIX}{item.meeting_kind}",
            "text": item.text,
            "place": item.place,
            "starts_on": item.starts_on,
            "ends_on": item.ends_on,
            "hours_per_week": item.hours_per_week,
        }
        for item in version.items.all()
    ]


class CommunicateForm(SeenForm):
    """On what ground the plan may leave the jobbtorg: what was used last is proposed, and it is a decision."""

    basis = GroundField(label="Rättslig grund för att lämna ut planen")
