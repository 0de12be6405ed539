"""Checks before a page about a person: a reason where one is required, the limit of look-ups, a case that is open."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from aspirants.access import CaseClosedError, ReasonRequiredError, reason_to_read
from aspirants.forms.reasons import ReasonForm, hidden_fields_of
from aspirants.models import Enrolment
from audit.lookups import MOST_LOOKUPS, TooManyLookUpsError, persons_looked_up
from audit.models import AccessKind
from audit.operations import log_access
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.rules import StaffRequest
from organisation.models import Role, User

CASES_TO_GO_BACK_TO = 10

GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonPagesMiddleware:
    """Answers instead of a view that raised one of the three exceptions. What the view wrote is rolled back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: StaffRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ReasonRequiredError):
            return ask_for_reason(request, exception.person_id)
        if isinstance(exception, TooManyLookUpsError):
            return slow_down(request)
        if isinstance(exception, CaseClosedError):
            return say_that_it_is_closed(request, exception.enrolment)
        return None


def ask_for_reason(request: StaffRequest, person_id: int) -> HttpResponse:
    """Redirect to the page that asks for the reason and then goes on to the address that was asked for.

    Where a form was sent in after the opening had expired, its answers are kept in hidden fields of the page.
    """
    url = reverse("open_protected", args=[person_id])
    if request.htmx:
        seen = urlsplit(request.htmx.current_url_abs_path or reverse("home")).path
        return HttpResponseClientRedirect(f"{url}?{urlencode({'nasta': seen})}")
    if request.method == "POST":
        context = {
            "form": ReasonForm(),
            "action_url": url,
            "onward": request.path,
            "carried": hidden_fields_of(request.POST),
            "reference": "",
        }
        return render(request, "aspirants/open_protected.html", context, status=HTTPStatus.CONFLICT)
    return redirect(f"{url}?{urlencode({'nasta': request.get_full_path()})}")


def say_that_it_is_closed(request: StaffRequest, enrolment: Enrolment) -> HttpResponse:
    """A page of the case instead of a form that would be refused, with the way on. It is logged like the form."""
    reason = reason_to_read(request, enrolment.person)
    log_access(request, AccessKind.READ, subject=enrolment.case_no, person_id=enrolment.person_id, reason=reason)
    found = Enrolment.objects.visible_to(request.user).select_related("person", "jobbtorg", "coach")
    context = {"enrolment": get_object_or_404(found, pk=enrolment.pk)}
    return render(request, "aspirants/case_closed.html", context)


def slow_down(request: StaffRequest) -> HttpResponse:
    """A page that says to wait; log reviewers and the user's managers get a notice, at most once an hour."""
    user = request.user
    log_access(request, AccessKind.DENIED, subject="Många uppslag")
    own_managers = Q(role=Role.MANAGER, jobbtorg=user.jobbtorg_id) & Q(jobbtorg__isnull=False) | Q(
        role=Role.DISTRICT_MANAGER, income_support_unit=user.income_support_unit_id
    ) & Q(income_support_unit__isnull=False)
    watching = User.objects.in_service().filter(Q(role=Role.LOG_REVIEWER) | own_managers)
    notify(
        watching.exclude(pk=user.pk),
        kind=NoticeKind.ACCESS,
        event_key=f"pace-{user.pk}-{timezone.now():%Y%m%d%H}",
        text=f"{user} har slagit upp {MOST_LOOKUPS} personer på tio minuter och får vänta med fler",
    )
    context = {"cases": _opened_cases(user), "most": MOST_LOOKUPS}
    return render(request, "aspirants/slow_down.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)


def _opened_cases(user: User) -> list[Enrolment]:
    """The way back to the work: the last cases the user has opened, to be shown by number. They can be opened again."""
    if not user.works_with_cases:
        return []
    latest = persons_looked_up(user)[:CASES_TO_GO_BACK_TO]
    cases = Enrolment.objects.visible_to(user).filter(person__in=latest, closed_on__isnull=True)
    return sorted(cases, key=lambda case: latest.index(case.person_id))
