"""What each kind of meeting means for each kind of clock: whether booking or holding it meets the clock, or missing
it excuses it.

The table names every kind of meeting for every kind of clock, also where it means nothing: a new kind of either has no
effect until somebody has said which. `gaps` finds what is not said, and what does not agree with the table of clock
kinds; a test without a database and `manage.py check` ask it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Flag, auto

from deadlines.choices import ClockKind, ExcuseReason
from deadlines.clocks.kinds import CLOCK_KINDS, KeepingEvent, KindRules
from meetings.choices import MeetingKind


class Effect(Flag):
    """What a meeting of a kind does for a clock of a kind."""

    NONE = 0
    BOOKED_KEEPS = auto()
    """Its booking meets the clock, whether or not the aspirant comes (R-1-12)."""
    HELD_KEEPS = auto()
    """Held, with the aspirant there, it meets the clock (R-4-43)."""
    MISSED_EXCUSES = auto()
    """Missed without valid reason it excuses the clock (E01)."""


NONE, BOOKED_KEEPS, HELD_KEEPS = Effect.NONE, Effect.BOOKED_KEEPS, Effect.HELD_KEEPS
MISSED_EXCUSES = Effect.MISSED_EXCUSES

MEETING_EFFECTS: Mapping[ClockKind, Mapping[MeetingKind, Effect]] = {
    ClockKind.PLAN_GUARANTEE: {
        MeetingKind.COACH: MISSED_EXCUSES,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
    # The talk of one coach with one person; a group information, or a meeting with others, assesses nobody.
    ClockKind.ASSESSMENT: {
        MeetingKind.COACH: HELD_KEEPS,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
    ClockKind.GROUP_INFO_OFFER: {
        MeetingKind.COACH: NONE,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
    ClockKind.PLAN_COMMUNICATION: {
        MeetingKind.COACH: NONE,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
    ClockKind.FOLLOW_UP: {
        MeetingKind.COACH: NONE,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: MISSED_EXCUSES,
        MeetingKind.EMPLOYER: NONE,
    },
    ClockKind.JOB_OFFER_5: {
        MeetingKind.COACH: NONE,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
    ClockKind.JOB_GOT_5: {
        MeetingKind.COACH: NONE,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
    ClockKind.MEETING_48H: {
        MeetingKind.COACH: BOOKED_KEEPS,
        MeetingKind.NETWORK: BOOKED_KEEPS,
        MeetingKind.FOLLOW_UP: BOOKED_KEEPS,
        MeetingKind.EMPLOYER: BOOKED_KEEPS,
    },
    ClockKind.SKILL_ACTIVITY_5: {
        MeetingKind.COACH: NONE,
        MeetingKind.NETWORK: NONE,
        MeetingKind.FOLLOW_UP: NONE,
        MeetingKind.EMPLOYER: NONE,
    },
}


def meetings_with(effect: Effect, kind: str) -> list[MeetingKind]:
    """The kinds of meeting that have an effect on clocks of a kind."""
    return [meeting for meeting, does in MEETING_EFFECTS[ClockKind(kind)].items() if effect in does]


def pairs_with(effect: Effect) -> list[tuple[ClockKind, MeetingKind]]:
    """Every kind of clock with each kind of meeting that has an effect on it."""
    return [(clock, meeting) for clock in MEETING_EFFECTS for meeting in meetings_with(effect, clock)]


def gaps(
    table: Mapping[ClockKind, Mapping[MeetingKind, Effect]] = MEETING_EFFECTS,
    clocks: Mapping[ClockKind, KindRules] = CLOCK_KINDS,
    clock_kinds: Iterable[ClockKind] = ClockKind,
    meeting_kinds: Iterable[MeetingKind] = MeetingKind,
) -> list[str]:
    """What the table does not say, and where it and the table of clock kinds disagree: a sentence for each."""
    found, meeting_kinds = [], list(meeting_kinds)
    for kind in clock_kinds:
        row = table.get(kind, {})
        found += [
            f"MEETING_EFFECTS does not say what a meeting of kind {meeting} means for a clock of kind {kind}."
            for meeting in meeting_kinds
            if meeting not in row
        ]
        if kind not in clocks:
            continue  # the table of clock kinds reports that itself
        rules = clocks[kind]
        effects = [
            (Effect.MISSED_EXCUSES, ExcuseReason.E01.name, ExcuseReason.E01 in rules.excused_by),
            (Effect.BOOKED_KEEPS, KeepingEvent.MEETING_OFFERED.name, KeepingEvent.MEETING_OFFERED in rules.kept_by),
            (Effect.HELD_KEEPS, KeepingEvent.TALK_HELD.name, KeepingEvent.TALK_HELD in rules.kept_by),
        ]
        for effect, name, expected in effects:
            has_any = any(effect in does for does in row.values())
            if has_any and not expected:
                found.append(f"MEETING_EFFECTS has {effect.name} for {kind}, but CLOCK_KINDS does not name {name}.")
            if expected and not has_any:
                found.append(f"CLOCK_KINDS names {name} for {kind}, but MEETING_EFFECTS has no {effect.name}.")
    return found
