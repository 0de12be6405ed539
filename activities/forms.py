"""Forms for jobs that were offered and their answers, and for insatser."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from activities.choices import ActivityResult, OfferAnswer
from activities.models import Activity, JobOffer
from aspirants.models import Enrolment
from catalogue.models import InsatsType
from core.forms import HeldTimeField, PastDateField, SeenForm, SwedishDateField, judge_moment
from core.swedish.dates import WhichYear, moment

ANSWERS = [(answer.value, answer.label) for answer in (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED)]


class AnswerFields(forms.Form):
    """When the aspirant answered; the moment of the answer counts, not the moment it is typed."""

    day = PastDateField(label="Datum för svaret", required=False)
    time = HeldTimeField(label="Klockslag för svaret", required=False)

    def clean(self) -> dict[str, Any]:
        """A time without its day would be lost."""
        answers = super().clean() or {}
        if answers.get("time") and not answers.get("day") and "day" not in self.errors:
            self.add_error("day", "Ange datumet också.")
        judge_moment(self)
        return answers

    def answered_at(self) -> datetime.datetime | None:
        """The instant of the answer, or None where none was given; a day without a time is its morning."""
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        return moment(day, time or datetime.time()) if day else None


class JobOfferForm(AnswerFields):
    """A job that was offered, with the answer if there is one."""

    employer = forms.CharField(label="Arbetsgivare", max_length=120)
    offered_on = PastDateField(label="Erbjudet")
    subsidised = forms.BooleanField(label="Subventionerad anställning", required=False)
    municipal = forms.BooleanField(label="Kommunal arbetsmarknadsanställning", required=False)
    answer = forms.ChoiceField(
        label="Aspirantens svar",
        choices=[choice for choice in OfferAnswer.choices if choice[0] != OfferAnswer.LAPSED],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad aspiranten svarade."},
    )
    starts_on = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Arbetet börjar", required=False, help_text="Krävs vid ja."
    )

    field_order = ["employer", "offered_on", "subsidised", "municipal", "answer", "day", "time", "starts_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"offered_on": timezone.localdate(), "answer": OfferAnswer.PENDING}
        super().__init__(*args, **kwargs)

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `record_job_offer`."""
        names = ("employer", "offered_on", "subsidised", "municipal", "starts_on")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "answer": OfferAnswer(self.cleaned_data["answer"]),
            "answered_at": self.answered_at(),
        }


class _Pending(forms.ModelChoiceField):
    """Something in the case that waits for the aspirant's answer."""

    def __init__(self, label: str) -> None:
        super().__init__(JobOffer.objects.none(), label=label, widget=forms.RadioSelect, empty_label=None)

    def label_from_instance(self, obj: Any) -> str:
        if isinstance(obj, Activity):
            return f"{obj.insats_type}, börjar {obj.starts_on}"
        return f"{obj.employer}, erbjudet {obj.offered_on}"


class OfferAnswerForm(SeenForm, AnswerFields):
    """What the aspirant answered to one of the job offers that wait."""

    offer = _Pending("Vilket erbjudande?")
    answer = forms.ChoiceField(
        label="Aspirantens svar",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad aspiranten svarade."},
    )
    starts_on = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Arbetet börjar", required=False, help_text="Krävs vid ja."
    )

    field_order = ["offer", "answer", "day", "time", "starts_on"]

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        now = timezone.localtime()
        waiting = enrolment.job_offers.filter(answer=OfferAnswer.PENDING)
        kwargs["initial"] = {"day": now.date(), "time": now.time(), "offer": waiting.first()}
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["day"].required = self.fields["time"].required = True

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `answer_job_offer`."""
        answers = self.cleaned_data
        return {
            "offer": answers["offer"],
            "answer": OfferAnswer(answers["answer"]),
            "answered_at": self.answered_at(),
            "starts_on": answers["starts_on"],
        }


class ActivityForm(AnswerFields):
    """An insats that has been decided, and whether the aspirant agrees."""

    insats_type = forms.ModelChoiceField(InsatsType.objects.none(), label="Insats", empty_label="Välj")
    provider = forms.CharField(label="Anordnare", max_length=120, required=False)
    decided_on = PastDateField(label="Beslutad")
    starts_on = SwedishDateField(which_year=WhichYear.NEAREST, label="Börjar")
    ends_on = SwedishDateField(which_year=WhichYear.COMING, label="Slutar", required=False)
    day = PastDateField(label="Aspiranten sa ja", required=False, help_text="Lämna tomt om du inte har fått svar.")
    time = HeldTimeField(label="Klockslag för ja", required=False)

    field_order = ["insats_type", "provider", "decided_on", "starts_on", "ends_on", "day", "time"]

    def __init__(self, *args: Any, jobbtorg_id: int, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"decided_on": today}
        super().__init__(*args, **kwargs)
        insatser = InsatsType.objects.valid_on(today).filter(Q(local_to=None) | Q(local_to=jobbtorg_id))
        self.fields["insats_type"].queryset = insatser.order_by("number", "name")  # type: ignore[attr-defined]

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `decide_activity`."""
        names = ("insats_type", "provider", "decided_on", "starts_on", "ends_on")
        return {**{name: self.cleaned_data[name] for name in names}, "agreed_at": self.answered_at()}


class AgreementForm(SeenForm):
    """That the aspirant agreed to one of the insatser that wait for it."""

    activity = _Pending("Vilken insats?")
    day = PastDateField(label="Aspiranten sa ja")
    time = HeldTimeField(label="Klockslag")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        now = timezone.localtime()
        waiting = enrolment.activities.filter(agreed_at=None).select_related("insats_type")
        kwargs["initial"] = {"day": now.date(), "time": now.time(), "activity": waiting.first()}
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = waiting  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        judge_moment(self)
        return answers

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `agree_to_activity`."""
        answers = self.cleaned_data
        return {"activity": answers["activity"], "agreed_at": moment(answers["day"], answers["time"])}


class EndForm(SeenForm):
    """How one of the insatser ended, and on which day."""

    activity = _Pending("Vilken insats?")
    result = forms.ChoiceField(
        label="Hur slutade den?",
        choices=ActivityResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj hur insatsen slutade."},
    )
    ended_on = PastDateField(label="Datum")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        going_on = enrolment.activities.filter(result="").select_related("insats_type")
        kwargs["initial"] = {"ended_on": timezone.localdate(), "activity": going_on.first()}
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = going_on  # type: ignore[attr-defined]

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `end_activity`."""
        answers = self.cleaned_data
        return {
            "activity": answers["activity"],
            "result": ActivityResult(answers["result"]),
            "ended_on": answers["ended_on"],
        }
