"""Opening a case: only within one's scope, with a reason where one is required, and always with a row in the log."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from aspirants.case_frame import with_frame
from aspirants.coaching.rights import may_give_coach
from aspirants.models import Enrolment, Opening, OpeningKind, Person, Protection
from aspirants.protection import may_change
from aspirants.querysets import EnrolmentQuerySet
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest
from organisation.models import Role, User


class ReasonRequiredError(Exception):
    """The person is protected and the user has given no reason in the last hour (aspirants.middleware asks for it)."""

    def __init__(self, person_id: int) -> None:
        super().__init__()
        self.person_id = person_id


def reason_to_read(request: StaffRequest, person: Person) -> str:
    """The reason given for reading about a protected person, "" for everybody else.

    Raises ReasonRequiredError where none is in force, TooManyLookUpsError where the user reads faster than people do.
    """
    require_lookups_within_limit(request.user, person.pk)
    if not person.is_protected:
        return ""
    opening = _in_force(request.user, person, OpeningKind.PROTECTED)
    if opening is None:
        raise ReasonRequiredError(person.pk)
    return opening.reason


def _in_force(user: User, person: Person, kind: OpeningKind) -> Opening | None:
    return Opening.objects.in_force().filter(user=user, person=person, kind=kind).order_by("-expires_at").first()


class CaseClosedError(Exception):
    """The page works in an open case and the case is closed (aspirants.middleware says so and leads on)."""

    def __init__(self, enrolment: Enrolment) -> None:
        super().__init__()
        self.enrolment = enrolment


def open_case(
    request: StaffRequest, pk: int, kind: AccessKind = AccessKind.READ, *, also_closed: bool = False
) -> Enrolment:
    """The case for a page that works in it, and a row in the access log. Outside the user's scope: 404.

    Raises CaseClosedError where the page is fetched for a closed case, so that nobody fills in a form that would be
    refused. `also_closed`: the page has something to do in a closed case too.
    """
    found = get_object_or_404(_with_names(Enrolment.objects.visible_to(request.user)), pk=pk)
    enrolment = _opened(request, found, kind)
    if not also_closed:
        require_open_case(request, enrolment)
    return enrolment


def require_open_case(request: StaffRequest, enrolment: Enrolment | None) -> None:
    """Raise CaseClosedError where a page is fetched that works in an open case, and the case is closed.

    A form that was filled in while the case was open is let through: its operation refuses it, and what was typed
    stays on the page.
    """
    if enrolment is not None and not enrolment.is_open and request.method in ("GET", "HEAD"):
        raise CaseClosedError(enrolment)


def read_case(request: StaffRequest, pk: int) -> Enrolment:
    """The case for a page that only shows it, also another jobbtorg's that has been opened with a reason.

    `read_through` of such a case is the opening, and its managers are notified.
    """
    cases = Enrolment.objects
    # Nearly always it is one's own, for which the statement is the simpler one by far.
    own = _with_names(cases.visible_to(request.user)).filter(pk=pk).first()
    found = own or get_object_or_404(_with_names(cases.readable_by(request.user)), pk=pk)
    return _opened(request, found, AccessKind.READ)


def _with_names(cases: EnrolmentQuerySet) -> EnrolmentQuerySet:
    named = cases.select_related("person", "jobbtorg", "coach", "income_support_unit")
    today = timezone.localdate()
    return with_frame(named.with_deputies(today), today)


def _opened(request: StaffRequest, enrolment: Enrolment, kind: AccessKind) -> Enrolment:
    reason = reason_to_read(request, enrolment.person)
    if enrolment.jobbtorg_id != request.user.jobbtorg_id:
        opening = _in_force(request.user, enrolment.person, OpeningKind.OTHER_UNIT)
        assert opening is not None, "readable_by lets no other through"
        enrolment.read_through, reason = opening, opening.reason
        _notify_managers(request.user, enrolment, opening)
    enrolment.may_change_protection = may_change(request.user)
    enrolment.may_get_coach = may_give_coach(request.user, enrolment)
    enrolment.may_transfer = may(request.user, Act.TRANSFER_CASE)
    log_access(request, kind, subject=enrolment.case_no, person_id=enrolment.person_id, reason=reason)
    return enrolment


def _notify_managers(reader: User, enrolment: Enrolment, opening: Opening) -> None:
    """Once for each opening; what was read and why stands in the case's own history."""
    managers = User.objects.in_service().filter(role=Role.MANAGER, jobbtorg=enrolment.jobbtorg_id)
    notify(
        managers,
        kind=NoticeKind.ACCESS,
        event_key=f"read-elsewhere-{opening.pk}-{enrolment.pk}",
        text=f"Ärende {enrolment.case_no} lästes av en medarbetare vid {reader.jobbtorg}",
        path=reverse("case_history", args=[enrolment.pk]),
    )


def names_of_cases(request: StaffRequest, numbers: set[str]) -> dict[str, str]:
    """Who the cases with those numbers are about, for a list of the user's notices.

    Those the user may work in; of protected persons only who is the case's own coach is told a name in a list. One
    statement, and a row in the access log where there are any.
    """
    unprotected_or_mine = Q(person__protection=Protection.NONE) | Q(coach=request.user)
    cases = Enrolment.objects.visible_to(request.user).filter(unprotected_or_mine, case_no__in=numbers)
    found = {case.case_no: case.person.name for case in cases.select_related("person").order_by()}
    if found:
        log_access(request, AccessKind.READ, subject="Notiser")
    return found
