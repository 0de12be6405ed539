"""How many persons one user looks up in a short time: nobody works like that, a script does."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q
from django.db.models.functions import Now

from audit.models import AccessEvent, AccessKind
from organisation.models import User

MOST = 60
"""So many persons may be looked up within the window; the next one waits."""

WINDOW = datetime.timedelta(minutes=10)


class TooManyLookUpsError(Exception):
    """The user has looked up too many persons too quickly. The page about one more is not shown."""


def require_human_pace(user: User, person_id: int | None = None) -> None:
    """Raise TooManyLookUpsError where one more look-up would be too many.

    `person_id`: whom it is about, None for a search. Counted from the access log by the database's clock: each person
    once, and each search that led to nobody. Who has been looked up within the window already may be opened again.
    """
    lately = AccessEvent.objects.filter(user=user, at__gte=Now() - WINDOW).exclude(kind=AccessKind.DENIED)
    counts = lately.order_by().aggregate(
        persons=Count("person_id", distinct=True),
        searches=Count("pk", filter=Q(kind__in=[AccessKind.SEARCH, AccessKind.BREAK_GLASS], person_id=None)),
        this=Count("pk", filter=Q(person_id=person_id) if person_id is not None else Q(pk=None)),
    )
    if counts["persons"] + counts["searches"] >= MOST and not counts["this"]:
        raise TooManyLookUpsError
