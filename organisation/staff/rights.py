"""Rights are not written: the database derives them from positions and from whether an account is open.

A page may not change role, unit or protected access (organisation/row_security.py). It calls the owner's functions,
which a page may do for an administrator only, and about somebody else; history keeps who and when.
"""

from __future__ import annotations

import datetime

from django.db import connection

from organisation.access.database_roles import WORKER
from organisation.access.functions import A_PAGE_ASKS
from organisation.models import Role, User

_COLUMNS = ("role", "jobbtorg_id", "income_support_unit_id", "protected_access")
_USER_VALUES = ", ".join(f"member.{name}" for name in _COLUMNS)
_POSITION_VALUES = ", ".join(f"position.{name}" for name in _COLUMNS)
_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# A changed role or unit ends all sessions, because open pages were served under the old one. A group belongs to one
# jobbtorg, so a coach who leaves that leaves the group.
_APPLY_POSITION = f"""
    UPDATE organisation_user member
       SET ({", ".join(_COLUMNS)}) = ROW ({_POSITION_VALUES}),
           coach_group_id = CASE WHEN position.role = '{Role.COACH}' AND position.jobbtorg_id = member.jobbtorg_id
                                 THEN member.coach_group_id END,
           is_staff = (position.role = '{Role.ADMIN}'),
           position_until = position.valid_to,
           session_generation = member.session_generation
                                + (({_USER_VALUES}) IS DISTINCT FROM ({_POSITION_VALUES}))::int
      FROM organisation_position position
     WHERE position.user_id = member.id
       AND position.revoked_at IS NULL
       AND day BETWEEN position.valid_from AND COALESCE(position.valid_to, 'infinity')
       AND ({_USER_VALUES}, member.is_staff, member.position_until)
           IS DISTINCT FROM ({_POSITION_VALUES}, position.role = '{Role.ADMIN}', position.valid_to)
       AND member.id = COALESCE(who, member.id)
"""  # noqa: S608  # nosec B608  # only names of columns and a role
_END_ACCESS = """
    UPDATE organisation_user member
       SET position_until = day - 1, session_generation = session_generation + 1
     WHERE (position_until IS NULL OR position_until >= day)
       AND member.id = COALESCE(who, member.id)
       AND NOT EXISTS (
           SELECT FROM organisation_position position
            WHERE position.user_id = member.id
              AND position.revoked_at IS NULL
              AND day BETWEEN position.valid_from AND COALESCE(position.valid_to, 'infinity'))
"""

FUNCTIONS = [
    f"""
    CREATE OR REPLACE FUNCTION private_require_administrator(who bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
    BEGIN
        IF {A_PAGE_ASKS}
           AND (jobbtorg_acting('role') IS DISTINCT FROM '{Role.ADMIN}' OR who IS NULL
                OR who = jobbtorg_acting('user_id')::bigint) THEN
            RAISE EXCEPTION 'Rights are given by an administrator, to somebody else.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END
    $function$
    """,
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_apply_positions(day date, who bigint, OUT moved bigint, OUT without bigint)
    LANGUAGE plpgsql {_OWNER} AS $function$
    BEGIN
        PERFORM private_require_administrator(who);
        {_APPLY_POSITION};
        GET DIAGNOSTICS moved = ROW_COUNT;
        {_END_ACCESS};
        GET DIAGNOSTICS without = ROW_COUNT;
    END
    $function$
    """,
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_open_account(who bigint, opened boolean) RETURNS void
    LANGUAGE plpgsql {_OWNER} AS $function$
    BEGIN
        PERFORM private_require_administrator(who);
        UPDATE organisation_user SET is_active = opened WHERE id = who;
    END
    $function$
    """,  # noqa: S608
    f"GRANT EXECUTE ON FUNCTION jobbtorg_apply_positions(date, bigint) TO {WORKER}",
]


def apply_to_users(on: datetime.date, user: User | None) -> tuple[int, int]:
    """Set role and unit by the position that holds on a day, for one user or all; without one, access has ended.

    Returns how many were moved and how many were found to have none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT moved, without FROM jobbtorg_apply_positions(%s::date, %s)", [on, user.pk if user else None]
        )
        moved, without = cursor.fetchone()
    return moved, without


def open_account(user: User, opened: bool) -> None:
    """Open or close an account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobbtorg_open_account(%s, %s)", [user.pk, opened])
    user.is_active = opened
