"""Which questions and answers the database shows to either side, and who may write in them."""

from __future__ import annotations

from aspirants.row_security import in_my_case, open_to_me
from organisation.access.database_roles import PAGES, STADSDEL
from organisation.access.row_security import (
    MY_JOBBTORG,
    MY_UNITS,
    USER,
    ColumnLimit,
    Policy,
    View,
    adding,
    history,
    reading,
)
from referrals.row_security.conditions import shown, told_of

THREAD, MESSAGE = "referrals_questionthread", "referrals_questionmessage"

VIEWS = [
    # What the jobbtorg looks through: of each question the referral's or the case's keys, and whether its unit is
    # still the one that is told of the case.
    View(
        "referrals_question_place",
        "SELECT thread.id, thread.enrolment_id, referral.jobbtorg_id, referral.person_id,"
        " COALESCE(referral.followed_until IS NULL, enrolment.income_support_unit_id = thread.unit_id) AS present"
        f" FROM {THREAD} thread LEFT JOIN referrals_referral referral ON referral.id = thread.referral_id"
        " LEFT JOIN aspirants_enrolment enrolment ON enrolment.id = thread.enrolment_id",
    ),
    # A unit's own questions. What it was told it keeps, also once the case has another unit.
    View(
        "referrals_our_question",
        "SELECT thread.id, referral.followed_until IS NULL AS present"
        f" FROM {THREAD} thread JOIN referrals_referral referral ON referral.id = thread.referral_id"
        " JOIN aspirants_person person ON person.id = referral.person_id"
        f" WHERE thread.unit_id = {MY_UNITS} AND (person.protection = 'NONE' OR referral.sent_by_id = {USER})"
        " UNION ALL SELECT thread.id, enrolment.income_support_unit_id = thread.unit_id AS present"
        f" FROM {THREAD} thread JOIN aspirants_enrolment enrolment ON enrolment.id = thread.enrolment_id"
        f" WHERE thread.unit_id = {MY_UNITS} AND {told_of('enrolment')}",
        readers=(STADSDEL,),
    ),
    # The cases about which a unit may ask though it has no referral to them: those it has, and has been told of.
    View(
        "referrals_our_case",
        "SELECT enrolment.id, enrolment.income_support_unit_id AS unit_id, enrolment.person_id, enrolment.jobbtorg_id,"
        " enrolment.coach_id FROM aspirants_enrolment enrolment"
        f" WHERE enrolment.income_support_unit_id = {MY_UNITS} AND {told_of('enrolment')}"
        " AND EXISTS (SELECT FROM aspirants_disclosure told WHERE told.enrolment_id = enrolment.id"
        " AND told.recipient_id = enrolment.income_support_unit_id)",
        readers=(STADSDEL,),
    ),
]


def _at_jobbtorg(condition: str) -> str:
    return (
        f"(SELECT true FROM referrals_question_place p WHERE {condition} AND"
        f" ({in_my_case('p.enrolment_id')} OR (p.jobbtorg_id = {MY_JOBBTORG} AND {open_to_me('p.person_id')})) LIMIT 1)"
    )


def _ours(condition: str) -> str:
    return f"(SELECT true FROM referrals_our_question o WHERE {condition})"


OF_A_REFERRAL_HERE = (
    f"(SELECT r.jobbtorg_id = {MY_JOBBTORG} AND {open_to_me('r.person_id')}"
    f" FROM referrals_referral_place r WHERE r.id = {THREAD}.referral_id)"
)
# Of the row's own columns: what is just being added is in no view yet.
SENT_BY_US = (
    f"(SELECT {shown('s')} FROM referrals_sent_place s WHERE s.id = {THREAD}.referral_id"
    f" AND s.unit_id = {THREAD}.unit_id)"
)
TOLD_TO_US = (
    f"(unit_id = {MY_UNITS} AND (SELECT true FROM referrals_told_case t WHERE t.enrolment_id = {THREAD}.enrolment_id))"
)
OF_OUR_REFERRAL = (
    f"(SELECT s.followed FROM referrals_sent_place s WHERE s.id = {THREAD}.referral_id"
    f" AND s.unit_id = {THREAD}.unit_id)"
)
OF_OUR_CASE = (
    f"(SELECT true FROM referrals_our_case c WHERE c.id = {THREAD}.enrolment_id AND c.unit_id = {THREAD}.unit_id)"
)
MINE = f"{MESSAGE}.author_id = {USER}"
TOLD_BY_ME = f"content = 'MESSAGE' AND disclosed_by_id = {USER} AND receipt_at IS NULL"
OF_A_CASE_OF_OURS = (
    "(SELECT true FROM referrals_our_case c WHERE c.id = aspirants_disclosure.enrolment_id"
    " AND c.unit_id = aspirants_disclosure.sending_unit_id"
    " AND c.jobbtorg_id = aspirants_disclosure.recipient_jobbtorg_id AND c.person_id = aspirants_disclosure.person_id)"
)

POLICIES = [
    # The jobbtorg's side. A case moves with its questions to the jobbtorg that gets it.
    reading(THREAD, "of referrals here", OF_A_REFERRAL_HERE),
    reading(THREAD, "of cases here", in_my_case(f"{THREAD}.enrolment_id")),
    Policy(THREAD, "of referrals here, change", OF_A_REFERRAL_HERE, "UPDATE"),
    Policy(THREAD, "of cases here, change", in_my_case(f"{THREAD}.enrolment_id"), "UPDATE"),
    adding(THREAD, "of referrals here, add", f"opened_by_id = {USER} AND {OF_A_REFERRAL_HERE}"),
    adding(THREAD, "of cases here, add", f"opened_by_id = {USER} AND {in_my_case(f'{THREAD}.enrolment_id')}"),
    reading(MESSAGE, "of questions here", _at_jobbtorg(f"p.id = {MESSAGE}.thread_id")),
    adding(
        MESSAGE, "of questions here, add", f"{MINE} AND {_at_jobbtorg(f'p.id = {MESSAGE}.thread_id AND p.present')}"
    ),
    # The stadsdel's side.
    reading(THREAD, "the stadsdel's, of a referral", SENT_BY_US, STADSDEL),
    reading(THREAD, "the stadsdel's, of a case", TOLD_TO_US, STADSDEL),
    # Where the unit is told of the case no longer it can end a question, and do no more with it.
    Policy(
        THREAD,
        "the stadsdel's, change",
        _ours(f"o.id = {THREAD}.id"),
        "UPDATE",
        STADSDEL,
        check=f"{_ours(f'o.id = {THREAD}.id AND o.present')} OR (closed_at IS NOT NULL AND waits_for = '')",
    ),
    adding(THREAD, "the stadsdel's, of a referral, add", f"opened_by_id = {USER} AND {OF_OUR_REFERRAL}", STADSDEL),
    adding(THREAD, "the stadsdel's, of a case, add", f"opened_by_id = {USER} AND {OF_OUR_CASE}", STADSDEL),
    reading(MESSAGE, "the stadsdel's", _ours(f"o.id = {MESSAGE}.thread_id"), STADSDEL),
    adding(
        MESSAGE, "the stadsdel's, add", f"{MINE} AND {_ours(f'o.id = {MESSAGE}.thread_id AND o.present')}", STADSDEL
    ),
    # Whoever tells gets the row back as it is added, when it is in no view yet.
    reading(
        "aspirants_disclosure",
        "the stadsdel's, told by me",
        f"sending_unit_id = {MY_UNITS} AND disclosed_by_id = {USER}",
        STADSDEL,
    ),
    # What a unit tells about a case that it has and did not refer.
    adding("aspirants_disclosure", "the stadsdel's, of a case, add", f"{TOLD_BY_ME} AND {OF_A_CASE_OF_OURS}", STADSDEL),
    *history(THREAD, _at_jobbtorg(f"p.id = {THREAD}change.pgh_obj_id")),
]

APPEND_ONLY = [MESSAGE]

COLUMN_LIMITS = [
    # What was asked, about what and on which ground stays as it was.
    ColumnLimit(THREAD, ("waits_for", "closed_by_id", "closed_at"), PAGES),
]
