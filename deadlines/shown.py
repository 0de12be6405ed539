"""What the pages show of clocks, for the acts that apply to them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from aspirants.models import Correction, Interruption
from core.seen import Seen, facts_of
from core.swedish.dates import moment_in_words, weekday_date
from deadlines.models import Breach, ContactAttempt, DeadlineClock
from deadlines.querysets import ClockQuerySet
from deadlines.status.healing import Healable


def shown_clock(clock: DeadlineClock) -> Seen:
    """A clock with its last day, its pauses, and what became of it."""
    return Seen(f"clock-{clock.pk}", facts_of(_clock_rows(clock)))


def _clock_rows(clock: DeadlineClock) -> Iterator[tuple[str, object]]:
    yield "Frist", f"{clock.policy.get_kind_display()} i {clock.reference}"
    yield "Status", clock.get_status_display()
    yield "Sista dag", _last_day(clock)
    yield "Uppfylld", timezone.localdate(clock.fulfilled_at) if clock.fulfilled_at else ""
    for number, pause in enumerate(clock.pauses.all(), start=1):
        until = f"till {pause.resumed_on}" if pause.resumed_on else "tills vidare"
        until += ", godkänd av enhetschefen" if pause.approved_by_id else ""
        yield f"Paus {number}", f"{pause.get_reason_display()}, från {pause.paused_from} {until}"
    for number, breach in enumerate(sorted(clock.breaches.all(), key=lambda one: one.pk), start=1):
        yield f"Bruten frist {number}", _breach(breach)
    excuse = getattr(clock, "excuse", None)
    if excuse is not None:
        yield "Ursäkt", f"{excuse.get_reason_display()}{', upphävd' if excuse.revoked_at else ''}"


def _last_day(clock: DeadlineClock) -> str:
    if clock.due_on is not None:
        return weekday_date(clock.due_on)
    return "Pausad tills vidare" if clock.started_on else "Har inte börjat"


def _breach(breach: Breach) -> str:
    cause = breach.get_cause_display() if breach.cause else "Orsak saknas"
    parts = [cause, breach.comment, "upphävd" if breach.revoked_at else ""]
    return ", ".join(part for part in parts if part)


def shown_attempt(attempt: ContactAttempt) -> Seen:
    """Everything that is registered of an attempt to reach the person."""
    rows = [
        ("Hur", attempt.get_channel_display()),
        ("När", _moment(attempt.attempted_at)),
        ("Resultat", attempt.get_result_display()),
        ("Erbjuden tid", _moment(attempt.offered_time) if attempt.offered_time else ""),
        ("Borttaget", "Ja" if attempt.removed_at else ""),
    ]
    return Seen(f"attempt-{attempt.pk}", facts_of(rows))


def shown_interruption(interruption: Interruption) -> Seen:
    """Everything that is registered of an interruption."""
    returned = interruption.returned_on
    rows = [
        ("Skäl till uppehållet", interruption.get_reason_display()),
        ("Första dag", weekday_date(interruption.started_on)),
        ("Åter", weekday_date(returned) if returned else "Tills vidare"),
    ]
    return Seen(f"interruption-{interruption.pk}", facts_of(rows))


def shown_waiting(correction: Correction, clocks: Iterable[Healable]) -> Seen:
    """A correction that waits for the manager, and what would become of the case's broken clocks."""
    rows: list[tuple[str, object]] = [
        ("Läge", correction.get_state_display()),
        ("Rättat av", correction.made_by),
        ("Rättat", _moment(correction.made_at)),
        ("Skäl", correction.reason),
        *((label, f"{before or '–'} → {after or '–'}") for label, before, after in correction.differences),
        *(
            (f"{number}. {one.clock.policy.get_kind_display()}, sista dag {one.clock.due_on}", one.outcome)
            for number, one in enumerate(clocks, start=1)
        ),
    ]
    return Seen(f"correction-{correction.pk}", facts_of(rows))


def _moment(instant: datetime.datetime) -> str:
    return moment_in_words(timezone.localtime(instant))


def shown_clocks(clocks: ClockQuerySet) -> Seen:
    """Several clocks with what the acts on many at once go by: status, last day, coach and the breach's cause."""
    found = clocks.select_related("policy", "enrolment__coach").prefetch_related("breaches").order_by("pk")
    # The number tells two clocks of one kind in one case apart.
    rows = [
        (f"{number}. {clock.reference}, {clock.policy.get_kind_display()}", _in_short(clock))
        for number, clock in enumerate(found, start=1)
    ]
    return Seen("clocks", facts_of(rows))


def _in_short(clock: DeadlineClock) -> str:
    coach = clock.enrolment.coach if clock.enrolment else None
    parts = [clock.get_status_display(), _last_day(clock), f"coach {coach}" if coach else "ingen coach"]
    if clock.latest_breach is not None:
        parts.append(_breach(clock.latest_breach))
    return ", ".join(parts)
