"""Finding a person: while one types, on a page, in the whole city. What was asked is neither in a URL nor stored."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from aspirants.forms.reasons import ReasonForm
from aspirants.models import Enrolment
from audit.lookups import led_to, require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post
from core.swedish.pasted import tidied
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, allowed_to
from referrals.access import name_shown, subject_shown
from referrals.models import Referral
from workbench.aspirants.asked import understood
from workbench.aspirants.city_search import exact_number, find_elsewhere
from workbench.aspirants.live_search import TypingTooFastError, hits_for, is_long_enough, require_pace_of_typing
from workbench.aspirants.searching import search

NOTHING_ASKED = {
    "query": "",
    "result": None,
    "form": None,
    "elsewhere": None,
    "searched_city": False,
}
SEARCHERS = allowed_to(Act.SEARCH_PERSON)


@access(SEARCHERS)
@require_http_methods(["GET", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Search by name, number, birth date or telephone. The only hit is opened at once, unless it is a similar name."""
    query = request.POST.get("q", "").strip()
    if request.method == "GET" or not query:
        return render(request, "workbench/aspirants/search.html", NOTHING_ASKED)
    place = require_lookups_within_limit(request.user)
    result = search(request.user, query, today=timezone.localdate())
    led_to(request.user, place, result.only.person_id if result.only else result.person_id)
    log_access(request, AccessKind.SEARCH, person_id=result.person_id, sought=result.sought)
    if result.only:
        return _open(result.only)
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
        "form": ReasonForm() if may_look_further else None,
        "elsewhere": None,
        "searched_city": False,
    }
    return render(request, "workbench/aspirants/search.html", context)


@access(SEARCHERS)
@require_POST
def find_hits(request: StaffRequest) -> HttpResponse:
    """The likeliest hits while one types, as a fragment; asked for at each pause, and each time one row in the log.

    They are no look-ups, but there are none while the user may look up nobody else. A whole identity number is a
    look-up here as on the page. Fewer than three characters are no search.
    """
    query = request.POST.get("q", "")
    if not is_long_enough(query):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    try:
        require_pace_of_typing(request.user)
    except TypingTooFastError:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    today = timezone.localdate()
    place = require_lookups_within_limit(request.user) if understood(query, today).sought else None
    hits = hits_for(request.user, query, today=today)
    result = hits.result
    led_to(request.user, place, result.person_id)
    log_access(request, AccessKind.SEARCH, person_id=result.person_id, sought=result.sought, gives_names=place is None)
    return render(request, "workbench/aspirants/_hits.html", {"hits": hits})


def _open(found: Enrolment | Referral) -> HttpResponse:
    return redirect("case" if isinstance(found, Enrolment) else "referral_detail", found.pk)


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
        "form": None if searched else form,
        "elsewhere": elsewhere,
        "searched_city": searched,
    }
    return render(request, "workbench/aspirants/search.html", context, status=200 if searched else 422)
