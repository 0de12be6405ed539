"""What each kind of clock is: what starts it, what keeps it, what pauses it and which reasons excuse it.

Whatever treats one kind of clock otherwise than another asks this table. `gaps` finds what it does not say: a test
without a database and `manage.py check` ask it. Which kinds of meeting keep or excuse a clock is said where meetings
are known, in `meetings/effects.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from deadlines.choices import ClockKind, ExcuseReason, Fulfilment, StartEvent


class Given(Enum):
    """When a clock of the kind is given, under the policy in force that day."""

    ON_ARRIVAL = "when the person comes to the jobbtorg, with a referral or without one"
    BY_A_PLAN = "by the approval of a plan, or by the follow-up before it"


class KeepingEvent(Enum):
    """What can keep a clock. The operation that records such an event says so (`deadlines.clocks.keeping`)."""

    PLAN_APPROVED = "the aspirant approved a plan"
    PLAN_SENT = "the approved plan was sent to the income support unit"
    FOLLOW_UP_HELD = "a follow-up was held"
    GROUP_INFORMATION_OFFERED = "a place in a group information was offered"
    MEETING_OFFERED = "a meeting was booked"
    TALK_HELD = "a first assessment talk was held"
    JOB_OFFERED = "a job was offered"
    JOB_ACCEPTED = "a job was accepted, with a first day"
    JOB_STARTED = "the first day of an accepted job came"
    CLOSED_TO_WORK = "the case was closed to work"
    INSATS_DECIDED = "an insats was decided"
    INSATS_AGREED = "the aspirant agreed to an insats that begins within 30 days"


class PausedBy(Enum):
    """Which days do not count."""

    OWN_PAUSES = "pauses registered on the clock itself (P01-P06)"
    INTERRUPTIONS = "interruptions of the case (F-25, F-26)"


@dataclass(frozen=True)
class KindRules:
    """The answers for one kind of clock. None of them has a default: a new kind is thought through."""

    starts: tuple[StartEvent, ...]
    """From what it may be counted."""
    given: Given
    kept_by: Mapping[KeepingEvent, Fulfilment]
    """What keeps it, and how that is stored."""
    excused_by: frozenset[ExcuseReason]
    """For which reasons it is EXCUSED instead of BREACHED. Empty: every clock not kept in time is BREACHED."""
    paused_by: PausedBy
    always_on: bool
    """What the city has promised; such a rule can be made stricter or milder, not switched off (R-4-15, R-4-22)."""


CLOCK_KINDS: Mapping[ClockKind, KindRules] = {
    # The jobbgaranti needs a start that is sure to come.
    ClockKind.PLAN_GUARANTEE: KindRules(
        starts=(StartEvent.REFERRAL_RECEIVED, StartEvent.FIRST_VISIT),
        given=Given.ON_ARRIVAL,
        kept_by={
            KeepingEvent.PLAN_APPROVED: Fulfilment.PLAN,
            KeepingEvent.JOB_ACCEPTED: Fulfilment.WORK,
            KeepingEvent.CLOSED_TO_WORK: Fulfilment.WORK,
            KeepingEvent.INSATS_AGREED: Fulfilment.OTHER_INSATS,
        },
        excused_by=frozenset({ExcuseReason.E01, ExcuseReason.E02, ExcuseReason.E03, ExcuseReason.E04}),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=True,
    ),
    # The other half of the promise, a quick assessment of each person (R-4-43): counted, and excused by nothing.
    ClockKind.ASSESSMENT: KindRules(
        starts=(StartEvent.REFERRAL_RECEIVED, StartEvent.FIRST_VISIT),
        given=Given.ON_ARRIVAL,
        kept_by={KeepingEvent.TALK_HELD: Fulfilment.TALK},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
    ClockKind.GROUP_INFO_OFFER: KindRules(
        starts=(StartEvent.REFERRAL_RECEIVED, StartEvent.BENEFIT_APPLIED),
        given=Given.ON_ARRIVAL,
        kept_by={KeepingEvent.GROUP_INFORMATION_OFFERED: Fulfilment.OFFER},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
    ClockKind.PLAN_COMMUNICATION: KindRules(
        starts=(StartEvent.PLAN_APPROVED,),
        given=Given.BY_A_PLAN,
        kept_by={KeepingEvent.PLAN_SENT: Fulfilment.SENT},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
    ClockKind.FOLLOW_UP: KindRules(
        starts=(StartEvent.FOLLOW_UP_BASE,),
        given=Given.BY_A_PLAN,
        kept_by={KeepingEvent.FOLLOW_UP_HELD: Fulfilment.FOLLOW_UP},
        excused_by=frozenset({ExcuseReason.E01, ExcuseReason.E03, ExcuseReason.E04}),
        paused_by=PausedBy.INTERRUPTIONS,
        always_on=True,
    ),
    ClockKind.JOB_OFFER_5: KindRules(
        starts=(StartEvent.BENEFIT_APPLIED, StartEvent.REFERRAL_RECEIVED),
        given=Given.ON_ARRIVAL,
        kept_by={KeepingEvent.JOB_OFFERED: Fulfilment.WORK},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
    ClockKind.JOB_GOT_5: KindRules(
        starts=(StartEvent.BENEFIT_APPLIED, StartEvent.REFERRAL_RECEIVED),
        given=Given.ON_ARRIVAL,
        kept_by={KeepingEvent.JOB_STARTED: Fulfilment.WORK, KeepingEvent.CLOSED_TO_WORK: Fulfilment.WORK},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
    ClockKind.MEETING_48H: KindRules(
        starts=(StartEvent.INQUIRY_DONE, StartEvent.BENEFIT_APPLIED, StartEvent.REFERRAL_RECEIVED),
        given=Given.ON_ARRIVAL,
        kept_by={KeepingEvent.MEETING_OFFERED: Fulfilment.OFFER},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
    ClockKind.SKILL_ACTIVITY_5: KindRules(
        starts=(StartEvent.BENEFIT_APPLIED, StartEvent.REFERRAL_RECEIVED),
        given=Given.ON_ARRIVAL,
        kept_by={KeepingEvent.INSATS_DECIDED: Fulfilment.OFFER},
        excused_by=frozenset(),
        paused_by=PausedBy.OWN_PAUSES,
        always_on=False,
    ),
}

STARTS: Mapping[str, tuple[StartEvent, ...]] = {kind: rules.starts for kind, rules in CLOCK_KINDS.items()}
"""From what each kind of clock may be counted."""

ALWAYS_ON = tuple(kind for kind, rules in CLOCK_KINDS.items() if rules.always_on)
"""The kinds whose rule cannot be switched off."""

GIVEN_BY_A_PLAN = tuple(kind for kind, rules in CLOCK_KINDS.items() if rules.given is Given.BY_A_PLAN)
"""The kinds that are not given when the person comes to the jobbtorg."""


def kinds_kept_by(event: KeepingEvent) -> list[ClockKind]:
    """The kinds of clock that an event keeps."""
    return [kind for kind, rules in CLOCK_KINDS.items() if event in rules.kept_by]


def kinds_excused_by(reason: ExcuseReason) -> list[ClockKind]:
    """The kinds of clock that are excused for a reason."""
    return [kind for kind, rules in CLOCK_KINDS.items() if reason in rules.excused_by]


def kinds_paused_by(pauses: PausedBy) -> list[ClockKind]:
    """The kinds of clock for which such days do not count."""
    return [kind for kind, rules in CLOCK_KINDS.items() if rules.paused_by is pauses]


def fulfilment_by(kind: str, event: KeepingEvent) -> Fulfilment:
    """How it is stored that an event kept a clock of a kind. Raises ValueError where it keeps no such clock."""
    fulfilment = CLOCK_KINDS[ClockKind(kind)].kept_by.get(event)
    if fulfilment is None:
        raise ValueError(f"{event.name} keeps no clock of kind {kind} (CLOCK_KINDS).")
    return fulfilment


def gaps(
    table: Mapping[ClockKind, KindRules] = CLOCK_KINDS,
    kinds: Iterable[ClockKind] = ClockKind,
    events: Iterable[KeepingEvent] = KeepingEvent,
) -> list[str]:
    """What the table does not say, a sentence for each gap; none when it is complete."""
    found = []
    for kind in kinds:
        rules = table.get(kind)
        if rules is None:
            found.append(f"CLOCK_KINDS has no row for {kind}: say what starts, keeps, pauses and excuses such a clock.")
            continue
        if not rules.starts:
            found.append(f"CLOCK_KINDS names no start for {kind}: no policy of that kind could be stored.")
        if not rules.kept_by:
            found.append(f"CLOCK_KINDS names nothing that keeps {kind}: every such clock would be broken.")
    kept = {event for rules in table.values() for event in rules.kept_by}
    found += [f"CLOCK_KINDS says of no kind that {event.name} keeps it." for event in events if event not in kept]
    return found
