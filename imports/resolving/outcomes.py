"""What comes of a person's rows: cases to write, a verdict on each row, questions for the manager."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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
    """A meeting of a list, with the row it stands in.

    `known` is the meeting that the register has already, of which nobody had said at what time it was.
    """

    day: date
    at: time | None
    kind: str
    came: Came | None
    coach: int
    row: int
    known: int | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A day of group information and whether the aspirant came, with the row that says so.

    `booking` is the place that the register has already, in which nobody had said whether the aspirant came.
    """

    day: date
    came: Came | None
    row: int
    booking: int | None = None


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
    coach_row: int = 0
    unit: int | None = None
    first_meeting_on: date | None = None
    plan_on: date | None = None
    plans_seen_on: date | None = None
    follow_up_on: date | None = None
    follow_ups_seen_on: date | None = None
    """The latest days of lists that tell of plans, and of follow-ups: what they do not have was not done by then."""
    closed_on: date | None = None
    reason: int | None = None
    reason_text: str = ""
    group: list[GroupFacts] = field(default_factory=list)
    meetings: list[MeetingFacts] = field(default_factory=list)

    @property
    def moves_start(self) -> bool:
        """Whether a list knows that a case of the register began earlier."""
        return self.known is not None and self.starts_on < self.known.starts_on

    def whole(self) -> CasePlan:
        """The case as it will be: what the lists add and what the register has."""
        known = self.known
        if known is None:
            return self
        days = {fact.day: fact for fact in self.group}
        days |= {day: GroupFacts(day, None, self.row, known.groups[day].key) for day in known.groups if day not in days}
        return replace(
            self,
            first_meeting_on=self.first_meeting_on or known.first_meeting_on,
            coach=self.coach or (known.coach.key if known.coach else None),
            plan_on=self.plan_on or known.plan_on,
            follow_up_on=self.follow_up_on or max(known.follow_ups, default=None),
            plans_seen_on=_later(self.plans_seen_on, known.plans_seen_on),
            follow_ups_seen_on=_later(self.follow_ups_seen_on, known.follow_ups_seen_on),
            closed_on=self.closed_on or known.closed_on,
            reason=self.reason if self.reason is not None else known.reason,
            group=[days[day] for day in sorted(days)],
        )


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


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
    unanswered: int = 0
    """Cases that wait for the answer to what became of them."""


def outcomes_of(rows: Sequence[Judged]) -> list[RowOutcome]:
    """Each row with the verdict it has by itself."""
    return [RowOutcome(row, row.verdict or Verdict.UNCHANGED) for row in rows]
