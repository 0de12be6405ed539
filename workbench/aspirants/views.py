"""The unit's aspirants, and finding one of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aspirants.forms.reasons import ReasonForm
from aspirants.models import Enrolment
from audit.lookups import led_to, require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post
from core.swedish.pasted import tidied
from deadlines.status.protected import masked_cases
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, allowed_to, jobbtorg_staff
from referrals.access import name_shown, subject_shown
from workbench.aspirants.city_search import exact_number, find_elsewhere
from workbench.aspirants.filters import AspirantFilter
from workbench.aspirants.searching import search
from workbench.my_day.views import caseload_page

NOTHING_ASKED = {
    "query": "",
    "result": None,
    "similar": False,
    "form": None,
    "elsewhere": None,
    "searched_city": False,
}
SEARCHERS = allowed_to(Act.SEARCH_PERSON)


@access(jobbtorg_staff)
def aspirant_list(request: StaffRequest) -> HttpResponse:
    """All cases of the unit in Swedish order of names; names are searched for by POST, never in the URL."""
    filters = AspirantFilter(
        request.GET, queryset=Enrolment.objects.visible_to(request.user), user=request.user, request=request
    )
    # An unknown choice in a typed URL narrows nothing; the field says so.
    cases = filters.qs if filters.form.is_valid() else Enrolment.objects.visible_to(request.user).open()
    context = caseload_page(request, cases, default_order="namn")
    log_access(request, AccessKind.READ, subject="Aspiranter")
    context |= {"filters": filters, "shows_coach": True, "masked": masked_cases(request.user)}
    context["may_hand_over"] = may(request.user, Act.CHANGE_COACH)
    return render(request, "workbench/aspirants/aspirants.html", context)


@access(SEARCHERS)
@require_http_methods(["GET", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Search by identity number, case number or name. What was asked is neither in the URL nor in the log."""
    query = request.POST.get("q", "").strip()
    if request.method == "GET" or not query:
        return render(request, "workbench/aspirants/search.html", NOTHING_ASKED)
    place = require_lookups_within_limit(request.user)
    similar = request.POST.get("liknande") == "1"
    result = search(request.user, query, today=timezone.localdate(), similar=similar)
    led_to(request.user, place, result.person_id)
    log_access(request, AccessKind.SEARCH, person_id=result.person_id, sought=result.sought)
    referrals = [
        (referral, name_shown(request.user, referral), subject_shown(request.user, referral).masked_number)
        for referral in result.referrals
    ]
    found_nothing = result.count == 0 and exact_number(query, timezone.localdate()) is not None
    may_look_further = found_nothing and may(request.user, Act.READ_ELSEWHERE)
    context = {
        "query": query,
        "result": result,
        "referrals": referrals,
        "similar": similar,
        "form": ReasonForm() if may_look_further else None,
        "elsewhere": None,
        "searched_city": False,
    }
    return render(request, "workbench/aspirants/search.html", context)


@access(allowed_to(Act.READ_ELSEWHERE))
@get_or_post
def find_in_city(request: StaffRequest) -> HttpResponse:
    """The second, explicit step: a case at any jobbtorg, by exact number and with a reason. Always logged with it."""
    query = tidied(request.POST.get("q", ""))
    number = exact_number(query, timezone.localdate())
    if request.method != "POST" or number is None:
        return redirect("search")
    form, elsewhere = ReasonForm(request.POST), None
    searched = form.is_valid()
    if searched:
        place = require_lookups_within_limit(request.user)
        reason = form.cleaned_data["reason"]
        elsewhere = find_elsewhere(request.user, number, reason)
        led_to(request.user, place, elsewhere.enrolment.person_id if elsewhere else None)
        log_access(
            request,
            AccessKind.BREAK_GLASS,
            subject=elsewhere.enrolment.case_no if elsewhere else "",
            person_id=elsewhere.enrolment.person_id if elsewhere else None,
            reason=reason,
            sought=number.identity_hash,
        )
    context: dict[str, Any] = {
        "query": query,
        "result": None,
        "referrals": [],
        "similar": False,
        "form": None if searched else form,
        "elsewhere": elsewhere,
        "searched_city": searched,
    }
    return render(request, "workbench/aspirants/search.html", context, status=200 if searched else 422)
