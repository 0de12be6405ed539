"""Why this date: a deadline explained in plain Swedish, day by day, from what `calculation` found."""

from datetime import date
from typing import NamedTuple

from core.swedish.dates import long_date, short_weekday_date
from core.workdays import Calendar
from deadlines.calculation.deadline import WORKING_DAYS_AFTER_RETURN, Deadline, Rule, Unit

_ORDINALS = ("Första", "Andra", "Tredje", "Fjärde", "Femte", "Sjätte", "Sjunde", "Åttonde", "Nionde", "Tionde")
_NUMBERS = ("En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv")


class ExplainedDay(NamedTuple):
    """One day on the way to the due date and how it was treated: (2026-11-24, "arbetsdag 1")."""

    day: date
    text: str

    def __str__(self) -> str:
        return f"{short_weekday_date(self.day)} – {self.text}"


class Explanation(NamedTuple):
    """A summary in a few sentences, and the days in order. A rule in months has days only where something moved it."""

    summary: str
    days: list[ExplainedDay]


def explain(
    rule: Rule,
    start: date,
    deadline: Deadline,
    what: str = "Jobbgarantin",
    start_text: str = "Remissen kom in",
    *,
    calendar: Calendar,
) -> Explanation:
    """Say how `compute_deadline(rule, start, …)` came to this deadline.

    `start_text` is what happened on day 0, a subject and a verb that a date can follow ("Jobbplanen godkändes"); `what`
    is the clock, in definite form ("Uppföljningen"). `calendar` is the one the deadline was computed with.
    """
    if rule.unit == Unit.MONTHS:
        sentence = _in_months(rule, start, deadline, what, calendar)
    else:
        sentence = f"Den dagen räknas inte. {_in_days(rule, deadline, what, calendar)}"
    return Explanation(f"{start_text} {long_date(start)}. {sentence}", _days(rule, deadline))


def _in_days(rule: Rule, deadline: Deadline, what: str, calendar: Calendar) -> str:
    unit = "arbetsdag" if rule.unit == Unit.WORKING_DAYS else "dag"
    if deadline.due_on is None and len(deadline.counted) < rule.days:
        return f"Hittills har {len(deadline.counted)} av {rule.days} {unit}ar räknats. {_no_date(what)}"
    last = deadline.counted[-1]
    paused = _without_paused_days(sum(skipped.paused for skipped in deadline.skipped if skipped.day < last), unit)
    return f"{_nth(rule.days, unit)} därefter{paused} är {_last_day(last, deadline.due_on, what, calendar)}"


def _in_months(rule: Rule, start: date, deadline: Deadline, what: str, calendar: Calendar) -> str:
    nominal = deadline.nominal_on
    assert nominal is not None
    later = "En månad senare" if rule.length == 1 else f"{_number(rule.length)} månader senare"
    paused = f"{later} är {long_date(nominal)}, men sista dagen faller i en paus."
    if deadline.due_on is None:
        return f"{paused} {_no_date(what)}"
    if deadline.resumed_on:
        nth = f"{_nth(WORKING_DAYS_AFTER_RETURN, 'arbetsdag')} efter återkomsten {long_date(deadline.resumed_on)}"
        return f"{paused} {nth} är {long_date(deadline.due_on)}."
    shorter = "månadens sista dag, " if nominal.day != start.day else ""
    sentence = f"{later} är {shorter}{_last_day(nominal, deadline.due_on, what, calendar)}"
    if deadline.due_on == nominal or deadline.recommended_on is None:
        return sentence
    return f"{sentence} {what} bör helst ske senast {long_date(deadline.recommended_on)}."


def _without_paused_days(number: int, unit: str) -> str:
    if number == 0:
        return ""
    days = f"pausad {unit}" if number == 1 else f"pausade {unit}ar"
    return f", när {_number(number).lower()} {days} inte räknas,"


def _last_day(reckoned: date, due_on: date | None, what: str, calendar: Calendar) -> str:
    """The reckoned date and, if it is no working day, what became of it."""
    if due_on == reckoned:
        return f"{long_date(reckoned)}."
    holiday = calendar(reckoned)
    named = f"{long_date(reckoned)} ({holiday})" if holiday else long_date(reckoned)
    then = f"Sista dagen blir därför {long_date(due_on)}." if due_on else _no_date(what)
    return f"{named}. Det är ingen arbetsdag. {then}"


def _no_date(what: str) -> str:
    return f"{what} har inget slutdatum så länge pausen varar."


def _days(rule: Rule, deadline: Deadline) -> list[ExplainedDay]:
    only_working_days = rule.unit == Unit.WORKING_DAYS or deadline.resumed_on is not None
    unit = "arbetsdag" if only_working_days else "dag"
    days = [ExplainedDay(day, f"{unit} {number}") for number, day in enumerate(deadline.counted, start=1)]
    for skipped in deadline.skipped:
        if skipped.paused:
            text = f"räknas inte, {skipped.reason}"
        else:
            text = f"{skipped.reason}, räknas inte" if only_working_days else f"{skipped.reason}, ingen arbetsdag"
        days.append(ExplainedDay(skipped.day, text))
    if deadline.skipped and deadline.due_on and deadline.due_on not in deadline.counted:
        days.append(ExplainedDay(deadline.due_on, "sista dagen"))
    return sorted(days)


def _nth(number: int, unit: str) -> str:
    ordinal = _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}:e"
    return f"{ordinal} {unit}en"


def _number(number: int) -> str:
    return _NUMBERS[number - 1] if number <= len(_NUMBERS) else str(number)
