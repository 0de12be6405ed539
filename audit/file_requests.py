"""Files with many persons: one has a reason for it, another one agrees, and it is fetched once (promise 21)."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.models import FetchedFile, FileRequest
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest
from organisation.models import Role, User
from organisation.sign_in.proving.confirming import require_recent_proof

MOST_PERSONS_ALONE = 1_000
"""So many persons may be in a file that nobody else has agreed to."""

DECIDED_WITHIN = datetime.timedelta(days=7)
FETCHED_WITHIN = datetime.timedelta(hours=24)
ROUNDED_UP_TO = 100
"""A few more persons may have come when the file is fetched; who decides is told the number with them."""


class AgreementRequiredError(Exception):
    """The file holds more persons than one may fetch alone, and nobody has agreed to it yet."""

    def __init__(self, subject: str, persons: int) -> None:
        super().__init__(subject)
        self.subject = subject
        self.persons = persons


def most_persons_for(persons: int) -> int:
    """The number that somebody agrees to, for a file with so many persons now."""
    return -(-persons // ROUNDED_UP_TO) * ROUNDED_UP_TO


def visible_requests(user: User) -> QuerySet[FileRequest]:
    """The own requests, and those that the user may decide on; the newest first."""
    return FileRequest.objects.filter(Q(asked_by=user) | _decided_by(user)).select_related(
        "asked_by", "jobbtorg", "decided_by", "fetched"
    )


def may_decide(user: User, asked: FileRequest) -> bool:
    """Whether the user is somebody else with the right to decide: a manager there, or an administrator."""
    if asked.asked_by_id == user.pk or not may(user, Act.DECIDE_ON_FILE):
        return False
    return user.role == Role.ADMIN or user.jobbtorg_id == asked.jobbtorg_id


def deciders_of(asked: FileRequest) -> QuerySet[User]:
    """Who can decide on a request now."""
    managers = Q(role=Role.MANAGER, jobbtorg=asked.jobbtorg_id, jobbtorg__isnull=False)
    return User.objects.in_service().filter(managers | Q(role=Role.ADMIN)).exclude(pk=asked.asked_by_id)


def waits_since() -> datetime.datetime:
    """Requests from before this are too old to decide on."""
    return timezone.now() - DECIDED_WITHIN


def is_waiting(asked: FileRequest) -> bool:
    """Whether the request can still be decided on."""
    return asked.decided_by_id is None and asked.asked_at > waits_since()


def is_good(asked: FileRequest) -> bool:
    """Whether the file can be fetched now."""
    in_time = asked.decided_at is not None and timezone.now() - asked.decided_at < FETCHED_WITHIN
    return asked.is_approved and in_time and not hasattr(asked, "fetched")


def require_agreement(request: StaffRequest, subject: str, persons: int) -> FileRequest | None:
    """Before a file with so many persons is given out at the request's address: somebody else must have agreed.

    Uses the agreement up, and returns it; None where none is needed. Raises AgreementRequiredError, and
    ProofRequiredError where who asks was shown more than ten minutes ago.
    """
    if persons <= MOST_PERSONS_ALONE:
        return None
    require_recent_proof(request)
    since = timezone.now() - FETCHED_WITHIN
    agreed = FileRequest.objects.filter(
        asked_by=request.user,
        address=request.get_full_path(),
        is_approved=True,
        decided_at__gt=since,
        most_persons__gte=persons,
        fetched__isnull=True,
    )
    for asked in agreed.select_related("decided_by"):
        if _taken(asked):
            return asked
    raise AgreementRequiredError(subject, persons)


def _taken(asked: FileRequest) -> bool:
    """Whether this request is the one that uses the agreement up; two at the same moment are told apart by the row."""
    try:
        with transaction.atomic():
            FetchedFile.objects.create(request=asked)
    except IntegrityError:
        return False
    return True


def _decided_by(user: User) -> Q:
    if not may(user, Act.DECIDE_ON_FILE):
        return Q(pk__in=[])
    if user.role == Role.ADMIN:
        return Q(pk__isnull=False)
    return Q(jobbtorg=user.jobbtorg_id, jobbtorg__isnull=False)
