"""The limit of persons that one user may look up in ten minutes, far above what the work needs (decision 095).

Each user has sixty places. A look-up takes one, in a single statement and without waiting for anybody: places are
taken under locks that are tried and never waited for, and are held until the request's transaction ends. So requests at
the same moment can never get one place twice, and a page that failed gives its place back.
"""

from __future__ import annotations

import datetime

from django.db import connection

from organisation.models import User

MOST_LOOKUPS = 60
"""So many persons may be looked up within the window; the next one waits."""

WINDOW = datetime.timedelta(minutes=10)

_LOCKS = 7_200_000_000_000
"""Where the numbers of the locks begin; far from those of the log and its seals."""

_SINCE = f"statement_timestamp() - interval '{WINDOW.total_seconds():.0f} seconds'"

_IN_USE = f"""
SELECT min(number) AS number FROM audit_lookup WHERE user_id = %(user)s AND at >= {_SINCE}
 GROUP BY COALESCE(person_id, -number)
"""  # noqa: S608 - the window is a constant
"""The places in use. Where the same person was looked up twice at the same moment, one of the two is free."""

IS_STOPPED = f"(SELECT count(*) FROM ({_IN_USE}) in_use) >= {MOST_LOOKUPS}"  # noqa: S608
"""SQL: whether the user has no place left. Then nothing gives names (audit.operations.log_access)."""

_TAKE = f"""
WITH mine AS MATERIALIZED (
    SELECT number, person_id FROM audit_lookup WHERE user_id = %(user)s AND at >= {_SINCE}
), again AS MATERIALIZED (
    SELECT min(number) AS number FROM mine WHERE person_id = %(person)s HAVING count(*) > 0
), free AS MATERIALIZED (
    SELECT number FROM again
     UNION ALL
    SELECT number FROM generate_series(1, {MOST_LOOKUPS}) AS number
     WHERE number NOT IN ({_IN_USE}) AND NOT EXISTS (SELECT FROM again)
), chosen AS MATERIALIZED (
    SELECT number FROM free WHERE pg_try_advisory_xact_lock({_LOCKS} + %(user)s::bigint * 64 + number) LIMIT 1
), taken AS (
    INSERT INTO audit_lookup AS place (user_id, number, person_id, at)
    SELECT %(user)s, number, %(person)s::bigint, statement_timestamp() FROM chosen
        ON CONFLICT (user_id, number) DO UPDATE SET person_id = excluded.person_id, at = excluded.at
     WHERE place.at < {_SINCE} OR place.person_id = excluded.person_id
        OR EXISTS (SELECT FROM mine WHERE mine.person_id = place.person_id AND mine.number < place.number)
    RETURNING number
)
SELECT (SELECT number FROM taken), EXISTS (SELECT FROM again), EXISTS (SELECT FROM chosen)
"""  # noqa: S608 - as above


class TooManyLookUpsError(Exception):
    """The user has looked up too many persons too quickly. The page about one more is not shown, nor a list of them."""


def require_lookups_within_limit(user: User, person_id: int | None = None) -> int | None:
    """Count one more look-up; raise TooManyLookUpsError where it would be one too many.

    `person_id`: whom it is about, None for a search. Each person counts once, and so does each search that led to
    nobody. Who has been looked up within the window already may be opened again, and counts from then on. Returns the
    place that the look-up has, None where another request of this moment holds it.
    """
    facts = {"user": user.pk, "person": person_id}
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, facts)
            place, again, tried = cursor.fetchone()
        if place is not None or again:
            return place
        if not tried:
            raise TooManyLookUpsError
        # The place was taken and let go of between two looks at it; there may be another one.


def led_to(user: User, place: int | None, person_id: int | None) -> None:
    """Say of a search whom it led to: that person, opened afterwards, is the same look-up."""
    if place is not None and person_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_lookup SET person_id = %s WHERE user_id = %s AND number = %s", [person_id, user.pk, place]
            )


def persons_looked_up(user: User) -> list[int]:
    """The keys of the persons whom the user has looked up within the window, the last one first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id FROM audit_lookup WHERE user_id = %s AND person_id IS NOT NULL AND at >= {_SINCE}"  # noqa: S608
            " GROUP BY person_id ORDER BY max(at) DESC",
            [user.pk],
        )
        return [key for (key,) in cursor.fetchall()]
