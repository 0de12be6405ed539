"""Rows whose status says closed without a day: the day may stand in another list, or in the register."""

from __future__ import annotations

from imports.choices import Verdict
from imports.judging.closings import CLOSED_WITHOUT_DAY
from imports.profiles.fields import Field
from imports.resolving.outcomes import RowOutcome
from imports.resolving.periods import Group
from imports.values.findings import Severity


def settle_undated(group: Group) -> None:
    """Let such rows of a case take the closing from where it stands; without any closing they stay outside (I23)."""
    for row in group.rows:
        if row.verdict == Verdict.UNCHANGED and row.judged.facts.closed_without_day:
            _settle(row, group)


def _settle(row: RowOutcome, group: Group) -> None:
    columns = row.judged.context.columns
    column = columns.get(Field.CLOSED, columns.get(Field.STATUS))
    if group.ends_on is not None:
        source = "registret" if group.known is not None and group.known.closed_on else "en annan rad om ärendet"
        message = f"Status säger avslutat, men avslutsdatum saknas. Avslutet är hämtat från {source}."
        row.say("I23", Severity.NOTE, message, column)
        return
    row.verdict = Verdict.MANUAL
    row.say("I23", Severity.ERROR, CLOSED_WITHOUT_DAY, column)
