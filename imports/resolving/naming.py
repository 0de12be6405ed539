"""One number with several names: the manager says whether that is one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imports.choices import QuestionKind
from imports.resolving.endings import Settings
from imports.resolving.known import KnownPerson
from imports.resolving.merging import leave_out
from imports.resolving.names import same_name
from imports.resolving.outcomes import LEAVE, Question, RowOutcome, Side, question_key
from imports.resolving.whom import ELSEWHERE, has_case_at, who

LEFT = "Enhetschefen har lämnat raden utanför."

Name = tuple[str, str]


def name_asked(
    person: str, rows: Sequence[RowOutcome], known: KnownPerson | None, settings: Settings
) -> Question | None:
    """The question whether one number's names are one person's; None where they agree or where it has been answered.

    `person` is the hash of the number. Until it is answered the rows stay outside.
    """
    names = _names(rows, known)
    if len(names) <= 1:
        return None
    key = question_key(person, QuestionKind.NAME, *sorted(" ".join(name).casefold() for name in names))
    answer = settings.answers.get(key)
    if answer == LEAVE:
        leave_out(rows, LEFT)
        return None
    if answer is not None and answer.isdigit() and int(answer) < len(names):
        # A name in the register is changed there, never by a list; nor is it written into the rows.
        if known is None:
            first, last = list(names)[int(answer)]
            for row in rows:
                row.judged.first_name, row.judged.last_name = first, last
        return None
    leave_out(rows, "Samma nummer har ett annat namn. Enhetschefen avgör.")
    return _question(key, names, rows, known)


def _names(rows: Sequence[RowOutcome], known: KnownPerson | None) -> dict[Name, RowOutcome | None]:
    """Each name that is another, with the first row that has it; the register's first, with None."""
    names: dict[Name, RowOutcome | None] = {}
    if known is not None:
        names[known.first_name, known.last_name] = None
    for name, row in sorted(((_name(row), row) for row in rows), key=lambda named: named[0]):
        if any(name) and not any(same_name(name, other) for other in names):
            names[name] = row
    return names


def _name(row: RowOutcome) -> Name:
    return row.judged.first_name, row.judged.last_name


def _question(
    key: str, names: Mapping[Name, RowOutcome | None], rows: Sequence[RowOutcome], known: KnownPerson | None
) -> Question:
    jobbtorg = rows[0].judged.context.jobbtorg
    shown = known is None or has_case_at(known, jobbtorg)
    sides = tuple(
        Side("Registret", (("Namn", f"{first} {last}" if shown else ELSEWHERE),))
        if row is None
        else Side(f"{row.judged.context.label}, rad {row.judged.line}", who(row.judged))
        for (first, last), row in names.items()
    )
    told = [(n, name) for n, (name, row) in enumerate(names.items()) if known is None or row is None]
    options = tuple(
        (str(n), f"Samma person: {first} {last}" if shown else "Samma person som i registret")
        for n, (first, last) in told
    )
    return Question(
        QuestionKind.NAME,
        key,
        jobbtorg,
        sides,
        (*options, (LEAVE, "Lämna raderna utanför")),
        tuple(row.judged.row for row in rows),
        known.key if known else None,
    )
