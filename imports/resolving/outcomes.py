"""What comes of a person's rows: cases to write, a verdict on each row, questions for the manager."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from aspirants.identity import Identity
from imports.choices import QuestionKind, Verdict
from imports.judging.facts import Issue, Judged
from imports.resolving.known import KnownCase, KnownPerson
from imports.values.findings import Finding, Severity
from imports.values.words import Came

LEAVE = "LEAVE"
"""The answer that leaves rows out."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the statements that a question sets beside each other, and where it stands."""

    source: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A conflict that the unit's manager decides. The same conflict has the same key at each check."""

    kind: QuestionKind
    key: str
    jobbtorg: int
    sides: tuple[Side, ...]
    options: tuple[tuple[str, str], ...]
    rows: tuple[int, ...]
    person: int | None = None


def question_key(person: str, kind: QuestionKind, *subject: object) -> str:
    """The key of a question about a person (by the number's hash) and a subject."""
    text = "|".join([person, kind.value, *(str(part) for part in subject)])
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class RowOutcome:
    """The verdict on a row, and what the comparison has to say about it besides what the row says by itself."""

    judged: Judged
    verdict: Verdict
    issues: list[Issue] = field(default_factory=list)

    def say(self, code: str, severity: Severity, message: str, column: int | None = None) -> None:
        self.issues.append(Issue(Finding(code, severity, message), column))


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting of a list, with the row it stands in."""

    day: date
    at: time | None
    kind: str
    came: Came | None
    coach: int
    row: int


@dataclass(slots=True)
class CasePlan:
    """A case to open or to complete. What is None is not known, or is in the register already."""

    known: KnownCase | None
    jobbtorg: int
    starts_on: date
    as_of: date
    row: int
    rows: list[int]
    coach: int | None = None
    unit: int | None = None
    first_meeting_on: date | None = None
    plan_on: date | None = None
    tells_of_plans: bool = False
    follow_up_on: date | None = None
    closed_on: date | None = None
    reason: int | None = None
    reason_text: str = ""
    group: list[tuple[date, Came | None, int]] = field(default_factory=list)
    meetings: list[MeetingFacts] = field(default_factory=list)


@dataclass(slots=True)
class PersonPlan:
    """What is to be written of one person. `known` is None for a person who is to be registered."""

    identity: Identity | None
    """None only for a known person whom the manager chose for a row without a number."""
    known: KnownPerson | None
    first_name: str
    last_name: str
    gender: str
    row: int
    deceased_on: date | None = None
    cases: list[CasePlan] = field(default_factory=list)


@dataclass(slots=True)
class Resolution:
    """Everything that came of a person's rows."""

    rows: list[RowOutcome] = field(default_factory=list)
    plan: PersonPlan | None = None
    questions: list[Question] = field(default_factory=list)
    protected: bool = False

    def all_are(self, verdict: Verdict, code: str, severity: Severity, message: str) -> Resolution:
        """Every row with the same verdict and sentence."""
        for row in self.rows:
            row.verdict = verdict
            row.say(code, severity, message)
        return self


def outcomes_of(rows: Sequence[Judged]) -> list[RowOutcome]:
    """Each row with the verdict it has by itself."""
    return [RowOutcome(row, row.verdict or Verdict.UNCHANGED) for row in rows]
