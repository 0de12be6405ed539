"""Closing reasons that say little: they give way to one that says more, unless the list's own letter is against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imports.resolving.asking import OF_GROUP
from imports.resolving.known import UNKNOWN
from imports.resolving.outcomes import RowOutcome

VAGUE = (UNKNOWN, 90)
"""Reasons that give way to one that says more, the vaguest first."""


def without_vague(rows: Sequence[RowOutcome], said: dict[Any, RowOutcome], kept: int | None) -> dict[Any, RowOutcome]:
    """Reasons without those that say less than another, in a list or in the register, `kept`.

    One stays, to be asked about, where its list's letter for work, studies or other is against every other reason.
    """
    for vague in VAGUE:
        others: set[int] = {*said, *([kept] if kept is not None else [])} - {vague}
        if vague not in said or not others:
            continue
        against = _against(rows, vague, others)
        if against is None:
            del said[vague]
        else:
            said[vague] = against
    return said


def reason_in_words(value: Any, row: RowOutcome) -> str:
    """A reason as it is shown beside others; with the list's letter where the text says little."""
    facts, reasons = row.judged.facts, row.judged.context.reasons
    label = reasons[value].label
    if value not in VAGUE or facts.reason != value or not facts.reported_group:
        return label
    written = f"”{facts.reason_text}”, " if facts.reason_text else ""
    return f"{label} ({written}A/S/Ö: {reasons[OF_GROUP[facts.reported_group]].get_group_display()})"


def _against(rows: Sequence[RowOutcome], vague: int, others: set[int]) -> RowOutcome | None:
    """A row of the vague reason whose letter is of another group than every other reason; None where none is."""
    groups = {group for other in others for group in _groups(rows, other)}
    stating = [row for row in rows if row.judged.facts.reason == vague and row.judged.facts.reported_group]
    return next((row for row in stating if groups and row.judged.facts.reported_group not in groups), None)


def _groups(rows: Sequence[RowOutcome], code: int) -> set[str]:
    """The groups a reason stands for: its own, or of a vague one those that its lists' letters say."""
    if code in VAGUE:
        stating = [row.judged.facts for row in rows if row.judged.facts.reason == code]
        return {facts.reported_group for facts in stating if facts.reported_group}
    return {rows[0].judged.context.reasons[code].group}
