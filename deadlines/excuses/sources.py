"""Where evidence for excuses is found: a registry, filled by the apps that hold the evidence when they are ready.

The engine knows no meeting and no plan. An app above it registers, for a reason (E01–E04), SQL that finds what excuses
a clock. The sweep and the pages build one statement from all of them (`deadlines.excuses.evidence`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aspirants.models import CorrectedKind, Correction
from core.sql import table_of
from deadlines.choices import ExcuseReason

Parameters = Callable[[datetime.date, datetime.date], Mapping[str, Any]]


def no_parameters(first_due: datetime.date, last_due: datetime.date) -> Mapping[str, Any]:
    """The parameters of a source that needs none of its own."""
    return {}


@dataclass(frozen=True)
class ExcuseSource:
    """One place where evidence for a reason is found.

    `sql` is a SELECT of one column, `happened_on` (a local date), for the row `clock` (id, enrolment_id, started_on,
    due_on) under `policy` (kind). It is asked only for the kinds of clock that the reason excuses, and sees
    `%(recorded_in_time)s`: whether only what was on record by the end of the due date counts.
    `parameters` gives its further parameters for clocks due from one local date to another. `name` is unique.
    """

    name: str
    reason: ExcuseReason
    sql: str
    parameters: Parameters = no_parameters


def on_record(row: str, recorded_at: str, kind: CorrectedKind, *, number: str = "") -> str:
    """SQL for the instant since which the register says of a row what can be evidence.

    That is when it was recorded, or when it was last corrected to say something else that counts: what was recorded
    after the last day does not become evidence by being edited (docs/corrections.md). NULL while nothing is recorded.
    `number` is the key of what was corrected, where that is not the row itself.
    """
    number = number or f"{row}.id"
    return (
        f"(CASE WHEN {row}.{recorded_at} IS NOT NULL THEN GREATEST({row}.{recorded_at},"  # noqa: S608
        f" (SELECT max(correction.made_at) FROM {table_of(Correction)} correction"
        f" WHERE correction.number = {number} AND correction.kind = '{kind}' AND correction.moves_evidence)) END)"
    )


_sources: dict[str, ExcuseSource] = {}


def register_excuse_sources(*sources: ExcuseSource) -> None:
    """Add sources; called when an app is ready. Raises ValueError where another source has the name already."""
    for source in sources:
        if _sources.setdefault(source.name, source) != source:
            raise ValueError(f"Two sources of excuses are called {source.name}.")


def excuse_sources() -> tuple[ExcuseSource, ...]:
    """All registered sources, by reason and name."""
    return tuple(sorted(_sources.values(), key=lambda source: (source.reason, source.name)))


def without_source(sources: tuple[ExcuseSource, ...] | None = None) -> list[ExcuseReason]:
    """The reasons for which no source is registered: what they excuse would be counted as broken."""
    found = {source.reason for source in (excuse_sources() if sources is None else sources)}
    return [reason for reason in ExcuseReason if reason not in found]
