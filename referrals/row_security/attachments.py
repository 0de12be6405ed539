"""Which attachments the database shows: to the author, the unit that sent them, the jobbtorg that got them."""

from __future__ import annotations

from aspirants.row_security import in_my_case, in_readable_case, open_to_me
from organisation.access.database_roles import STADSDEL, WORKER
from organisation.access.row_security import (
    MY_JOBBTORG,
    MY_UNITS,
    USER,
    ColumnLimit,
    Deletion,
    Policy,
    View,
    adding,
    reading,
)
from referrals.row_security.conditions import followed, readable_by_stadsdel, referred, shown

ROWS, PARTS = "referrals_attachment", "referrals_attachmentpart"

VIEWS = [
    View(
        "referrals_my_draft",
        f"SELECT id FROM referrals_referraldraft WHERE author_id = {USER}",
        readers=(STADSDEL,),
    ),
    # Of the content: what the own unit has sent or is about to send.
    View(
        "referrals_attached_by_us",
        "SELECT attached.id, attached.sent_at IS NULL AS loose, attached.hidden_at IS NULL AS open,"
        f" draft.id IS NOT NULL AS mine, sent.person_id, sent.sent_by_id FROM {ROWS} attached"
        f" LEFT JOIN referrals_referraldraft draft ON draft.id = attached.draft_id AND draft.author_id = {USER}"
        f" LEFT JOIN referrals_referral sent ON sent.id = attached.referral_id AND sent.unit_id = {MY_UNITS}"
        " WHERE draft.id IS NOT NULL OR sent.id IS NOT NULL",
        readers=(STADSDEL,),
    ),
    View(
        "referrals_attached_here",
        "SELECT attached.id, got.person_id, got.jobbtorg_id, got.enrolment_id"
        f" FROM {ROWS} attached JOIN referrals_referral got ON got.id = attached.referral_id"
        " WHERE attached.sent_at IS NOT NULL AND attached.hidden_at IS NULL",
    ),
]

# Whoever adds one to a draft is its author. When a draft is erased, its row may be gone before those of its files.
MINE = f"(draft_id IS NOT NULL AND added_by_id = {USER})"
OF_MY_DRAFT = f"(SELECT true FROM referrals_my_draft mine WHERE mine.id = {ROWS}.draft_id)"
OF_OUR_REFERRAL = referred(f"r.id = {ROWS}.referral_id")
NEW = f"added_by_id = {USER} AND sent_at IS NULL AND hidden_at IS NULL"
SENT = "sent_at IS NOT NULL AND draft_id IS NULL"
OURS = f"(SELECT o.mine OR {shown('o')} FROM referrals_attached_by_us o WHERE o.id = {PARTS}.attachment_id%s)"


def _received(in_case: str, place: str) -> str:
    """A referral got it that was sent to my jobbtorg, or led to such a case; its person is open to me."""
    return f"(SELECT {open_to_me('r.person_id')} AND (r.jobbtorg_id = {MY_JOBBTORG} OR {in_case}) FROM {place} LIMIT 1)"


POLICIES = [
    readable_by_stadsdel(ROWS, f"({MINE} OR {OF_OUR_REFERRAL})"),
    adding(ROWS, "the stadsdel's, to a draft", f"{OF_MY_DRAFT} AND {NEW}", STADSDEL),
    adding(ROWS, "the stadsdel's, to a referral", f"{followed(f'r.id = {ROWS}.referral_id')} AND {NEW}", STADSDEL),
    # A draft is sent; a completion is sent; what was sent is hidden. Once hidden it stays as it is.
    Policy(ROWS, "the stadsdel's, send a draft", MINE, "UPDATE", STADSDEL, check=f"{OF_OUR_REFERRAL} AND {SENT}"),
    Policy(
        ROWS,
        "the stadsdel's, send or hide",
        f"{OF_OUR_REFERRAL} AND hidden_at IS NULL",
        "UPDATE",
        STADSDEL,
        check=f"{OF_OUR_REFERRAL} AND {SENT} AND (hidden_by_id IS NULL OR hidden_by_id = {USER})",
    ),
    Policy(
        ROWS,
        "the stadsdel's, remove",
        f"({MINE} OR {OF_OUR_REFERRAL}) AND sent_at IS NULL",
        "DELETE",
        STADSDEL,
    ),
    readable_by_stadsdel(PARTS, OURS % " AND o.open"),
    adding(PARTS, "the stadsdel's, add", OURS % " AND o.loose", STADSDEL),
    Policy(PARTS, "the stadsdel's, remove", OURS % " AND o.loose", "DELETE", STADSDEL),
    # The jobbtorg gets what was sent, and opens it until it is hidden; it writes nothing. Whoever has given a reason to
    # read another jobbtorg's case sees what there is, and does not open it.
    reading(
        ROWS,
        "of received referrals",
        "sent_at IS NOT NULL AND "
        + _received(in_readable_case("r.enrolment_id"), f"referrals_referral_place r WHERE r.id = {ROWS}.referral_id"),
    ),
    reading(
        PARTS,
        "of received referrals",
        _received(in_my_case("r.enrolment_id"), f"referrals_attached_here r WHERE r.id = {PARTS}.attachment_id"),
    ),
]

COLUMN_LIMITS = [
    ColumnLimit(ROWS, ("draft_id", "referral_id", "sent_at", "hidden_at", "hidden_by_id", "hidden_reason")),
]
"""What an attachment is stays as it was added."""

APPEND_ONLY = [PARTS]
"""No piece of a content is ever changed."""

DELETIONS = [Deletion(table, (STADSDEL, WORKER)) for table in (ROWS, PARTS)]
