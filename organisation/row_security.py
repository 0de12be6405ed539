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

from dataclasses import dataclass, replace

from organisation.database_roles import IMPORTER, LOG_READER, PAGES, REGISTRAR, REPORTS, WEB
from organisation.models import Role


@dataclass(frozen=True)
class Policy:
    """One permission: `role` may do `command` with the rows of `table` that fulfil `condition` (SQL)."""

    table: str
    name: str
    condition: str
    command: str = "ALL"
    role: str = WEB


@dataclass(frozen=True)
class View:
    """A view that runs as the owner and so sees past row security. It may show keys and places, never a fact."""

    name: str
    query: str
    readers: tuple[str, ...] = PAGES


@dataclass(frozen=True)
class Grant:
    """What an errand's role may do with a table; `columns` limits what it may read."""

    table: str
    role: str
    commands: tuple[str, ...] = ("SELECT",)
    columns: tuple[str, ...] = ()


def reading(table: str, name: str, condition: str, role: str = WEB) -> Policy:
    """Rows that may be read and not changed."""
    return Policy(table, name, condition, "SELECT", role)


def adding(table: str, name: str, condition: str = "true", role: str = WEB) -> Policy:
    """Rows that may be added."""
    return Policy(table, name, condition, "INSERT", role)


def for_all_pages(policy: Policy) -> tuple[Policy, ...]:
    """The same permission whichever side the acting user is on."""
    return tuple(replace(policy, name=f"{policy.name} ({role})", role=role) for role in PAGES)


def changing(table: str, name: str, condition: str) -> tuple[Policy, Policy, Policy]:
    """Rows that may be added, changed and removed; what may be read is said separately."""
    return (
        Policy(table, f"{name}, add", condition, "INSERT"),
        Policy(table, f"{name}, change", condition, "UPDATE"),
        Policy(table, f"{name}, remove", condition, "DELETE"),
    )


def history(table: str, condition: str) -> tuple[Policy, ...]:
    """The versions of a table's rows: read in the own jobbtorg's cases, added by the trigger whoever makes the change.

    `condition` is about the table of versions, where the row's own key is `pgh_obj_id`.
    """
    versions = f"{table}change"
    makers = (*PAGES, REGISTRAR, IMPORTER)
    return (
        reading(versions, "of own cases", condition),
        *(adding(versions, f"kept ({role})", role=role) for role in makers),
    )


def _setting(name: str) -> str:
    """A setting of the transaction, NULL where it is empty or was never made; answered once for a statement."""
    return f"(SELECT NULLIF(current_setting('jobbtorg.{name}', true), ''))"


USER = f"{_setting('user_id')}::bigint"
"""The acting user's key; NULL while nobody acts."""

MY_ROLE = _setting("role")

MY_JOBBTORG = f"{_setting('jobbtorg_id')}::bigint"
"""The jobbtorg whose cases the acting user works in; NULL for everybody but its coaches and managers."""

MY_UNITS = f"ANY ({_setting('units')}::bigint[])"
"""The income support units whose referrals the acting user follows: the own one, a manager's whole stadsdel."""

OPENED_BY_ME = f"ANY ({_setting('opened')}::bigint[])"
"""Persons at another jobbtorg whom the acting user has given a reason to read about ("bryt glaset")."""

HIDDEN = f"ALL ({_setting('hidden')}::bigint[])"
"""Protected persons among those the acting user would otherwise meet; none for those appointed to open them."""

I_ADMINISTER = f"{MY_ROLE} = '{Role.ADMIN}'"
I_REVIEW_LOGS = f"{MY_ROLE} = '{Role.LOG_REVIEWER}'"
I_MANAGE = f"{MY_ROLE} = '{Role.MANAGER}'"

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
                OR EXISTS (SELECT FROM jobplans_deadlineclock c
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
