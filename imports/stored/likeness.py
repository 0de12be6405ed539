"""Rows without a number but with a day of birth: who in the register may be meant, by the product's one rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from aspirants.choices import Protection
from aspirants.likeness.rule import alike
from core.swedish.dates import weekday_date
from imports.choices import QuestionKind
from imports.judging.context import ListContext
from imports.judging.facts import Judged
from imports.models import ImportAnswer, ImportBatch
from imports.resolving.outcomes import LEAVE, Question, Side, question_key
from imports.resolving.whom.shown import who

_ALIKE = alike(
    "person", first_name="given.first_name", last_name="given.last_name", born="given.born", born_year="NULL"
)
_CANDIDATES = f"""
    SELECT given.row, person.id, person.first_name, person.last_name, person.birth_date
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::date[]) AS given (row, first_name, last_name, born)
      JOIN aspirants_person person ON {_ALIKE}
     WHERE person.identity_hash IS NOT NULL AND person.protection = '{Protection.NONE.value}'
       AND EXISTS (SELECT FROM aspirants_enrolment enrolment
                    WHERE enrolment.person_id = person.id AND enrolment.jobbtorg_id = %s)
     ORDER BY given.row, person.id
"""  # noqa: S608


def ask_whom(context: ListContext, rows: Sequence[Judged]) -> list[Question]:
    """A question for each of the rows that somebody in the register is like.

    Only who has, or has had, a case at the list's jobbtorg is offered: its manager sees the name.
    """
    if not rows:
        return []
    candidates = _candidates(rows, context.jobbtorg)
    return [_question(context, row, candidates[row.row]) for row in rows if candidates[row.row]]


def _candidates(rows: Sequence[Judged], jobbtorg: int) -> dict[int, list[tuple[int, str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            [
                [row.row for row in rows],
                [row.first_name for row in rows],
                [row.last_name for row in rows],
                [row.birth_date for row in rows],
                jobbtorg,
            ],
        )
        found = defaultdict(list)
        for row, person, first, last, born in cursor.fetchall():
            found[row].append((person, f"{first} {last}", weekday_date(born) if born else "okänt"))
        return found


def key_of(row: int) -> str:
    """The key of the question about whom a row, by its key, means."""
    return question_key(str(row), QuestionKind.LIKENESS)


def _question(context: ListContext, row: Judged, candidates: Sequence[tuple[int, str, str]]) -> Question:
    sides = [Side(f"{context.label}, rad {row.line}", who(row))]
    sides += [Side("Registret", (("Namn", name), ("Född", day))) for _, name, day in candidates]
    options = [(str(person), f"Raden gäller {name}") for person, name, _ in candidates]
    return Question(
        QuestionKind.LIKENESS,
        key_of(row.row),
        context.jobbtorg,
        tuple(sides),
        (*options, (LEAVE, "Ingen av dem. Lämna raden utanför")),
        (row.row,),
        candidates[0][0] if len(candidates) == 1 else None,
    )


def chosen_persons(batch: ImportBatch) -> dict[int, str]:
    """The hash of the number of the person whom a manager chose, by row."""
    answers = ImportAnswer.objects.filter(question__batch=batch, question__kind=QuestionKind.LIKENESS).order_by("pk")
    latest = {rows[0]: choice for rows, choice in answers.values_list("question__rows", "choice")}
    chosen = {row: int(choice) for row, choice in latest.items() if choice.isdigit()}
    if not chosen:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, identity_hash FROM aspirants_person WHERE id = ANY(%s)", [list(chosen.values())])
        hashes = dict(cursor.fetchall())
    return {row: hashes[person] for row, person in chosen.items() if hashes.get(person)}
