"""Finding an aspirant."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aspirants.forms.reasons import ReasonForm
from audit.lookups import led_to, require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post
from core.swedish.pasted import tidied
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, allowed_to
from referrals.access import name_shown, subject_shown
from workbench.aspirants.city_search import exact_number, find_elsewhere
from workbench.aspirants.searching import search

NOTHING_ASKED = {
    "query": "",
    "result": None,
    "similar": False,
    "form": None,
    "elsewhere": None,
    "searched_city": False,
}
SEARCHERS = allowed_to(Act.SEARCH_PERSON)


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
