"""What a moved or cancelled meeting is evidence of: each combination of wishes and times (docs/decisions/112).

Received Monday 23 November 2026, last day Monday 30 November. A story is what happened to one meeting in order:
booked, moved, cancelled, and how it went. `d24` is Tuesday 24 November at ten; d27 the last Friday in time, d30 the
last day; j2 Wednesday 2 December, after it.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

from deadlines.clocks.kinds import kinds_excused_by
from deadlines.models import Breach, ClockKind, ClockStatus, Excuse, ExcuseReason
from demo.factories import MeetingFactory
from meetings.choices import ChangeReason, MeetingKind, MeetingStatus, Wish
from meetings.effects import Effect, pairs_with
from meetings.models import Meeting
from meetings.operations import book_meeting, cancel_booking, log_meeting, move_booking
from meetings.planning.warnings import EVERY_WARNING
from meetings.shown import shown_meeting
from tests.aspirants.staff import at
from tests.deadlines.clocks import sweep_on

DAYS = {
    "d24": at("2026-11-24"),
    "d25": at("2026-11-25"),
    "d26": at("2026-11-26"),
    "d26early": at("2026-11-26", "08:00"),
    "d26late": at("2026-11-26", "15:00"),
    "d27": at("2026-11-27"),
    "d30": at("2026-11-30"),
    "j1": at("2026-12-01"),
    "j2": at("2026-12-02"),
    "j3": at("2026-12-03"),
    "j7": at("2026-12-07"),
}
WISHES = {"aspirant": Wish.ASPIRANT, "unit": Wish.UNIT, "other": Wish.OTHER}
REASON = {
    Wish.ASPIRANT: ChangeReason.OTHER_TIME,
    Wish.UNIT: ChangeReason.INTERPRETER,
    Wish.OTHER: ChangeReason.INTERPRETER,
}
KEPT, BROKEN = (ClockStatus.EXCUSED, "E01"), (ClockStatus.BREACHED, "")
NO = (ClockStatus.EXCUSED, "E04")

STORIES = [
    # The aspirant's own no to a time within the promise.
    ("no, a later time", "book d26; d25 move j2 aspirant", NO),
    ("no, cancelled", "book d26; d25 cancel aspirant", NO),
    ("no on the morning itself", "book d26; d26early cancel aspirant", NO),
    ("no to a time on the last day", "book d30; d27 move j2 aspirant", NO),
    ("no, and the later time missed", "book d26; d25 move j1 aspirant; j1 missed", NO),
    ("no, and the later time cancelled by us", "book d26; d25 move j2 aspirant; d27 cancel unit", NO),
    ("no twice", "book d25; d24 move d27 aspirant; d26 move j2 aspirant", NO),
    # What the jobbtorg or somebody else takes back is never evidence (G-50).
    ("G-50", "book d26; d26early cancel unit", BROKEN),
    ("moved by us", "book d26; d25 move j2 unit", BROKEN),
    ("moved by us, the later time missed", "book d26; d25 move j1 unit; j1 missed", BROKEN),
    ("moved for somebody else", "book d26; d25 move j2 other", BROKEN),
    ("cancelled for somebody else", "book d26; d25 cancel other", BROKEN),
    ("moved by us out of time, then a no", "book d26; d25 move j2 unit; d27 move j7 aspirant", BROKEN),
    (
        "moved by us out of time, then cancelled by the aspirant",
        "book d26; d25 move j2 unit; d27 cancel aspirant",
        BROKEN,
    ),
    # Of several times within the promise the last decides.
    ("moved by us within the promise, then a no", "book d25; d24 move d27 unit; d26 move j2 aspirant", NO),
    ("no, another time in time, cancelled by us", "book d25; d24 move d27 aspirant; d26 cancel unit", BROKEN),
    ("no, another time in time, moved by us", "book d25; d24 move d27 aspirant; d26 move j2 unit", BROKEN),
    ("no, another time in time, attended", "book d25; d24 move d27 aspirant; d27 attended", BROKEN),
    ("no, another time in time, missed", "book d25; d24 move d27 aspirant; d27 missed", KEPT),
    ("no, another time in time, not logged", "book d25; d24 move d27 aspirant", BROKEN),
    (
        "no, back in time by us, cancelled by us",
        "book d25; d24 move j2 aspirant; d25 move d27 unit; d26 cancel unit",
        BROKEN,
    ),
    (
        "no, a new booking in time, cancelled by us",
        "book d25; d24 cancel aspirant; d25 book d27; d26 cancel unit",
        BROKEN,
    ),
    ("no, a new booking in time, attended", "book d25; d24 cancel aspirant; d25 book d27; d27 attended", BROKEN),
    ("no, a new booking in time, missed", "book d25; d24 cancel aspirant; d25 book d27; d27 missed", KEPT),
    ("no, a new booking in time, no", "book d25; d24 cancel aspirant; d25 book d27; d26 cancel aspirant", NO),
    ("no, a new booking after the promise", "book d25; d24 cancel aspirant; d25 book j2", NO),
    # A missed meeting (E01): the time that was last set, and the notice of it.
    ("moved by us in time with notice, missed", "book d25; d24 move d27 unit; d27 missed", KEPT),
    ("moved by us on the day, missed (G-49)", "book d26; d26early move d26late unit; d26late missed", BROKEN),
    ("moved by the aspirant on the day, missed", "book d26; d26early move d26late aspirant; d26late missed", KEPT),
    ("moved by us out of time and back, missed", "book d26; d24 move j2 unit; d25 move d27 unit; d27 missed", KEPT),
    # A no when the time has been is no answer to an offer.
    ("moved afterwards, on the aspirant's wish", "book d26; d26late move j2 aspirant", BROKEN),
    ("cancelled by us afterwards", "book d26; d26late cancel unit", BROKEN),
]


def happen(now, coach, clock, story: str) -> None:
    """Let a story happen: "book d26" on the Monday, then "when act time wish" for each further part."""
    meeting = None
    for part in story.split("; "):
        words = part.split()
        if words[0] != "book":
            now.move_to(DAYS[words.pop(0)])
        if words[0] == "book":
            meeting = book_meeting(
                actor=coach, enrolment=clock.enrolment, starts_at=DAYS[words[1]], accepted_warnings=EVERY_WARNING
            )
            continue
        meeting = Meeting.objects.get(pk=meeting.pk)
        shown = {"actor": coach, "booking": meeting, "seen_booking": shown_meeting(meeting)}
        match words:
            case ["move", time, wish]:
                wished = {"wish": WISHES[wish], "reason": REASON[WISHES[wish]]}
                move_booking(**shown, **wished, starts_at=DAYS[time], accepted_warnings=EVERY_WARNING)
            case ["cancel", wish]:
                cancel_booking(**shown, wish=WISHES[wish], reason=REASON[WISHES[wish]])
            case [outcome]:
                status = {"missed": MeetingStatus.ABSENT_INVALID, "attended": MeetingStatus.PRESENT}[outcome]
                log_meeting(
                    actor=coach,
                    enrolment=clock.enrolment,
                    status=status,
                    starts_at=meeting.starts_at,
                    submission_id=uuid4(),
                    booked=meeting,
                )


def judged(now, clock, day: str) -> tuple[str, str]:
    """The status after a sweep, and the reason of its excuse; "" for none."""
    sweep_on(now, day)
    clock.refresh_from_db()
    assert Breach.objects.filter(clock=clock).exists() == (clock.status == ClockStatus.BREACHED)
    return clock.status, Excuse.objects.filter(clock=clock).values_list("reason", flat=True).first() or ""


@pytest.mark.parametrize(("story", "expected"), [pytest.param(*row[1:], id=row[0]) for row in STORIES])
def test_what_a_changed_time_is_evidence_of(now, received, coach, story, expected):
    """FC-20, E01, E04, G-49, G-50"""
    clock = received("2026-11-23")
    happen(now, coach, clock, story)
    assert judged(now, clock, "2026-12-08") == expected
    assert str(clock.due_on) == "2026-11-30", "an excuse changes the outcome, never the last day"


@pytest.mark.parametrize("reason", [ChangeReason.ILL, ChangeReason.CARE])
def test_who_is_ill_has_said_no_to_nothing(now, received, coach, reason):
    """It is a pause (P01, P02), as a valid absence excuses nothing."""
    clock = received("2026-11-23")
    meeting = book_meeting(actor=coach, enrolment=clock.enrolment, starts_at=DAYS["d26"])
    cancel_booking(actor=coach, booking=meeting, seen_booking=shown_meeting(meeting), wish=Wish.ASPIRANT, reason=reason)
    assert judged(now, clock, "2026-12-01") == BROKEN


def test_a_no_to_a_meeting_of_another_kind_excuses_nothing(now, received, coach):
    clock = received("2026-11-23")
    meeting = book_meeting(actor=coach, enrolment=clock.enrolment, starts_at=DAYS["d26"], kind=MeetingKind.NETWORK)
    cancel_booking(
        actor=coach,
        booking=meeting,
        seen_booking=shown_meeting(meeting),
        wish=Wish.ASPIRANT,
        reason=ChangeReason.OTHER_TIME,
    )
    assert judged(now, clock, "2026-12-01") == BROKEN


def test_a_no_before_the_promise_began_excuses_nothing(now, received, coach):
    clock = received("2026-11-23")
    meeting = MeetingFactory(enrolment=clock.enrolment, starts_at=DAYS["d26"])
    now.move_to(at("2026-11-22"))
    cancel_booking(
        actor=coach,
        booking=meeting,
        seen_booking=shown_meeting(meeting),
        wish=Wish.ASPIRANT,
        reason=ChangeReason.OTHER_TIME,
    )
    assert judged(now, clock, "2026-12-01") == BROKEN


def test_the_kinds_are_those_that_may_excuse():
    """The two reasons go by one table: a meeting that may be missed with effect may be declined with effect."""
    assert {clock for clock, _ in pairs_with(Effect.MISSED_EXCUSES)} <= set(kinds_excused_by(ExcuseReason.E04))
    assert (ClockKind.FOLLOW_UP, MeetingKind.FOLLOW_UP) in pairs_with(Effect.MISSED_EXCUSES)
