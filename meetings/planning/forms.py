"""Forms in which a meeting is booked, moved or cancelled."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from typing import Any

from django import forms

from core.forms import NO_DIAGNOSES, ClockTimeField, SeenForm, SwedishDateField
from core.swedish.dates import WhichYear, moment
from meetings.choices import REASONS_OF, ChangeReason, Channel, MeetingKind, Wish
from meetings.planning.warnings import BookingWarning

ACCEPTED = "accepted"
"""The name of the hidden fields that carry the warnings somebody has read."""


class AcceptedField(forms.Field):
    """The keys of the warnings that the page showed: one hidden field for each."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> frozenset[str]:
        return frozenset(map(str, value or ()))


class WarnedForm(forms.Form):
    """A form about a time that something may speak against: it comes back with the warnings and all that was typed."""

    accepted = AcceptedField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: Sequence[BookingWarning] = ()

    def show_warnings(self, warnings: Sequence[BookingWarning]) -> None:
        """Let the page that comes back show these warnings, and carry that it did."""
        self.warnings = warnings
        data: Any = copy(self.data)
        data.setlist(self.add_prefix(ACCEPTED), [warning.key for warning in warnings])
        self.data = data

    @property
    def accepted_warnings(self) -> Collection[str]:
        """What the page had shown from which the form was sent in."""
        found: Collection[str] = self.cleaned_data[ACCEPTED]
        return found


class WhyField(forms.ChoiceField):
    """On whose wish and for which reason, in one choice: the two cannot disagree."""

    def __init__(self, *, wishes: Iterable[Wish] = Wish) -> None:
        super().__init__(
            label="Skäl, och på vems önskan",
            choices=[("", "Välj skäl"), *_by_wish(wishes)],
            error_messages={"required": "Välj skäl, och på vems önskan."},
            help_text="Bara aspirantens eget nej till en tid inom fristen kan ursäkta den. Sjukdom är en paus.",
        )

    def clean(self, value: Any) -> tuple[Wish, ChangeReason] | None:
        chosen = super().clean(value)
        if not chosen:
            return None
        wish, reason = chosen.split(":")
        return Wish(wish), ChangeReason(reason)


def _by_wish(wishes: Iterable[Wish]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (wish.label, [(f"{wish}:{reason}", f"{wish.label}: {reason.label.lower()}") for reason in REASONS_OF[wish]])
        for wish in wishes
    ]


def note_field() -> forms.CharField:
    """A few words about why; asked for where the reason is another one."""
    return forms.CharField(
        label="Förklaring", required=False, max_length=200, help_text=f"Behövs vid annat skäl. {NO_DIAGNOSES}"
    )


def why(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers about why as keywords of the operations."""
    wish, reason = answers["why"]
    return {"wish": wish, "reason": reason, "note": answers["note"]}


class BookMeetingForm(WarnedForm):
    """A coming meeting."""

    day = SwedishDateField(which_year=WhichYear.COMING, label="Datum")
    time = ClockTimeField(label="Klockslag", initial=datetime.time(10))
    kind = forms.ChoiceField(label="Typ", choices=MeetingKind.choices, initial=MeetingKind.COACH)
    channel = forms.ChoiceField(label="Hur", choices=Channel.choices, initial=Channel.VISIT)
    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `book_meeting`."""
        answers = self.cleaned_data
        return {
            "starts_at": moment(answers["day"], answers["time"]),
            "kind": MeetingKind(answers["kind"]),
            "channel": Channel(answers["channel"]),
            "submission_id": answers["submission_id"],
            "accepted_warnings": self.accepted_warnings,
        }


class MoveMeetingForm(SeenForm, WarnedForm):
    """Another time for a booked meeting."""

    day = SwedishDateField(which_year=WhichYear.COMING, label="Nytt datum")
    time = ClockTimeField(label="Nytt klockslag")
    why = WhyField()
    note = note_field()

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `move_booking`."""
        answers = self.cleaned_data
        return {
            "starts_at": moment(answers["day"], answers["time"]),
            **why(answers),
            "accepted_warnings": self.accepted_warnings,
        }


class CancelForm(SeenForm):
    """That a booked meeting, or a place in a group information, will not be made use of."""

    why = WhyField()
    note = note_field()

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `cancel_booking` and `cancel_invitation`."""
        return why(self.cleaned_data)
