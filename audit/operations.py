"""Writing the access log, and finishing the review of a month of it.

Rows are added with plain INSERT, because a user who causes a row may not read the log.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from audit.file_requests import is_waiting, may_decide, most_persons_for, waits_since
from audit.lookups import IS_STOPPED, TooManyLookUpsError
from audit.models import AccessKind, FileRequest, LogReview, ReviewResult
from core.refusals import OperationRefused
from organisation.access.permissions import Act, require
from organisation.models import User

LISTS = (AccessKind.READ, AccessKind.EXPORT, AccessKind.PRINT)
"""What may give many names at once: a list that is shown, fetched as a file or printed."""


def log_access(
    request: HttpRequest,
    kind: AccessKind,
    *,
    subject: str = "",
    person_id: int | None = None,
    reason: str = "",
    sought: str = "",
    gives_names: bool = False,
) -> None:
    """Record that the signed-in user looked at, searched for or was refused something (OSL 26 kap.).

    `subject` is a case or referral number, or the name of a list; `reason` what the user gave for opening it, at most
    300 characters; `sought` the keyed hash of the identity number that was searched for, never the number.

    Runs in the request's transaction: what is shown is logged, or neither happens.

    Raises TooManyLookUpsError for a list or a file (a row that has a subject and is about nobody in particular), and
    for whatever else `gives_names`, while the user has looked up as many persons as the pace allows.
    """
    assert request.user.pk is not None, "only signed-in users are logged"
    is_list = bool(subject) and person_id is None and kind in LISTS
    _add(
        request,
        kind,
        request.user.pk,
        subject=subject,
        person_id=person_id,
        reason=reason,
        sought=sought,
        stops=is_list or gives_names,
    )


def log_act(request: HttpRequest) -> None:
    """Record that the signed-in user registered or changed something, about whom the page was that did it.

    What was changed is kept by the history. Runs after the request's transaction: only what stands is logged.
    """
    assert request.user.pk is not None, "only signed-in users are logged"
    subject, person_id = getattr(request, "logged_about", ("", None))
    _add(request, AccessKind.WRITE, request.user.pk, subject=subject, person_id=person_id)


def log_sign_in(request: HttpRequest, kind: AccessKind, user_id: int | None, *, reason: str = "") -> None:
    """Record a sign-in, a failed one or a sign-out. What was typed is not kept: it may be a password."""
    _add(request, kind, user_id, reason=reason)


@transaction.atomic
def finish_review(*, actor: User, review: LogReview, result: ReviewResult, comment: str = "") -> LogReview:
    """A manager of the unit has gone through the events. Once done it stays as it is: it is evidence."""
    require(actor, Act.REVIEW_STAFF, at=review.jobbtorg_id, refusal="Bara jobbtorgets enhetschef granskar loggen.")
    current: LogReview = LogReview.objects.select_for_update().get(pk=review.pk)
    if current.is_done:
        raise OperationRefused("Månaden är redan granskad.")
    if result == ReviewResult.DEVIATION and not comment.strip():
        raise OperationRefused("Beskriv avvikelsen.", field="comment")
    current.result, current.comment = result, comment.strip()
    current.reviewed_by, current.reviewed_at = actor, timezone.now()
    current.save()
    return current


@transaction.atomic
def ask_for_file(*, actor: User, address: str, subject: str, persons: int, reason: str) -> FileRequest:
    """Ask for a file with many persons, as an address of this service; somebody else decides.

    `persons`: how many it holds now. Raises OperationRefused: a role that fetches no such files, or the same file is
    asked for already.
    """
    require(actor, Act.ASK_FOR_FILE)
    waiting = FileRequest.objects.filter(asked_by=actor, address=address, decided_by=None, asked_at__gt=waits_since())
    if waiting.exists():
        raise OperationRefused("Du har redan begärt den filen. Den väntar på beslut.")
    return FileRequest.objects.create(
        asked_by=actor,
        jobbtorg=actor.jobbtorg,
        address=address,
        subject=subject,
        most_persons=most_persons_for(persons),
        reason=reason,
    )


@transaction.atomic
def decide_on_file(*, actor: User, asked: FileRequest, approves: bool) -> FileRequest:
    """Approve a file that somebody else has asked for, or refuse it; a decision stands.

    Raises OperationRefused: one's own, another jobbtorg's, decided already, or asked for too long ago.
    """
    require(actor, Act.DECIDE_ON_FILE)
    if not may_decide(actor, asked):
        raise OperationRefused("En annan person med rätt att besluta måste göra det.")
    current: FileRequest = FileRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if not is_waiting(current):
        raise OperationRefused("Begäran är redan beslutad, eller för gammal för att beslutas.")
    current.decided_by, current.decided_at, current.is_approved = actor, timezone.now(), approves
    current.save(update_fields=["decided_by", "decided_at", "is_approved"])
    return current


def _add(
    request: HttpRequest,
    kind: AccessKind,
    user_id: int | None,
    *,
    subject: str = "",
    person_id: int | None = None,
    reason: str = "",
    sought: str = "",
    stops: bool = False,
) -> None:
    """One INSERT without RETURNING. Number and time are given by a trigger and a default of the database.

    `stops`: not while the user has looked up as many persons as the pace allows.
    """
    if person_id is not None or not hasattr(request, "logged_about"):
        request.logged_about = subject, person_id  # type: ignore[attr-defined]
    unless_stopped = f" WHERE NOT ({IS_STOPPED})" if stops else ""
    match = request.resolver_match
    view = (match.view_name if match else "")[:80]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_accessevent (user_id, kind, view, subject, person_id, sought, reason, address) "
            "SELECT %(user)s, %(kind)s, %(view)s, %(subject)s, %(person)s, %(sought)s, %(reason)s, %(address)s::inet"
            f"{unless_stopped}",
            {
                "user": user_id,
                "kind": kind.value,
                "view": view,
                "subject": subject,
                "person": person_id,
                "sought": sought,
                "reason": reason,
                "address": _address(request),
            },
        )
        if cursor.rowcount == 0:
            raise TooManyLookUpsError


def _address(request: HttpRequest) -> str | None:
    """The visitor's address; behind proxies the one the first trusted proxy was called from (TRUSTED_PROXIES)."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # no address at all: a socket of the same machine
        return None
    return address
