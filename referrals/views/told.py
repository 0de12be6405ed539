"""What the jobbtorg have told the user's unit about a case, also one that another unit sent (R-2-66)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aspirants.models import Disclosure, DisclosureContent
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.reading.near_pages import NearPaginator
from organisation.access.rules import StaffRequest, access
from organisation.models import User
from referrals.access import senders
from referrals.questions.reading import threads_about
from referrals.sender.told import plan_rows, told_cases, told_closing, told_of, told_page, told_plan
from referrals.telling.lanes import Task, lanes_for_unit, standing_tasks
from referrals.telling.told import ShownTold, stamp_receipts, told_and_consents
from referrals.views.lists import ROWS_PER_PAGE


@access(senders)
@require_safe
def told_list(request: StaffRequest) -> HttpResponse:
    """The cases that the unit has been told something about, the latest first, a page at a time."""
    log_access(request, AccessKind.READ, subject="Meddelat till oss")
    asked = request.GET.get("page", "")
    page = NearPaginator(told_of(request.user), ROWS_PER_PAGE, asked).get_page(asked)
    context = {"page": page, "cases": told_cases(request.user, of=list(page))}
    return render(request, "referrals/told_list.html", context)


@access(senders)
@require_safe
def told_case(request: StaffRequest, pk: int) -> HttpResponse:
    """What was told about one case, and nothing else of it."""
    page = told_page(request.user, pk)
    if page is None:
        raise Http404
    case, referral = page.case, page.referral
    require_lookups_within_limit(request.user, case.person_id)
    log_access(request, AccessKind.READ, subject=case.case_no, person_id=case.person_id)
    disclosures = Disclosure.objects.visible_to(request.user).filter(enrolment=pk)
    # A message is opened on the page of its question.
    stamp_receipts(actor=request.user, told=disclosures.exclude(content=DisclosureContent.MESSAGE))
    # Of the consents those that something was told on: the others are the jobbtorg's alone.
    told, consents = told_and_consents(disclosures)
    if not any(one.to_unit for one in told):
        raise Http404
    plan = told_plan(request.user, case)
    context = {
        "told": told,
        "lanes": lanes_for_unit(referral, told, consents),
        # When the page is drawn the frame has asked for the user's unit.
        "tasks": lambda: _tasks(request.user, told),
        "case": case,
        "referral": referral,
        "threads": threads_about(request.user, enrolment=pk),
        "ask_url": reverse("question_of_told", args=[pk]) if page.may_ask else "",
        "plan": plan,
        "plan_rows": plan_rows(plan) if plan else [],
        "closing": told_closing(page.with_told(told)),
    }
    return render(request, "referrals/told_case.html", context)


def _tasks(user: User, told: list[ShownTold]) -> list[Task]:
    """Who does what in the case, by the names of the two sides."""
    jobbtorg = next((one.sender if one.to_unit else one.receiver for one in told), "Jobbtorget")
    return standing_tasks(jobbtorg, str(user.income_support_unit or ""))
