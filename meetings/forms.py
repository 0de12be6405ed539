"""What the forms about meetings share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django import forms

from core.workdays import next_working_day
from meetings.choices import MeetingStatus
from organisation.reference_tables.calendar import stored_holiday


class MeetingOutcomeField(forms.ChoiceField):
    """How a meeting went, as people say it. How it was held, at a visit or by phone, is another fact (FC-22)."""

    ATTENDED, ABSENT, EXCUSED, RESCHEDULED, CANCELLED = "attended", "absent", "excused", "rescheduled", "cancelled"
    MEANING: Mapping[str, MeetingStatus] = {
        ATTENDED: MeetingStatus.PRESENT,
        ABSENT: MeetingStatus.ABSENT_INVALID,
        EXCUSED: MeetingStatus.ABSENT_VALID,
    }
    """How it is stored. The other answers are about a meeting that did not take place: it is moved or cancelled."""

    def __init__(self, *, more: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(
            label="Hur gick det?",
            choices=[
                (self.ATTENDED, "Närvarade"),
                (self.ABSENT, "Uteblev"),
                (self.EXCUSED, "Giltig frånvaro"),
                (self.RESCHEDULED, "Aspiranten ombokade"),
                (self.CANCELLED, "Inställt av oss"),
                *more,
            ],
            widget=forms.RadioSelect(attrs={"class": "segments"}),
            error_messages={"required": "Välj hur mötet gick."},
        )


def next_meeting_day(today: datetime.date, weeks: int) -> datetime.date:
    """The working day on or after the day so many weeks ahead."""
    return next_working_day(today + datetime.timedelta(weeks=weeks), stored_holiday)
