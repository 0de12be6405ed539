"""/halsa: is this process able to work? Asked by the container engine and the load balancer, never by people.

/halsa/djup, also at /deep: has the work been done? Asked by the monitoring that wakes somebody. A container is not
restarted because of it: a restart would not help.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from core.deep_health import DeepCheck, deep_checks
from jobbtorg.celery import app
from organisation.access.acting import is_vouched_for
from organisation.access.rules import access, anyone

logger = logging.getLogger(__name__)


def _database_answers() -> bool:
    """Whether it does, and believes what this process says about who acts."""
    try:
        if is_vouched_for():
            return True
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    logger.error("The database does not trust this SECRET_KEY; run `manage.py migrate` with it (docs/operations.md)")
    return False


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


def _look(check: DeepCheck) -> dict[str, Any]:
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
    found = {name: _look(check) for name, check in deep_checks().items()}
    return JsonResponse(found, status=200 if all(one["ok"] for one in found.values()) else 503)
