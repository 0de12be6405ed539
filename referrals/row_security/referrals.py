"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from __future__ import annotations

from aspirants.choices import Protection
from aspirants.models.rooms import rooms_of
from aspirants.row_security import for_database_roles, in_my_case, in_readable_case, open_to_me
from organisation.access.database_roles import IMPORTER, REGISTRAR, REPORTS, STADSDEL
from organisation.access.row_security import (
    MY_JOBBTORG,
    MY_UNITS,
    Grant,
    Policy,
    View,
    adding,
    history,
    reading,
    rightly,
)
from organisation.row_security import MY_JOBBTORG_THEN, MY_UNITS_THEN
from referrals.row_security.conditions import (
    followed,
    readable_by_stadsdel,
    referred,
    shown,
    started_by_our_referral,
    told_of,
)

VIEWS = [
    View(
        "referrals_referral_place",
        "SELECT id, person_id, unit_id, jobbtorg_id, sent_by_id, enrolment_id, clock_id FROM referrals_referral",
    ),
    # What the stadsdel's role looks through shows that stadsdel's own keys and no others.
    View(
        "referrals_sent_place",
        "SELECT id, person_id, unit_id, jobbtorg_id, sent_by_id, enrolment_id, clock_id,"
        " followed_until IS NULL AS followed"
        f" FROM referrals_referral WHERE unit_id = {MY_UNITS}",
        readers=(STADSDEL,),
    ),
    # Of those whose clocks are in `protected_clock`: by which chip of the inbox they stand.
    View(
        "protected_referral",
        "SELECT referral.number, referral.jobbtorg_id, referral.status FROM referrals_referral referral"
        " JOIN aspirants_person person ON person.id = referral.person_id AND person.protection <> 'NONE'"
        f" WHERE referral.enrolment_id IS NULL AND referral.jobbtorg_id = {MY_JOBBTORG}",
    ),
    # All clocks that a referral started, until its person is enrolled; from then on their reference is the case number.
    View(
        "referrals_clock",
        "SELECT clock.id AS clock_id, referral.person_id, referral.unit_id, referral.sent_by_id"
        " FROM referrals_referral referral JOIN deadlines_deadlineclock clock ON clock.reference = referral.number"
        f" WHERE referral.unit_id = {MY_UNITS}",
        readers=(STADSDEL,),
    ),
    View(
        "referrals_communicated",
        "SELECT version.id AS version_id, version.plan_id, plan.enrolment_id, sent.unit_id"
        " FROM jobplans_plancommunication sent JOIN jobplans_jobplanversion version ON version.id = sent.version_id"
        " JOIN jobplans_jobplan plan ON plan.id = version.plan_id"
        " JOIN aspirants_enrolment enrolment ON enrolment.id = plan.enrolment_id"
        f" WHERE sent.unit_id = {MY_UNITS} AND {told_of('enrolment')}",
        readers=(STADSDEL,),
    ),
    # Whom it was told about: name and case number, which every plan and closing told them says. Neither person nor
    # case is otherwise theirs to read.
    View(
        "referrals_told_case",
        "SELECT enrolment.id AS enrolment_id, enrolment.case_no, enrolment.person_id,"
        f" person.protection <> '{Protection.NONE.value}' AS is_protected, person.first_name, person.last_name"
        " FROM aspirants_enrolment enrolment JOIN aspirants_person person ON person.id = enrolment.person_id"
        " WHERE EXISTS (SELECT FROM aspirants_disclosure told WHERE told.enrolment_id = enrolment.id"
        f" AND told.recipient_id = {MY_UNITS}) AND {told_of('enrolment')}",
        readers=(STADSDEL,),
    ),
]


ROOMS = rooms_of("referrals_referral")

OWNERS_ALONE = [ROOMS]

HIDES = [
    f"SELECT room.person_id FROM {ROOMS} room WHERE room.room = -{MY_JOBBTORG_THEN} AND room.room < 0",
    f"SELECT room.person_id FROM {ROOMS} room WHERE room.unit_id = ANY ({MY_UNITS_THEN}) AND room.room < 0",
]


CLOSING_TOLD = (
    "(SELECT true FROM referrals_disclosed d WHERE d.enrolment_id = aspirants_closure.enrolment_id"
    " AND d.content = 'CLOSURE' AND (d.present OR d.disclosed_at >= aspirants_closure.decided_at) LIMIT 1)"
)


def _communicated(condition: str) -> str:
    return f"(SELECT true FROM referrals_communicated c WHERE {condition} LIMIT 1)"


PERSON = open_to_me("referrals_referral.person_id")
RECEIVED = f"jobbtorg_id = {MY_JOBBTORG} AND {PERSON}"
SENT = f"unit_id = {MY_UNITS} AND {shown('referrals_referral')}"
OF_OWN_CASE = f"{in_my_case('referrals_referral.enrolment_id')} AND {PERSON}"
OF_CASE_HERE = f"{in_readable_case('referrals_referral.enrolment_id')} AND {PERSON}"
OUR_CLOCK = followed("r.clock_id = deadlines_deadlineclock.id")
STARTED_BY_OUR_REFERRAL = started_by_our_referral("deadlines_deadlineclock.id")


def of_open_referral(table: str) -> str:
    """The row's referral is at the acting user's jobbtorg, or of a case that the user may read."""
    return (
        f"(SELECT {open_to_me('r.person_id')} AND"
        f" (r.jobbtorg_id = {MY_JOBBTORG} OR {in_readable_case('r.enrolment_id')})"
        f" FROM referrals_referral_place r WHERE r.id = {table}.referral_id)"
    )


OF_OPEN_REFERRAL = of_open_referral("referrals_referralevent")
OF_OUR_REFERRAL = referred("r.id = referrals_referralevent.referral_id")


POLICIES = [
    reading("referrals_referral", "sent to my jobbtorg", RECEIVED),
    reading("referrals_referral", "of cases here", OF_CASE_HERE),
    Policy("referrals_referral", "sent to my jobbtorg, change", RECEIVED, "UPDATE"),
    # What it says may be put right where its case is by now.
    Policy("referrals_referral", "of own cases, change", OF_OWN_CASE, "UPDATE"),
    *(
        Policy("referrals_referral", f"role {role}", rightly(role), "SELECT", role)
        for role in (REGISTRAR, REPORTS, IMPORTER)
    ),
    # Even while registering, a referral is sent for one's own unit only.
    Policy("referrals_referral", "send", f"unit_id = {MY_UNITS}", "INSERT", REGISTRAR),
    # A jobbtorg registers for itself what reached it on paper or by telephone.
    Policy("referrals_referral", "on paper", f"jobbtorg_id = {MY_JOBBTORG} AND source = 'PAPER'", "INSERT", REGISTRAR),
    reading("referrals_referralevent", "of open referrals", OF_OPEN_REFERRAL),
    adding("referrals_referralevent", "of open referrals, add", OF_OPEN_REFERRAL),
    *for_database_roles("referrals_referralevent", REGISTRAR),
    Policy("referrals_referralevent", f"role {REPORTS}", rightly(REPORTS), "SELECT", REPORTS),
    *history(
        "referrals_referral",
        f"(SELECT {in_my_case('r.enrolment_id')} FROM referrals_referral_place r"
        " WHERE r.id = referrals_referralchange.pgh_obj_id)",
    ),
    # What a referral opens to the stadsdel that sent it, row by row.
    readable_by_stadsdel("referrals_referral", SENT),
    Policy("referrals_referral", "the stadsdel's, change", SENT, "UPDATE", STADSDEL),
    readable_by_stadsdel("referrals_referralevent", OF_OUR_REFERRAL),
    adding(
        "referrals_referralevent",
        "the stadsdel's, add",
        followed("r.id = referrals_referralevent.referral_id"),
        STADSDEL,
    ),
    readable_by_stadsdel("aspirants_person", referred("r.person_id = aspirants_person.id")),
    # A sender who looks for somebody by the number that was known then finds the referral.
    readable_by_stadsdel("aspirants_earliernumber", referred("r.person_id = aspirants_earliernumber.person_id")),
    readable_by_stadsdel("aspirants_enrolment", followed("r.enrolment_id = aspirants_enrolment.id")),
    reading(
        "aspirants_person",
        "the stadsdel's, joined",
        f"joined_into_id IS NOT NULL AND {referred('r.person_id = aspirants_person.joined_into_id')}",
        STADSDEL,
    ),
    readable_by_stadsdel("deadlines_deadlineclock", OUR_CLOCK),
    Policy("deadlines_deadlineclock", "the stadsdel's, change", OUR_CLOCK, "UPDATE", STADSDEL),
    # Completing a referral, or taking it back, is about every clock it started.
    reading("deadlines_deadlineclock", "the stadsdel's, before enrolment", STARTED_BY_OUR_REFERRAL, STADSDEL),
    Policy(
        "deadlines_deadlineclock",
        "the stadsdel's, before enrolment, change",
        STARTED_BY_OUR_REFERRAL,
        "UPDATE",
        STADSDEL,
    ),
    readable_by_stadsdel("deadlines_breach", followed("r.clock_id = deadlines_breach.clock_id")),
    reading(
        "deadlines_breach",
        "the stadsdel's, before enrolment",
        started_by_our_referral("deadlines_breach.clock_id"),
        STADSDEL,
    ),
    readable_by_stadsdel("aspirants_closure", CLOSING_TOLD),
    readable_by_stadsdel("jobplans_jobplan", _communicated("c.plan_id = jobplans_jobplan.id")),
    readable_by_stadsdel("jobplans_jobplanversion", _communicated("c.version_id = jobplans_jobplanversion.id")),
    readable_by_stadsdel("jobplans_planitem", _communicated("c.version_id = jobplans_planitem.version_id")),
    readable_by_stadsdel("jobplans_planapproval", _communicated("c.version_id = jobplans_planapproval.version_id")),
    readable_by_stadsdel(
        "jobplans_plancommunication",
        f"unit_id = {MY_UNITS} AND {_communicated('c.version_id = jobplans_plancommunication.version_id')}",
    ),
]

GRANTS = [
    Grant(
        "referrals_referral",
        REPORTS,
        columns=(
            *("id", "unit_id", "jobbtorg_id", "enrolment_id", "clock_id", "status", "received_on"),
            *("decline_reason", "target_group_id"),
        ),
    ),
    Grant("referrals_referralevent", REPORTS, columns=("id", "referral_id", "status", "at", "takes_back")),
    Grant("referrals_referral", REGISTRAR, ("SELECT", "INSERT")),
    Grant("referrals_referralevent", REGISTRAR, ("SELECT", "INSERT")),
]
