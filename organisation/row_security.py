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

from organisation.access.database_roles import LOG_READER, REGISTRAR, REPORTS
from organisation.access.row_security import Grant
from organisation.models import Role

MY_KEY_THEN, MY_JOBBTORG_THEN, MY_UNITS_THEN = "me.id", "jobbtorg", "units"
"""Key, jobbtorg and units of whoever begins to act, in the SQL of PROTECTED, HIDES and OPENS below: variables of
`jobbtorg_act_for`, looked up before. Jobbtorg and units are NULL for whom the settings above are."""


def act_for(*, protected: Sequence[str], hides: Sequence[str], opens: Sequence[str]) -> str:
    """SQL that makes `jobbtorg_act_for`, put together from what the packages declare in their `row_security.py`.

    It looks up what the acting user may see as of this instant, keeps it in settings of the transaction, and returns
    who acted before. It is asked as every request begins.

    `protected` (PROTECTED): queries for the keys, `id`, of the persons who are hidden from all but those appointed.
    `hides` (HIDES): conditions, about `person.id`, under which a request would otherwise meet such a person.
    `opens` (OPENS): queries for the keys of persons at another jobbtorg whom the acting user has opened with a reason.
    Raises ValueError where nothing is declared: then nobody would be hidden.
    """
    if not (protected and hides and opens):
        raise ValueError("No package declares whom a request must hide (PROTECTED, HIDES) and may open (OPENS).")
    return f"""
    CREATE OR REPLACE FUNCTION jobbtorg_act_for(acting bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
        before text := current_setting('jobbtorg.user_id', true);
        me record;
        units bigint[];
        opened bigint[];
        hidden bigint[];
        jobbtorg bigint;
    BEGIN
        {_WHO_ACTS}
        SELECT array_agg(DISTINCT opened_one.person_id) INTO opened
          FROM ({_any_of(opens)}) AS opened_one (person_id);
        IF jobbtorg IS NOT NULL AND NOT me.protected_access OR units IS NOT NULL THEN
            SELECT array_agg(person.id) INTO hidden FROM ({_any_of(protected)}) AS person (id)
             WHERE {" OR ".join(f"({condition})" for condition in hides)};
        END IF;
        {_KEEP_IT}
        RETURN NULLIF(before, '')::bigint;
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
        END IF;
        SELECT array_agg(unit.id) INTO units FROM organisation_incomesupportunit unit
         WHERE (me.role = '{Role.CASEWORKER}' AND unit.id = me.income_support_unit_id)
            OR (me.role = '{Role.DISTRICT_MANAGER}' AND unit.district_id =
                (SELECT own.district_id FROM organisation_incomesupportunit own
                  WHERE own.id = me.income_support_unit_id));
""".strip()

_KEEP_IT = """
        PERFORM set_config('jobbtorg.user_id', COALESCE(me.id::text, ''), true),
                set_config('jobbtorg.role', COALESCE(me.role, ''), true),
                set_config('jobbtorg.jobbtorg_id', COALESCE(jobbtorg::text, ''), true),
                set_config('jobbtorg.units', COALESCE(units::text, ''), true),
                set_config('jobbtorg.opened', COALESCE(opened::text, ''), true),
                set_config('jobbtorg.hidden', CASE WHEN me.id IS NULL THEN ''
                           ELSE COALESCE(hidden::text, '{}') END, true);
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
