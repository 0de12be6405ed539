"""What can be corrected of job offers and insatser, and taken back: forms, and the entries in the registries."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from activities.choices import OfferAnswer
from activities.forms import AnswerFields
from activities.models import Activity, JobOffer
from activities.operations.correcting import (
    correct_activity,
    correct_job_offer,
    remove_activity,
    remove_job_offer,
)
from activities.operations.undoing import undo_activity, undo_job_offer
from activities.recorded import recorded_activity, recorded_offer
from activities.shown import shown_activity, shown_offer
from aspirants.corrections.registry import Correctable
from aspirants.corrections.undoing import Undoable
from aspirants.forms.corrections import CorrectionForm, kept_or
from aspirants.models import CorrectedKind, Correction, Enrolment
from catalogue.models import InsatsType
from core.forms import PastDateField, SwedishDateField
from core.swedish.dates import WhichYear


def _answered(answered_at: datetime.datetime | None) -> dict[str, Any]:
    if answered_at is None:
        return {"day": None, "time": None}
    local = timezone.localtime(answered_at)
    return {"day": local.date(), "time": local.time()}


class _AnsweredForm(CorrectionForm, AnswerFields):
    def answered_as(self, stored: datetime.datetime | None) -> datetime.datetime | None:
        """When the aspirant answered; the stored instant where its day and minute are as they were."""
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        return kept_or(stored, day, time) if day and time else self.answered_at()


class OfferCorrectionForm(_AnsweredForm):
    """What a job offer and its answer should have said."""

    employer = forms.CharField(label="Arbetsgivare", max_length=120)
    offered_on = PastDateField(label="Erbjudet")
    subsidised = forms.BooleanField(label="Subventionerad anställning", required=False)
    municipal = forms.BooleanField(label="Kommunal arbetsmarknadsanställning", required=False)
    answer = forms.ChoiceField(label="Aspirantens svar", choices=OfferAnswer.choices, widget=forms.RadioSelect)
    starts_on = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Arbetet börjar", required=False, help_text="Krävs vid ja."
    )

    field_order = ["employer", "offered_on", "subsidised", "municipal", "answer", "day", "time", "starts_on", "reason"]

    def initial_of(self, row: JobOffer) -> dict[str, Any]:
        """What the offer says now."""
        names = ("employer", "offered_on", "subsidised", "municipal", "answer", "starts_on")
        return {name: getattr(row, name) for name in names} | _answered(row.answered_at)

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_job_offer`."""
        names = ("employer", "offered_on", "subsidised", "municipal", "starts_on", "reason")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "answer": OfferAnswer(self.cleaned_data["answer"]),
            "answered_at": self.answered_as(self.row.answered_at),
        }


class ActivityCorrectionForm(_AnsweredForm):
    """What an insats and the yes to it should have said."""

    insats_type = forms.ModelChoiceField(InsatsType.objects.none(), label="Insats", empty_label="Välj")
    provider = forms.CharField(label="Anordnare", max_length=120, required=False)
    decided_on = PastDateField(label="Beslutad")
    starts_on = SwedishDateField(which_year=WhichYear.NEAREST, label="Börjar")
    ends_on = SwedishDateField(which_year=WhichYear.NEAREST, label="Slutar", required=False)

    field_order = ["insats_type", "provider", "decided_on", "starts_on", "ends_on", "day", "time", "reason"]

    def __init__(self, *args: Any, row: Activity, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        today = timezone.localdate()
        here = InsatsType.objects.valid_on(today).filter(Q(local_to=None) | Q(local_to=row.enrolment.jobbtorg_id))
        kinds = InsatsType.objects.filter(Q(pk__in=here) | Q(pk=row.insats_type_id))
        field = self.fields["insats_type"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = kinds.order_by("number", "name")

    def initial_of(self, row: Activity) -> dict[str, Any]:
        """What the insats says now."""
        names = ("provider", "decided_on", "starts_on", "ends_on")
        return {"insats_type": row.insats_type_id, **{name: getattr(row, name) for name in names}} | _answered(
            row.agreed_at
        )

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_activity`."""
        names = ("insats_type", "provider", "decided_on", "starts_on", "ends_on", "reason")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "agreed_at": self.answered_as(self.row.agreed_at),
        }


def _offers(enrolment: Enrolment) -> Any:
    return JobOffer.with_removed.filter(enrolment=enrolment).select_related("enrolment").order_by("-offered_on", "-pk")


def _activities(enrolment: Enrolment) -> Any:
    rows = Activity.with_removed.filter(enrolment=enrolment).select_related("enrolment", "insats_type")
    return rows.order_by("-starts_on", "-pk")


def _correct_offer(*, row: JobOffer, seen: Any, **answers: Any) -> Correction:
    return correct_job_offer(offer=row, seen_offer=seen, **answers)


def _remove_offer(*, row: JobOffer, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_job_offer(offer=row, seen_offer=seen, **answers)


def _correct_activity(*, row: Activity, seen: Any, **answers: Any) -> Correction:
    return correct_activity(activity=row, seen_activity=seen, **answers)


def _remove_activity(*, row: Activity, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_activity(activity=row, seen_activity=seen, **answers)


def _said_of_offer(row: JobOffer) -> dict[str, Any]:
    names = ("employer", "offered_on", "answered_at", "starts_on", "subsidised", "municipal")
    return {name: getattr(row, name) for name in names} | {"answer": OfferAnswer(row.answer)}


def _said_of_activity(row: Activity) -> dict[str, Any]:
    names = ("insats_type", "decided_on", "starts_on", "agreed_at", "ends_on", "provider")
    return {name: getattr(row, name) for name in names}


CORRECTABLES = (
    Correctable(
        kind=CorrectedKind.OFFER,
        rows=_offers,
        stands=lambda offer: offer.removed_at is None,
        title=lambda offer: f"{offer.employer}, erbjudet {offer.offered_on}",
        shown=shown_offer,
        recorded=recorded_offer,
        form=OfferCorrectionForm,
        correct=_correct_offer,
        said=_said_of_offer,
        remove=_remove_offer,
        asked_as=(("answered_at", "day"),),
    ),
    Correctable(
        kind=CorrectedKind.ACTIVITY,
        rows=_activities,
        stands=lambda activity: activity.removed_at is None,
        title=lambda activity: f"{activity.insats_type}, börjar {activity.starts_on}",
        shown=shown_activity,
        recorded=recorded_activity,
        form=ActivityCorrectionForm,
        correct=_correct_activity,
        said=_said_of_activity,
        remove=_remove_activity,
        asked_as=(("agreed_at", "day"),),
    ),
)

UNDOABLES = (
    Undoable(CorrectedKind.OFFER, JobOffer, undo_job_offer),
    Undoable(CorrectedKind.ACTIVITY, Activity, undo_activity),
)
