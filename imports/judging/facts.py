"""What one row says about one person, in the register's terms, and what the check has to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING

from aspirants.identity import Identity
from imports.choices import Verdict
from imports.values.findings import Finding, Severity
from imports.values.words import Came

if TYPE_CHECKING:
    from imports.judging.context import ListContext

MANUAL_CODES = frozenset({"I14", "I15", "I16", "I17", "I18", "I23"})
"""Errors that no other text in that cell would mend: a person decides."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding and the column it is about, from the left; None for the row as a whole."""

    finding: Finding
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Dates are local. None where the list says nothing, or nothing that can be known."""

    starts_on: date | None = None
    group_on: date | None = None
    came: Came | None = None
    first_meeting_on: date | None = None
    plan_on: date | None = None
    follow_up_on: date | None = None
    closed_on: date | None = None
    closed_without_day: bool = False
    """Whether the status says that the case was closed, and nothing says when."""
    reason: int | None = None
    reason_text: str = ""
    reported_group: str = ""
    coach: int | None = None
    unit: int | None = None
    gender: str = ""
    meeting_on: date | None = None
    meeting_at: time | None = None
    meeting_kind: str = ""
    meeting_came: Came | None = None


@dataclass(slots=True)
class Judged:
    """A row with what it says. `facts` is meaningful when no issue is an error."""

    row: int
    line: int
    context: ListContext
    identity: Identity | None = None
    birth_date: date | None = None
    first_name: str = ""
    last_name: str = ""
    facts: Facts = field(default_factory=Facts)
    issues: list[Issue] = field(default_factory=list)

    def add(self, code: str, severity: Severity, message: str, column: int | None = None, proposed: str = "") -> None:
        self.issues.append(Issue(Finding(code, severity, message, proposed), column))

    @property
    def verdict(self) -> Verdict | None:
        """MANUAL or ERROR where the row cannot be brought in as it is; None where it can."""
        codes = [issue.finding.code for issue in self.issues if issue.finding.severity == Severity.ERROR]
        if not codes:
            return None
        return Verdict.MANUAL if MANUAL_CODES.intersection(codes) else Verdict.ERROR
