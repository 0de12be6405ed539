"""The administrator's view of the staff: filters and forms."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from aspirants.models import Enrolment
from core.forms import SeenForm, SwedishDateField
from core.swedish.dates import WhichYear
from core.swedish.pasted import PastedEmailField
from core.swedish.plausible import Span
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import CoachGroup, IncomeSupportUnit, Jobbtorg, Role, User
from organisation.staff.coach_groups import groups_open_to
from organisation.staff.positions import PositionTerms

ACTIVE, ENDED, CLOSED, ALL = "aktiva", "utan", "avaktiverade", "alla"


def manageable_by(actor: User) -> QuerySet[User]:
    """The accounts an administrator has to do with; those of superusers are kept from the command line."""
    users = User.objects.select_related("jobbtorg", "income_support_unit", "coach_group")
    return users if actor.is_superuser else users.filter(is_superuser=False)


def open_cases_of(user: User) -> int:
    """How many open cases have the user as coach. A number is all an administrator learns about them."""
    if not user.works_with_cases:
        return 0
    with as_database_role(DatabaseRole.REPORTS):
        return Enrolment.objects.open().coached_by(user).count()


def state_of(user: User) -> tuple[str, str]:
    """The state of an account and the colour of its tag."""
    if not user.is_active:
        return "Avaktiverad", "neutral"
    if not user.has_position_today:
        return "Utan behörighet", "warning"
    if user.invited_at is not None and user.last_login is None:
        return "Inbjuden", "info"
    return "Aktiv", "success"


def _unit_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every unit there has been: somebody may still have a position where it is closed."""
    return [
        ("Jobbtorg", [(f"j{place.pk}", str(place)) for place in Jobbtorg.objects.all()]),
        ("Försörjningsstödsenheter", [(f"f{unit.pk}", str(unit)) for unit in IncomeSupportUnit.objects.all()]),
    ]


class UserFilter(django_filters.FilterSet):
    """By role, unit and state; without a state those who may work today."""

    role = django_filters.ChoiceFilter(label="Roll", empty_label="Alla roller", choices=Role.choices)
    unit = django_filters.ChoiceFilter(label="Enhet", empty_label="Alla enheter", method="by_unit")
    state = django_filters.ChoiceFilter(
        label="Konto",
        empty_label="Aktiva",
        method="by_state",
        choices=[(ENDED, "Utan behörighet i dag"), (CLOSED, "Avaktiverade"), (ALL, "Alla")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["choices"] = _unit_choices()

    def by_unit(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        field = "jobbtorg" if value.startswith("j") else "income_support_unit"
        return users.filter(**{field: int(value[1:])})

    def by_state(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        if value == CLOSED:
            return users.filter(is_active=False)
        if value == ENDED:
            return users.filter(is_active=True, position_until__lt=timezone.localdate())
        return users

    def filter_queryset(self, queryset: Any) -> Any:
        """Those who may work today unless a state is chosen."""
        narrowed = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return narrowed
        return narrowed.filter(
            Q(position_until__isnull=True) | Q(position_until__gte=timezone.localdate()), is_active=True
        )


class PositionFields(forms.Form):
    """A role in a unit for a period."""

    role = forms.ChoiceField(
        label="Roll", choices=[("", "Välj roll"), *Role.choices], error_messages={"required": "Välj en roll."}
    )
    jobbtorg = forms.ModelChoiceField(
        label="Jobbtorg",
        queryset=Jobbtorg.objects.none(),
        required=False,
        empty_label="Inget",
        help_text="Krävs för coach och enhetschef på ett jobbtorg.",
    )
    income_support_unit = forms.ModelChoiceField(
        label="Försörjningsstödsenhet",
        queryset=IncomeSupportUnit.objects.none(),
        required=False,
        empty_label="Ingen",
        help_text="Krävs för socialsekreterare och chef i en stadsdel.",
    )
    protected_access = forms.BooleanField(
        label="Får öppna personer med skyddade uppgifter",
        required=False,
        help_text="Liten särskilt utsedd grupp per jobbtorg.",
    )
    valid_from = SwedishDateField(
        which_year=WhichYear.NEAREST, label="Första dag", error_messages={"required": "Ange första dagen."}
    )
    valid_to = SwedishDateField(
        which_year=WhichYear.COMING,
        span=Span(back=5, ahead=10),
        label="Sista dag",
        required=False,
        help_text="Lämna tomt om behörigheten gäller tills vidare.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["valid_from"].initial = today
        for name, model in (("jobbtorg", Jobbtorg), ("income_support_unit", IncomeSupportUnit)):
            # Also those that open later: a position may begin with its unit.
            self.fields[name].queryset = model.objects.exclude(valid_to__lt=today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = facts.get("valid_from"), facts.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Sista dagen kan inte ligga före den första.")
        return facts

    @property
    def terms(self) -> PositionTerms:
        """What was asked for; the form is valid."""
        names = ("jobbtorg", "income_support_unit", "protected_access", "valid_from", "valid_to")
        return PositionTerms(role=Role(self.cleaned_data["role"]), **{name: self.cleaned_data[name] for name in names})


class PositionForm(SeenForm, PositionFields):
    """A position of somebody who is there."""


class InviteForm(PositionFields):
    """Somebody new, with a first position."""

    email = PastedEmailField(label="E-postadress", error_messages={"required": "Ange e-postadressen."})
    first_name = forms.CharField(label="Förnamn", max_length=60, error_messages={"required": "Ange förnamnet."})
    last_name = forms.CharField(label="Efternamn", max_length=60, error_messages={"required": "Ange efternamnet."})
    signature = forms.CharField(
        label="Signatur",
        max_length=10,
        required=False,
        help_text="Initialer som används i äldre listor, till exempel AL.",
    )

    staff_id = forms.CharField(
        label="Tjänste-id",
        max_length=120,
        required=False,
        help_text="Det som stadens inloggning känner igen användaren på. Lämna tomt om användaren väljer ett lösenord.",
    )

    field_order = ["email", "first_name", "last_name", "signature", "staff_id"]


class LastDayForm(SeenForm):
    """The day a position ends."""

    last_day = SwedishDateField(
        which_year=WhichYear.NEAREST,
        span=Span(back=5, ahead=10),
        label="Sista dag",
        help_text="Användaren kan arbeta i systemet till och med den dagen.",
        error_messages={"required": "Ange sista dagen."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate()


class CoachGroupForm(SeenForm):
    """Which team at the own jobbtorg a coach belongs to."""

    group = forms.ModelChoiceField(
        label="Coachgrupp",
        queryset=CoachGroup.objects.none(),
        required=False,
        empty_label="Ingen grupp",
        help_text="Grupperna läggs upp under Administration, Coachgrupper.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"group": user.coach_group_id}
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_open_to(user)  # type: ignore[attr-defined]
