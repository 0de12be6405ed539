"""The forms that move a case to another jobbtorg, and to another income support unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from aspirants.forms.coaches import CoachChoice
from aspirants.forms.grounds import GroundField
from aspirants.models import Enrolment
from casework.transfers.offers import Offer
from core.forms import NO_DIAGNOSES, PastDateField, SeenForm
from core.swedish.plausible import ANY_DAY
from organisation.models import IncomeSupportUnit, Jobbtorg, User


def _reason_field(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        help_text=f"{help_text} {NO_DIAGNOSES}".strip(),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv skälet."},
    )


class SendTransferForm(SeenForm):
    destination = forms.ModelChoiceField(
        label="Till jobbtorg",
        queryset=Jobbtorg.objects.none(),
        empty_label="Välj jobbtorg",
        error_messages={"required": "Välj jobbtorg."},
    )
    reason = _reason_field("Varför ärendet ska flyttas", "Enhetschefen på det andra jobbtorget läser det.")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Jobbtorg.objects.valid_on(timezone.localdate()).exclude(pk=enrolment.jobbtorg_id)
        self.fields["destination"].queryset = others.order_by("name")  # type: ignore[attr-defined]


class AcceptTransferForm(SeenForm):
    coach = CoachChoice(
        label="Coach",
        queryset=User.objects.none(),
        required=False,
        empty_label="Ingen coach ännu",
        help_text="Du kan välja coach senare. Till dess står ärendet bland dem som saknar coach.",
    )
    basis = GroundField()

    def __init__(self, *args: Any, offer: Offer, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.jobbtorg_id is not None, "a manager works at a jobbtorg"
        coaches = User.objects.coaches_at(user.jobbtorg_id)
        if offer.is_protected:
            coaches = coaches.filter(protected_access=True)
        load = Count("caseload", filter=Q(caseload__closed_on__isnull=True))
        coaches = coaches.annotate(open_cases=load).order_by("first_name", "last_name")
        self.fields["coach"].queryset = coaches  # type: ignore[attr-defined]
        # Nobody is told of a case without a unit, which takes no ground.
        if offer.unit:
            self.fields["basis"].label = f"Rättslig grund för att meddela {offer.unit} att ärendet är ert"
        else:
            del self.fields["basis"]


class ReturnTransferForm(SeenForm):
    reason = _reason_field("Varför ni inte tar emot ärendet", "Det andra jobbtorget läser det.")


class SupportUnitForm(SeenForm):
    unit = forms.ModelChoiceField(
        label="Ny försörjningsstödsenhet",
        queryset=IncomeSupportUnit.objects.none(),
        empty_label="Välj enhet",
        error_messages={"required": "Välj försörjningsstödsenhet."},
    )
    # The aspirant may have moved long before anybody said so; not before the enrolment, says the operation.
    changed_on = PastDateField(span=ANY_DAY, label="Från och med", error_messages={"required": "Ange datum."})
    reason = _reason_field("Varför ärendet får en annan enhet", "Till exempel att aspiranten har flyttat.")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"changed_on": today}
        super().__init__(*args, **kwargs)
        units = IncomeSupportUnit.objects.valid_on(today).exclude(pk=enrolment.income_support_unit_id)
        self.fields["unit"].queryset = units.select_related("district").order_by("name")  # type: ignore[attr-defined]
