"""What the forms about meetings share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from meetings.choices import MeetingStatus


class Segments(forms.RadioSelect):
    """Buttons to choose among, on which the page begins: the focus is on the chosen one, else on the first."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """The choices, one of which takes the focus when the page opens."""
        groups = super().optgroups(name, value, attrs)
        choices = [choice for _, group, _ in groups for choice in group]
        begins = next((choice for choice in choices if choice["selected"]), choices[0])
        begins["attrs"]["autofocus"] = True
        return groups


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
                (self.RESCHEDULED, "Aspiranten ombokade"),
                (self.CANCELLED, "Inställt av oss"),
                (self.EXCUSED, "Giltig frånvaro"),
                *more,
            ],
            widget=Segments(attrs={"class": "segments numbered"}),
            error_messages={"required": "Välj hur mötet gick."},
        )
