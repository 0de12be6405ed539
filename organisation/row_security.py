"""The second lock: which rows a database role may see and change, declared next to the tables of each package.

Every package with person-bound tables has a `row_security.py` with POLICIES (and VIEWS); `manage.py migrate` brings the
database to what they say. Policies add up: a row is open if one of them opens it, so a package may open rows of a table
below its own floor (a referral opens its person to the stadsdel that sent it).

What the acting user may see is looked up once, when a request begins to act (`act_for`), and kept in settings of the
transaction. Conditions compare rows with these settings, as sub-selects that PostgreSQL answers once for a
statement, and follow keys through the owner's views: never a function for each row, and never a table that is itself
under row security, because policies within policies multiply.
"""

from __future__ import annotations

from collections.abc import Sequence

from organisation.access.database_roles import ALL, LOG_READER, OWNER, PAGES, REGISTRAR, REPORTS, STADSDEL, WORKER
from organisation.access.row_security import (
    ACCOUNT,
    I_ADMINISTER,
    I_MANAGE,
    MY_JOBBTORG,
    USER,
    ColumnLimit,
    Deletion,
    Grant,
    Policy,
    adding,
    for_all_pages,
    reading,
)
from organisation.models import Role, User
from organisation.models.users import RIGHTS
from organisation.staff import rights

MY_KEY_THEN, MY_JOBBTORG_THEN, MY_UNITS_THEN = "me.id", "jobbtorg", "units"
"""Key, jobbtorg and units of whoever begins to act, in the SQL of HIDES and OPENS below: variables of
`jobbtorg_act_for`, looked up before. Jobbtorg and units are NULL for whom the settings above are."""


def act_for(*, hides: Sequence[str], opens: Sequence[str]) -> str:
    """SQL that makes `jobbtorg_act_for`, put together from what the packages declare in their `row_security.py`.

    It checks the signature of who acts, looks up what that user may see as of this instant, keeps it in sealed settings
    of the transaction, and returns who acted before. It is asked as every request begins. Units are a stadsdel's
    alone: only for whom the signature names that role.

    `hides` (HIDES): queries for the keys of the protected persons whom a request would otherwise meet. They look into
    what triggers keep of these few (docs/decisions/100), never through what a unit has had in all its years.
    `opens` (OPENS): queries for the keys of persons at another jobbtorg whom the acting user has opened with a reason.
    Raises ValueError where nothing is declared: then nobody would be hidden.
    """
    if not (hides and opens):
        raise ValueError("No package declares whom a request must hide (HIDES) and may open (OPENS).")
    return f"""
    CREATE OR REPLACE FUNCTION jobbtorg_act_for(acting bigint, as_role text, signed_at bigint, signature text)
    RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
        before text := jobbtorg_acting('user_id');
        me record;
        units bigint[];
        opened bigint[];
        hidden bigint[];
        rooms bigint[];
        jobbtorg bigint;
    BEGIN
        IF as_role NOT IN ('', '{STADSDEL}') THEN
            RAISE EXCEPTION 'Nobody acts as %', as_role USING ERRCODE = 'invalid_authorization_specification';
        END IF;
        IF acting IS NOT NULL THEN
            PERFORM private_check_signature(acting, as_role, signed_at, signature);
        END IF;
        {_WHO_ACTS}
        SELECT array_agg(DISTINCT opened_one.person_id) INTO opened
          FROM ({_any_of(opens)}) AS opened_one (person_id);
        IF jobbtorg IS NOT NULL AND NOT me.protected_access OR units IS NOT NULL THEN
            SELECT array_agg(DISTINCT met.person_id) INTO hidden FROM ({_any_of(hides)}) AS met (person_id);
        END IF;
        {_KEEP_IT}
        RETURN before::bigint;
    END
    $function$
    """


def _any_of(queries: Sequence[str]) -> str:
    return " UNION ALL ".join(queries)


_WHO_ACTS = f"""
        SELECT * INTO me FROM organisation_user WHERE id = acting AND is_active;
        -- A member of staff whose position has ended is still known, for the log of what is refused, and sees nothing.
        IF me.position_until < (now() AT TIME ZONE 'Europe/Stockholm')::date THEN
            me.role := '';
        END IF;
        IF me.role IN ('{Role.COACH}', '{Role.MANAGER}') THEN
            jobbtorg := me.jobbtorg_id;
            rooms := CASE WHEN me.protected_access THEN ARRAY[jobbtorg, -jobbtorg] ELSE ARRAY[jobbtorg] END;
        END IF;
        IF as_role = '{STADSDEL}' THEN
            SELECT array_agg(unit.id) INTO units FROM organisation_incomesupportunit unit
             WHERE (me.role = '{Role.CASEWORKER}' AND unit.id = me.income_support_unit_id)
                OR (me.role = '{Role.DISTRICT_MANAGER}' AND unit.district_id =
                    (SELECT own.district_id FROM organisation_incomesupportunit own
                      WHERE own.id = me.income_support_unit_id));
        END IF;
""".strip()

_KEEP_IT = """
        PERFORM private_seal('user_id', me.id::text), private_seal('role', me.role),
                private_seal('jobbtorg_id', jobbtorg::text), private_seal('rooms', rooms::text),
                private_seal('units', units::text), private_seal('opened', opened::text),
                private_seal('hidden', CASE WHEN me.id IS NOT NULL THEN COALESCE(hidden::text, '{}') END);
""".strip()

GRANTS = [
    *(
        Grant(f"organisation_{table}", role)
        for table in ("calendarday", "district", "incomesupportunit", "jobbtorg", "targetgroup", "districtjobbtorg")
        for role in (REPORTS, REGISTRAR)
    ),
    Grant("organisation_numberseries", REGISTRAR, ("SELECT", "INSERT", "UPDATE")),
    Grant("organisation_user", LOG_READER, columns=("id", "first_name", "last_name", "role", "jobbtorg_id")),
]
"""Reference data that the entered roles need; none of it is about an aspirant."""

DELETIONS = [
    Deletion("django_session", (*PAGES, WORKER)),
    Deletion("usersessions_usersession"),
    Deletion("mfa_authenticator"),
    Deletion("organisation_savedview"),
]

COLUMN_LIMITS = [
    ColumnLimit(
        "organisation_user",
        tuple(
            str(field.column)
            for field in User._meta.concrete_fields
            if not field.primary_key and field.column not in RIGHTS
        ),
    ),
]
"""Role, unit, protected access and the flags of an account follow from positions (organisation/staff/rights.py)."""

NEW_ACCOUNT = f"{I_ADMINISTER} AND NOT (is_superuser OR is_staff OR protected_access)"
OWN_ACCOUNT = f"id = {USER} OR id = {ACCOUNT} OR {I_ADMINISTER}"
OF_OWN_ACCOUNT = f"user_id = {USER} OR user_id = {ACCOUNT}"
POSITION_OF_ANOTHER = f"{I_ADMINISTER} AND user_id <> {USER}"
SETS_DEPUTY = f"jobbtorg_id = {MY_JOBBTORG} AND (({I_MANAGE}) OR coach_id = {USER})"

POLICIES = [
    *(
        reading(table, f"role {role}", "true", role)
        for table in ("organisation_user", "organisation_position")
        for role in ALL
        if role != OWNER
    ),
    # Who signs in is nobody yet, and the process vouches for the account (organisation/sign_in/records/accounts.py).
    *for_all_pages(Policy("organisation_user", "accounts", OWN_ACCOUNT, "UPDATE")),
    *for_all_pages(Policy("usersessions_usersession", "of the own account", OF_OWN_ACCOUNT)),
    *for_all_pages(reading("mfa_authenticator", "who has which", "true")),
    *(
        policy
        for command in ("INSERT", "DELETE")
        for policy in for_all_pages(Policy("mfa_authenticator", f"{command}, own", OF_OWN_ACCOUNT, command))
    ),
    # A code is looked for among the factors of one who is nobody yet, and each is locked while it is tried.
    *for_all_pages(
        Policy(
            "mfa_authenticator",
            "UPDATE, own",
            f"{USER} IS NULL OR {OF_OWN_ACCOUNT}",
            "UPDATE",
            check=OF_OWN_ACCOUNT,
        )
    ),
    # Who stands in for whom is read by all staff; it is set at the own jobbtorg, by its manager or the coach.
    *(reading("organisation_deputy", f"role {role}", "true", role) for role in ALL if role != OWNER),
    *(
        Policy("organisation_deputy", f"{command}, at my jobbtorg", SETS_DEPUTY, command)
        for command in ("INSERT", "UPDATE")
    ),
    # What somebody keeps of the lists is theirs alone.
    *(
        policy
        for table in ("organisation_savedview", "organisation_listcolumns")
        for policy in for_all_pages(Policy(table, "my own", f"owner_id = {USER}"))
    ),
    adding("organisation_user", "by administrators", NEW_ACCOUNT),
    # Nobody gives themselves a role, and nobody but administrators gives one.
    adding("organisation_position", "by administrators", POSITION_OF_ANOTHER),
    Policy("organisation_position", "by administrators, change", POSITION_OF_ANOTHER, "UPDATE"),
]

FUNCTIONS = rights.FUNCTIONS
