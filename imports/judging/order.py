"""Whether the days of a row follow each other as they must: received, approved, followed up, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from imports.judging.context import ListContext
from imports.judging.facts import Judged
from imports.profiles.fields import Field
from imports.values.dates import DateCell, read_date
from imports.values.findings import Severity
from imports.values.words import says_nothing


def check_order(
    context: ListContext, judged: Judged, cells: Sequence[str], approved: date | None, followed_up: date | None
) -> None:
    """Add what is wrong with the order of receipt, approval and follow-up."""
    received, column = judged.facts.starts_on, context.columns.get
    if received and received > context.as_of:
        judged.add("I10", Severity.ERROR, "Remissen kom in efter den dag listan gäller.", column(Field.RECEIVED))
    if received and approved and lies_before(context, cells, Field.PLAN_APPROVED, Field.RECEIVED):
        judged.add("I10", Severity.ERROR, "Jobbplanen är godkänd innan remissen kom in.", column(Field.PLAN_APPROVED))
    if approved and followed_up and lies_before(context, cells, Field.FOLLOW_UP, Field.PLAN_APPROVED):
        judged.add("I10", Severity.ERROR, "Uppföljningen är gjord innan jobbplanen godkändes.", column(Field.FOLLOW_UP))
    if followed_up and not approved and says_nothing(context.text(cells, Field.PLAN_APPROVED)):
        judged.add("I23", Severity.ERROR, "Uppföljning utan godkänd jobbplan.", column(Field.FOLLOW_UP))


def lies_before(context: ListContext, cells: Sequence[str], one: Field, other: Field) -> bool:
    """Whether the first field's day lies before the other's; by month where only the month of one is known."""
    first, second = (_read(context, cells, about) for about in (one, other))
    if first.value is None or second.value is None:
        return False
    if first.is_month or second.is_month:
        return first.value.replace(day=1) < second.value.replace(day=1)
    return first.value < second.value


def _read(context: ListContext, cells: Sequence[str], about: Field) -> DateCell:
    return read_date(context.text(cells, about), context.as_of, epoch_1904=context.imported.epoch_1904)
