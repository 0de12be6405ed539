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

from dataclasses import dataclass, replace

from organisation.access.database_roles import ENTERED_ROLES, PAGES, WEB
from organisation.models import Role


@dataclass(frozen=True)
class Policy:
    """One permission: `role` may do `command` with the rows of `table` that fulfil `condition` (SQL)."""

    table: str
    name: str
    condition: str
    command: str = "ALL"
    role: str = WEB
    check: str = ""
    """What a row must fulfil once written, where that is more than `condition`: the others can be locked, no more."""


@dataclass(frozen=True)
class View:
    """A view that runs as the owner and so sees past row security. It may show keys and places, never a fact.

    What a stadsdel's role reads shows that stadsdel's own rows alone (`for_stadsdel`): another authority learns no key.
    """

    name: str
    query: str
    readers: tuple[str, ...] = (WEB,)


@dataclass(frozen=True)
class Grant:
    """What an entered role may do with a table; `columns` limits what it may read."""

    table: str
    role: str
    commands: tuple[str, ...] = ("SELECT",)
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deletion:
    """A table from which the product removes rows, and as which database roles; from no other."""

    table: str
    roles: tuple[str, ...] = PAGES


@dataclass(frozen=True)
class ColumnLimit:
    """The only columns of a table that the roles change by themselves; the others the owner's functions do."""

    table: str
    columns: tuple[str, ...]
    roles: tuple[str, ...] = PAGES


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
    """The versions of a table's rows: read in the own jobbtorg's cases, added by the owner's trigger alone.

    `condition` is about the table of versions, where the row's own key is `pgh_obj_id`.
    """
    versions = f"{table}change"
    return (reading(versions, "of own cases", condition),)


def _setting(name: str, kind: str = "text") -> str:
    """A setting of the transaction as a value of the SQL type `kind`, answered and read once for a statement.

    NULL where it is empty, was never made, or was not made by the owner's functions in this transaction.
    """
    return f"(SELECT jobbtorg_acting('{name}')::{kind})"


def _any_key(quantifier: str, name: str) -> str:
    """The keys that a setting lists. The second cast costs nothing: it tells a list from a query's rows."""
    return f"{quantifier} ({_setting(name, 'bigint[]')}::bigint[])"


def rightly(role: str) -> str:
    """A role that is entered has been, with the web process's signature, or the connection signed in as it."""
    if role not in ENTERED_ROLES:
        return "true"
    # One question without a row, and no comparison: of "something = 'role'" PostgreSQL expects one row in two hundred,
    # of each table of a statement, and plans for a handful of rows where all of them are to be counted.
    return f"(SELECT jobbtorg_acting('entered') = '{role}' OR session_user = '{role}')"


USER = _setting("user_id", "bigint")
"""The acting user's key; NULL while nobody acts."""

ACCOUNT = _setting("account", "bigint")
"""The account that the process has vouched for in this transaction, for one who signs in; NULL for none."""

MY_ROLE = _setting("role")

MY_JOBBTORG = _setting("jobbtorg_id", "bigint")
"""The jobbtorg whose cases the acting user works in; NULL for everybody but its coaches and managers."""

MY_ROOMS = _any_key("ANY", "rooms")
"""The acting user's jobbtorg, and as a negative number its protected persons for those appointed to open them."""

MY_UNITS = _any_key("ANY", "units")
"""The income support units whose referrals the acting user follows: the own one, a manager's whole stadsdel."""

OPENED_BY_ME = _any_key("ANY", "opened")
"""Persons at another jobbtorg whom the acting user has given a reason to read about ("bryt glaset")."""

HIDDEN = _any_key("ALL", "hidden")
"""Protected persons among those the acting user would otherwise meet; none for those appointed to open them."""

I_ADMINISTER = f"{MY_ROLE} = '{Role.ADMIN}'"
I_REVIEW_LOGS = f"{MY_ROLE} = '{Role.LOG_REVIEWER}'"
I_MANAGE = f"{MY_ROLE} = '{Role.MANAGER}'"
