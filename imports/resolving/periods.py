"""Which rows about a person are about one case, and which about another time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.swedish.dates import weekday_date
from imports.choices import QuestionKind, Verdict
from imports.resolving.known import KnownCase
from imports.resolving.outcomes import LEAVE, Question, RowOutcome, Side, question_key
from imports.resolving.whom import who
from imports.values.findings import Severity

SAME_CASE = timedelta(days=28)
"""Two lists that begin a case within so many days mean the same one: the day it was sent, received, or begun."""

SAME, APART = "SAME", "APART"


@dataclass(slots=True)
class Group:
    """Rows about one case, with the case if the register has it."""

    starts_on: date
    known: KnownCase | None = None
    rows: list[RowOutcome] = field(default_factory=list)

    @property
    def ends_on(self) -> date | None:
        """The earliest end that the register or a row tells of; a row's goes before one that nobody knew."""
        ends = [row.judged.facts.closed_on for row in self.rows if row.judged.facts.closed_on]
        if self.known is not None and self.known.closed_on and not (ends and self.known.ended_unknown):
            ends.append(self.known.closed_on)
        return min(ends, default=None)

    @property
    def seen_on(self) -> date:
        """The last day on which the case is known to have gone on."""
        if self.ends_on is not None:
            return self.ends_on
        if self.known is not None:
            return date.max
        return max(row.judged.context.as_of for row in self.rows)


def grouped(
    person: str, rows: Sequence[RowOutcome], known: Sequence[KnownCase], answers: Mapping[str, str]
) -> tuple[list[Group], list[Question]]:
    """The rows case by case, the earliest first; rows that belong to none have got another verdict.

    `person` is the hash of the number, `answers` the manager's by the question's key.
    """
    groups = [Group(case.starts_on, case) for case in known]
    dated = [row for row in rows if row.judged.facts.starts_on]
    for row in sorted(dated, key=lambda row: (row.judged.facts.starts_on or date.max, row.judged.context.place)):
        _place(row, groups)
    groups.sort(key=lambda group: group.starts_on)
    questions = _apart(person, groups, answers)
    # Ends first: which meetings a case had depends on them.
    undated = [row for row in rows if row.judged.facts.starts_on is None]
    for row in sorted(undated, key=lambda row: row.judged.facts.closed_on is None):
        _attach(row, groups)
    return [group for group in groups if group.rows], questions


def _place(row: RowOutcome, groups: list[Group]) -> None:
    starts_on = row.judged.facts.starts_on
    assert starts_on is not None, "the caller has looked"
    near = min(groups, key=lambda group: abs(group.starts_on - starts_on), default=None)
    if near is None or abs(near.starts_on - starts_on) > SAME_CASE or _had_ended(near, starts_on):
        groups.append(Group(starts_on, rows=[row]))
        return
    if near.starts_on != starts_on:
        text = f"Samma ärende som det från {weekday_date(near.starts_on)}."
        row.say("I13", Severity.NOTE, text)
    near.rows.append(row)


def _had_ended(group: Group, day: date) -> bool:
    """Whether the case had ended when another began, however short it was."""
    return group.starts_on < day and group.ends_on is not None and group.ends_on <= day


def _apart(person: str, groups: list[Group], answers: Mapping[str, str]) -> list[Question]:
    """Ask about two cases at once, since a person has one at a time; carry out what has been answered."""
    questions, at = [], 0
    while at + 1 < len(groups):
        first, second = groups[at], groups[at + 1]
        if first.seen_on <= second.starts_on or (first.known and second.known) or not (first.rows or second.rows):
            at += 1
            continue
        key = question_key(person, QuestionKind.PERIOD, first.starts_on, second.starts_on)
        answer = answers.get(key)
        if answer == SAME:
            first.rows += second.rows
            first.known = first.known or second.known
            groups.remove(second)
        elif answer == LEAVE:
            left = first if second.known or not second.rows else second
            _keep_out(left, "Enhetschefen har lämnat raden utanför.")
            groups.remove(left)
        elif answer == APART:
            at += 1
        else:
            questions.append(_question(key, first, second))
            for group in (first, second):
                _keep_out(group, "Två tider för samma person går in i varandra. Enhetschefen avgör.")
            at += 1
    return questions


def _keep_out(group: Group, why: str) -> None:
    for row in group.rows:
        row.verdict = Verdict.MANUAL
        row.say("I14", Severity.ERROR, why)


def _question(key: str, first: Group, second: Group) -> Question:
    rows = [*first.rows, *second.rows]
    jobbtorg = rows[0].judged.context.jobbtorg
    options = [(SAME, f"Ett ärende, från {weekday_date(first.starts_on)}")]
    if not first.known:
        options.append((APART, f"Två ärenden: det första slutade senast {weekday_date(second.starts_on)}"))
    left = first if second.known or not second.rows else second
    options.append((LEAVE, f"Lämna raderna från {weekday_date(left.starts_on)} utanför"))
    return Question(
        kind=QuestionKind.PERIOD,
        key=key,
        jobbtorg=jobbtorg,
        sides=(_side(first, jobbtorg), _side(second, jobbtorg)),
        options=tuple(options),
        rows=tuple(row.judged.row for row in rows),
    )


def _side(group: Group, jobbtorg: int) -> Side:
    """What is known of a case. The number of one at another jobbtorg than the manager's is not told."""
    facts = [*(who(group.rows[0].judged) if group.rows else ()), ("Började", weekday_date(group.starts_on))]
    facts.append(("Slutade", weekday_date(group.ends_on) if group.ends_on else "Framgår inte"))
    sources = []
    if group.known is not None:
        here = group.known.jobbtorg == jobbtorg
        sources.append(f"Ärende {group.known.case_no}" if here else "Ärende vid ett annat jobbtorg")
    sources += [f"{row.judged.context.label}, rad {row.judged.line}" for row in group.rows]
    return Side("; ".join(sources), tuple(facts))


def _attach(row: RowOutcome, groups: list[Group]) -> None:
    """A row that does not say when the case began belongs to the one case that went on that day."""
    facts = row.judged.facts
    day = facts.closed_on or facts.meeting_on
    if day is None:
        return
    fits = [
        group
        for group in groups
        if group.starts_on <= day and (group.ends_on is None or group.ends_on >= day or facts.closed_on is not None)
    ]
    if facts.closed_on is not None:
        fits = fits[-1:]
    if not fits:
        row.verdict = Verdict.WAITING
        row.say("", Severity.WARNING, "Inget ärende finns den dagen ännu. Raden väntar på listan som har det.")
    elif len(fits) > 1:
        row.verdict = Verdict.MANUAL
        row.say("I14", Severity.ERROR, "Flera ärenden finns den dagen. Avgör vilket raden gäller.")
    else:
        fits[0].rows.append(row)
