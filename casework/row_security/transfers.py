"""Which transfers the database shows: those of the own cases, and those that wait for the own jobbtorg's answer."""

from __future__ import annotations

from aspirants.choices import Protection, ReportedOutcome
from aspirants.row_security import in_my_case, of_case
from casework.choices import TransferStatus
from deadlines.choices import ClockKind, PolicyUse
from organisation.access.row_security import I_MANAGE, MY_JOBBTORG, MY_ROOMS, Policy, View, history, reading
from organisation.models import Role

# A transfer waits for few days, so that the few which do are looked up with their persons' protection as it stands.
_OFFERED = (
    " FROM casework_casetransfer transfer"
    " JOIN aspirants_enrolment enrolment ON enrolment.id = transfer.enrolment_id AND enrolment.closed_on IS NULL"
    " JOIN aspirants_person person ON person.id = enrolment.person_id"
    f" WHERE transfer.status = '{TransferStatus.SENT.value}'"
    f" AND CASE WHEN person.protection = '{Protection.NONE.value}'"
    " THEN transfer.destination_id ELSE -transfer.destination_id END"
)

VIEWS = [
    View("casework_offered", f"SELECT transfer.id{_OFFERED} = {MY_ROOMS} AND {I_MANAGE}"),
    # What a manager needs to decide, and no more: neither person nor case is theirs to read before they have accepted.
    # A protected person is known by the case number alone.
    View(
        "casework_offered_case",
        "SELECT transfer.id AS transfer_id, enrolment.case_no, person.id AS person_id,"
        f" person.protection <> '{Protection.NONE.value}' AS is_protected,"
        f" CASE WHEN person.protection = '{Protection.NONE.value}' THEN person.first_name ELSE '' END AS first_name,"
        f" CASE WHEN person.protection = '{Protection.NONE.value}' THEN person.last_name ELSE '' END AS last_name,"
        " (SELECT min(clock.due_on) FROM deadlines_deadlineclock clock"
        " JOIN deadlines_deadlinepolicy policy ON policy.id = clock.policy_id"
        " WHERE clock.enrolment_id = enrolment.id AND clock.fulfilled_at IS NULL AND clock.ended_on IS NULL"
        f" AND NOT clock.historical AND (policy.use = '{PolicyUse.ACTIVE.value}'"
        f" OR policy.use = '{PolicyUse.INDICATOR.value}' AND policy.kind = '{ClockKind.PLAN_COMMUNICATION.value}')"
        ") AS due_on,"
        " (SELECT unit.name FROM organisation_incomesupportunit unit"
        " WHERE unit.id = enrolment.income_support_unit_id) AS unit"
        f"{_OFFERED} = {MY_ROOMS} AND {I_MANAGE}",
    ),
    # What became of an offer, for a manager who had it before them: not the reasons, nor anything of the case.
    View(
        "casework_offer_past",
        "SELECT transfer.id AS transfer_id, transfer.status, transfer.origin_id FROM casework_casetransfer transfer"
        " JOIN aspirants_enrolment enrolment ON enrolment.id = transfer.enrolment_id"
        " JOIN aspirants_person person ON person.id = enrolment.person_id"
        f" WHERE transfer.status <> '{TransferStatus.SENT.value}'"
        f" AND CASE WHEN person.protection = '{Protection.NONE.value}'"
        " THEN transfer.destination_id ELSE -transfer.destination_id END"
        f" = {MY_ROOMS} AND {I_MANAGE}",
    ),
]

OFFERED = "(SELECT true FROM casework_offered offered WHERE offered.id = casework_casetransfer.id)"

POLICIES = [
    *of_case("casework_casetransfer"),
    reading("casework_casetransfer", "offered to my jobbtorg", OFFERED),
    Policy(
        "casework_casetransfer",
        "offered to my jobbtorg, answer",
        OFFERED,
        "UPDATE",
        check=f"destination_id = {MY_JOBBTORG}",
    ),
    *history("casework_casetransfer", in_my_case("casework_casetransferchange.enrolment_id")),
]

GONE_FROM_HERE = " (ärendet finns inte längre hos er)"
MOST_KEPT = 200 - len(GONE_FROM_HERE)
"""So much of a notice's text has room before that, in its 200 characters."""

_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_MINE = f"""
          JOIN aspirants_enrolment enrolment ON enrolment.id = transfer.enrolment_id
          JOIN aspirants_person person ON person.id = enrolment.person_id
         WHERE transfer.id = which AND transfer.status = '{TransferStatus.SENT.value}'
           AND jobbtorg_acting('role') = '{Role.MANAGER.value}'
           AND CASE WHEN person.protection = '{Protection.NONE.value}'
               THEN transfer.destination_id ELSE -transfer.destination_id END = ANY (jobbtorg_acting('rooms')::bigint[])
"""

FUNCTIONS = [
    # Referral, case, transfer: in the order in which everybody locks them, so that nobody waits in a circle.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_lock_offered(which bigint) RETURNS void {_OWNER} AS $function$
    DECLARE
        offered bigint;
    BEGIN
        SELECT transfer.enrolment_id INTO offered FROM casework_casetransfer transfer {_MINE};
        PERFORM FROM referrals_referral WHERE enrolment_id = offered FOR NO KEY UPDATE;
        PERFORM FROM aspirants_enrolment WHERE id = offered FOR NO KEY UPDATE;
        PERFORM FROM casework_casetransfer WHERE id = which AND enrolment_id = offered FOR NO KEY UPDATE;
    END
    $function$
    """,
    # The case becomes the receiver's: the one thing that is written to a case of another jobbtorg, and only for a
    # manager of the jobbtorg to which it has been offered. Everything else the receiver then does with rights of its
    # own.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_take_over(which bigint) RETURNS boolean {_OWNER} AS $function$
    DECLARE
        taken record;
    BEGIN
        SELECT transfer.enrolment_id, transfer.origin_id, transfer.destination_id, enrolment.person_id INTO taken
          FROM casework_casetransfer transfer {_MINE}
           AND enrolment.closed_on IS NULL AND enrolment.jobbtorg_id = transfer.origin_id;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        UPDATE aspirants_enrolment SET jobbtorg_id = taken.destination_id, coach_id = NULL
         WHERE id = taken.enrolment_id;
        UPDATE referrals_referral SET jobbtorg_id = taken.destination_id WHERE enrolment_id = taken.enrolment_id;
        -- What referrals have said, and nobody has settled, is asked where the person is met from now on.
        UPDATE aspirants_reportedfact SET jobbtorg_id = taken.destination_id
         WHERE person_id = taken.person_id AND jobbtorg_id = taken.origin_id
           AND outcome = '{ReportedOutcome.WAITING.value}';
        -- Notices at the jobbtorg that the case has left lead nowhere any more: they say so, and wait for nobody.
        UPDATE notices_notice
           SET path = '', text = left(text, {MOST_KEPT}) || '{GONE_FROM_HERE}', read_at = COALESCE(read_at, now())
         WHERE recipient_id IN (SELECT id FROM organisation_user WHERE jobbtorg_id = taken.origin_id)
           AND (path LIKE '/arenden/' || taken.enrolment_id || '/%'
                OR path LIKE ANY (SELECT '/remisser/' || referral.id || '/%' FROM referrals_referral referral
                                   WHERE referral.enrolment_id = taken.enrolment_id)
                OR path IN (
                SELECT '/remisser/fragor/' || thread.id || '/' FROM referrals_questionthread thread
                 WHERE thread.enrolment_id = taken.enrolment_id OR thread.referral_id IN
                       (SELECT id FROM referrals_referral WHERE enrolment_id = taken.enrolment_id)
                UNION ALL
                SELECT '/frister/' || clock.id || '/varfor' FROM deadlines_deadlineclock clock
                 WHERE clock.enrolment_id = taken.enrolment_id));
        RETURN true;
    END
    $function$
    """,
]
