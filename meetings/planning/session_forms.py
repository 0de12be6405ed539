"""Forms about group information: planning, moving and calling off a session, and inviting to one."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone

from aspirants.models import Enrolment
from core.forms import ClockTimeField, SeenForm, SwedishDateField
from core.swedish.dates import WhichYear, moment, short_weekday_date, start_of_day, weekday_date
from meetings.choices import BookingStatus, Wish
from meetings.models import GroupInformationSession
from meetings.planning.forms import WarnedForm, WhyField, note_field, why

CANCELLED = [BookingStatus.CANCELLED_BY_ASPIRANT, BookingStatus.CANCELLED_BY_UNIT]

TAKEN = Count("bookings", filter=~Q(bookings__status__in=CANCELLED))
"""How many places of a session are taken."""


class SessionChoice(forms.ModelChoiceField):
    """A session with the places taken, and whether it is later than the aspirant has been promised."""

    promised_on: datetime.date | None = None

    def label_from_instance(self, session: GroupInformationSession) -> str:
        begins = timezone.localtime(session.starts_at)
        booked: int = session.booked  # type: ignore[attr-defined]
        label = f"{weekday_date(begins.date())} {begins:%H.%M}, {session.language}, {places(booked, session.capacity)}"
        if self.promised_on is not None and begins.date() > self.promised_on:
            label = f"{label} – efter fristen {short_weekday_date(self.promised_on)}"
        return label


def places(taken: int, capacity: int) -> str:
    """How many places are taken, in words; more than there are is allowed and said."""
    said = f"{taken} av {capacity} platser bokade"
    return f"{said} (fullt)" if taken >= capacity else said


class GroupInformationForm(forms.Form):
    """Invite to a coming session, or register one that was attended.

    `promised_on`: the last day of the aspirant's promise. Sessions in time come first, the later ones say so (FC-25).
    """

    session = SessionChoice(
        label="Tillfälle",
        queryset=GroupInformationSession.objects.none(),
        empty_label="Välj tillfälle",
        error_messages={"required": "Välj ett tillfälle."},
    )

    def __init__(
        self, *args: Any, enrolment: Enrolment, promised_on: datetime.date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        recent = timezone.now() - datetime.timedelta(days=14)
        sessions = GroupInformationSession.objects.filter(
            jobbtorg=enrolment.jobbtorg_id, starts_at__gte=recent, called_off_at=None
        )
        kept = enrolment.group_information_bookings.exclude(status__in=CANCELLED)
        sessions = sessions.exclude(pk__in=kept.values("session")).annotate(booked=TAKEN)
        choice = self.fields["session"]
        assert isinstance(choice, SessionChoice)
        choice.promised_on = promised_on
        choice.queryset = sessions.order_by(*_in_time_first(promised_on), "starts_at")


def _in_time_first(promised_on: datetime.date | None) -> list[Any]:
    if promised_on is None:
        return []
    after = start_of_day(promised_on + datetime.timedelta(days=1))
    return [Case(When(starts_at__lt=after, then=Value(0)), default=Value(1))]


class NewSessionForm(WarnedForm):
    """A session that is planned, or was held."""

    day = SwedishDateField(which_year=WhichYear.NEAREST, label="Datum")
    time = ClockTimeField(label="Klockslag", initial=datetime.time(9))
    place = forms.CharField(label="Plats", max_length=120)
    capacity = forms.IntegerField(label="Platser", min_value=1, max_value=200, initial=15)
    language = forms.CharField(label="Språk", max_length=40, initial="svenska")

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `plan_group_information`."""
        answers = self.cleaned_data
        return {
            "starts_at": moment(answers["day"], answers["time"]),
            "place": answers["place"],
            "capacity": answers["capacity"],
            "language": answers["language"],
            "accepted_warnings": self.accepted_warnings,
        }


class ChangeSessionForm(SeenForm):
    """Where a session is held, and for how many."""

    place = forms.CharField(label="Plats", max_length=120)
    capacity = forms.IntegerField(label="Platser", min_value=1, max_value=200)


class MoveSessionForm(SeenForm, WarnedForm):
    """Another time for a session, for all who are invited."""

    day = SwedishDateField(which_year=WhichYear.COMING, label="Nytt datum")
    time = ClockTimeField(label="Nytt klockslag")
    why = WhyField(wishes=[Wish.UNIT])
    note = note_field()

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `move_session`."""
        answers = self.cleaned_data
        _, reason = answers["why"]
        return {
            "starts_at": moment(answers["day"], answers["time"]),
            "reason": reason,
            "note": answers["note"],
            "accepted_warnings": self.accepted_warnings,
        }


class CallOffSessionForm(SeenForm):
    """That a session is not held."""

    why = WhyField(wishes=[Wish.UNIT])
    note = note_field()

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `call_off_session`."""
        answers = why(self.cleaned_data)
        answers.pop("wish")
        return answers


class PlaceOutcomeForm(forms.Form):
    """Whether somebody came. That they will not is said with a reason (CancelForm)."""

    status = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (BookingStatus.ATTENDED, BookingStatus.NO_SHOW)]
    )
