"""Whose versions are a case's history: contributed by the package that holds the facts (decision 102)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BigIntegerField, Model, QuerySet

from aspirants.events.sources import CASE
from core.history.reading import Versions
from core.history.tracking import changes_of
from core.reading.statements import Asked

PERSON = Asked("person", BigIntegerField())
"""The key of the case's person."""


@dataclass(frozen=True)
class KeptInCase:
    """The versions of a kind of fact in a case. Of one instant, those of the lower `position` are told first."""

    position: int
    rows: QuerySet


_kept: list[KeptInCase] = []


def of_case(position: int, model: type[Model]) -> KeptInCase:
    """Of a model whose rows belong to a case by their field `enrolment`."""
    return KeptInCase(position, changes_of(model)._default_manager.filter(enrolment=CASE))


def register_history(*kinds: KeptInCase) -> None:
    """Add kinds of facts; packages call this when they are ready. Raises ValueError where two have one position."""
    for kind in kinds:
        if any(other.position == kind.position and other is not kind for other in _kept):
            raise ValueError(f"Two kinds of versions take one place: {kind.rows.model.__name__}.")
        if kind not in _kept:
            _kept.append(kind)


def case_history() -> Versions:
    """All of them, read together for a `case` and its `person`."""
    return Versions([kind.rows for kind in sorted(_kept, key=lambda kind: kind.position)])
