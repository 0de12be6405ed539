"""The form of a correction: the fields of the thing's own kind, and why; and the search for the right case."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from aspirants.models import Enrolment, Protection
from core.forms import SeenForm
from core.seen import Seen
from core.swedish.dates import moment
from core.swedish.names import search_form
from organisation.models import User

NOT_NEEDED = "Behövs inte: du registrerade det för mindre än ett dygn sedan."
FEWEST_LETTERS = 2
SHOWN_AT_MOST = 20
"""Cases found for one search; with more the search has to be narrower."""


def kept_or(stored: datetime.datetime | None, day: datetime.date, time: datetime.time) -> datetime.datetime:
    """The stored instant where its local day and minute are as they were, else the new one.

    A form shows whole minutes, and an hour that comes twice looks like the first of the two.
    """
    if stored is not None:
        local = timezone.localtime(stored)
        if (day, time) == (local.date(), local.time().replace(second=0, microsecond=0, fold=0)):
            return stored
    return moment(day, time)


class CorrectionForm(SeenForm):
    """What a thing should have said. A kind adds its fields, their initial values and `as_operation`."""

    reason = forms.CharField(label="Varför rättas det?", max_length=200, required=False)

    def __init__(self, *args: Any, row: Any, now: Seen, is_free: bool, **kwargs: Any) -> None:
        self.row = row
        kwargs["initial"] = {**self.initial_of(row), **kwargs.get("initial", {})}
        super().__init__(*args, now=now, **kwargs)
        # Asked last: what is wrong comes before why. Left empty by others, it is the operation that refuses.
        self.fields["reason"] = self.fields.pop("reason")
        if is_free:
            self.fields["reason"].help_text = NOT_NEEDED

    def initial_of(self, row: Any) -> dict[str, Any]:
        """What the thing says now, by the names of the fields."""
        raise NotImplementedError

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the kind's operation."""
        raise NotImplementedError


class CaseChoice(forms.ModelChoiceField):
    def label_from_instance(self, enrolment: Enrolment) -> str:
        return f"{enrolment.person.name}, {enrolment.case_no}"


class WrongPersonForm(SeenForm):
    """That a thing was about another person, and whose it is: sought among the cases that the user works in.

    What is sought is posted, so that no name stands in an address.
    """

    sought = forms.CharField(
        label="Sök rätt ärende",
        required=False,
        max_length=80,
        help_text="Namn eller ärendenummer. Lämna tomt om du inte vet vem det gäller.",
    )
    to = CaseChoice(
        Enrolment.objects.none(),
        label="Registrera i stället på",
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Välj ett ärende, eller töm sökrutan för att bara ta bort."},
    )

    def __init__(self, *args: Any, user: User, enrolment: Enrolment, now: Seen, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        sought = str(self.data.get(self.add_prefix("sought"), "")).strip()
        self.has_searched = len(sought) >= FEWEST_LETTERS
        found = _sought(user, enrolment, sought) if self.has_searched else Enrolment.objects.none()
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.required = found, self.has_searched
        if not self.has_searched:
            del self.fields["to"]

    def as_operation(self) -> dict[str, Any]:
        """The answer as a keyword of the kind's operation."""
        return {"to": self.cleaned_data.get("to")}


def _sought(user: User, enrolment: Enrolment, sought: str) -> Any:
    """Open cases the user works in, by name or number. A protected person is opened first, and never found by name."""
    cases = Enrolment.objects.visible_to(user).open().exclude(pk=enrolment.pk)
    by_name = Q(person__protection=Protection.NONE)
    for word in search_form(sought).split():
        by_name &= Q(person__search_name__contains=word)
    found = cases.filter(Q(case_no__iexact=sought) | by_name).order_by("person__sort_key", "pk")
    keys = list(found.values_list("pk", flat=True)[:SHOWN_AT_MOST])
    return Enrolment.objects.filter(pk__in=keys).select_related("person").order_by("person__sort_key", "pk")
