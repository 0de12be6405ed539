"""What all rows of a case say together, and where they disagree. Nothing is overwritten; no row wins by its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.swedish.dates import weekday_date
from imports.choices import QuestionKind, Verdict
from imports.judging.facts import Facts
from imports.profiles.fields import Profile
from imports.resolving.known import KnownCase
from imports.resolving.outcomes import LEAVE, CasePlan, MeetingFacts, Question, RowOutcome, Side, question_key
from imports.resolving.periods import Group
from imports.values.findings import Severity

UNSPECIFIC = frozenset({90, 98})
"""Reasons that give way to one that says something."""

KEEP = "KEEP"
"""The answer that lets the register's value stand."""

_TRUSTED_FOR = {
    "coach": (Profile.ASPIRANTS, Profile.CLOSINGS, Profile.REFERRALS),
    "unit": (Profile.REFERRALS, Profile.ASPIRANTS, Profile.CLOSINGS),
}
"""Whose word goes first about what lists of different kinds know differently well."""


@dataclass(frozen=True)
class _Compared:
    """A fact that lists and register are compared by: its name in `Facts`, in words, and how it is shown."""

    name: str
    label: str
    known: Callable[[KnownCase], Any]
    shown: Callable[[Any, RowOutcome], str] = lambda value, row: weekday_date(value)


def _coach_in_words(value: Any, row: RowOutcome) -> str:
    return str(row.judged.context.coaches.by_key(str(value)) or value)


def _unit_in_words(value: Any, row: RowOutcome) -> str:
    return str(row.judged.context.units.by_key(str(value)) or value)


def _reason_in_words(value: Any, row: RowOutcome) -> str:
    return row.judged.context.reasons[value].label


COMPARED = (
    _Compared("first_meeting_on", "Första coachmöte", lambda case: case.first_meeting_on),
    _Compared("plan_on", "Godkänd jobbplan", lambda case: case.plan_on),
    _Compared("follow_up_on", "Uppföljning", lambda case: max(case.follow_ups, default=None)),
    _Compared("closed_on", "Avslutat", lambda case: None if case.ended_unknown else case.closed_on),
    _Compared("reason", "Avslutsorsak", lambda case: None if case.ended_unknown else case.reason, _reason_in_words),
    _Compared("coach", "Coach", lambda case: None, _coach_in_words),
    _Compared("unit", "Stadsdelens enhet", lambda case: case.unit, _unit_in_words),
)


@dataclass
class Merged:
    """A case as all its rows have it, or the questions that stand in the way."""

    plan: CasePlan
    questions: list[Question]
    left: bool = False


def merged(person: str, group: Group, answers: Mapping[str, str], known_person: int | None) -> Merged:
    """The case of a group of rows. With questions left, no row of it can be brought in.

    `person` is the hash of the number, `answers` the manager's by the question's key.
    """
    rows = [row for row in group.rows if row.verdict == Verdict.UNCHANGED]
    plan = _begun(group, rows)
    found = Merged(plan, [])
    for about in COMPARED:
        value = _one_value(person, group, rows, about, answers, known_person, found)
        setattr(plan, about.name, value)
    plan.reason_text = next((row.judged.facts.reason_text for row in rows if row.judged.facts.reason_text), "")
    _settle_reason(person, group, rows, answers, known_person, found)
    known_days = group.known.group_days if group.known else set()
    days: dict[date, tuple[Any, int]] = {}
    for row in rows:
        facts = row.judged.facts
        if facts.group_on and facts.group_on not in known_days and days.get(facts.group_on, (None,))[0] is None:
            days[facts.group_on] = (facts.came, row.judged.row)
    plan.group = [(day, came, row) for day, (came, row) in sorted(days.items())]
    plan.meetings = _meetings(group, rows)
    return found


def _begun(group: Group, rows: Sequence[RowOutcome]) -> CasePlan:
    lists = [row.judged.context for row in rows]
    return CasePlan(
        known=group.known,
        jobbtorg=group.known.jobbtorg if group.known else lists[0].jobbtorg,
        starts_on=group.starts_on,
        as_of=max(context.as_of for context in lists),
        row=rows[0].judged.row,
        rows=[row.judged.row for row in rows],
        tells_of_plans=any(context.tells_of_plans for context in lists),
    )


def _one_value(
    person: str,
    group: Group,
    rows: Sequence[RowOutcome],
    about: _Compared,
    answers: Mapping[str, str],
    known_person: int | None,
    found: Merged,
) -> Any:
    """The value to write; None where nobody knows, where the register has it, or where it is asked about."""
    said = _said(rows, about)
    kept = about.known(group.known) if group.known else None
    if about.name == "reason":
        said = {value: row for value, row in said.items() if value not in UNSPECIFIC} or said
    if kept is not None:
        others = {value: row for value, row in said.items() if not _agrees(about, value, kept)}
        if not others:
            return None
        return _asked(person, group, {kept: None, **others}, about, answers, known_person, found)
    if len(said) <= 1:
        return next(iter(said), None)
    return _asked(person, group, dict(said), about, answers, known_person, found)


def _agrees(about: _Compared, value: Any, kept: Any) -> bool:
    return value == kept or (about.name == "reason" and value in UNSPECIFIC)


def _said(rows: Sequence[RowOutcome], about: _Compared) -> dict[Any, RowOutcome]:
    """Each value that a row states, with the first row that does; of kinds of lists the most trusted one alone."""
    stated = [(getattr(row.judged.facts, about.name), row) for row in rows]
    stated = [(value, row) for value, row in stated if value is not None and not row.judged.facts.meeting_on]
    for profile in _TRUSTED_FOR.get(about.name, ()):
        of_kind = [(value, row) for value, row in stated if row.judged.context.profile == profile]
        if of_kind:
            # The same kind of list at two times: who was coach changes, and the later list knows.
            latest = max(row.judged.context.as_of for _, row in of_kind)
            stated = [(value, row) for value, row in of_kind if row.judged.context.as_of == latest]
            break
    values: dict[Any, RowOutcome] = {}
    for value, row in stated:
        values.setdefault(value, row)
    return values


def _asked(
    person: str,
    group: Group,
    values: dict[Any, RowOutcome | None],
    about: _Compared,
    answers: Mapping[str, str],
    known_person: int | None,
    found: Merged,
) -> Any:
    key = question_key(person, QuestionKind.FACTS, about.name, group.starts_on, *sorted(map(str, values)))
    answer = answers.get(key)
    if answer == LEAVE:
        found.left = True
        return None
    for number, (value, row) in enumerate(values.items()):
        if answer == (KEEP if row is None else str(number)):
            return None if row is None else value
    sides, options = [], []
    shower = next(row for row in values.values() if row is not None)
    for number, (value, row) in enumerate(values.items()):
        source = f"Ärende {group.known.case_no}" if row is None and group.known else _source(row)
        shown = about.shown(value, row or shower)
        sides.append(Side(source, ((about.label, shown),)))
        if row is None:
            options.append((KEEP, f"{shown} gäller, som i registret"))
        elif None not in values.values():
            options.append((str(number), f"{shown} gäller"))
    options.append((LEAVE, "Lämna raderna utanför"))
    found.questions.append(
        Question(
            QuestionKind.FACTS,
            key,
            found.plan.jobbtorg,
            tuple(sides),
            tuple(options),
            tuple(found.plan.rows),
            known_person,
        )
    )
    return None


def _source(row: RowOutcome | None) -> str:
    return f"{row.judged.context.label}, rad {row.judged.line}" if row else "Registret"


_OF_GROUP = {"W": 19, "S": 29, "O": 90}
TEXT, LETTER = "TEXT", "LETTER"


def _settle_reason(
    person: str,
    group: Group,
    rows: Sequence[RowOutcome],
    answers: Mapping[str, str],
    known_person: int | None,
    found: Merged,
) -> None:
    """Where the list's letter for work, studies or other says otherwise than the text, the manager decides (I17)."""
    plan = found.plan
    for row in rows:
        facts: Facts = row.judged.facts
        reasons = row.judged.context.reasons
        if plan.reason is None or facts.reason != plan.reason or not facts.reported_group:
            continue
        if facts.reason in UNSPECIFIC or reasons[facts.reason].group == facts.reported_group:
            continue
        key = question_key(person, QuestionKind.REASON, group.starts_on, facts.reason, facts.reported_group)
        answer = answers.get(key)
        other = reasons[_OF_GROUP[facts.reported_group]]
        if answer == LETTER:
            plan.reason = other.code
        elif answer == LEAVE:
            found.left = True
        elif answer != TEXT:
            found.questions.append(
                Question(
                    QuestionKind.REASON,
                    key,
                    plan.jobbtorg,
                    (
                        Side(
                            _source(row),
                            (
                                ("Orsak i listan", facts.reason_text),
                                ("Läst som", reasons[facts.reason].label),
                                ("Listans A/S/Ö", other.get_group_display()),
                            ),
                        ),
                    ),
                    (
                        (TEXT, f"Texten gäller: {reasons[facts.reason].label}"),
                        (LETTER, f"Listans A/S/Ö gäller: {other.label}"),
                        (LEAVE, "Lämna raden utanför"),
                    ),
                    (row.judged.row,),
                    known_person,
                )
            )
        return


def _meetings(group: Group, rows: Sequence[RowOutcome]) -> list[MeetingFacts]:
    known = group.known.meetings if group.known else set()
    found: dict[tuple[Any, ...], MeetingFacts] = {}
    for row in rows:
        facts = row.judged.facts
        if facts.meeting_on is None or facts.coach is None or (facts.meeting_on, facts.meeting_kind) in known:
            continue
        place = (facts.meeting_on, facts.meeting_at, facts.meeting_kind)
        found.setdefault(
            place,
            MeetingFacts(
                facts.meeting_on, facts.meeting_at, facts.meeting_kind, facts.meeting_came, facts.coach, row.judged.row
            ),
        )
    return list(found.values())


def leave_out(rows: Sequence[RowOutcome], why: str) -> None:
    """Keep all rows of a case out, with the sentence that says why."""
    for row in rows:
        if row.verdict == Verdict.UNCHANGED:
            row.verdict = Verdict.MANUAL
            row.say("I14", Severity.ERROR, why)
