"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from __future__ import annotations

from aspirants.choices import Protection
from aspirants.likeness.rule import alike
from aspirants.models import Person
from aspirants.models.rooms import rooms_of
from aspirants.row_security import for_database_roles, in_my_case, in_readable_case, open_to_me
from organisation.access.database_roles import IMPORTER, REGISTRAR, REPORTS, STADSDEL
from organisation.access.row_security import (
    HIDDEN,
    MY_JOBBTORG,
    MY_UNITS,
    USER,
    Deletion,
    Grant,
    Policy,
    View,
    adding,
    history,
    reading,
    rightly,
)
from organisation.row_security import MY_JOBBTORG_THEN, MY_UNITS_THEN


def _told_of(case: str) -> str:
    """The person of a case is not protected, or the acting user sent the person: nobody else there may know of them."""
    return (
        f"(EXISTS (SELECT FROM aspirants_person open WHERE open.id = {case}.person_id"
        f" AND open.protection = '{Protection.NONE.value}')"
        f" OR EXISTS (SELECT FROM referrals_referral own WHERE own.enrolment_id = {case}.id"
        f" AND own.sent_by_id = {USER} AND own.unit_id = {MY_UNITS}))"
    )


VIEWS = [
    View(
        "referrals_referral_place",
        "SELECT id, person_id, unit_id, jobbtorg_id, sent_by_id, enrolment_id, clock_id FROM referrals_referral",
    ),
    # What the stadsdel's role looks through shows that stadsdel's own keys and no others.
    View(
        "referrals_sent_place",
        "SELECT id, person_id, unit_id, sent_by_id, enrolment_id, clock_id, followed_until IS NULL AS followed"
        f" FROM referrals_referral WHERE unit_id = {MY_UNITS}",
        readers=(STADSDEL,),
    ),
    # All clocks that a referral started, until its person is enrolled; from then on their reference is the case number.
    View(
        "referrals_clock",
        "SELECT clock.id AS clock_id, referral.person_id, referral.unit_id, referral.sent_by_id"
        " FROM referrals_referral referral JOIN deadlines_deadlineclock clock ON clock.reference = referral.number"
        f" WHERE referral.unit_id = {MY_UNITS}",
        readers=(STADSDEL,),
    ),
    # What a unit has been told it goes on seeing, with or without a referral of its own, and also when the case has
    # another unit by now. What ended the case is told to the unit it has, and to one before only what it was told then.
    View(
        "referrals_disclosed",
        "SELECT told.id, told.enrolment_id, told.recipient_id, told.content, told.disclosed_at,"
        " enrolment.income_support_unit_id = told.recipient_id AS present"
        " FROM aspirants_disclosure told JOIN aspirants_enrolment enrolment ON enrolment.id = told.enrolment_id"
        f" WHERE told.recipient_id = {MY_UNITS} AND {_told_of('enrolment')}",
        readers=(STADSDEL,),
    ),
    View(
        "referrals_communicated",
        "SELECT version.id AS version_id, version.plan_id, plan.enrolment_id, sent.unit_id"
        " FROM jobplans_plancommunication sent JOIN jobplans_jobplanversion version ON version.id = sent.version_id"
        " JOIN jobplans_jobplan plan ON plan.id = version.plan_id"
        " JOIN aspirants_enrolment enrolment ON enrolment.id = plan.enrolment_id"
        f" WHERE sent.unit_id = {MY_UNITS} AND {_told_of('enrolment')}",
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
        f" AND told.recipient_id = {MY_UNITS}) AND {_told_of('enrolment')}",
        readers=(STADSDEL,),
    ),
]


ROOMS = rooms_of("referrals_referral")

OWNERS_ALONE = [ROOMS]

HIDES = [
    f"SELECT room.person_id FROM {ROOMS} room WHERE room.room = -{MY_JOBBTORG_THEN} AND room.room < 0",
    f"SELECT room.person_id FROM {ROOMS} room WHERE room.unit_id = ANY ({MY_UNITS_THEN}) AND room.room < 0",
]


KNOWS_THE_YEAR_ONLY = "birth_year" in {field.name for field in Person._meta.concrete_fields}
ALIKE = alike(
    "person",
    first_name="given",
    last_name="family",
    born="born",
    born_year="born_year",
    row_year="person.birth_year" if KNOWS_THE_YEAR_ONLY else "NULL::integer",
)
MOST_ALIKE = 10
"""So many records are named at most."""

FUNCTIONS = [
    # Who may be the same as somebody, within what the acting user may be shown (referrals/likeness.py): a stadsdel
    # among the referrals of its own units; a jobbtorg among its cases and referrals, and of a case that is open at
    # another one only at which. A protected person is on neither side. Keys, numbers and places only, in one
    # statement whatever there is elsewhere.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_alike(whose bigint, given text, family text, born date, born_year integer)
    RETURNS TABLE (who bigint, cases text[], sent text[], away text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
        here bigint := jobbtorg_acting('jobbtorg_id')::bigint;
        ours bigint[] := jobbtorg_acting('units')::bigint[];
    BEGIN
        IF EXISTS (SELECT FROM aspirants_person subject WHERE subject.id = whose AND subject.protection <> 'NONE') THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT met.id, met.cases, met.sent, met.away FROM (
            SELECT person.id,
                   (SELECT array_agg(own.case_no::text ORDER BY own.enrolled_on DESC, own.id DESC)
                      FROM aspirants_enrolment own
                     WHERE own.person_id = person.id AND own.jobbtorg_id = here) AS cases,
                   (SELECT array_agg(own.number::text ORDER BY own.submitted_at DESC, own.id DESC)
                      FROM referrals_referral own
                     WHERE own.person_id = person.id AND (own.unit_id = ANY (ours)
                           OR own.jobbtorg_id = here AND own.enrolment_id IS NULL)) AS sent,
                   CASE WHEN here IS NOT NULL THEN
                       (SELECT unit.name::text FROM aspirants_enrolment elsewhere
                          JOIN organisation_jobbtorg unit ON unit.id = elsewhere.jobbtorg_id
                         WHERE elsewhere.person_id = person.id AND elsewhere.closed_on IS NULL
                           AND elsewhere.jobbtorg_id <> here)
                   END AS away
              FROM aspirants_person person
             WHERE {ALIKE} AND person.id IS DISTINCT FROM whose
               AND NOT EXISTS (SELECT FROM aspirants_notsameperson answer
                                WHERE answer.one_id = LEAST(whose, person.id)
                                  AND answer.other_id = GREATEST(whose, person.id))
        ) met
         WHERE met.cases IS NOT NULL OR met.sent IS NOT NULL OR met.away IS NOT NULL
         ORDER BY met.id LIMIT {MOST_ALIKE};
    END
    $function$
    """,
]


def _shown(referral: str) -> str:
    """Of what the acting user's unit sent: its person is not hidden from the user, unless the user sent it."""
    return f"({referral}.sent_by_id = {USER} OR {referral}.person_id <> {HIDDEN})"


def _referred(condition: str) -> str:
    """A referral that the acting user's unit follows fulfils the condition."""
    return f"(SELECT true FROM referrals_sent_place r WHERE {condition} AND {_shown('r')} LIMIT 1)"


def _followed(condition: str) -> str:
    """As `_referred`, of a referral whose case still has the unit: what is newer than that is another authority's."""
    return _referred(f"{condition} AND r.followed")


def _started_by_our_referral(clock: str) -> str:
    """The clock was started by a referral that the acting user's unit follows, and nobody is enrolled yet."""
    return f"(SELECT true FROM referrals_clock p WHERE p.clock_id = {clock} AND {_shown('p')} LIMIT 1)"


CLOSING_TOLD = (
    "(SELECT true FROM referrals_disclosed d WHERE d.enrolment_id = aspirants_closure.enrolment_id"
    " AND d.content = 'CLOSURE' AND (d.present OR d.disclosed_at >= aspirants_closure.decided_at) LIMIT 1)"
)
TOLD = "(SELECT true FROM referrals_disclosed d WHERE d.id = aspirants_disclosure.id)"


def _communicated(condition: str) -> str:
    return f"(SELECT true FROM referrals_communicated c WHERE {condition} LIMIT 1)"


PERSON = open_to_me("referrals_referral.person_id")
RECEIVED = f"jobbtorg_id = {MY_JOBBTORG} AND {PERSON}"
SENT = f"unit_id = {MY_UNITS} AND {_shown('referrals_referral')}"
OF_CASE_HERE = f"{in_readable_case('referrals_referral.enrolment_id')} AND {PERSON}"
OUR_CLOCK = _followed("r.clock_id = deadlines_deadlineclock.id")
STARTED_BY_OUR_REFERRAL = _started_by_our_referral("deadlines_deadlineclock.id")
OF_OPEN_REFERRAL = (
    f"(SELECT {open_to_me('r.person_id')} AND (r.jobbtorg_id = {MY_JOBBTORG} OR {in_readable_case('r.enrolment_id')})"
    " FROM referrals_referral_place r WHERE r.id = referrals_referralevent.referral_id)"
)
OF_OUR_REFERRAL = _referred("r.id = referrals_referralevent.referral_id")


def readable_by_stadsdel(table: str, condition: str) -> Policy:
    """Rows that the sender's side may read."""
    return reading(table, "the stadsdel's", condition, STADSDEL)


POLICIES = [
    reading("referrals_referral", "sent to my jobbtorg", RECEIVED),
    reading("referrals_referral", "of cases here", OF_CASE_HERE),
    Policy("referrals_referral", "sent to my jobbtorg, change", RECEIVED, "UPDATE"),
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
    *history(
        "referrals_referral",
        f"(SELECT {in_my_case('r.enrolment_id')} FROM referrals_referral_place r"
        " WHERE r.id = referrals_referralchange.pgh_obj_id)",
    ),
    # What a referral opens to the stadsdel that sent it, row by row.
    Policy("referrals_referraldraft", "my own", f"author_id = {USER}", role=STADSDEL),
    readable_by_stadsdel("referrals_referral", SENT),
    Policy("referrals_referral", "the stadsdel's, change", SENT, "UPDATE", STADSDEL),
    readable_by_stadsdel("referrals_referralevent", OF_OUR_REFERRAL),
    adding("referrals_referralevent", "the stadsdel's, add", OF_OUR_REFERRAL, STADSDEL),
    readable_by_stadsdel("aspirants_person", _referred("r.person_id = aspirants_person.id")),
    # A sender who looks for somebody by the number that was known then finds the referral.
    readable_by_stadsdel("aspirants_earliernumber", _referred("r.person_id = aspirants_earliernumber.person_id")),
    readable_by_stadsdel("aspirants_enrolment", _followed("r.enrolment_id = aspirants_enrolment.id")),
    reading(
        "aspirants_person",
        "the stadsdel's, joined",
        f"joined_into_id IS NOT NULL AND {_referred('r.person_id = aspirants_person.joined_into_id')}",
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
    readable_by_stadsdel("deadlines_breach", _followed("r.clock_id = deadlines_breach.clock_id")),
    # Taking a referral back settles its clocks, which may already be late.
    adding("deadlines_breach", "the stadsdel's, add", _followed("r.clock_id = deadlines_breach.clock_id"), STADSDEL),
    reading(
        "deadlines_breach",
        "the stadsdel's, before enrolment",
        _started_by_our_referral("deadlines_breach.clock_id"),
        STADSDEL,
    ),
    adding(
        "deadlines_breach",
        "the stadsdel's, before enrolment, add",
        _started_by_our_referral("deadlines_breach.clock_id"),
        STADSDEL,
    ),
    readable_by_stadsdel("aspirants_disclosure", TOLD),
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
        columns=("id", "unit_id", "jobbtorg_id", "enrolment_id", "clock_id", "status", "received_on"),
    ),
    Grant("referrals_referral", REGISTRAR, ("SELECT", "INSERT")),
    Grant("referrals_referralevent", REGISTRAR, ("SELECT", "INSERT")),
]

DELETIONS = [Deletion("referrals_referraldraft", (STADSDEL,))]
