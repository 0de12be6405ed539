"""The second lock: which rows a database role may see and change, declared next to the tables of each package.

Every package with person-bound tables has a `row_security.py` with POLICIES (and VIEWS); `manage.py migrate` brings the
database to what they say. Policies add up: a row is open if one of them opens it, so a package may open rows of a table
below its own floor (a referral opens its person to the stadsdel that sent it).

Conditions are sub-selects that PostgreSQL answers once for a statement, or index look-ups; never a function called for
each row. Whoever the acting user is, is read from the users' own row each time: a role that was taken away is gone with
the next statement. No condition trusts anything but the setting named by organisation/acting.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from organisation.database_roles import LOG_READER, REGISTRAR, REPORTS, WEB
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
    readers: tuple[str, ...] = (WEB,)


@dataclass(frozen=True)
class Grant:
    """What an errand's role may do with a table; `columns` limits what it may read."""

    table: str
    role: str
    commands: tuple[str, ...] = ("SELECT",)
    columns: tuple[str, ...] = ()


def reading(table: str, name: str, condition: str) -> Policy:
    """Rows that may be read and not changed."""
    return Policy(table, name, condition, "SELECT")


def adding(table: str, name: str, condition: str = "true") -> Policy:
    """Rows that may be added."""
    return Policy(table, name, condition, "INSERT")


def changing(table: str, name: str, condition: str) -> tuple[Policy, Policy, Policy]:
    """Rows that may be added, changed and removed; what may be read is said separately."""
    return (
        Policy(table, f"{name}, add", condition, "INSERT"),
        Policy(table, f"{name}, change", condition, "UPDATE"),
        Policy(table, f"{name}, remove", condition, "DELETE"),
    )


USER = "(SELECT NULLIF(current_setting('jobbtorg.user_id', true), '')::bigint)"
"""The acting user's key; NULL while nobody acts."""


def mine(column: str, *roles: Role) -> str:
    """A column of the acting user's own row, if the account is active and has one of the roles; else NULL."""
    among = f" AND me.role IN ({', '.join(repr(role.value) for role in roles)})" if roles else ""
    return f"(SELECT me.{column} FROM organisation_user me WHERE me.id = {USER} AND me.is_active{among})"


MY_JOBBTORG = mine("jobbtorg_id", Role.COACH, Role.MANAGER)
"""The jobbtorg whose cases the acting user works in; NULL for everybody else."""

MY_UNITS = (
    "(SELECT unit.id FROM organisation_incomesupportunit unit"
    f" WHERE unit.id = {mine('income_support_unit_id', Role.CASEWORKER)} OR unit.district_id ="
    " (SELECT chief.district_id FROM organisation_incomesupportunit chief"
    f" WHERE chief.id = {mine('income_support_unit_id', Role.DISTRICT_MANAGER)}))"
)
"""The income support units whose referrals the acting user follows: the own one, a manager's whole stadsdel."""

I_ADMINISTER = f"{mine('id', Role.ADMIN)} IS NOT NULL"
I_REVIEW_LOGS = f"{mine('id', Role.LOG_REVIEWER)} IS NOT NULL"
MAY_OPEN_PROTECTED = mine("protected_access")

WHO_ASKS = ("id", "role", "is_active", "jobbtorg_id", "income_support_unit_id", "protected_access")

GRANTS = [
    *(
        Grant(f"organisation_{table}", role)
        for table in ("district", "incomesupportunit", "jobbtorg", "targetgroup", "districtjobbtorg")
        for role in (REPORTS, REGISTRAR)
    ),
    Grant("organisation_numberseries", REGISTRAR, ("SELECT", "INSERT", "UPDATE")),
    # Policies read the acting user's own row as whoever asks.
    *(Grant("organisation_user", role, columns=WHO_ASKS) for role in (REPORTS, REGISTRAR)),
    Grant("organisation_user", LOG_READER, columns=(*WHO_ASKS, "first_name", "last_name")),
]
"""Reference data that errands need; none of it is about an aspirant."""
