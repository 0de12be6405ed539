"""The second lock: which rows a database role may see and change, declared next to the tables of each package.

Every package with person-bound tables has a `row_security.py` with POLICIES (and VIEWS); `manage.py migrate` brings the
database to what they say. Policies add up: a row is open if one of them opens it, so a package may open rows of a table
below its own floor (a referral opens its person to the stadsdel that sent it).

What the acting user may see is looked up once, when a request begins to act (`jobbtorg_act_for`), and kept in settings
of the transaction. Conditions compare rows with these settings, as sub-selects that PostgreSQL answers once for a
statement, and follow keys through the owner's views: never a function for each row, and never a table that is itself
under row security, because policies within policies multiply.
"""

from __future__ import annotations

from organisation.access.database_roles import LOG_READER, REGISTRAR, REPORTS
from organisation.access.row_security import Grant
from organisation.models import Role

FUNCTIONS = [
    f"""
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
        SELECT * INTO me FROM organisation_user WHERE id = acting AND is_active;
        -- Whoever's position has ended is still known, for the log of what is refused, and sees nothing.
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
        SELECT array_agg(DISTINCT opening.person_id) INTO opened FROM aspirants_opening opening
          JOIN aspirants_person person ON person.id = opening.person_id AND person.protection = 'NONE'
         WHERE opening.user_id = me.id AND opening.kind = 'OTHER_UNIT' AND opening.expires_at > now()
           AND jobbtorg IS NOT NULL;
        IF jobbtorg IS NOT NULL AND NOT me.protected_access OR units IS NOT NULL THEN
            SELECT array_agg(person.id) INTO hidden FROM aspirants_person person
             WHERE person.protection <> 'NONE' AND (
                EXISTS (SELECT FROM aspirants_enrolment e WHERE e.person_id = person.id AND e.jobbtorg_id = jobbtorg)
                OR EXISTS (SELECT FROM deadlines_deadlineclock c
                            WHERE c.person_id = person.id AND c.jobbtorg_id = jobbtorg)
                OR EXISTS (SELECT FROM referrals_referral r
                            WHERE r.person_id = person.id AND (r.unit_id = ANY (units) OR r.jobbtorg_id = jobbtorg)));
        END IF;
        PERFORM set_config('jobbtorg.user_id', COALESCE(me.id::text, ''), true),
                set_config('jobbtorg.role', COALESCE(me.role, ''), true),
                set_config('jobbtorg.jobbtorg_id', COALESCE(jobbtorg::text, ''), true),
                set_config('jobbtorg.units', COALESCE(units::text, ''), true),
                set_config('jobbtorg.opened', COALESCE(opened::text, ''), true),
                set_config('jobbtorg.hidden', CASE WHEN me.id IS NULL THEN ''
                           ELSE COALESCE(hidden::text, '{{}}') END, true);
        RETURN NULLIF(before, '')::bigint;
    END
    $function$
    """,
]
"""What begins to act for a user: looks up who they are as of this instant, and returns who acted before."""

GRANTS = [
    *(
        Grant(f"organisation_{table}", role)
        for table in ("calendarday", "district", "incomesupportunit", "jobbtorg", "targetgroup", "districtjobbtorg")
        for role in (REPORTS, REGISTRAR)
    ),
    Grant("organisation_numberseries", REGISTRAR, ("SELECT", "INSERT", "UPDATE")),
    Grant("organisation_user", LOG_READER, columns=("id", "first_name", "last_name", "role", "jobbtorg_id")),
]
"""Reference data that errands need; none of it is about an aspirant."""
