"""Forms about meetings, group information and coaches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q

from aspirants.models import Enrolment, Person
from core.forms import SeenForm
from organisation.models import User


class CoachChoice(forms.ModelChoiceField):
    """A coach of a jobbtorg, with today's load: "Anna Berg – 41 ärenden"."""

    def label_from_instance(self, coach: User) -> str:
        load: int = coach.open_cases  # type: ignore[attr-defined]
        return f"{coach} – {load} {'ärende' if load == 1 else 'ärenden'}"


def coaches_for(person: Person, jobbtorg_id: int) -> Any:
    """The jobbtorg's coaches who may open the person, annotated with `open_cases`."""
    coaches = User.objects.coaches_at(jobbtorg_id)
    if person.is_protected:
        coaches = coaches.filter(protected_access=True)
    return coaches.annotate(open_cases=Count("caseload", filter=Q(caseload__closed_on__isnull=True)))


class AssignCoachForm(SeenForm):
    coach = CoachChoice(label="Coach", queryset=User.objects.none(), empty_label="Välj coach")
    reason = forms.CharField(label="Skäl till bytet", max_length=200, required=False)

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coaches = coaches_for(enrolment.person, enrolment.jobbtorg_id).order_by("first_name", "last_name")
        self.fields["coach"].queryset = coaches.exclude(pk=enrolment.coach_id)  # type: ignore[attr-defined]
        if enrolment.coach_id is None:
            del self.fields["reason"]
