"""What the jobbtorg have told the user's unit about a case, also one that another unit sent (R-2-66)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aspirants.models import Consent, Disclosure, DisclosureContent
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from organisation.access.rules import StaffRequest, access
from referrals.access import senders
from referrals.models import Referral
from referrals.questions.matters import is_told_to
from referrals.questions.reading import threads_about
from referrals.sender.told import plan_rows, told_cases, told_closing, told_plan
from referrals.telling.lanes import lanes_for_unit, standing_tasks
from referrals.telling.told import shown_told, stamp_receipts


@access(senders)
@require_safe
def told_list(request: StaffRequest) -> HttpResponse:
    """The cases that the unit has been told something about, the latest first."""
    log_access(request, AccessKind.READ, subject="Meddelat till oss")
    return render(request, "referrals/told_list.html", {"cases": told_cases(request.user)})


@access(senders)
@require_safe
def told_case(request: StaffRequest, pk: int) -> HttpResponse:
    """What was told about one case, and nothing else of it."""
    cases = told_cases(request.user, only=pk)
    if not cases:
        raise Http404
    [case] = cases
    require_lookups_within_limit(request.user, case.person_id)
    log_access(request, AccessKind.READ, subject=case.case_no, person_id=case.person_id)
    plan = told_plan(request.user, case)
    may_ask = is_told_to(request.user.income_support_unit, pk)
    disclosures = Disclosure.objects.visible_to(request.user).filter(enrolment=pk)
    # A message is opened on the page of its question.
    stamp_receipts(actor=request.user, told=disclosures.exclude(content=DisclosureContent.MESSAGE))
    told = shown_told(disclosures)
    referrals = Referral.objects.visible_to(request.user).filter(enrolment=pk)
    referral = referrals.select_related("enrolment").first()
    # Not those that nothing has been told on: they are the jobbtorg's alone.
    consents = Consent.objects.visible_to(request.user).filter(disclosures__in=disclosures).distinct()
    jobbtorg = next((one.sender if one.to_unit else one.receiver for one in told), "Jobbtorget")
    unit = str(request.user.income_support_unit or "")
    context = {
        "told": told,
        "lanes": lanes_for_unit(referral, told, consents.select_related("taken_by", "withdrawn_by")),
        "tasks": standing_tasks(jobbtorg, unit),
        "case": case,
        "referral": referral,
        "threads": threads_about(request.user, enrolment=pk),
        "ask_url": reverse("question_of_told", args=[pk]) if may_ask else "",
        "plan": plan,
        "plan_rows": plan_rows(plan) if plan else [],
        "closing": told_closing(case),
    }
    return render(request, "referrals/told_case.html", context)
