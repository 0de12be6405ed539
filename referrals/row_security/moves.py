"""Offers of a referral to another jobbtorg: what each side sees of one, and what accepting it changes."""

from __future__ import annotations

from aspirants.choices import Protection, ReportedOutcome
from aspirants.row_security import open_to_me
from organisation.access.database_roles import REPORTS, STADSDEL
from organisation.access.row_security import (
    I_MANAGE,
    MY_JOBBTORG,
    MY_ROOMS,
    MY_UNITS,
    Grant,
    Policy,
    View,
    adding,
    history,
    reading,
    rightly,
)
from organisation.models import Role
from referrals.choices import WAITING, MoveStatus, ReferralStatus
from referrals.row_security.conditions import shown

TABLE = "referrals_referralmove"
IN_WAITING = ", ".join(f"'{status.value}'" for status in WAITING)

# An offer stands while the referral waits where it was offered from: what ends the referral ends the offer.
_STANDS = (
    f"move.status = '{MoveStatus.SENT.value}' AND referral.status IN ({IN_WAITING})"
    " AND referral.jobbtorg_id = move.origin_id"
)
_UNPROTECTED = f"person.protection = '{Protection.NONE.value}'"
_ROOM = f"CASE WHEN {_UNPROTECTED} THEN move.destination_id ELSE -move.destination_id END"
_OFFERED = (
    f" FROM {TABLE} move JOIN referrals_referral referral ON referral.id = move.referral_id"
    " JOIN aspirants_person person ON person.id = referral.person_id"
    f" WHERE {_STANDS} AND {_ROOM}"
)
_NAMED = f"CASE WHEN {_UNPROTECTED} THEN"

VIEWS = [
    View("referrals_offered", f"SELECT move.id{_OFFERED} = {MY_ROOMS} AND {I_MANAGE}"),
    # What a manager needs to decide, and no more: neither person nor referral is theirs to read before they have
    # accepted. A protected person is known by the referral's number alone.
    View(
        "referrals_offered_referral",
        "SELECT move.id AS move_id, referral.number, person.id AS person_id,"
        f" NOT {_UNPROTECTED} AS is_protected,"
        f" {_NAMED} person.first_name ELSE '' END AS first_name, {_NAMED} person.last_name ELSE '' END AS last_name,"
        " (SELECT unit.name FROM organisation_incomesupportunit unit WHERE unit.id = referral.unit_id) AS unit,"
        " (SELECT clock.due_on FROM deadlines_deadlineclock clock WHERE clock.id = referral.clock_id) AS due_on"
        f"{_OFFERED} = {MY_ROOMS} AND {I_MANAGE}",
    ),
    # What became of an offer, for a manager who had it before them: not the reasons, nor anything of the referral.
    View(
        "referrals_offer_past",
        f"SELECT move.id AS move_id, move.status, move.origin_id FROM {TABLE} move"
        " JOIN referrals_referral referral ON referral.id = move.referral_id"
        " JOIN aspirants_person person ON person.id = referral.person_id"
        f" WHERE move.status <> '{MoveStatus.SENT.value}' AND {_ROOM} = {MY_ROOMS} AND {I_MANAGE}",
    ),
    # Where a referral has gone is all that its unit sees of its offers: not the reasons, nor who was asked and refused.
    View(
        "referrals_moved",
        f"SELECT move.referral_id, move.origin_id, move.destination_id, move.answered_at FROM {TABLE} move"
        " JOIN referrals_referral referral ON referral.id = move.referral_id"
        f" WHERE move.status = '{MoveStatus.ACCEPTED.value}' AND referral.unit_id = {MY_UNITS}"
        f" AND referral.followed_until IS NULL AND {shown('referral')}",
        readers=(STADSDEL,),
    ),
]

OFFERED = f"(SELECT true FROM referrals_offered offered WHERE offered.id = {TABLE}.id)"


def _of_referral_here(referral: str) -> str:
    return (
        f"(SELECT {open_to_me('r.person_id')} AND r.jobbtorg_id = {MY_JOBBTORG}"
        f" FROM referrals_referral_place r WHERE r.id = {referral})"
    )


HERE = _of_referral_here(f"{TABLE}.referral_id")

POLICIES = [
    reading(TABLE, "of referrals here", HERE),
    adding(TABLE, "of referrals here, add", f"origin_id = {MY_JOBBTORG} AND {HERE}"),
    Policy(TABLE, "of referrals here, change", HERE, "UPDATE"),
    reading(TABLE, "offered to my jobbtorg", OFFERED),
    Policy(TABLE, "offered to my jobbtorg, answer", OFFERED, "UPDATE", check=f"destination_id = {MY_JOBBTORG}"),
    *history(TABLE, _of_referral_here(f"{TABLE}change.referral_id")),
    Policy(TABLE, f"role {REPORTS}", rightly(REPORTS), "SELECT", REPORTS),
]

GRANTS = [
    Grant(
        TABLE, REPORTS, columns=("id", "referral_id", "origin_id", "destination_id", "status", "reason", "answered_at")
    ),
]

GONE_FROM_HERE = " (remissen finns inte längre hos er)"
MOST_KEPT = 200 - len(GONE_FROM_HERE)
"""So much of a notice's text has room before that, in its 200 characters."""

_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_MINE = f"""
          JOIN referrals_referral referral ON referral.id = move.referral_id
          JOIN aspirants_person person ON person.id = referral.person_id
         WHERE move.id = which AND {_STANDS}
           AND jobbtorg_acting('role') = '{Role.MANAGER.value}'
           AND {_ROOM} = ANY (jobbtorg_acting('rooms')::bigint[])
"""

FUNCTIONS = [
    # A unit that has taken its referral back ends what the jobbtorg has offered to another, which it does not read.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_end_offers(which bigint, moment timestamptz) RETURNS void {_OWNER} AS $function$
    BEGIN
        UPDATE {TABLE} move
           SET status = '{MoveStatus.ENDED.value}', answered_at = moment,
               answered_by_id = jobbtorg_acting('user_id')::bigint
          FROM referrals_referral referral
         WHERE referral.id = which AND referral.status = '{ReferralStatus.WITHDRAWN.value}'
           AND referral.unit_id = ANY (jobbtorg_acting('units')::bigint[])
           AND move.referral_id = referral.id AND move.status = '{MoveStatus.SENT.value}';
    END
    $function$
    """,
    # Referral, then move: in the order in which everybody locks them.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_lock_offered_referral(which bigint) RETURNS void {_OWNER} AS $function$
    DECLARE
        offered bigint;
    BEGIN
        SELECT move.referral_id INTO offered FROM {TABLE} move {_MINE};
        PERFORM FROM referrals_referral WHERE id = offered FOR NO KEY UPDATE;
        PERFORM FROM {TABLE} WHERE id = which AND referral_id = offered FOR NO KEY UPDATE;
    END
    $function$
    """,
    # The referral becomes the receiver's, with its clocks: none begins anew, no last day moves, and what had passed
    # its last day before stays in the figures of the jobbtorg where it was (G-54).
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_take_over_referral(which bigint, today date) RETURNS boolean {_OWNER}
    AS $function$
    DECLARE
        taken record;
    BEGIN
        SELECT referral.id, referral.number, referral.person_id, move.origin_id, move.destination_id INTO taken
          FROM {TABLE} move {_MINE};
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        UPDATE referrals_referral SET jobbtorg_id = taken.destination_id WHERE id = taken.id;
        UPDATE deadlines_deadlineclock clock
           SET jobbtorg_id = taken.destination_id,
               counted_at_id = CASE
                   WHEN clock.counted_at_id = taken.destination_id THEN NULL
                   WHEN clock.counted_at_id IS NOT NULL THEN clock.counted_at_id
                   WHEN clock.status <> 'CANCELLED' AND clock.due_on < today THEN taken.origin_id
               END
         WHERE clock.reference = taken.number AND clock.enrolment_id IS NULL;
        UPDATE aspirants_reportedfact SET jobbtorg_id = taken.destination_id
         WHERE person_id = taken.person_id AND jobbtorg_id = taken.origin_id
           AND outcome = '{ReportedOutcome.WAITING.value}';
        UPDATE notices_notice
           SET path = '', text = left(text, {MOST_KEPT}) || '{GONE_FROM_HERE}', read_at = COALESCE(read_at, now())
         WHERE recipient_id IN (SELECT id FROM organisation_user WHERE jobbtorg_id = taken.origin_id)
           AND (path LIKE '/remisser/' || taken.id || '/%' OR path IN (
                SELECT '/remisser/fragor/' || thread.id || '/' FROM referrals_questionthread thread
                 WHERE thread.referral_id = taken.id
                UNION ALL
                SELECT '/frister/' || clock.id || '/varfor' FROM deadlines_deadlineclock clock
                 WHERE clock.reference = taken.number AND clock.enrolment_id IS NULL));
        RETURN true;
    END
    $function$
    """,
]
