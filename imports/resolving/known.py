"""What the register knows of a person whom a list names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

UNKNOWN = 98
"""The code of a closing whose reason nobody knows."""


@dataclass(frozen=True, slots=True)
class KnownClock:
    """A clock of a case: whether it was fulfilled, and the breach of it that stands."""

    key: int
    fulfilled: bool
    breach: int | None


@dataclass(slots=True)
class KnownCase:
    """A case in the register. Dates are local. What an import brought in may be completed by a later one."""

    key: int
    case_no: str
    jobbtorg: int
    starts_on: date
    closed_on: date | None
    imported: bool
    coach: int | None = None
    unit: int | None = None
    first_meeting_on: date | None = None
    plan_on: date | None = None
    reason: int | None = None
    closure: int | None = None
    clocks: dict[tuple[str, date], KnownClock] = field(default_factory=dict)
    follow_ups: set[date] = field(default_factory=set)
    group_days: set[date] = field(default_factory=set)
    meetings: set[tuple[date, str]] = field(default_factory=set)

    @property
    def ended_unknown(self) -> bool:
        """Whether an import closed it without knowing when or why: a list that knows may say so."""
        return self.imported and self.reason == UNKNOWN


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
