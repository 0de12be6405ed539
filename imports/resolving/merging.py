"""What all rows of a case say together, and where they disagree. Nothing is overwritten; no row wins by its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from imports.choices import Verdict
from imports.judging.facts import Facts
from imports.profiles.fields import Profile
from imports.resolving.asking import Asking, Compared
from imports.resolving.happened import group_days, meetings
from imports.resolving.known import UNKNOWN, KnownCase
from imports.resolving.outcomes import CasePlan, Question, RowOutcome
from imports.resolving.periods import Group
from imports.resolving.vague import VAGUE, reason_in_words, without_vague
from imports.values.findings import Severity

COACH_KNOWN_BY = (Profile.MEETINGS, Profile.REFERRALS, Profile.CLOSINGS, Profile.ASPIRANTS)
"""Who was coach is best known by the last of these kinds of lists; of two of a kind by the later."""


def _coach_in_words(value: Any, row: RowOutcome) -> str:
    return str(row.judged.context.coaches.by_key(str(value)) or value)


def _unit_in_words(value: Any, row: RowOutcome) -> str:
    return str(row.judged.context.units.by_key(str(value)) or value)


def _jobbtorg_in_words(value: Any, row: RowOutcome) -> str:
    return row.judged.context.jobbtorg_names[value]


def _reason_kept(case: KnownCase) -> int | None:
    return None if case.imported and case.reason == UNKNOWN else case.reason


COMPARED = (
    Compared("first_meeting_on", "Första coachmöte", lambda case: case.first_meeting_on),
    Compared("plan_on", "Godkänd jobbplan", lambda case: case.plan_on),
    Compared("follow_up_on", "Uppföljning", lambda case: max(case.follow_ups, default=None)),
    Compared("closed_on", "Avslutat", lambda case: None if case.ended_unknown else case.closed_on),
    Compared("reason", "Avslutsorsak", _reason_kept, reason_in_words),
    Compared("unit", "Stadsdelens enhet", lambda case: case.unit, _unit_in_words),
)
COACH = Compared("coach", "Coach", lambda case: case.coach.key if case.coach else None, _coach_in_words)

JOBBTORG = Compared("jobbtorg", "Jobbtorg", lambda case: case.jobbtorg, _jobbtorg_in_words)


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
    asking = Asking(person, group, answers, known_person, tuple(plan.rows), plan.jobbtorg)
    for about in COMPARED:
        setattr(plan, about.name, _one_value(asking, rows, about))
    _jobbtorg(asking, plan, rows)
    _coach(asking, plan, rows)
    _reason(asking, plan, rows)
    plan.group = group_days(asking, rows)
    plan.meetings = meetings(asking, rows)
    return Merged(plan, asking.questions, asking.left)


def _begun(group: Group, rows: Sequence[RowOutcome]) -> CasePlan:
    lists = [row.judged.context for row in rows]
    began = [row.judged.facts.starts_on for row in rows if row.judged.facts.starts_on]
    return CasePlan(
        known=group.known,
        jobbtorg=group.known.jobbtorg if group.known else max(rows, key=_knows_unit).judged.context.jobbtorg,
        starts_on=min([group.starts_on, *began]),
        as_of=max(context.as_of for context in lists),
        row=rows[0].judged.row,
        rows=[row.judged.row for row in rows],
        plans_seen_on=max((context.as_of for context in lists if context.tells_of_plans), default=None),
        follow_ups_seen_on=max((context.as_of for context in lists if context.tells_of_follow_ups), default=None),
    )


def _knows_unit(row: RowOutcome) -> tuple[int, date, int]:
    """How well a list knows at which jobbtorg a case was: whose manager is asked where several say."""
    context = row.judged.context
    return _knows_coach(row)[0], context.as_of, -context.jobbtorg


def _jobbtorg(asking: Asking, plan: CasePlan, rows: Sequence[RowOutcome]) -> None:
    """The jobbtorg of the case. Lists of two, or of another than the register's, are asked about: it may have moved."""
    known = asking.group.known
    said = {row.judged.context.jobbtorg: row for row in reversed(rows) if not row.judged.facts.meeting_on}
    if known is not None:
        said.pop(known.jobbtorg, None)
    if len(said) > (0 if known is not None else 1):
        chosen = asking.which(JOBBTORG, said, known.jobbtorg if known is not None else None)
        plan.jobbtorg = chosen or plan.jobbtorg


def _one_value(asking: Asking, rows: Sequence[RowOutcome], about: Compared) -> Any:
    """The value to write; None where nobody knows, where the register has it, or where it is asked about."""
    said = _said(rows, about.name)
    known = asking.group.known
    kept = about.known(known) if known else None
    if about.name == "reason":
        said = without_vague(rows, said, kept)
    if kept is not None:
        said.pop(kept, None)
        return asking.which(about, said, kept) if said else None
    return asking.which(about, said) if len(said) > 1 else next(iter(said), None)


def _said(rows: Sequence[RowOutcome], name: str) -> dict[Any, RowOutcome]:
    """Each value that a row of a case states, with the first row that does."""
    values: dict[Any, RowOutcome] = {}
    for row in rows:
        value = getattr(row.judged.facts, name)
        if value is not None and not row.judged.facts.meeting_on:
            values.setdefault(value, row)
    return values


def _knows_coach(row: RowOutcome) -> tuple[int, date]:
    context = row.judged.context
    return COACH_KNOWN_BY.index(context.profile), context.as_of


def _coach(asking: Asking, plan: CasePlan, rows: Sequence[RowOutcome]) -> None:
    """The coach, as the list that knows best says; a coach whom somebody gave the case by hand stays."""
    known = asking.group.known.coach if asking.group.known else None
    stating = [row for row in rows if row.judged.facts.coach is not None and not row.judged.facts.meeting_on]
    if not stating or (known is not None and not known.is_of_a_list):
        return
    best = max(map(_knows_coach, stating))
    said = _said([row for row in stating if _knows_coach(row) == best], "coach")
    told = None
    if known is not None and known.as_of is not None:
        before = (COACH_KNOWN_BY.index(Profile(known.profile)), known.as_of)
        said.pop(known.key, None)
        if not said or before > best:
            return
        told = known.key if before == best else None
    if len(said) > 1 or told is not None:
        plan.coach = asking.which(COACH, said, told)
    else:
        plan.coach = next(iter(said))
    plan.coach_row = said[plan.coach].judged.row if plan.coach is not None else 0


def _reason(asking: Asking, plan: CasePlan, rows: Sequence[RowOutcome]) -> None:
    """Settle text against letter, keep the text that was read, and leave out what the register says already."""
    known = asking.group.known
    if known is not None and plan.reason == UNKNOWN == known.reason and plan.closed_on in (None, known.closed_on):
        plan.closed_on = plan.reason = None
    if plan.reason is None:
        return
    stating = [row for row in rows if row.judged.facts.reason == plan.reason]
    plan.reason_text = max((row.judged.facts.reason_text for row in stating), key=lambda text: (len(text), text))
    contradicted = sorted(filter(_is_contradicted, stating), key=lambda row: row.judged.facts.reported_group)
    if contradicted:
        plan.reason = asking.reason(contradicted[0])
    if known is not None and plan.closed_on is None:
        plan.closed_on = known.closed_on


def _is_contradicted(row: RowOutcome) -> bool:
    """Whether the list's letter for work, studies or other says otherwise than the text (I17)."""
    facts: Facts = row.judged.facts
    if facts.reason is None or facts.reason in VAGUE or not facts.reported_group:
        return False
    return row.judged.context.reasons[facts.reason].group != facts.reported_group


def leave_out(rows: Sequence[RowOutcome], why: str) -> None:
    """Keep all rows of a case out, with the sentence that says why."""
    for row in rows:
        if row.verdict == Verdict.UNCHANGED:
            row.verdict = Verdict.MANUAL
            row.say("I14", Severity.ERROR, why)
