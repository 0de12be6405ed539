"""What a row says about the end of the case: the day, the reason, and whether its columns agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from imports.choices import ValueKind
from imports.judging.context import ListContext
from imports.judging.facts import Issue, Judged
from imports.judging.order import lies_before
from imports.profiles.fields import Field, Profile
from imports.resolving.known import UNKNOWN
from imports.values.findings import Severity
from imports.values.reasons import ReasonCell, read_group, read_reason
from imports.values.words import Status, says_nothing, status

OTHER = 90
LONGEST_TEXT = 200

CLOSED_WITHOUT_DAY = "Status säger avslutat, men avslutsdatum saknas. Ange dagen då ärendet avslutades."


def judge_closing(context: ListContext, judged: Judged, cells: Sequence[str], closed_on: date | None) -> None:
    """Add the closing to the facts, and what there is to say about it."""
    column = context.columns.get(Field.CLOSED)
    said = any(issue.column == column for issue in judged.issues) if column is not None else False
    if closed_on is None and context.profile == Profile.CLOSINGS and not said:
        judged.add("I08", Severity.ERROR, "Avslutsdatum saknas.", column)
    _check_status(context, judged, cells, closed_on)
    if closed_on is None:
        return
    _check_day(context, judged, cells, closed_on)
    text = context.text(cells, Field.REASON)
    reason = _reason(context, text)
    if reason.is_transfer:
        message = "Flytt till ett annat jobbtorg är inget avslut. Registrera flytten i ärendet."
        judged.add("I16", Severity.ERROR, message, context.columns.get(Field.REASON))
        return
    code = reason.code if reason.code is not None else UNKNOWN
    _say_what_reason(context, judged, reason, code)
    letter = context.text(cells, Field.REPORTED_GROUP)
    group = read_group(letter) or ""
    if not group and not says_nothing(letter):
        message = "A/S/Ö är varken A, S eller Ö. Orsaken gäller."
        judged.add("I17", Severity.WARNING, message, context.columns.get(Field.REPORTED_GROUP))
    _compare_group(context, judged, reason, code, group)
    judged.facts = replace(
        judged.facts, closed_on=closed_on, reason=code, reason_text=text[:LONGEST_TEXT], reported_group=group
    )


def _reason(context: ListContext, text: str) -> ReasonCell:
    chosen = context.words.choice(ValueKind.REASON, text)
    if chosen:
        return ReasonCell(code=int(chosen))
    return read_reason(text, context.within_city)


def _say_what_reason(context: ListContext, judged: Judged, reason: ReasonCell, code: int) -> None:
    column = context.columns.get(Field.REASON)
    if code not in context.reasons:
        judged.add("I16", Severity.ERROR, f"Avslutsorsaken {code} finns inte i registret.", column)
        return
    if reason.finding is not None:
        judged.issues.append(Issue(reason.finding, column))
    judged.add("", Severity.NOTE, f"Läst som {context.reasons[code].label}.", column)


def _compare_group(context: ListContext, judged: Judged, reason: ReasonCell, code: int, group: str) -> None:
    """The text wins where the list's letter says otherwise; where the text says something, the manager decides."""
    if not group or code not in context.reasons or context.reasons[code].group == group:
        return
    message = "Listans A/S/Ö säger något annat än orsaken."
    about = context.columns.get(Field.REPORTED_GROUP)
    if reason.says_nothing or code == OTHER:
        judged.add("I17", Severity.WARNING, f"{message} Orsaken gäller.", about)
    else:
        judged.add("I17", Severity.WARNING, f"{message} Enhetschefen avgör.", about)


def _check_day(context: ListContext, judged: Judged, cells: Sequence[str], closed_on: date) -> None:
    column, starts_on = context.columns.get(Field.CLOSED), judged.facts.starts_on
    if closed_on > context.as_of:
        judged.add("I10", Severity.ERROR, "Avslutet ligger efter den dag listan gäller.", column)
    if starts_on and lies_before(context, cells, Field.CLOSED, Field.RECEIVED):
        judged.add("I10", Severity.ERROR, "Ärendet är avslutat innan det började.", column)
    imported = context.imported
    if imported.period_from and imported.period_to and not imported.period_from <= closed_on <= imported.period_to:
        judged.add(
            "I10", Severity.WARNING, "Avslutsdagen ligger utanför listans period. Den räknas på sin dag.", column
        )
    days = context.text(cells, Field.DAYS)
    if starts_on and days.isdigit() and int(days) != (closed_on - starts_on).days:
        message = "Antalet dagar i listan stämmer inte med datumen."
        judged.add("I10", Severity.WARNING, message, context.columns.get(Field.DAYS))


def _check_status(context: ListContext, judged: Judged, cells: Sequence[str], closed_on: date | None) -> None:
    text, column = context.text(cells, Field.STATUS), context.columns.get(Field.STATUS)
    chosen = context.words.choice(ValueKind.STATUS, text)
    said = Status(chosen) if chosen else status(text)
    if said == Status.CLOSED and closed_on is None:
        if judged.verdict is None:
            # Another row about the case may have the day.
            judged.facts = replace(judged.facts, closed_without_day=True)
        else:
            judged.add("I23", Severity.ERROR, CLOSED_WITHOUT_DAY, context.columns.get(Field.CLOSED, column))
    elif closed_on and said in (Status.OPEN, Status.WAITING):
        judged.add("I23", Severity.ERROR, "Status säger att ärendet pågår, men det finns ett avslutsdatum.", column)
    elif said == Status.WAITING and judged.facts.plan_on:
        judged.add("I23", Severity.WARNING, "Status säger väntar, men jobbplanen är godkänd.", column)
    elif said == Status.UNKNOWN and not says_nothing(text):
        judged.add("I23", Severity.WARNING, "Status känns inte igen. Ärendet räknas som pågående.", column)
