"""/halsa: is this process able to work? Asked by the container engine and the load balancer, never by people.

/halsa/djup, also at /deep: has the work been done? Asked by whoever is woken at night. A container is not started anew
because of that: the fault lies elsewhere.
"""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from deadlines.freshness import freshness
from jobbtorg.celery import app
from notices.outbox import untried_letters
from organisation.access.rules import access, anyone
from organisation.reference_tables.calendar import calendar_reaches

logger = logging.getLogger(__name__)

LETTERS_WAIT = datetime.timedelta(minutes=15)
"""How long a letter may wait before anybody tries to send it; the relay is rung every minute."""


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except OperationalError:
        logger.exception("The broker does not answer")
        return False
    return True


@access(anyone)
@require_safe
@never_cache
@transaction.non_atomic_requests
def health(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer, else 503; which of them is all that is said."""
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _sweep() -> tuple[bool, dict[str, Any]]:
    swept = freshness(timezone.now())
    return not swept.is_stale, {"finished_at": swept.finished_at}


def _calendar() -> tuple[bool, dict[str, Any]]:
    return calendar_reaches(timezone.localdate()), {}


def _letters() -> tuple[bool, dict[str, Any]]:
    letters, since = untried_letters()
    return since is None or timezone.now() - since < LETTERS_WAIT, {"untried": letters}


DEEP_CHECKS: dict[str, Callable[[], tuple[bool, dict[str, Any]]]] = {
    "sweep": _sweep,
    "calendar": _calendar,
    "letters": _letters,
}
"""What is looked at, by name: whether it is well, and what a reader wants to know besides. Times and counts only."""


def _look(check: Callable[[], tuple[bool, dict[str, Any]]]) -> dict[str, Any]:
    try:
        well, facts = check()
    except DatabaseError:
        logger.exception("A deep check could not be made")
        return {"ok": False}
    return {"ok": well, **facts}


@access(anyone)
@require_safe
@never_cache
@transaction.non_atomic_requests
def deep_health(request: HttpRequest) -> JsonResponse:
    """200 when all that should have been done has been done lately, else 503; when it was done is all that is said."""
    found = {name: _look(check) for name, check in DEEP_CHECKS.items()}
    return JsonResponse(found, status=200 if all(one["ok"] for one in found.values()) else 503)
