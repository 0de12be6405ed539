"""Whom the statements of a question are about, so that a manager can decide without opening the list."""

from __future__ import annotations

from aspirants.identity import masked
from core.swedish.dates import weekday_date
from imports.judging.facts import Judged
from imports.resolving.known import KnownPerson

ELSEWHERE = "finns i registret vid ett annat jobbtorg"
"""What a manager is told of somebody who never had a case at the manager's jobbtorg."""


def who(judged: Judged) -> tuple[tuple[str, str], ...]:
    """The name and the masked number of a row's person, or the day of birth where the row has no number.

    A list of meetings may leave out the name.
    """
    name = " ".join(part for part in (judged.first_name, judged.last_name) if part)
    facts = [("Namn", name)] if name else []
    if judged.identity is not None:
        facts.append(("Personnummer", masked(judged.identity.number)))
    elif judged.birth_date is not None:
        facts.append(("Född", weekday_date(judged.birth_date)))
    return tuple(facts)


def has_case_at(known: KnownPerson, jobbtorg: int) -> bool:
    """Whether the person has, or has had, a case at the jobbtorg: only then may its manager see the register's name."""
    return any(case.jobbtorg == jobbtorg for case in known.cases)
