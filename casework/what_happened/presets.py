"""The ways into the form: what is chosen, open and required when it is opened for one thing in particular."""

from __future__ import annotations

from dataclasses import dataclass

from casework.what_happened.facts import ATTEMPT, FOLLOW_UP, PLAN
from meetings.choices import MeetingKind
from meetings.forms import MeetingOutcomeField

NO_MEETING = "none"
"""The answer to *Hur gick det?* where there was no meeting: a letter, a call nobody answered."""


@dataclass(frozen=True)
class Preset:
    """One way in. `about` is the section it is for: it stands open, and its question must be answered."""

    heading: str
    submit_label: str = "Spara"
    about: str = ""
    outcome: str = ""
    kind: MeetingKind | None = None
    tab: str = "meetings"
    lead: str = ""
    without_meeting: str = "Det var inget möte"
    """The words of NO_MEETING."""
    hint: str = ""
    """Beside the question how it went."""

    @property
    def no_meeting(self) -> tuple[str, str]:
        """The choice that there was none."""
        return NO_MEETING, self.without_meeting


MEETING = Preset("Logga möte")
HELD = Preset(
    "Registrera uppföljning",
    submit_label="Registrera uppföljningen",
    about=FOLLOW_UP,
    outcome=MeetingOutcomeField.ATTENDED,
    kind=MeetingKind.FOLLOW_UP,
    tab="overview",
    lead="Uppföljningen blir samtidigt loggad som möte.",
    without_meeting="Inget nytt möte",
)
ANSWERED = Preset(
    "Registrera aspirantens svar",
    submit_label="Registrera svaret",
    about=PLAN,
    outcome=NO_MEETING,
    tab="plan",
    lead="Det är tiden då aspiranten svarade som räknas.",
    hint="Svarade aspiranten vid ett möte som inte är loggat? Välj då hur mötet gick, så loggas det samtidigt.",
)
SOUGHT = Preset("Registrera kontaktförsök", submit_label="Spara", about=ATTEMPT, outcome=NO_MEETING, tab="overview")
