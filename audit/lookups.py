"""The limit of persons that one user may look up in ten minutes, far above what the work needs."""

from __future__ import annotations

import datetime

from django.db import connection

from audit.models import AccessKind
from organisation.models import User

MOST_LOOKUPS = 60
"""So many persons may be looked up within the window; the next one waits."""

WINDOW = datetime.timedelta(minutes=10)

_COUNT = f"""
SELECT count(DISTINCT person_id) + count(*) FILTER (WHERE person_id IS NULL AND kind = ANY (%s)),
       count(*) FILTER (WHERE person_id = %s)
  FROM audit_accessevent
 WHERE user_id = %s AND kind <> %s
   AND at >= statement_timestamp() - interval '{WINDOW.total_seconds():.0f} seconds'
"""  # noqa: S608 - the window is a constant


class TooManyLookUpsError(Exception):
    """The user has looked up too many persons too quickly. The page about one more is not shown."""


def require_lookups_within_limit(user: User, person_id: int | None = None) -> None:
    """Raise TooManyLookUpsError where one more look-up would be too many.

    `person_id`: whom it is about, None for a search. Counted from the access log by the database's clock: each person
    once, and each search that led to nobody. Who has been looked up within the window already may be opened again.
    """
    with connection.cursor() as cursor:
        searches = [AccessKind.SEARCH.value, AccessKind.BREAK_GLASS.value]
        cursor.execute(_COUNT, [searches, person_id, user.pk, AccessKind.DENIED.value])
        looked_up, of_this_person = cursor.fetchone()
    if looked_up >= MOST_LOOKUPS and not of_this_person:
        raise TooManyLookUpsError
