"""What the register knows of a person whom a list names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

UNKNOWN = 98
"""The code of a closing whose reason nobody knows."""


@dataclass(frozen=True, slots=True)
class KnownClock:
    """A clock of a case as it stands, with its standing breach and the follow-up it is about. Dates are local."""

    key: int
    status: str
    fulfilled_on: date | None
    ended_on: date | None
    started_on: date
    due_on: date | None
    historical: bool
    breach: int | None
    follow_up: int | None


@dataclass(frozen=True, slots=True)
class KnownBooking:
    """A place in a group information: whether anybody has said if the aspirant came, and what."""

    key: int
    status: str


@dataclass(frozen=True, slots=True)
class KnownMeeting:
    """A meeting in the register: its coach, and its local time of day where that is known."""

    key: int
    coach: int
    at: time | None


@dataclass(frozen=True, slots=True)
class KnownCoach:
    """Who was made coach of a case by a list: the assignment, and the kind and the day of the list that said so."""

    key: int
    assignment: int
    profile: str = ""
    as_of: date | None = None
    row: int | None = None
    """The import row that says so."""

    @property
    def is_of_a_list(self) -> bool:
        """Whether a list said so and nobody has given the case a coach by hand."""
        return self.as_of is not None


@dataclass(slots=True)
class KnownCase:
    """A case in the register. Dates are local. What an import brought in may be completed by a later one."""

    key: int
    case_no: str
    jobbtorg: int
    starts_on: date
    closed_on: date | None
    imported: bool
    stay: int
    unit: int | None = None
    first_meeting_on: date | None = None
    plan_on: date | None = None
    reason: int | None = None
    closure: int | None = None
    end_is_told: bool = True
    """Whether a list has said when the case was closed; otherwise it only counts as closed from some day on."""
    coach: KnownCoach | None = None
    plans_seen_on: date | None = None
    follow_ups_seen_on: date | None = None
    """The latest days of the lists about the case that tell of plans, and of follow-ups."""
    clocks: dict[tuple[str, date], KnownClock] = field(default_factory=dict)
    follow_ups: set[date] = field(default_factory=set)
    groups: dict[date, KnownBooking] = field(default_factory=dict)
    meetings: dict[tuple[date, str], list[KnownMeeting]] = field(default_factory=dict)

    @property
    def ended_unknown(self) -> bool:
        """Whether an import closed it without knowing when or why: a list that knows may say so."""
        return self.imported and self.reason == UNKNOWN and not self.end_is_told

    def clock(self, kind: str, started_on: date) -> KnownClock | None:
        """The clock of a promise that began on a day, or with the case."""
        found = self.clocks.get((kind, started_on))
        return found or (self.clocks.get((kind, self.starts_on)) if started_on < self.starts_on else None)


@dataclass(slots=True)
class KnownPerson:
    """A person in the register with the cases, the earliest first."""

    key: int
    first_name: str
    last_name: str
    protected: bool
    deceased_on: date | None
    cases: list[KnownCase] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row of an earlier import about the same person that was left out."""

    file: str
    line: int
