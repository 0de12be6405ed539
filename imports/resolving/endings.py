"""What became of a case that no list closes: an old list never makes it one of today's by itself (FC-64)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.swedish.dates import weekday_date
from imports.choices import Outcome, QuestionKind, Verdict
from imports.resolving.known import UNKNOWN
from imports.resolving.outcomes import LEAVE, CasePlan, Question, RowOutcome, Side, question_key
from imports.resolving.whom import who
from imports.values.findings import Severity

OLD_AFTER = timedelta(days=31)
"""A list whose day lies further back does not know what is so today."""

OPEN, CLOSED = "OPEN", "CLOSED"


@dataclass(frozen=True)
class Settings:
    """What was decided for the import as a whole. Days are local; `answers` the managers', by the question's key."""

    today: date
    outcome: Outcome
    outcome_on: date | None
    answers: Mapping[str, str]


def is_old(as_of: date, today: date) -> bool:
    """Whether a list that was true on `as_of` no longer says what goes on."""
    return as_of < today - OLD_AFTER


def end(
    person: str,
    plan: CasePlan,
    rows: Sequence[RowOutcome],
    settings: Settings,
    *,
    before: date | None,
    known_person: int | None,
) -> Question | None:
    """Close the case as was decided, let its rows wait, or ask. `before`: the day on which the next case begins."""
    if not _is_asked_about(plan, settings, before):
        return None
    if settings.outcome == Outcome.CLOSED:
        assert settings.outcome_on is not None, "chosen together"
        _close(plan, settings.outcome_on, before)
    elif settings.outcome == Outcome.STILL_OPEN:
        return _ask(person, plan, rows, settings, before, known_person)
    elif settings.outcome == Outcome.LATER_LIST:
        _wait(rows, "Ärendet väntar på en lista som avslutar det.")
    else:
        why = "Listan är gammal." if is_old(plan.as_of, settings.today) else "Ett senare ärende har börjat."
        _wait(rows, f"{why} Svara på vad som blev av ärendena.")
    return None


def _is_asked_about(plan: CasePlan, settings: Settings, before: date | None) -> bool:
    """Whether lists leave open what became of a new case: an old one, or one after which another began."""
    if plan.closed_on is not None or plan.known is not None:
        return False
    return is_old(plan.as_of, settings.today) or before is not None


def waits_for_an_answer(plan: CasePlan, settings: Settings, before: date | None) -> bool:
    """Whether the case waits because nobody has said what became of the cases of the lists."""
    return settings.outcome == Outcome.ASK and _is_asked_about(plan, settings, before)


def _close(plan: CasePlan, day: date, before: date | None) -> None:
    """Closed for a reason that nobody knows; never after the next case has begun."""
    plan.closed_on, plan.reason = max(min(day, before or day), plan.starts_on), UNKNOWN


def _wait(rows: Sequence[RowOutcome], why: str) -> None:
    for row in rows:
        if row.verdict == Verdict.UNCHANGED:
            row.verdict = Verdict.WAITING
            row.say("", Severity.NOTE, why)


def _ask(
    person: str,
    plan: CasePlan,
    rows: Sequence[RowOutcome],
    settings: Settings,
    before: date | None,
    known_person: int | None,
) -> Question | None:
    day = before or plan.as_of + timedelta(days=1)
    key = question_key(person, QuestionKind.STILL_OPEN, plan.starts_on)
    answer = settings.answers.get(key)
    if answer == OPEN and before is None:
        return None
    if answer == CLOSED:
        _close(plan, day, before)
        return None
    if answer == LEAVE:
        for row in rows:
            if row.verdict == Verdict.UNCHANGED:
                row.verdict = Verdict.MANUAL
                row.say("I14", Severity.ERROR, "Enhetschefen har lämnat raden utanför.")
        return None
    _wait(rows, "Enhetschefen kontrollerar om ärendet pågår.")
    first = rows[0].judged
    options = [(CLOSED, f"Avslutat, orsaken okänd. Räknas som avslutat {weekday_date(day)}"), (LEAVE, "Lämna utanför")]
    if before is None:
        options.insert(0, (OPEN, "Pågår"))
    return Question(
        QuestionKind.STILL_OPEN,
        key,
        plan.jobbtorg,
        (
            Side(
                f"{first.context.label}, rad {first.line}",
                (*who(first), ("Började", weekday_date(plan.starts_on))),
            ),
        ),
        tuple(options),
        tuple(plan.rows),
        known_person,
    )
