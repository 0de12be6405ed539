"""What can be corrected of meetings and group information, and taken back: forms, and the entries in the registries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from aspirants.corrections.registry import Correctable
from aspirants.corrections.undoing import Undoable
from aspirants.forms.corrections import CorrectionForm, kept_or
from aspirants.models import CorrectedKind, Correction, Enrolment
from core.forms import NO_DIAGNOSES, HeldTimeField, PastDateField, judge_moment
from meetings.choices import BookingStatus, Channel, MeetingKind, MeetingStatus
from meetings.corrections.recorded import recorded_meeting, recorded_outcome
from meetings.models import GroupInformationBooking, Meeting, MeetingTopic
from meetings.operations.correcting import (
    correct_group_outcome,
    correct_meeting,
    remove_group_outcome,
    remove_meeting,
)
from meetings.operations.meetings import EARLY
from meetings.operations.undoing import undo_group_outcome, undo_meeting
from meetings.shown import shown_booking, shown_meeting, title_of
from meetings.topics import topics_offered

SAID_OTHERWISE = (MeetingStatus.BOOKED, MeetingStatus.REMOVED, MeetingStatus.CANCELLED_BY_ASPIRANT)
"""Statuses that no correction gives: each comes of an act of its own."""


class MeetingCorrectionForm(CorrectionForm):
    """What a meeting should have said; a booking is moved and cancelled elsewhere, so of it kind and channel alone."""

    status = forms.ChoiceField(label="Hur gick det?", choices=MeetingStatus.choices, widget=forms.RadioSelect)
    day = PastDateField(label="Datum")
    time = HeldTimeField(label="Klockslag")
    kind = forms.ChoiceField(label="Typ", choices=MeetingKind.choices)
    channel = forms.ChoiceField(label="Kanal", choices=Channel.choices)
    topics = forms.MultipleChoiceField(
        label="Vad handlade det om?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    note = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=1000,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, row: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row.status == MeetingStatus.BOOKED:
            for name in ("status", "day", "time", "topics", "note"):
                del self.fields[name]
        else:
            outcomes = [one for one in MeetingStatus.choices if one[0] not in SAID_OTHERWISE or one[0] == row.status]
            self.fields["status"].choices = outcomes  # type: ignore[attr-defined]
            unit = row.enrolment.jobbtorg_id
            rows = MeetingTopic.objects.filter(Q(jobbtorg=unit) | Q(jobbtorg=None)).order_by("pk")
            offered = topics_offered(rows, unit, timezone.localdate(), chosen=row.topics)
            self.fields["topics"].choices = offered  # type: ignore[attr-defined]

    def initial_of(self, row: Meeting) -> dict[str, Any]:
        """What the meeting says now."""
        begins = timezone.localtime(row.starts_at)
        return {
            "status": row.status,
            "day": begins.date(),
            "time": begins.time(),
            "kind": row.kind,
            "channel": row.channel,
            "topics": row.topics,
            "note": row.note,
        }

    def clean(self) -> dict[str, Any]:
        """A time that has been, as when a meeting is logged."""
        answers = super().clean()
        if "time" in self.fields and self._starts_at(answers) != self.row.starts_at:
            judge_moment(self, early=EARLY)
        return answers

    def _starts_at(self, answers: dict[str, Any]) -> Any:
        if answers.get("day") is None or answers.get("time") is None:
            return None
        return kept_or(self.row.starts_at, answers["day"], answers["time"])

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_meeting`."""
        answers = self.cleaned_data
        return {
            "status": MeetingStatus(answers.get("status", MeetingStatus.BOOKED)),
            "kind": MeetingKind(answers["kind"]),
            "channel": Channel(answers["channel"]),
            "starts_at": self._starts_at(answers) or self.row.starts_at,
            "topics": list(answers.get("topics", self.row.topics)),
            "note": answers.get("note", self.row.note),
            "reason": answers["reason"],
        }


class OutcomeCorrectionForm(CorrectionForm):
    """Whether the aspirant came to the group information after all."""

    status = forms.ChoiceField(label="Hur gick det?", choices=BookingStatus.choices, widget=forms.RadioSelect)

    def initial_of(self, row: GroupInformationBooking) -> dict[str, Any]:
        """What is registered now."""
        return {"status": row.status}

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_group_outcome`."""
        return {"status": BookingStatus(self.cleaned_data["status"]), "reason": self.cleaned_data["reason"]}


def _meetings(enrolment: Enrolment) -> Any:
    rows = Meeting.with_removed.filter(enrolment=enrolment).select_related("enrolment", "coach")
    return rows.order_by("-starts_at", "-pk")


def _bookings(enrolment: Enrolment) -> Any:
    bookings = GroupInformationBooking.objects.filter(enrolment=enrolment).select_related("session", "enrolment")
    return bookings.order_by("-session__starts_at", "-pk")


def _correct_meeting(*, row: Meeting, seen: Any, **answers: Any) -> Correction:
    return correct_meeting(meeting=row, seen_meeting=seen, **answers)


def _remove_meeting(*, row: Meeting, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_meeting(meeting=row, seen_meeting=seen, **answers)


def _correct_outcome(*, row: GroupInformationBooking, seen: Any, **answers: Any) -> Correction:
    return correct_group_outcome(booking=row, seen_booking=seen, **answers)


def _remove_outcome(*, row: GroupInformationBooking, seen: Any, **answers: Any) -> tuple[Correction, Any]:
    return remove_group_outcome(booking=row, seen_booking=seen, **answers)


def _said_of_meeting(row: Meeting) -> dict[str, Any]:
    return {
        "status": MeetingStatus(row.status),
        "kind": MeetingKind(row.kind),
        "channel": Channel(row.channel),
        "starts_at": row.starts_at,
        "topics": list(row.topics),
        "note": row.note,
    }


CORRECTABLES = (
    Correctable(
        kind=CorrectedKind.MEETING,
        rows=_meetings,
        stands=lambda meeting: meeting.status != MeetingStatus.REMOVED,
        title=title_of,
        shown=shown_meeting,
        recorded=recorded_meeting,
        form=MeetingCorrectionForm,
        correct=_correct_meeting,
        said=_said_of_meeting,
        remove=_remove_meeting,
        asked_as=(("starts_at", "day"),),
    ),
    Correctable(
        kind=CorrectedKind.GROUP,
        rows=_bookings,
        stands=lambda booking: booking.session.starts_at <= timezone.now(),
        title=lambda booking: str(booking.session),
        shown=shown_booking,
        recorded=recorded_outcome,
        form=OutcomeCorrectionForm,
        correct=_correct_outcome,
        said=lambda booking: {"status": BookingStatus(booking.status)},
        remove=_remove_outcome,
    ),
)

UNDOABLES = (
    Undoable(CorrectedKind.MEETING, Meeting, undo_meeting),
    Undoable(CorrectedKind.GROUP, GroupInformationBooking, undo_group_outcome),
)
