"""What each visitor of tests/access/world.py may meet, said once and independently of the product's own rules.

"" stands for the object's kind: see KINDS there.
"""

from __future__ import annotations

from tests.access.world import NOTHING
from tests.pages import Object

KISTA = {"own", "closed", "moved_here"}
FARSTA = {"moved_away", "other"}
REFERRED_TO_KISTA = {"own", "closed", "moved_here"}
REFERRED_TO_FARSTA = {"moved_away", "other"}
SENT_BY_FIRST = {"own", "closed", "moved_away"}
SENT_BY_THIRD = {"moved_here", "other"}

# Visitor → the cases whose names they may know because another jobbtorg offers them.
OFFERED: dict[str, set[str]] = {"manager": {"other"}}

# Visitor → the cases whose contents are open, and the referrals (and clocks) that are.
CASES: dict[str, set[str]] = {
    "coach": KISTA,
    "coach_colleague": KISTA,
    "coach_appointed": {*KISTA, "protected"},
    "manager": KISTA,
    "coach_elsewhere": FARSTA,
    "manager_elsewhere": FARSTA,
}
REFERRALS: dict[str, set[str]] = {
    "coach": REFERRED_TO_KISTA,
    "coach_colleague": REFERRED_TO_KISTA,
    "coach_appointed": {*REFERRED_TO_KISTA, "protected"},
    "manager": REFERRED_TO_KISTA,
    "coach_elsewhere": REFERRED_TO_FARSTA,
    "manager_elsewhere": REFERRED_TO_FARSTA,
    "sender": {*SENT_BY_FIRST, "protected"},  # who sent it follows it, and is told no name
    "sender_colleague": SENT_BY_FIRST,
    "sender_elsewhere": SENT_BY_THIRD,
    "district_manager": SENT_BY_FIRST,
    "district_manager_elsewhere": SENT_BY_THIRD,
}
SENDERS = {name for name in REFERRALS if name.startswith(("sender", "district"))}


OWNERS = {
    Object.NOTICE: "coach",
    Object.OWN_NOTE: "coach",
    Object.DRAFT: "sender",
    Object.REFERRAL_LIST: "sender",
    Object.BATCH: "admin",
    Object.LOG_REVIEW: "manager",
    Object.USER: "admin",
    Object.COACH: "manager",
    Object.FILE_REQUEST: "coach",
    Object.SESSION: "coach",
    Object.TRANSFER: "manager",
    Object.MOVE: "manager",
    Object.JOIN: "manager",
    Object.NOTE_TEMPLATE: "manager",
    Object.PHRASE: "coach",
}
"""Who alone may open what belongs to no case."""


def in_scope(visitor: str, what: Object | None, kind: str) -> bool:
    """Whether the object is there for the visitor, whom the page itself lets in."""
    if what is None:
        return True
    if kind == NOTHING:
        return False
    if what in (Object.CASE, Object.FOLLOW_UP, Object.BOOKING, Object.MEETING, Object.CHECK):
        return kind in CASES.get(visitor, set())
    if what is Object.TOLD:  # each case's plan was sent to the unit that referred it
        return visitor in SENDERS and kind in REFERRALS[visitor]
    if what in (Object.REFERRAL, Object.ATTACHMENT, Object.CLOCK, Object.QUESTION):
        return kind in REFERRALS.get(visitor, set())
    if what is Object.PERSON:  # the page that asks for the reason is there for whoever may give one
        return kind == "protected" and visitor == "coach_appointed"
    if what is Object.SESSION:  # the jobbtorg's own
        return "own" in CASES.get(visitor, set())
    if what is Object.COACH:  # the coach herself, and her manager
        return visitor in ("coach", "manager")
    if what is Object.FILE_REQUEST:  # who asked, and who may decide
        return visitor in (OWNERS[what], "manager", "admin")
    return visitor == OWNERS[what]


def knows_name(visitor: str, kind: str) -> bool:
    """May be shown who the person is."""
    if kind == "protected" and visitor in SENDERS:
        return False
    return kind in CASES.get(visitor, set()) | REFERRALS.get(visitor, set()) | OFFERED.get(visitor, set())


def knows_what_was_told(visitor: str, kind: str) -> bool:
    """May read the referral's purpose and the communicated plan."""
    return kind in CASES.get(visitor, set()) | REFERRALS.get(visitor, set())


def knows_the_clock(visitor: str, kind: str) -> bool:
    """May read why a clock was paused, which may be about health: never the stadsdel."""
    return visitor not in SENDERS and kind in CASES.get(visitor, set()) | REFERRALS.get(visitor, set())


def knows_contents(visitor: str, kind: str) -> bool:
    """May read notes and reasons."""
    return kind in CASES.get(visitor, set())
