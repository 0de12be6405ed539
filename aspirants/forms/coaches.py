"""Forms that choose a coach for a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from aspirants.coaching.rights import needs_reason
from aspirants.models import Enrolment, Person
from core.forms import SeenForm
from core.swedish.dates import short_weekday_date
from core.swedish.numbers import counted
from organisation.models import User

TAKES_PROTECTED = "tar ärenden med skyddade personuppgifter"


def coach_label(coach: User) -> str:
    """A coach to choose, with today's load and what to know before choosing (FC-11): "Anna Berg – 41 ärenden".

    The coach is annotated with `open_cases` (`with_load`).
    """
    load: int = coach.open_cases  # type: ignore[attr-defined]
    last_day = f"slutar {short_weekday_date(coach.position_until)}" if coach.position_until else ""
    hints = filter(
        None, (counted(load, "ärende", "ärenden"), TAKES_PROTECTED if coach.protected_access else "", last_day)
    )
    return f"{coach} – {', '.join(hints)}"


class CoachChoice(forms.ModelChoiceField):
    """A coach of a jobbtorg, with today's load."""

    def label_from_instance(self, coach: User) -> str:
        return coach_label(coach)


def with_load(coaches: Any) -> Any:
    """Users annotated with how many open cases they have."""
    return coaches.annotate(open_cases=Count("caseload", filter=Q(caseload__closed_on__isnull=True)))


def coaches_for(person: Person, jobbtorg_id: int) -> Any:
    """The jobbtorg's coaches who may be given the person's case, annotated with `open_cases`."""
    coaches = User.objects.may_be_given_cases_at(jobbtorg_id)
    if person.is_protected:
        coaches = coaches.filter(protected_access=True)
    return with_load(coaches)


class MovesBookingsField(forms.BooleanField):
    """Whether the new coach also gets what is booked with the one before."""

    def __init__(self, bookings: int) -> None:
        super().__init__(
            label=f"Flytta {counted(bookings, 'bokat möte', 'bokade möten')} till den nya coachen",
            required=False,
            initial=True,
            help_text="Annars ligger de kvar hos den som har ärendet nu." if bookings > 1 else BOOKING_STAYS,
        )


BOOKING_STAYS = "Annars ligger det kvar hos den som har ärendet nu."

Clashes = Callable[[User], Sequence[str]]
"""What speaks against giving a coach the bookings, in words; nothing where all of them fit."""


class MovesClashingField(forms.TypedChoiceField):
    """Whether meetings that clash are moved all the same. The answer is good for those clashes alone that were read."""

    def __init__(self, coach: User, clashes: Sequence[str]) -> None:
        read = f"{coach.pk}-{crc32('|'.join(clashes).encode()):x}"
        choose = "Välj vad som händer med möten som krockar."
        super().__init__(
            label=counted(len(clashes), "möte krockar", "möten krockar"),
            help_text=f"{'. '.join(clashes)}.",
            choices=[
                (f"stay-{read}", "Låt det som krockar ligga kvar hos den som har ärendet nu"),
                (f"move-{read}", "Flytta det ändå"),
            ],
            coerce=lambda answer: answer.startswith("move-"),
            widget=forms.RadioSelect,
            error_messages={"required": choose, "invalid_choice": choose},
        )


class _BookingsForm(SeenForm):
    """Asks what becomes of what is booked, once there is something, and of what clashes, once a coach is chosen."""

    def ask_of_bookings(self, bookings: int, clashes: Clashes) -> None:
        """`bookings`: how many coming meetings are booked with the coaches there are. After the coaches to choose."""
        if not bookings:
            return
        self.fields["moves_bookings"] = MovesBookingsField(bookings)
        if not self.is_bound or "moves_bookings" not in self.data:
            return
        try:
            coach = self.fields["coach"].clean(self.data.get("coach"))
        except ValidationError:
            return
        if found := clashes(coach):
            self.fields["moves_clashing"] = MovesClashingField(coach, found)


class AssignCoachForm(_BookingsForm):
    coach = CoachChoice(
        label="Coach",
        queryset=User.objects.none(),
        empty_label="Välj coach",
        error_messages={"required": "Välj en coach."},
    )
    reason = forms.CharField(
        label="Skäl till bytet",
        max_length=200,
        error_messages={"required": "Skriv varför ärendet byter coach."},
    )

    def __init__(self, *args: Any, enrolment: Enrolment, bookings: int, clashes: Clashes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those who take protected persons' cases last: their time is kept for them.
        order = ("first_name", "last_name") if enrolment.person.is_protected else COMMON_ORDER
        coaches = coaches_for(enrolment.person, enrolment.jobbtorg_id).order_by(*order)
        self.fields["coach"].queryset = coaches.exclude(pk=enrolment.coach_id)  # type: ignore[attr-defined]
        self.ask_of_bookings(bookings, clashes)
        if not needs_reason(enrolment):
            del self.fields["reason"]
        elif not enrolment.has_coach_in_service:
            self.fields["reason"].initial = f"Coachen {enrolment.why_without_coach}"


COMMON_ORDER = ("protected_access", "first_name", "last_name")
"""How coaches are listed for an ordinary case."""


class BulkAssignForm(_BookingsForm):
    """One coach for several cases."""

    coach = CoachChoice(
        label="Coach",
        queryset=User.objects.none(),
        empty_label="Välj coach",
        error_messages={"required": "Välj en coach."},
    )
    reason = forms.CharField(
        label="Skäl till bytet",
        max_length=200,
        help_text="Gäller de ärenden som redan har en coach.",
        error_messages={"required": "Skriv varför ärendena byter coach."},
    )

    def __init__(
        self, *args: Any, manager: User, changes_coach: bool, bookings: int, clashes: Clashes, **kwargs: Any
    ) -> None:
        """`changes_coach`: whether any of the cases has a coach already, which takes a reason (R-0-10)."""
        super().__init__(*args, **kwargs)
        coaches = with_load(User.objects.may_be_given_cases_at(manager.jobbtorg_id)).order_by(*COMMON_ORDER)
        self.fields["coach"].queryset = coaches  # type: ignore[attr-defined]
        self.ask_of_bookings(bookings, clashes)
        self.fields["reason"].required = changes_coach
        if not changes_coach:
            del self.fields["reason"]

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the operation."""
        return self.cleaned_data
