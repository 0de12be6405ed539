"""What the stadsdel was told and has told, the consents it is a side of, and what is told before there is a case.

A consent is given and withdrawn at the jobbtorg, in a case; the stadsdel reads those for it, and tells on them.
"""

from __future__ import annotations

from aspirants.choices import ClosureStatus, DisclosureContent
from aspirants.row_security import open_to_me
from core.sql import among
from organisation.access.database_roles import STADSDEL
from organisation.access.row_security import HIDDEN, MY_JOBBTORG, MY_UNITS, USER, Policy, View, adding, reading
from referrals.choices import ENDED
from referrals.row_security.conditions import known_to_me, readable_by_stadsdel, referred, shown, told_of

VIEWS = [
    # What a unit has been told it goes on seeing, with or without a referral of its own, and also when the case has
    # another unit by now; so with what it has told. What ended the case is told to the unit it has, and to one before
    # only what it was told then.
    View(
        "referrals_disclosed",
        "SELECT told.id, told.enrolment_id, told.recipient_id, told.content, told.disclosed_at,"
        " enrolment.income_support_unit_id = told.recipient_id AS present"
        " FROM aspirants_disclosure told LEFT JOIN aspirants_enrolment enrolment ON enrolment.id = told.enrolment_id"
        f" WHERE (told.recipient_id = {MY_UNITS} OR told.sending_unit_id = {MY_UNITS})"
        f" AND CASE WHEN told.enrolment_id IS NULL THEN {known_to_me('told.person_id')}"
        f" ELSE {told_of('enrolment')} END",
        readers=(STADSDEL,),
    ),
    View(
        "referrals_consented",
        "SELECT consent.id FROM aspirants_consent consent"
        f" WHERE consent.unit_id = {MY_UNITS} AND {known_to_me('consent.person_id')}",
        readers=(STADSDEL,),
    ),
    # For lists, which ask of all that a unit has ever sent: found for all at once, not row by row as behind policies.
    View(
        "referrals_unsettled",
        "SELECT referral.id, referral.unit_id, referral.followed_until IS NULL AS followed,"
        " EXISTS (SELECT FROM aspirants_disclosure told JOIN jobplans_plancommunication sent"
        " ON sent.disclosure_id = told.id"
        " WHERE told.enrolment_id = referral.enrolment_id AND told.recipient_id = referral.unit_id) AS plan_told"
        " FROM referrals_referral referral"
        f" WHERE referral.unit_id = {MY_UNITS} AND {shown('referral')} AND referral.status NOT IN ({among(ENDED)})"
        " AND NOT EXISTS (SELECT FROM aspirants_disclosure told JOIN aspirants_closure closure"
        " ON closure.enrolment_id = told.enrolment_id"
        f" AND closure.status <> '{ClosureStatus.CORRECTED.value}'"
        " WHERE told.enrolment_id = referral.enrolment_id AND told.recipient_id = referral.unit_id"
        f" AND told.content = '{DisclosureContent.CLOSURE.value}')",
        readers=(STADSDEL,),
    ),
    View(
        "referrals_told_elsewhere",
        "SELECT told.enrolment_id, max(told.disclosed_at) AS at FROM aspirants_disclosure told"
        f" WHERE told.recipient_id = {MY_UNITS} AND told.enrolment_id IS NOT NULL AND told.person_id <> {HIDDEN}"
        " AND NOT EXISTS (SELECT FROM referrals_referral own"
        f" WHERE own.enrolment_id = told.enrolment_id AND own.unit_id = {MY_UNITS})"
        " GROUP BY told.enrolment_id",
        readers=(STADSDEL,),
    ),
]

TOLD = "(SELECT true FROM referrals_disclosed d WHERE d.id = aspirants_disclosure.id)"
CONSENTED = "(SELECT true FROM referrals_consented c WHERE c.id = aspirants_consent.id)"


def _referral_of(table: str, unit: str, jobbtorg: str, side: str) -> str:
    """A referral of the row's person, between the row's unit and jobbtorg, on the acting user's `side`.

    Where the row names a case, it is the one that the referral led to.
    """
    return (
        f"(SELECT true FROM {side} WHERE r.person_id = {table}.person_id AND r.unit_id = {table}.{unit}"
        f" AND r.jobbtorg_id = {table}.{jobbtorg}"
        f" AND ({table}.enrolment_id IS NULL OR r.enrolment_id = {table}.enrolment_id) LIMIT 1)"
    )


OURS = f"(SELECT * FROM referrals_sent_place s WHERE s.followed AND {shown('s')}) r"
THEIRS = f"(SELECT * FROM referrals_referral_place WHERE jobbtorg_id = {MY_JOBBTORG}) r"
BEFORE = "enrolment_id IS NULL"


def _told_before(unit: str, jobbtorg: str) -> str:
    """Before there is a case: between the unit and the acting user's jobbtorg, while a referral of theirs is here.

    It is the referral that brings the person here, and so hides those who are protected.
    """
    person = open_to_me("aspirants_disclosure.person_id")
    return f"{BEFORE} AND {person} AND {_referral_of('aspirants_disclosure', unit, jobbtorg, THEIRS)}"


TOLD_BY_US = _told_before("recipient_id", "sending_jobbtorg_id")
TOLD_TO_US = _told_before("sending_unit_id", "recipient_jobbtorg_id")

POLICIES = [
    readable_by_stadsdel("aspirants_disclosure", TOLD),
    # What one is writing is not in the view yet.
    reading(
        "aspirants_disclosure",
        "the stadsdel's, told by me",
        f"sending_unit_id = {MY_UNITS} AND disclosed_by_id = {USER}"
        f" AND {referred('r.person_id = aspirants_disclosure.person_id')}",
        STADSDEL,
    ),
    adding(
        "aspirants_disclosure",
        "the stadsdel's, add",
        f"sending_unit_id = {MY_UNITS} AND disclosed_by_id = {USER} AND receipt_at IS NULL AND content = 'MESSAGE'"
        f" AND {_referral_of('aspirants_disclosure', 'sending_unit_id', 'recipient_jobbtorg_id', OURS)}",
        STADSDEL,
    ),
    Policy(
        "aspirants_disclosure",
        "the stadsdel's, receive",
        f"recipient_id = {MY_UNITS} AND receipt_at IS NULL AND {TOLD}",
        "UPDATE",
        STADSDEL,
        check=f"receipt_by_id = {USER}",
    ),
    # A jobbtorg asks about a referral before it takes it on.
    reading("aspirants_disclosure", "before a case, told", TOLD_BY_US),
    reading("aspirants_disclosure", "before a case, received", TOLD_TO_US),
    adding(
        "aspirants_disclosure",
        "before a case, add",
        f"disclosed_by_id = {USER} AND receipt_at IS NULL AND {TOLD_BY_US}",
    ),
    Policy(
        "aspirants_disclosure",
        "before a case, receive",
        f"receipt_at IS NULL AND {TOLD_TO_US}",
        "UPDATE",
        check=f"receipt_by_id = {USER}",
    ),
    readable_by_stadsdel("aspirants_consent", CONSENTED),
    # Locked by who tells something on it, so that it is not withdrawn meanwhile; never changed.
    Policy("aspirants_consent", "the stadsdel's, lock", CONSENTED, "UPDATE", STADSDEL, check="false"),
]
