"""Who may do what: the one place that gives a role a right (a test compares docs/access.md with it).

The table says which roles may do a thing, and how far. Pages declare it: `@access(allowed_to(Act.SEND_REFERRAL))`;
operations call `require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)`; a page that shows or hides a button hands
its template the answer of `may`, never a role. *Which* rows that is about is cut by `visible_to` and by the database
(row_security.py). Opening a protected person takes the appointment `protected_access` besides.
"""

from __future__ import annotations

from enum import Enum

from core.refusals import OperationRefused
from organisation.models import Role, User

NOT_ALLOWED = "Du har inte behörighet att göra det här."


class Act(Enum):
    """What somebody does, as the documentation calls it."""

    SEND_REFERRAL = "send, complete and withdraw a referral"
    FOLLOW_REFERRAL = "follow a referral and what was disclosed about it"
    RECEIVE_REFERRAL = "accept or return a referral, register one or a visit, enrol"
    DECLINE_REFERRAL = "decline a referral, take that back, let it lapse"
    ENROL_WITHOUT_COACH = "enrol from a referral and leave the choice of coach for later"
    WORK_IN_CASE = "read and write in a case: meetings, plan, follow-up, closing"
    CONFIRM_CLOSING = "close a case for good, not preliminarily"
    CORRECT_CLOSING = "reopen a case, give it another closing reason, close it as registered in error"
    READ_ELSEWHERE = "read a case of another jobbtorg, with a reason"
    SET_PROTECTION = "set a person's protection"
    SET_PROTECTION_UNAPPOINTED = "set a person's protection without being appointed"
    LIFT_PROTECTION = "lift or weaken a person's protection"
    TAKE_BACK_DEATH = "take back a death that was registered by mistake"
    CHANGE_COACH = "change the coach of a case, hand over a coach's cases and bookings"
    SET_DEPUTY = "say who stands in for a coach"
    TRANSFER_CASE = "offer a case or a referral to another jobbtorg, answer what another offers"
    JOIN_PERSONS = "join two records of one person, and undo it"
    KEEP_TEMPLATES = "keep the jobbtorg's templates for notes"
    DECIDE_ON_LISTS = "decide what imported lists disagree about"
    KEEP_PHRASES = "keep phrases for notes"
    PAUSE_CLOCK = "pause a clock, up to 20 working days"
    PAUSE_AT_LENGTH = "pause a clock for longer, or afterwards"
    CONFIRM_LATE = "confirm a late registration, excuse afterwards"
    REMOVE_WRONG_PERSON = "remove what was registered on the wrong person, also later and of others"
    WATCH_DEADLINES = "Frister"
    WATCH_CAPACITY = "Kapacitet"
    READ_STATISTICS = "statistics"
    SEARCH_PERSON = "search for a person"
    ADMINISTER = "imports, reference data, users"
    SEE_READERS = "who has opened a case"
    REVIEW_STAFF = "Loggranskning, a month of the own staff's openings"
    READ_LOG = "Åtkomstlogg, as page and as file"
    ASK_FOR_FILE = "ask for a file with more than 1 000 persons"
    DECIDE_ON_FILE = "decide on a file that somebody else has asked for"


class Reach(Enum):
    """How far."""

    OWN = "own"
    UNIT = "own unit"
    DISTRICT = "own stadsdel"
    CITY = "city"


_JOBBTORG = {Role.COACH: Reach.UNIT, Role.MANAGER: Reach.UNIT}
_SENDERS = {Role.CASEWORKER: Reach.UNIT, Role.DISTRICT_MANAGER: Reach.DISTRICT}

MATRIX: dict[Act, dict[Role, Reach]] = {
    Act.SEND_REFERRAL: {Role.CASEWORKER: Reach.UNIT, Role.DISTRICT_MANAGER: Reach.UNIT},
    Act.FOLLOW_REFERRAL: {**_SENDERS, **_JOBBTORG},
    Act.RECEIVE_REFERRAL: _JOBBTORG,
    Act.DECLINE_REFERRAL: {Role.MANAGER: Reach.UNIT},
    Act.ENROL_WITHOUT_COACH: {Role.MANAGER: Reach.UNIT},
    Act.WORK_IN_CASE: _JOBBTORG,
    Act.CONFIRM_CLOSING: {Role.MANAGER: Reach.UNIT},
    Act.CORRECT_CLOSING: {Role.MANAGER: Reach.UNIT},
    Act.READ_ELSEWHERE: {Role.COACH: Reach.CITY, Role.MANAGER: Reach.CITY},
    Act.SET_PROTECTION: _JOBBTORG,
    Act.SET_PROTECTION_UNAPPOINTED: {Role.MANAGER: Reach.UNIT},
    Act.LIFT_PROTECTION: {Role.MANAGER: Reach.UNIT},
    Act.TAKE_BACK_DEATH: {Role.MANAGER: Reach.UNIT},
    Act.JOIN_PERSONS: {Role.MANAGER: Reach.UNIT},
    Act.KEEP_TEMPLATES: {Role.MANAGER: Reach.UNIT},
    Act.DECIDE_ON_LISTS: {Role.MANAGER: Reach.UNIT},
    Act.CHANGE_COACH: {Role.MANAGER: Reach.UNIT},
    Act.SET_DEPUTY: {Role.COACH: Reach.OWN, Role.MANAGER: Reach.UNIT},
    Act.TRANSFER_CASE: {Role.MANAGER: Reach.UNIT},
    Act.KEEP_PHRASES: {Role.COACH: Reach.OWN, Role.MANAGER: Reach.UNIT},
    Act.PAUSE_CLOCK: _JOBBTORG,
    Act.PAUSE_AT_LENGTH: {Role.MANAGER: Reach.UNIT},
    Act.CONFIRM_LATE: {Role.MANAGER: Reach.UNIT},
    Act.REMOVE_WRONG_PERSON: {Role.MANAGER: Reach.UNIT},
    Act.WATCH_DEADLINES: {Role.COACH: Reach.OWN, Role.MANAGER: Reach.UNIT},
    Act.WATCH_CAPACITY: {Role.MANAGER: Reach.UNIT},
    Act.READ_STATISTICS: {**_JOBBTORG, Role.DISTRICT_MANAGER: Reach.DISTRICT, Role.CENTRAL_COORDINATOR: Reach.CITY},
    Act.SEARCH_PERSON: {**_SENDERS, **_JOBBTORG},
    Act.ADMINISTER: {Role.ADMIN: Reach.CITY},
    Act.SEE_READERS: {Role.MANAGER: Reach.UNIT, Role.LOG_REVIEWER: Reach.CITY},
    Act.REVIEW_STAFF: {Role.MANAGER: Reach.UNIT},
    Act.READ_LOG: {Role.LOG_REVIEWER: Reach.CITY},
    Act.ASK_FOR_FILE: {**_JOBBTORG, Role.LOG_REVIEWER: Reach.CITY, Role.ADMIN: Reach.CITY},
    Act.DECIDE_ON_FILE: {Role.MANAGER: Reach.UNIT, Role.ADMIN: Reach.CITY},
}

# A coach may be employed by a stadsdel and then has no jobbtorg whose cases, sessions or deadlines there could be.
NEEDS_JOBBTORG = frozenset({act for act, roles in MATRIX.items() if set(roles) <= {Role.COACH, Role.MANAGER}})
"""What only a jobbtorg's own staff does."""


def reach_of(user: User, act: Act) -> Reach | None:
    """How far the user may do a thing; None where the user's role may not do it at all."""
    if user.role not in MATRIX[act]:
        return None
    is_without_jobbtorg = user.role == Role.COACH and user.jobbtorg_id is None
    if is_without_jobbtorg and (act in NEEDS_JOBBTORG or act in (Act.READ_STATISTICS, Act.ASK_FOR_FILE)):
        return None
    return MATRIX[act][Role(user.role)]


def may(user: User, act: Act) -> bool:
    """Whether the user's role may do a thing at all."""
    return reach_of(user, act) is not None


def require(actor: User, act: Act, *, at: int | None = None, refusal: str = NOT_ALLOWED) -> None:
    """Raise OperationRefused with the sentence `refusal` unless the actor's role may do a thing.

    `at` is the primary key of the jobbtorg whose case, clock or referral it is about: it must be the actor's own.
    """
    if not may(actor, act) or (at is not None and actor.jobbtorg_id != at):
        raise OperationRefused(refusal)
