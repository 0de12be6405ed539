"""What happened to the clocks of a case: pauses, breaches, excuses, attempts to reach the person."""

from __future__ import annotations

from aspirants.events import CASE, TODAY, EventSource, Fact, KeptInCase, sentences
from core.history.tracking import changes_of
from deadlines.choices import (
    BreachCause,
    ClockKind,
    ContactChannel,
    ContactResult,
    ExcuseReason,
    PauseReason,
    PolicyUse,
    not_kept,
)
from deadlines.models import Breach, ClockPause, ContactAttempt, DeadlineClock, Excuse

KIND = {"clock": "clock__policy__kind", "clock_key": "clock"}


def _clock(fact: Fact) -> str:
    return ClockKind(fact["clock"]).label


def _to_the_clock(fact: Fact) -> str:
    return fact.own_page("clock_explain", fact["clock_key"])


def _counted_again(fact: Fact) -> tuple[str, str]:
    return f"{_clock(fact)} började räknas igen", ""


def _paused(fact: Fact) -> tuple[str, str]:
    # Why a clock is paused may be about health.
    text = "" if fact.from_elsewhere else sentences(PauseReason(fact["reason"]).label, fact["note"])
    return f"{_clock(fact)} pausades", text


def _pause_planned(fact: Fact) -> tuple[str, str]:
    until = f"till {fact.day('resumed_on')}" if fact["resumed_on"] else "tills vidare"
    return f"{_clock(fact)} pausas {until}", _paused(fact)[1]


def _broken(fact: Fact) -> tuple[str, str]:
    cause = f"Orsak: {BreachCause(fact['cause']).label.lower()}" if fact["cause"] else ""
    cause += f", angiven av {fact.other}" if fact["cause"] and fact.other else ""
    last_day = f"Sista dagen var {fact.day('due_on')}."
    return not_kept(fact["clock"]), sentences(last_day, cause, fact["comment"])


def _broken_in_list(fact: Fact) -> bool:
    return bool(fact["historical"])


def _breach_revoked(fact: Fact) -> tuple[str, str]:
    return f"{_clock(fact)}: brottet upphävdes", ""


def _excused(fact: Fact) -> tuple[str, str]:
    return f"{_clock(fact)} ursäktades", f"{ExcuseReason(fact['reason']).label} {fact.day('happened_on')}"


def _excuse_revoked(fact: Fact) -> tuple[str, str]:
    return f"{_clock(fact)}: ursäkten upphävdes", ""


def _attempt(fact: Fact) -> tuple[str, str]:
    result = ContactResult(fact["result"]).label.lower()
    return "Kontaktförsök", f"{ContactChannel(fact['channel']).label}: {result}"


# What is only counted for reports is nobody's promise, and no event of a case.
REPORTED = {"clock__policy__use": PolicyUse.REPORT_ONLY}
PAUSES = ClockPause.objects.filter(clock__enrolment=CASE).exclude(**REPORTED)
BREACHES = Breach.objects.filter(clock__enrolment=CASE).exclude(**REPORTED)
EXCUSES = Excuse.objects.filter(clock__enrolment=CASE).exclude(**REPORTED)

SOURCES = (
    EventSource(
        key="counted",
        kind="deadline",
        position=125,
        rows=PAUSES.filter(resumed_on__lte=TODAY),
        at="resumed_on",
        whole_day=True,
        facts=KIND,
        link=_to_the_clock,
        tell=_counted_again,
    ),
    EventSource(
        key="paused",
        kind="deadline",
        position=130,
        rows=PAUSES.filter(paused_from__lte=TODAY),
        at="paused_from",
        whole_day=True,
        facts=KIND | {"reason": "reason", "note": "note"},
        by="registered_by",
        link=_to_the_clock,
        tell=_paused,
    ),
    EventSource(
        key="broken",
        kind="deadline",
        position=135,
        rows=BREACHES,
        at="stamped_at",
        facts=KIND | {"due_on": "due_on", "cause": "cause", "comment": "comment", "historical": "clock__historical"},
        other="explained_by",
        from_list=_broken_in_list,
        link=_to_the_clock,
        tell=_broken,
    ),
    EventSource(
        key="breach_revoked",
        kind="deadline",
        position=140,
        rows=BREACHES.filter(revoked_at__isnull=False),
        at="revoked_at",
        facts=KIND,
        by="revoked_by",
        link=_to_the_clock,
        tell=_breach_revoked,
    ),
    EventSource(
        key="excused",
        kind="deadline",
        position=145,
        rows=EXCUSES,
        at="granted_at",
        facts=KIND | {"reason": "reason", "happened_on": "happened_on"},
        by="granted_by",
        link=_to_the_clock,
        tell=_excused,
    ),
    EventSource(
        key="excuse_revoked",
        kind="deadline",
        position=150,
        rows=EXCUSES.filter(revoked_at__isnull=False),
        at="revoked_at",
        facts=KIND,
        by="revoked_by",
        link=_to_the_clock,
        tell=_excuse_revoked,
    ),
    EventSource(
        key="attempt",
        kind="deadline",
        position=155,
        rows=ContactAttempt.objects.filter(clock__enrolment=CASE),
        at="attempted_at",
        facts={"channel": "channel", "result": "result", "clock_key": "clock"},
        by="recorded_by",
        link=_to_the_clock,
        tell=_attempt,
    ),
)

AHEAD = (
    EventSource(
        key="pause_planned",
        kind="deadline",
        position=132,
        rows=PAUSES.filter(paused_from__gt=TODAY),
        at="paused_from",
        whole_day=True,
        facts=KIND | {"reason": "reason", "note": "note", "resumed_on": "resumed_on"},
        by="registered_by",
        link=lambda fact: fact.work_page("pause_planned", fact["clock_key"]),
        tell=_pause_planned,
    ),
)

CLOCKS = DeadlineClock.objects.filter(enrolment=CASE)

HISTORY = (
    KeptInCase(40, changes_of(DeadlineClock).objects.filter(pgh_obj__in=CLOCKS)),
    *(
        KeptInCase(position, changes_of(model).objects.filter(clock__in=CLOCKS))
        for position, model in enumerate((ClockPause, ContactAttempt, Breach, Excuse), start=150)
    ),
)
