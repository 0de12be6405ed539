"""Every page on one page: who opens it, what it is about, what it leaves in the access log, how it is walked.

A page is a URL name. The walks of the tests go through these rows: roles, objects and methods (tests/access), the log
(tests/audit), protected persons (tests/workbench), cases of others (tests/deadlines), links and accessibility
(tests/browser). `tests/access/test_pages_table.py` names, in a second and without a database, every URL that has no
row and every row that does not fit its URL. The administration's own URLs are walked by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from audit.models import AccessKind
from organisation.models import Role

ANYONE = "anyone"
SIGNED_IN = frozenset(Role)
SENDERS = frozenset({Role.CASEWORKER, Role.DISTRICT_MANAGER})
JOBBTORG = frozenset({Role.COACH, Role.MANAGER})
MANAGER = frozenset({Role.MANAGER})
ADMIN = frozenset({Role.ADMIN})
REVIEWER = frozenset({Role.LOG_REVIEWER})
FIGURES = frozenset({Role.COACH, Role.MANAGER, Role.DISTRICT_MANAGER, Role.CENTRAL_COORDINATOR})
ASKING = JOBBTORG | REVIEWER | ADMIN
NOT_WITHOUT_JOBBTORG = (JOBBTORG, FIGURES, ASKING)
"""Of these a coach employed by a stadsdel is not one."""

READ, SEARCH, REVEAL = AccessKind.READ, AccessKind.SEARCH, AccessKind.REVEAL
EXPORT, PRINT, SIGN_OUT = AccessKind.EXPORT, AccessKind.PRINT, AccessKind.SIGN_OUT

FEW = 15
"""Statements of a page that is opened many times a day."""

SURNAME = "Kvistbergssohn"
"""Of every person in the walk of the log, and in no other word."""
FIRST_STEP = {"draft": "00000000-0000-0000-0000-000000000007", "number": "19790417"}

SHOWN = "says what its page showed, because others may change that meanwhile (FC-36)"
ADDS = "adds a row of its own and acts on nothing that stands there"
OWN = "the user's own, changed by nobody else"
READS = "changes nothing"
CHECKED_AGAIN = "says what rows and columns mean, and all of them are checked again before anything is brought in"


class Object(Enum):
    """What a URL's key is the key of. tests/objects.py makes one for a case, tests/access/world.py one of each kind."""

    CASE = auto()
    REFERRAL = auto()
    CLOCK = auto()
    FOLLOW_UP = auto()
    BOOKING = auto()
    MEETING = auto()
    SESSION = auto()
    CHECK = auto()
    NOTICE = auto()
    OWN_NOTE = auto()
    DRAFT = auto()
    ATTACHMENT = auto()
    """A file that was sent with a referral."""
    REFERRAL_LIST = auto()
    BATCH = auto()
    PERSON = auto()
    LOG_REVIEW = auto()
    USER = auto()
    COACH = auto()
    """A member of staff as the own jobbtorg has to do with them; a user's key, as USER is to an administrator."""
    SECURITY_KEY = auto()
    FILE_REQUEST = auto()
    TRANSFER = auto()
    """A case that another jobbtorg offers: nobody's to open but by its offer."""
    MOVE = auto()
    """A referral that another jobbtorg offers, likewise."""
    TOLD = auto()
    """A case of which a stadsdel's unit has been told something, by the case's key."""
    QUESTION = auto()
    """A question between a unit and the jobbtorg, about the unit's referral."""
    JOIN = auto()
    NOTE_TEMPLATE = auto()
    PHRASE = auto()
    """A phrase of the coach's own."""


OF_A_CASE = frozenset({Object.CASE, Object.CLOCK, Object.FOLLOW_UP, Object.BOOKING, Object.MEETING, Object.CHECK})
"""What belongs to a case: open exactly when the case is."""


class State(Enum):
    """How the object must be for the page to have something to show."""

    PLAN_DRAFTED = auto()
    PLAN_PROPOSED = auto()
    PLAN_APPROVED = auto()
    CLOSED = auto()
    REFERRAL_ACCEPTED = auto()
    REFERRAL_INCOMPLETE = auto()
    REFERRAL_ON_PAPER = auto()
    REFERRAL_AWAITS_DECISION = auto()
    VISIT_AWAITS_DECISION = auto()
    CORRECTION_WAITING = auto()
    IMPORT_AT_WORK = auto()
    IMPORT_COMMITTED = auto()


class Sort(Enum):
    """What comes back."""

    PAGE = auto()
    ACT = auto()
    """Done by POST. GET answers 405 or leads to the page that the act belongs to."""
    FILE = auto()
    STEP = auto()
    """Shows nothing itself and leads on to another page."""


@dataclass(frozen=True)
class Page:
    """What the walks have to know of a URL."""

    opens: frozenset[Role] | str
    """The roles that may open it, by GET and by POST alike; the others get 403."""
    about: Object | None = None
    """What its key is the key of. Who may open the page but not this object gets the 404 of one that does not exist."""
    sort: Sort = Sort.PAGE
    state: State | None = None
    """How the object is made where the page shall work, and not only be asked for."""
    logs: AccessKind | None = None
    """The kind of row that opening it leaves in the access log. Without one it shows no person."""
    shows: bool = False
    """It shows a person to somebody in the walk of the log; without this that walk could prove nothing."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What is posted in the walk of the log, where an empty form would ask nothing."""
    posts: str = ""
    """What its forms do to what others may change meanwhile: SHOWN, or why they need not say what they showed. Empty
    where it takes no form; signing in and out is allauth's and not looked at here."""
    elsewhere: bool = False
    """It can be read of another jobbtorg's case too, by who has given a reason for that."""
    same_for_all: bool = False
    """It answers alike whether the object is there or not, and says nothing of it."""
    may_lack: bool = False
    """It is about a part that the object may lack just now: then it answers 404 for everybody."""
    get_leads_on: bool = False
    """By GET it only leads to the object's own page, which then is there or not."""
    on_the_way_in: bool = False
    """Open to visitors who have given their password, and to other visitors the way back to the sign-in."""
    linked: bool = True
    """Where it is a page: whatever day it is, the browser gets there by the links that some demo account follows."""
    phone: bool = False
    """The browser looks at it on a phone as well: a list, a form, a case, a table that slides, figures."""
    statements: int = 20
    """So many statements opening it may send, by whichever role, the session's and those that say who acts included
    (tests/access/test_statements.py). FEW for the case, the lists, and where a meeting is logged; less for Min dag,
    which reads its sections between two statements that are not counted."""

    def lets_in(self, role: Role) -> bool:
        """Whether a role may open the page, whatever object it is about."""
        return self.opens == ANYONE or role in self.opens

    @property
    def scope(self) -> Object | None:
        """The object that decides whether the page is there for somebody."""
        return None if self.same_for_all else self.about

    @property
    def asks_for_a_reason(self) -> bool:
        """Whether the jobbtorg's staff must first say why they open it, where the person is protected."""
        of_a_person = self.about in OF_A_CASE | {Object.REFERRAL, Object.ATTACHMENT, Object.QUESTION}
        return of_a_person and self.sort is not Sort.STEP and any(map(self.lets_in, JOBBTORG))


PAGES: dict[str, Page] = {
    # signing in, and what everybody has
    "account_login": Page(ANYONE, linked=False),
    "account_inactive": Page(ANYONE, linked=False),
    "demo_sign_in": Page(
        ANYONE, Object.USER, sort=Sort.ACT, same_for_all=True, may_lack=True, posts="signs in as a user of the demo"
    ),
    "openid_connect_login": Page(ANYONE, may_lack=True, linked=False),
    "openid_connect_callback": Page(ANYONE, may_lack=True, linked=False),
    "provider_confirm": Page(SIGNED_IN, may_lack=True, linked=False),
    "confirm": Page(SIGNED_IN, linked=False),
    "confirmed": Page(SIGNED_IN, sort=Sort.STEP),
    "provider_signed_out": Page(ANYONE, linked=False),
    "provider_signs_out": Page(
        ANYONE, sort=Sort.ACT, may_lack=True, posts="called by the identity provider, which signs what it says"
    ),
    "mfa_authenticate": Page(ANYONE, on_the_way_in=True, linked=False),
    "health": Page(ANYONE, linked=False),
    "deep_health": Page(ANYONE, linked=False),
    "deep_health_by_its_other_name": Page(ANYONE, linked=False),
    "security_txt": Page(ANYONE, linked=False),
    "account_logout": Page(SIGNED_IN, logs=SIGN_OUT, linked=False),
    "account_change_password": Page(SIGNED_IN, linked=False),
    "account_reauthenticate": Page(SIGNED_IN, linked=False),
    "mfa_index": Page(SIGNED_IN, linked=False),
    "mfa_reauthenticate": Page(SIGNED_IN, linked=False),
    "mfa_activate_totp": Page(SIGNED_IN, linked=False),
    "mfa_deactivate_totp": Page(SIGNED_IN, may_lack=True, linked=False),
    "mfa_view_recovery_codes": Page(SIGNED_IN, may_lack=True, linked=False),
    "mfa_generate_recovery_codes": Page(SIGNED_IN, linked=False),
    "mfa_download_recovery_codes": Page(SIGNED_IN, sort=Sort.FILE, may_lack=True),
    "mfa_list_webauthn": Page(SIGNED_IN, linked=False),
    "mfa_add_webauthn": Page(SIGNED_IN, linked=False),
    "mfa_remove_webauthn": Page(SIGNED_IN, Object.SECURITY_KEY, same_for_all=True, may_lack=True, linked=False),
    "mfa_reauthenticate_webauthn": Page(SIGNED_IN, linked=False),
    "home": Page(SIGNED_IN, logs=READ, shows=True, phone=True, statements=13),
    "own_note_write": Page(SIGNED_IN, linked=False, posts=OWN, statements=FEW),
    "own_note_change": Page(SIGNED_IN, Object.OWN_NOTE, linked=False, posts=OWN, statements=FEW),
    "own_note_done": Page(SIGNED_IN, Object.OWN_NOTE, sort=Sort.ACT, posts=OWN),
    "help": Page(SIGNED_IN),
    "preferences": Page(SIGNED_IN, posts=OWN, phone=True),
    "accessibility_statement": Page(ANYONE, phone=True),
    "cookies": Page(ANYONE, phone=True),
    "usersessions_list": Page(SIGNED_IN, statements=FEW),
    "session_stay": Page(SIGNED_IN, sort=Sort.ACT, posts=OWN),
    "session_lock": Page(SIGNED_IN, sort=Sort.ACT, logs=SIGN_OUT, posts=OWN),
    "unsaved_keep": Page(ANYONE, sort=Sort.ACT, posts=OWN),
    "unsaved_drop": Page(SIGNED_IN, sort=Sort.ACT, posts=OWN),
    "file_request_ask": Page(ASKING, sort=Sort.STEP, linked=False, posts=ADDS),
    "file_request_list": Page(MANAGER | ADMIN, statements=FEW),
    "file_request": Page(
        ASKING,
        Object.FILE_REQUEST,
        logs=READ,
        linked=False,
        posts="decides once; what has been decided meanwhile is refused with a sentence",
    ),
    "notices": Page(SIGNED_IN, logs=READ, shows=True, phone=True, statements=FEW),
    "notices_read": Page(
        SIGNED_IN, sort=Sort.ACT, posts="names the newest notice that its page showed, and leaves later ones unread"
    ),
    "notice_settings": Page(SIGNED_IN, posts=OWN),
    "notice_read": Page(SIGNED_IN, Object.NOTICE, sort=Sort.ACT, posts=OWN),
    "notice_open": Page(SIGNED_IN, Object.NOTICE, sort=Sort.ACT, posts=OWN),
    # referrals
    # One more than others: which of all that was ever sent goes on is asked first (decision 139).
    "referral_inbox": Page(SENDERS | JOBBTORG, logs=READ, shows=True, statements=FEW + 1),
    "referral_detail": Page(SENDERS | JOBBTORG, Object.REFERRAL, logs=READ, shows=True, statements=FEW),
    "referral_list_file": Page(SENDERS, sort=Sort.FILE, logs=EXPORT, shows=True, statements=FEW),
    "question_list": Page(SENDERS | JOBBTORG, logs=READ, shows=True, phone=True, statements=FEW),
    "question_thread": Page(SENDERS | JOBBTORG, Object.QUESTION, logs=READ, shows=True, posts=SHOWN),
    "question_close": Page(SENDERS | JOBBTORG, Object.QUESTION, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "question_reopen": Page(SENDERS | JOBBTORG, Object.QUESTION, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "question_of_referral": Page(SENDERS | JOBBTORG, Object.REFERRAL, logs=READ, shows=True, linked=False, posts=ADDS),
    "question_of_case": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=ADDS),
    "question_of_told": Page(SENDERS, Object.TOLD, logs=READ, shows=True, linked=False, posts=ADDS),
    "told_list": Page(SENDERS, logs=READ, shows=True, statements=FEW),
    "told_case": Page(SENDERS, Object.TOLD, logs=READ, shows=True, linked=False, statements=FEW),
    "referral_of_clock": Page(SENDERS | JOBBTORG, Object.CLOCK, sort=Sort.STEP),
    "referral_of_case": Page(SENDERS | JOBBTORG, Object.CASE, sort=Sort.STEP, same_for_all=True),
    "referral_reveal": Page(SENDERS | JOBBTORG, Object.REFERRAL, sort=Sort.ACT, logs=REVEAL, shows=True, posts=READS),
    "search": Page(
        SENDERS | JOBBTORG, logs=SEARCH, shows=True, typed={"q": SURNAME}, linked=False, posts=READS, statements=FEW
    ),
    "search_hits": Page(
        SENDERS | JOBBTORG, sort=Sort.ACT, logs=SEARCH, shows=True, typed={"q": SURNAME}, posts=READS, statements=FEW
    ),
    "search_city": Page(JOBBTORG, linked=False, posts=READS),
    "referral_new": Page(SENDERS, may_lack=True, typed=FIRST_STEP, posts=ADDS),
    "referral_list_new": Page(SENDERS, may_lack=True, posts=ADDS),
    "referral_list_template": Page(SENDERS, sort=Sort.FILE, logs=EXPORT),
    "referral_list": Page(SENDERS, Object.REFERRAL_LIST, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_list_sent": Page(SENDERS, Object.REFERRAL_LIST, logs=READ, linked=False),
    "referral_list_discard": Page(SENDERS, Object.REFERRAL_LIST, logs=READ, linked=False, posts=SHOWN),
    "referral_draft_who": Page(SENDERS, Object.DRAFT, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_draft_details": Page(SENDERS, Object.DRAFT, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_draft_autosave": Page(SENDERS, Object.DRAFT, sort=Sort.ACT, same_for_all=True, posts=SHOWN),
    "referral_draft_eligibility": Page(SENDERS, Object.DRAFT, logs=READ, linked=False, posts=SHOWN),
    "referral_draft_check": Page(SENDERS, Object.DRAFT, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_draft_discard": Page(SENDERS, Object.DRAFT, logs=READ, linked=False, posts=SHOWN),
    "referral_sent": Page(SENDERS, Object.REFERRAL, logs=READ, shows=True, linked=False),
    "referral_draft_attachments": Page(SENDERS, Object.DRAFT, logs=READ, linked=False, posts=OWN),
    "referral_attachments": Page(
        SENDERS,
        Object.REFERRAL,
        state=State.REFERRAL_INCOMPLETE,
        logs=READ,
        shows=True,
        linked=False,
        posts=ADDS,
    ),
    "referral_attachment": Page(SENDERS | JOBBTORG, Object.ATTACHMENT, sort=Sort.FILE, logs=EXPORT),
    "referral_attachment_hide": Page(
        SENDERS,
        Object.ATTACHMENT,
        logs=READ,
        linked=False,
        posts="hides once; what has been hidden meanwhile is refused with a sentence",
    ),
    "referral_withdraw": Page(SENDERS, Object.REFERRAL, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_accept": Page(JOBBTORG, Object.REFERRAL, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "referral_move": Page(MANAGER, Object.REFERRAL, logs=READ, linked=False, posts=SHOWN),
    "referral_offer": Page(MANAGER, Object.MOVE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_offer_return": Page(MANAGER, Object.MOVE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_move_take_back": Page(MANAGER, Object.REFERRAL, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "referral_deviation": Page(SENDERS | JOBBTORG, Object.REFERRAL, logs=READ, linked=False, posts=ADDS),
    "referral_outcomes": Page(MANAGER, logs=READ),
    "referral_take_back": Page(MANAGER, Object.REFERRAL, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "referrals_chosen": Page(JOBBTORG, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "referral_enrol": Page(
        JOBBTORG,
        Object.REFERRAL,
        sort=Sort.ACT,
        state=State.REFERRAL_ACCEPTED,
        logs=READ,
        shows=True,
        posts=SHOWN,
    ),
    "rules_try": Page(ADMIN, posts=READS),
    "clock_fitness": Page(JOBBTORG, Object.CLOCK, logs=READ, linked=False, posts=SHOWN),
    "referral_fitness": Page(SENDERS, Object.REFERRAL, logs=READ, linked=False, posts=SHOWN),
    "referral_decline": Page(MANAGER, Object.REFERRAL, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_return": Page(JOBBTORG, Object.REFERRAL, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_complete": Page(
        SENDERS,
        Object.REFERRAL,
        state=State.REFERRAL_INCOMPLETE,
        logs=READ,
        shows=True,
        linked=False,
        posts=SHOWN,
    ),
    "referral_correct": Page(
        SENDERS | JOBBTORG,
        Object.REFERRAL,
        state=State.REFERRAL_ON_PAPER,
        logs=READ,
        shows=True,
        linked=False,
        posts=SHOWN,
    ),
    "referral_decision": Page(
        SENDERS | JOBBTORG,
        Object.REFERRAL,
        state=State.REFERRAL_AWAITS_DECISION,
        logs=READ,
        shows=True,
        linked=False,
        posts=SHOWN,
    ),
    "referral_arrival": Page(
        JOBBTORG,
        Object.REFERRAL,
        state=State.REFERRAL_ON_PAPER,
        logs=READ,
        shows=True,
        linked=False,
        posts=SHOWN,
    ),
    "visit_arrival": Page(
        JOBBTORG, Object.CASE, state=State.VISIT_AWAITS_DECISION, logs=READ, shows=True, linked=False, posts=SHOWN
    ),
    "enrolment_day": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "visit_correct": Page(
        JOBBTORG, Object.CASE, state=State.VISIT_AWAITS_DECISION, logs=READ, shows=True, linked=False, posts=SHOWN
    ),
    "visit_decision": Page(
        JOBBTORG, Object.CASE, state=State.VISIT_AWAITS_DECISION, logs=READ, shows=True, linked=False, posts=SHOWN
    ),
    "referral_lapse": Page(MANAGER, Object.REFERRAL, logs=READ, shows=True, linked=False, posts=SHOWN),
    "referral_register": Page(JOBBTORG, may_lack=True, typed=FIRST_STEP, posts=ADDS),
    "referral_protection": Page(JOBBTORG, Object.REFERRAL, logs=READ, linked=False, posts=SHOWN),
    "referral_death": Page(JOBBTORG, Object.REFERRAL, logs=READ, posts=SHOWN),
    "referral_likeness": Page(JOBBTORG, Object.REFERRAL, logs=READ, linked=False, posts=SHOWN),
    # cases
    "aspirant_list": Page(JOBBTORG, logs=READ, shows=True, statements=FEW, phone=True),
    "aspirant_list_file": Page(JOBBTORG, sort=Sort.FILE, logs=EXPORT, shows=True),
    "aspirants_chosen": Page(MANAGER, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "saved_views": Page(JOBBTORG, posts=OWN, phone=True),
    "saved_view_keep": Page(JOBBTORG, sort=Sort.ACT, may_lack=True, posts=OWN),
    "list_columns": Page(JOBBTORG, sort=Sort.ACT, may_lack=True, posts=OWN),
    "case": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, elsewhere=True, phone=True, statements=FEW),
    "case_meetings": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, elsewhere=True, statements=FEW),
    "case_notes": Page(
        JOBBTORG, Object.CASE, logs=READ, shows=True, elsewhere=True, linked=False, phone=True, statements=FEW
    ),
    "note_new": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, phone=True, posts=ADDS, statements=FEW),
    "note_template_list": Page(MANAGER, statements=FEW),
    "note_template_new": Page(MANAGER, posts=ADDS),
    "note_template_change": Page(MANAGER, Object.NOTE_TEMPLATE, linked=False, posts=SHOWN),
    "note_template_remove": Page(MANAGER, Object.NOTE_TEMPLATE, sort=Sort.ACT, posts=SHOWN),
    "case_referral": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, elsewhere=True, statements=FEW),
    "case_tell": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "consent_new": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=ADDS),
    "consent_withdraw": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, may_lack=True, linked=False, posts=SHOWN),
    "case_history": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, elsewhere=True, statements=FEW),
    "case_print": Page(JOBBTORG, Object.CASE, logs=PRINT, shows=True, may_lack=True),
    "case_reveal": Page(JOBBTORG, Object.CASE, sort=Sort.ACT, logs=REVEAL, shows=True, get_leads_on=True, posts=READS),
    "case_protection": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "case_person": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, phone=True, posts=SHOWN),
    "case_person_contact": Page(JOBBTORG, Object.CASE, sort=Sort.ACT, logs=REVEAL, shows=True, posts=READS),
    "case_person_reports": Page(JOBBTORG, Object.CASE, sort=Sort.ACT, logs=READ, shows=True, posts=SHOWN),
    "case_number": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "case_earlier_numbers": Page(JOBBTORG, Object.CASE, sort=Sort.ACT, logs=REVEAL, shows=True, posts=READS),
    "case_death": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "case_death_take_back": Page(MANAGER, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "case_likeness": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "person_join": Page(MANAGER, Object.JOIN, logs=READ, shows=True, linked=False, posts=SHOWN, phone=True),
    "open_protected": Page(JOBBTORG, Object.PERSON, linked=False, posts=ADDS),
    "log_meeting": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN, statements=FEW),
    "phrase_list": Page(JOBBTORG, phone=True, statements=FEW),
    "phrase_new": Page(JOBBTORG, posts=OWN),
    "phrase_change": Page(JOBBTORG, Object.PHRASE, posts=OWN),
    "meeting_missed": Page(
        JOBBTORG,
        Object.MEETING,
        sort=Sort.ACT,
        logs=READ,
        posts="says of one booking that it was missed as it was booked; refused where it is booked no longer, or ahead",
    ),
    "book_meeting": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=ADDS, statements=FEW),
    "move_booking": Page(JOBBTORG, Object.MEETING, logs=READ, shows=True, linked=False, posts=SHOWN, statements=FEW),
    "cancel_booking": Page(JOBBTORG, Object.MEETING, logs=READ, shows=True, linked=False, posts=SHOWN, statements=FEW),
    "assign_coach": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "coach_list": Page(MANAGER),
    "hand_over": Page(
        MANAGER,
        Object.COACH,
        logs=READ,
        shows=True,
        posts="names each case and booking and whose it is; what is another's or closed meanwhile is left and told of",
    ),
    "deputies": Page(
        JOBBTORG,
        Object.COACH,
        posts="adds a period, or ends one that it names, once; a period is never changed otherwise",
    ),
    "transfer_case": Page(MANAGER, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "transfer_take_back": Page(MANAGER, Object.CASE, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "transfer": Page(MANAGER, Object.TRANSFER, logs=READ, shows=True, linked=False, posts=SHOWN),
    "transfer_return": Page(MANAGER, Object.TRANSFER, logs=READ, shows=True, linked=False, posts=SHOWN),
    "support_unit": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "correct_in_case": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "wrong_person": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "undo": Page(
        JOBBTORG,
        sort=Sort.ACT,
        posts="names the version of each row that was written a moment ago, and is refused where another stands",
    ),
    "case_group_information": Page(
        JOBBTORG, Object.CASE, logs=READ, shows=True, phone=True, linked=False, posts=ADDS, statements=FEW
    ),
    "group_information_list": Page(JOBBTORG, statements=FEW),
    "group_information_new": Page(JOBBTORG, posts=ADDS),
    "group_information_outcome": Page(JOBBTORG, Object.BOOKING, sort=Sort.ACT, posts=SHOWN),
    "invitation_cancel": Page(JOBBTORG, Object.BOOKING, logs=READ, shows=True, linked=False, posts=SHOWN),
    "group_information_session": Page(JOBBTORG, Object.SESSION, logs=READ, shows=True, phone=True),
    "session_change": Page(JOBBTORG, Object.SESSION, linked=False, posts=SHOWN),
    "session_move": Page(JOBBTORG, Object.SESSION, linked=False, posts=SHOWN),
    "session_call_off": Page(JOBBTORG, Object.SESSION, linked=False, posts=SHOWN),
    # plans, follow-ups, closing
    "case_plan": Page(
        JOBBTORG, Object.CASE, state=State.PLAN_APPROVED, logs=READ, shows=True, elsewhere=True, statements=FEW
    ),
    "plan_edit": Page(JOBBTORG, Object.CASE, state=State.PLAN_DRAFTED, logs=READ, shows=True, phone=True, posts=SHOWN),
    "plan_propose": Page(
        JOBBTORG, Object.CASE, sort=Sort.ACT, state=State.PLAN_DRAFTED, logs=READ, may_lack=True, posts=SHOWN
    ),
    "plan_withdraw": Page(
        JOBBTORG, Object.CASE, sort=Sort.ACT, state=State.PLAN_PROPOSED, logs=READ, may_lack=True, posts=SHOWN
    ),
    "plan_answer": Page(
        JOBBTORG,
        Object.CASE,
        state=State.PLAN_PROPOSED,
        logs=READ,
        shows=True,
        may_lack=True,
        linked=False,
        posts=SHOWN,
    ),
    "plan_communicate": Page(
        JOBBTORG,
        Object.CASE,
        state=State.PLAN_APPROVED,
        logs=READ,
        shows=True,
        may_lack=True,
        linked=False,
        posts=SHOWN,
    ),
    "plan_print": Page(
        JOBBTORG, Object.CASE, state=State.PLAN_APPROVED, logs=PRINT, shows=True, may_lack=True, linked=False
    ),
    "case_work": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, elsewhere=True, statements=FEW),
    "job_offer_new": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=ADDS),
    "job_offer_answer": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "activity_new": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=ADDS),
    "activity_agree": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "activity_from_plan": Page(JOBBTORG, Object.CASE, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "activity_end": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "case_interruption": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "interruption_planned": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "interruption_withdraw": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, linked=False, posts=SHOWN),
    "follow_up_hold": Page(JOBBTORG, Object.FOLLOW_UP, logs=READ, shows=True, linked=False, posts=SHOWN),
    "close_case": Page(JOBBTORG, Object.CASE, logs=READ, shows=True, posts=SHOWN),
    "case_closing": Page(JOBBTORG, Object.CASE, state=State.CLOSED, logs=READ, shows=True, linked=False),
    "case_reopen": Page(MANAGER, Object.CASE, state=State.CLOSED, logs=READ, shows=True, linked=False, posts=SHOWN),
    "closing_confirm": Page(MANAGER, Object.CASE, state=State.CLOSED, logs=READ, shows=True, linked=False, posts=SHOWN),
    "closing_correct": Page(MANAGER, Object.CASE, state=State.CLOSED, logs=READ, shows=True, linked=False, posts=SHOWN),
    "closing_checks": Page(JOBBTORG, logs=READ, shows=True, phone=True, statements=FEW),
    "closing_check": Page(JOBBTORG, Object.CHECK, logs=READ, shows=True, linked=False, posts=SHOWN),
    # deadlines
    "deadlines": Page(JOBBTORG, logs=READ, shows=True, phone=True, statements=FEW),
    "deadlines_file": Page(JOBBTORG, sort=Sort.FILE, logs=EXPORT, shows=True),
    "burn_down_file": Page(JOBBTORG, sort=Sort.FILE, logs=EXPORT),
    "deadlines_chosen": Page(JOBBTORG, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "order_of_work": Page(MANAGER, logs=READ, phone=True),
    "deadlines_forecast": Page(JOBBTORG, logs=READ, phone=True),
    "deadlines_forecast_file": Page(JOBBTORG, sort=Sort.FILE, logs=EXPORT),
    "capacity": Page(MANAGER, logs=READ, phone=True),
    "capacity_cases": Page(MANAGER, logs=READ, shows=True, phone=True, statements=FEW),
    "capacity_file": Page(MANAGER, sort=Sort.FILE, logs=EXPORT),
    "deadlines_backtest": Page(MANAGER, logs=READ, phone=True),
    "breaches": Page(JOBBTORG, logs=READ, shows=True, phone=True, statements=FEW),
    "breaches_file": Page(JOBBTORG, sort=Sort.FILE, logs=EXPORT, shows=True),
    "clock_explain": Page(JOBBTORG, Object.CLOCK, logs=READ),
    "clock_pause": Page(JOBBTORG, Object.CLOCK, logs=READ, linked=False, posts=SHOWN),
    "pause_planned": Page(JOBBTORG, Object.CLOCK, logs=READ, linked=False, posts=SHOWN),
    "pause_withdraw": Page(JOBBTORG, Object.CLOCK, logs=READ, linked=False, posts=SHOWN),
    "clock_resume": Page(JOBBTORG, Object.CLOCK, logs=READ, linked=False, posts=SHOWN),
    "pause_approve": Page(MANAGER, Object.CLOCK, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "breach_explain": Page(JOBBTORG, Object.CLOCK, logs=READ, may_lack=True, linked=False, posts=SHOWN),
    "contact_attempt": Page(JOBBTORG, Object.CLOCK, logs=READ, linked=False, posts=ADDS),
    "clock_confirm": Page(MANAGER, Object.CLOCK, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "clock_excuse": Page(MANAGER, Object.CLOCK, sort=Sort.ACT, logs=READ, posts=SHOWN),
    "correction_list": Page(MANAGER, logs=READ, statements=FEW),
    "correction_decide": Page(
        MANAGER,
        Object.CASE,
        state=State.CORRECTION_WAITING,
        logs=READ,
        shows=True,
        may_lack=True,
        linked=False,
        posts=SHOWN,
    ),
    "policy_list": Page(ADMIN, statements=FEW),
    "policy_change": Page(ADMIN, posts=SHOWN),
    "policy_drop": Page(ADMIN, sort=Sort.ACT, posts=SHOWN),
    # figures
    "statistics": Page(FIGURES, phone=True),
    "statistics_csv": Page(FIGURES, sort=Sort.FILE, logs=EXPORT),
    "standing": Page(FIGURES, phone=True),
    "standing_file": Page(FIGURES, sort=Sort.FILE, logs=EXPORT),
    # users
    "invitation": Page(ANYONE, linked=False),
    "user_list": Page(ADMIN, phone=True, statements=FEW),
    "user_invite": Page(ADMIN, phone=True, posts=ADDS),
    "user_detail": Page(ADMIN, Object.USER, phone=True),
    "user_invitation": Page(
        ADMIN,
        Object.USER,
        sort=Sort.ACT,
        posts="sends a new link to the account named in the address; nothing on the page decides about it",
    ),
    "user_deactivate": Page(ADMIN, Object.USER, posts=SHOWN),
    "user_reactivate": Page(ADMIN, Object.USER, linked=False, posts=SHOWN),
    "user_coach_group": Page(ADMIN, Object.USER, linked=False, posts=SHOWN),
    "position_give": Page(ADMIN, Object.USER, posts=SHOWN),
    "position_end": Page(ADMIN, Object.USER, linked=False, posts=SHOWN),
    "position_revoke": Page(ADMIN, Object.USER, linked=False, posts=SHOWN),
    # the access log
    "access_log": Page(REVIEWER, logs=READ, statements=FEW),
    "access_log_csv": Page(REVIEWER, sort=Sort.FILE, logs=EXPORT),
    "access_log_person": Page(REVIEWER, posts=READS),
    "access_log_days": Page(REVIEWER, logs=READ),
    "access_log_reviews": Page(REVIEWER, statements=FEW),
    "log_review_list": Page(MANAGER, statements=FEW),
    "log_review": Page(
        MANAGER,
        Object.LOG_REVIEW,
        logs=READ,
        linked=False,
        posts="a review's sample is never changed, and it is finished once",
    ),
    # imports
    "import_list": Page(ADMIN, statements=FEW, phone=True),
    "import_new": Page(ADMIN, posts=ADDS, phone=True),
    "import_template": Page(ADMIN, sort=Sort.FILE, logs=EXPORT),
    "import_files": Page(ADMIN, Object.BATCH, linked=False, posts=ADDS),
    "import_columns": Page(ADMIN, Object.BATCH, logs=READ, shows=True, linked=False, posts=CHECKED_AGAIN),
    "import_check": Page(ADMIN, Object.BATCH, logs=READ, shows=True, linked=False, posts=CHECKED_AGAIN),
    "import_rejected": Page(ADMIN, Object.BATCH, sort=Sort.FILE, logs=EXPORT, shows=True),
    "import_corrected": Page(ADMIN, Object.BATCH, linked=False, posts=ADDS),
    "import_commit": Page(
        ADMIN, Object.BATCH, linked=False, posts="an import is brought in as it was checked, and once"
    ),
    "import_progress": Page(ADMIN, Object.BATCH, state=State.IMPORT_AT_WORK, linked=False),
    "import_stop": Page(
        ADMIN,
        Object.BATCH,
        sort=Sort.ACT,
        state=State.IMPORT_AT_WORK,
        posts="a job is stopped at whatever it is, before its end",
    ),
    "import_result": Page(ADMIN, Object.BATCH, state=State.IMPORT_COMMITTED, linked=False),
    "import_undo": Page(
        ADMIN,
        Object.BATCH,
        state=State.IMPORT_COMMITTED,
        linked=False,
        posts="what has been changed meanwhile stays, whatever the page showed",
    ),
    "import_discard": Page(ADMIN, Object.BATCH, linked=False, posts="nothing of it has been brought in"),
    "import_questions": Page(
        MANAGER,
        logs=READ,
        shows=True,
        linked=False,
        posts="a list and what was answered before are never changed: an answer is added, and the latest counts",
    ),
}

NOT_SERVED = frozenset(
    {
        # allauth offers these; nobody signs up, and addresses and passwords are an administrator's business
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_login_code",
    }
)
"""Refused for everyone, because they declare no rule."""
