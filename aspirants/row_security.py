"""Which rows about persons and cases the database shows (docs/security.md): the second lock behind `visible_to`."""

from __future__ import annotations

from aspirants.choices import CorrectedKind, CorrectionSort, OpeningKind, Protection, ReportedOutcome
from aspirants.models.identifying import CONTACT
from aspirants.models.rooms import rooms_of
from organisation.access.database_roles import IMPORTER, REGISTRAR, REPORTS, WEB
from organisation.access.row_security import (
    HIDDEN,
    I_MANAGE,
    MY_JOBBTORG,
    MY_ROOMS,
    OPENED_BY_ME,
    USER,
    ColumnLimit,
    Deletion,
    Grant,
    Policy,
    View,
    adding,
    changing,
    for_all_pages,
    history,
    reading,
    rightly,
)
from organisation.row_security import MY_JOBBTORG_THEN, MY_KEY_THEN

ROOMS = rooms_of("aspirants_enrolment")

OWNERS_ALONE = [ROOMS]

VIEWS = [
    View("aspirants_case_here", f"SELECT id, person_id FROM {ROOMS} WHERE room = {MY_ROOMS}"),
    View(
        "aspirants_case_readable",
        f"SELECT id, person_id FROM {ROOMS} WHERE room = {MY_ROOMS} OR person_id = {OPENED_BY_ME}",
    ),
    # Records that have been joined into one that has a case here: their log and history are read with that one's.
    View(
        "aspirants_joined_here",
        f"SELECT person.id FROM aspirants_person person JOIN {ROOMS} room ON room.person_id = person.joined_into_id"
        f" WHERE person.joined_into_id IS NOT NULL AND room.room = {MY_ROOMS}",
    ),
]

HIDES = [f"SELECT room.person_id FROM {ROOMS} room WHERE room.room = -{MY_JOBBTORG_THEN} AND room.room < 0"]

OPENS = [
    "SELECT opening.person_id FROM aspirants_opening opening JOIN aspirants_person person"
    f" ON person.id = opening.person_id AND person.protection = '{Protection.NONE.value}'"
    f" WHERE opening.user_id = {MY_KEY_THEN} AND opening.kind = '{OpeningKind.OTHER_UNIT.value}'"
    f" AND opening.expires_at > now() AND {MY_JOBBTORG_THEN} IS NOT NULL",
]

FORGOTTEN = ", ".join(f"{field} = ''" for field in CONTACT)

FUNCTIONS = [
    # History is never changed, with this one exception: where contact details may not be stored, they are removed
    # there too, because earlier addresses and numbers could be used to find the person. So is what referrals said.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_forget_contact(whose bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    BEGIN
        PERFORM set_config('pgtrigger.ignore', array_agg(tgname::text)::text, true) FROM pg_trigger
          WHERE tgrelid = 'aspirants_personchange'::regclass AND tgname LIKE 'pgtrigger_append_only%';
        UPDATE aspirants_personchange SET {FORGOTTEN}
         WHERE pgh_obj_id IN (SELECT id FROM aspirants_person WHERE id = whose OR joined_into_id = whose)
           AND EXISTS (
            SELECT FROM aspirants_person WHERE id = whose AND protection = 'SKYDDAD_FOLKBOKFORING');
        DELETE FROM aspirants_reportedfact WHERE person_id = whose AND EXISTS (
            SELECT FROM aspirants_person WHERE id = whose AND protection = 'SKYDDAD_FOLKBOKFORING');
        PERFORM set_config('pgtrigger.ignore', '{{}}', true);
    END
    $function$
    """,
]


def emptying(kind: CorrectedKind, table: str, columns: dict[str, str], removed: str, also: str = "") -> str:
    """The function that empties the history of a thing that was registered on the wrong person.

    The second exception to history that is never changed. `columns`: what the versions in `<table>change` say instead.
    It empties nothing but versions of a row that is itself `removed` (a condition on `thing`) and of which the acting
    user has just said so; what corrections of the thing said goes with it. `also`: a further statement about `whose`.
    """
    changes = ", ".join(f"{column} = {value}" for column, value in columns.items()) or "pgh_obj_id = pgh_obj_id"
    return f"""
    CREATE OR REPLACE FUNCTION jobbtorg_empty_{kind.lower()}(whose bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM aspirants_correction correction JOIN {table} thing ON thing.id = whose
             WHERE correction.kind = '{kind}' AND correction.number = whose
               AND correction.sort = '{CorrectionSort.WRONG_PERSON}' AND ({removed})
               AND correction.made_by_id = (jobbtorg_acting('user_id'))::bigint) THEN
            RETURN;
        END IF;
        PERFORM set_config('pgtrigger.ignore', array_agg(tgname::text)::text, true) FROM pg_trigger
          WHERE tgrelid IN ('{table}change'::regclass, 'aspirants_correctionchange'::regclass)
            AND tgname LIKE 'pgtrigger_append_only%';
        UPDATE {table}change SET {changes} WHERE pgh_obj_id = whose;
        {also}
        UPDATE aspirants_correctionchange SET reason = '', title = '' WHERE kind = '{kind}' AND number = whose;
        PERFORM set_config('pgtrigger.ignore', '{{}}', true);
    END
    $function$
    """


def open_to_me(person: str) -> str:
    """The person is not protected, or the acting user is appointed to open those who are."""
    return f"{person} <> {HIDDEN}"


def in_my_case(enrolment: str) -> str:
    """The case is at the acting user's jobbtorg: it may be worked in."""
    return f"(SELECT true FROM aspirants_case_here here WHERE here.id = {enrolment})"


def in_readable_case(enrolment: str) -> str:
    """The case may be worked in, or its person has been opened with a reason."""
    return f"(SELECT true FROM aspirants_case_readable readable WHERE readable.id = {enrolment})"


def with_my_case(person: str) -> str:
    """The person has a case at the acting user's jobbtorg, and may be opened."""
    return f"(SELECT true FROM aspirants_case_here here WHERE here.person_id = {person} LIMIT 1)"


def of_case(table: str) -> list[Policy]:
    """Policies of a table whose rows belong to a case: open exactly when the case is."""
    column = f"{table}.enrolment_id"
    return [
        reading(table, "of readable cases", in_readable_case(column)),
        *changing(table, "of own cases", in_my_case(column)),
    ]


def for_database_roles(table: str, *roles: str) -> list[Policy]:
    """All rows for database roles whose grants say what they may do with them, once they have been entered rightly."""
    return [Policy(table, f"role {role}", rightly(role), role=role) for role in roles]


OWN_CASE = f"jobbtorg_id = {MY_JOBBTORG} AND {open_to_me('aspirants_enrolment.person_id')}"
HAS_OWN_CASE = with_my_case("aspirants_person.id")
LOOKED_AT_OURS = with_my_case("audit_accessevent.person_id")
EARLIER_NUMBER = with_my_case("aspirants_earliernumber.person_id")
REPORTED_HERE = f"jobbtorg_id = {MY_JOBBTORG} AND {open_to_me('aspirants_reportedfact.person_id')}"
PERSON_VERSIONS = with_my_case("aspirants_personchange.pgh_obj_id")


def _case_of_person(table: str) -> str:
    """The row's case is at the acting user's jobbtorg, and is about the row's person."""
    return (
        "(SELECT true FROM aspirants_case_here here"
        f" WHERE here.id = {table}.enrolment_id AND here.person_id = {table}.person_id)"
    )


def _joined_here(person: str) -> str:
    """The record has been joined into one that has a case at the acting user's jobbtorg."""
    return f"(SELECT true FROM aspirants_joined_here joined WHERE joined.id = {person} LIMIT 1)"


JOINED_LOOKED_AT = _joined_here("audit_accessevent.person_id")
CASE_TABLES = (
    "aspirants_unitstay",
    "aspirants_coachassignment",
    "aspirants_interruption",
    "aspirants_closure",
    "aspirants_postclosurecheck",
    "aspirants_supportunitchange",
    "aspirants_correction",
)
# What was told follows the case; before there is one, the referral (referrals/row_security/).
RECEIVED_HERE = (
    f"recipient_jobbtorg_id IS NOT NULL AND receipt_at IS NULL AND {in_my_case('aspirants_disclosure.enrolment_id')}"
)
TOLD_BY_ME = (
    f"sending_jobbtorg_id = {MY_JOBBTORG} AND disclosed_by_id = {USER} AND receipt_at IS NULL"
    f" AND {_case_of_person('aspirants_disclosure')}"
)
CONSENT_HERE = in_my_case("aspirants_consent.enrolment_id")
CONSENT_TAKEN_HERE = (
    f"jobbtorg_id = {MY_JOBBTORG} AND taken_by_id = {USER} AND withdrawn_on IS NULL"
    f" AND {_case_of_person('aspirants_consent')}"
)
COUNTED_TABLES = (
    "aspirants_unitstay",
    "aspirants_closure",
    "aspirants_interruption",
    "aspirants_supportunitchange",
)

POLICIES = [
    # PostgreSQL asks a table's policies in the reverse order of their names: the one that opens most has the last.
    reading("aspirants_person", "with an own case", HAS_OWN_CASE),
    reading("aspirants_person", "opened", f"id = {OPENED_BY_ME}"),
    Policy("aspirants_person", "with a case here, change", HAS_OWN_CASE, "UPDATE"),
    *history("aspirants_person", PERSON_VERSIONS),
    *history("aspirants_enrolment", in_my_case("aspirants_enrolmentchange.pgh_obj_id")),
    *(policy for table in CASE_TABLES for policy in history(table, in_my_case(f"{table}change.enrolment_id"))),
    *for_database_roles("aspirants_person", REPORTS, REGISTRAR, IMPORTER),
    reading("aspirants_earliernumber", "with an own case", EARLIER_NUMBER),
    adding("aspirants_earliernumber", "with an own case, add", f"changed_by_id = {USER} AND {EARLIER_NUMBER}"),
    *(reading("aspirants_earliernumber", f"role {role}", rightly(role), role) for role in (REGISTRAR, IMPORTER)),
    # What a referral says otherwise is for the jobbtorg it was sent to, which says whether it holds.
    reading("aspirants_reportedfact", "reported here", REPORTED_HERE),
    Policy(
        "aspirants_reportedfact",
        "reported here, settle",
        f"{REPORTED_HERE} AND outcome = '{ReportedOutcome.WAITING.value}'",
        "UPDATE",
        check=f"{REPORTED_HERE} AND settled_by_id = {USER}",
    ),
    *(adding("aspirants_reportedfact", f"role {role}, add", rightly(role), role) for role in (REGISTRAR, IMPORTER)),
    *(reading("aspirants_reportedfact", f"role {role}", rightly(role), role) for role in (REGISTRAR, IMPORTER)),
    reading("aspirants_enrolment", "here", OWN_CASE),
    reading("aspirants_enrolment", "also opened", f"person_id = {OPENED_BY_ME}"),
    *changing("aspirants_enrolment", "here", OWN_CASE),
    *for_database_roles("aspirants_enrolment", REPORTS, REGISTRAR, IMPORTER),
    # A reason is given by the user who reads, about a person who is registered, and is never changed.
    *for_all_pages(reading("aspirants_opening", "my own", f"user_id = {USER}")),
    *for_all_pages(adding("aspirants_opening", "my own, add", f"user_id = {USER}")),
    *(policy for table in CASE_TABLES for policy in of_case(table)),
    # Who reads a case of another jobbtorg with a reason reads of what was told nothing.
    reading("aspirants_disclosure", "of own cases", in_my_case("aspirants_disclosure.enrolment_id")),
    adding("aspirants_disclosure", "of own cases, add", TOLD_BY_ME),
    # What a unit has told is received once, by somebody who opens it.
    Policy("aspirants_disclosure", "receive", RECEIVED_HERE, "UPDATE", check=f"receipt_by_id = {USER}"),
    *history("aspirants_disclosure", in_my_case("aspirants_disclosurechange.enrolment_id")),
    *for_database_roles("aspirants_disclosure", IMPORTER),
    reading("aspirants_consent", "of own cases", CONSENT_HERE),
    adding("aspirants_consent", "of own cases, add", CONSENT_TAKEN_HERE),
    # Locked by who tells something on it; changed only by being withdrawn.
    Policy("aspirants_consent", "of own cases, withdraw", CONSENT_HERE, "UPDATE", check=f"withdrawn_by_id = {USER}"),
    *history("aspirants_consent", in_my_case("aspirants_consentchange.enrolment_id")),
    # A manager sees who has opened a person of the unit.
    reading("audit_accessevent", "managers, of persons with a case here", f"{I_MANAGE} AND {LOOKED_AT_OURS}"),
    reading("audit_accessevent", "managers, of joined records", f"{I_MANAGE} AND {JOINED_LOOKED_AT}"),
    reading("aspirants_personchange", "of joined records", _joined_here("aspirants_personchange.pgh_obj_id")),
    *(policy for table in CASE_TABLES for policy in for_database_roles(table, IMPORTER)),
    *(policy for table in COUNTED_TABLES for policy in for_database_roles(table, REPORTS)),
]

COLUMN_LIMITS = [
    # What was said stays as it was written; once somebody has settled it, nothing of it changes any more.
    ColumnLimit("aspirants_reportedfact", ("outcome", "settled_by_id", "settled_at")),
    # What was told stays as it was told, and what was agreed to as it was agreed to.
    ColumnLimit("aspirants_disclosure", ("receipt_at", "receipt_by_id")),
    ColumnLimit("aspirants_consent", ("withdrawn_on", "withdrawn_by_id", "withdrawn_at")),
]

GRANTS = [
    Grant("aspirants_person", REPORTS, columns=("id", "birth_date", "gender", "protection")),
    Grant(
        "aspirants_enrolment",
        REPORTS,
        columns=(
            "id",
            "person_id",
            "jobbtorg_id",
            "income_support_unit_id",
            "target_group_id",
            "coach_id",
            "enrolled_on",
            "first_visit_on",
            "status",
            "closed_on",
        ),
    ),
    Grant("aspirants_unitstay", REPORTS, columns=("id", "enrolment_id", "jobbtorg_id", "started_on", "ended_on")),
    Grant(
        "aspirants_closure",
        REPORTS,
        columns=(
            *("id", "enrolment_id", "reason_id", "closed_on", "status"),
            *("decided_at", "corrected_at", "replaces_id"),
        ),
    ),
    Grant("aspirants_supportunitchange", REPORTS, columns=("id", "enrolment_id", "origin_id", "changed_on")),
    Grant("aspirants_closurereason", REPORTS),
    Grant("aspirants_interruption", REPORTS, columns=("id", "enrolment_id", "started_on", "returned_on")),
    Grant("aspirants_person", REGISTRAR, ("SELECT", "INSERT")),
    Grant("aspirants_earliernumber", REGISTRAR),
    Grant("aspirants_reportedfact", REGISTRAR, ("SELECT", "INSERT")),
    Grant("aspirants_enrolment", REGISTRAR),
]

DELETIONS = [Deletion("aspirants_interruption", (WEB,))]
"""A planned interruption that is taken back before it begins; its versions stay."""
