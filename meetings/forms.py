"""The form in which a meeting is logged."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import NO_DIAGNOSES, HeldTimeField, SwedishDateField, judge_moment
from core.swedish.dates import moment, weekday_date
from core.swedish.plausible import fault_of_hour
from core.workdays import next_working_day
from meetings.choices import Channel, MeetingKind, MeetingStatus, Topic
from meetings.models import Meeting
from meetings.planning.forms import WarnedForm
from organisation.reference_tables.calendar import stored_holiday

MINUTES_BETWEEN_SUGGESTIONS = 5
EARLY = datetime.timedelta(minutes=15)
"""A meeting may begin, and be logged, so much before its time."""


class MeetingOutcomeField(forms.ChoiceField):
    """How the meeting went, as people say it: a telephone or video meeting is attended too."""

    ATTENDED, ABSENT, EXCUSED, RESCHEDULED, REMOTE, CANCELLED = (
        "attended",
        "absent",
        "excused",
        "rescheduled",
        "remote",
        "cancelled",
    )
    MEANING: dict[str, tuple[MeetingStatus, Channel]] = {
        ATTENDED: (MeetingStatus.PRESENT, Channel.VISIT),
        REMOTE: (MeetingStatus.PRESENT, Channel.PHONE),
        ABSENT: (MeetingStatus.ABSENT_INVALID, Channel.VISIT),
        EXCUSED: (MeetingStatus.ABSENT_VALID, Channel.VISIT),
        RESCHEDULED: (MeetingStatus.RESCHEDULED, Channel.VISIT),
        CANCELLED: (MeetingStatus.CANCELLED_BY_UNIT, Channel.VISIT),
    }

    HAS_BEEN = (ATTENDED, REMOTE, ABSENT, EXCUSED)
    """What can only be said of a meeting whose time has come."""

    def __init__(self) -> None:
        super().__init__(
            label="Hur gick det?",
            choices=[
                (self.ATTENDED, "Närvarade"),
                (self.REMOTE, "Telefon eller video"),
                (self.ABSENT, "Uteblev"),
                (self.EXCUSED, "Giltig frånvaro"),
                (self.RESCHEDULED, "Ombokades"),
                (self.CANCELLED, "Inställt av oss"),
            ],
            widget=forms.RadioSelect(attrs={"class": "segments"}),
            error_messages={"required": "Välj hur mötet gick."},
        )


class LogMeetingForm(WarnedForm):
    """Log a meeting in less than half a minute: one choice is required, the rest has a default."""

    outcome = MeetingOutcomeField()
    day = SwedishDateField(label="Datum", help_text="Till exempel 2026-11-23, 23/11 eller i går.")
    time = HeldTimeField(label="Klockslag")
    kind = forms.ChoiceField(label="Typ", choices=MeetingKind.choices, initial=MeetingKind.COACH)
    topics = forms.MultipleChoiceField(
        label="Vad handlade det om?",
        choices=Topic.choices,
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
    next_step = forms.ChoiceField(
        label="Nästa möte", required=False, widget=forms.RadioSelect(attrs={"class": "segments"}), initial=""
    )
    next_day = SwedishDateField(label="Datum för nästa möte", required=False, help_text="Bara om du valde eget datum.")
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, booked: Meeting | None = None, **kwargs: Any) -> None:
        begins = timezone.localtime(booked.starts_at) if booked else _rounded(timezone.localtime())
        kwargs["initial"] = {
            "day": begins.date(),
            "time": begins.time(),
            "kind": booked.kind if booked else MeetingKind.COACH,
            "submission_id": uuid.uuid4(),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.booked = booked
        self.weeks = {str(weeks): next_meeting_day(timezone.localdate(), weeks) for weeks in (1, 2, 4)}
        next_step = self.fields["next_step"]
        assert isinstance(next_step, forms.ChoiceField)
        next_step.choices = [
            ("", "Inget"),
            *((weeks, f"+{weeks} v ({weekday_date(day)})") for weeks, day in self.weeks.items()),
            ("day", "Eget datum"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("next_step") == "day" and not cleaned.get("next_day") and "next_day" not in self.errors:
            self.add_error("next_day", "Ange datum för nästa möte, eller välj ett annat alternativ.")
        if not self._is_as_booked():
            judge_moment(self, early=EARLY if cleaned.get("outcome") in MeetingOutcomeField.HAS_BEEN else None)
        if cleaned.get("next_step") and cleaned.get("time") and fault_of_hour(cleaned["time"]):
            self.add_error("next_step", "Nästa möte bokas på samma klockslag, och det är på natten. Boka det för sig.")
        return cleaned

    def _is_as_booked(self) -> bool:
        """Whether day and time stand as they were booked, at a time that has come."""
        if self.booked is None or self.booked.starts_at > timezone.now():
            return False
        local = timezone.localtime(self.booked.starts_at)
        answered = (self.cleaned_data.get("day"), self.cleaned_data.get("time"))
        return answered == (local.date(), local.time().replace(second=0, microsecond=0, fold=0))

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `log_meeting`."""
        answers = self.cleaned_data
        status, channel = MeetingOutcomeField.MEANING[answers["outcome"]]
        return {
            "status": status,
            "channel": channel,
            "kind": MeetingKind(answers["kind"]),
            "starts_at": self._starts_at(),
            "topics": answers["topics"],
            "note": answers["note"],
            "submission_id": answers["submission_id"],
            "next_meeting_at": self._next_meeting_at(),
            "accepted_warnings": self.accepted_warnings,
        }

    def _starts_at(self) -> datetime.datetime:
        """The booked instant where day and time were left as they were: in the autumn a time comes twice one night."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        if self.booked is not None:
            local = timezone.localtime(self.booked.starts_at)
            if (day, time) == (local.date(), local.time().replace(second=0, microsecond=0, fold=0)):
                return self.booked.starts_at
        return moment(day, time)

    def _next_meeting_at(self) -> datetime.datetime | None:
        step = self.cleaned_data["next_step"]
        if not step:
            return None
        day = self.cleaned_data["next_day"] if step == "day" else self.weeks[step]
        return moment(day, self.cleaned_data["time"])


def _rounded(instant: datetime.datetime) -> datetime.datetime:
    """The latest whole five minutes, in seconds zero."""
    minutes = instant.minute - instant.minute % MINUTES_BETWEEN_SUGGESTIONS
    return instant.replace(minute=minutes, second=0, microsecond=0)


def next_meeting_day(today: datetime.date, weeks: int) -> datetime.date:
    """The working day on or after the day so many weeks ahead."""
    return next_working_day(today + datetime.timedelta(weeks=weeks), stored_holiday)
