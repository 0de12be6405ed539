"""The unit's aspirants, and finding one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aspirants.models import Enrolment
from audit.models import AccessKind
from audit.operations import log_access
from organisation.access import StaffRequest, access, jobbtorg_staff, roles
from organisation.models import Role
from referrals.access import name_shown
from workbench.filters import AspirantFilter
from workbench.searching import search
from workbench.views.day import caseload_page

SEARCHERS = roles(Role.COACH, Role.MANAGER, Role.CASEWORKER, Role.DISTRICT_MANAGER)


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
    return render(request, "workbench/aspirants.html", {"filters": filters, "shows_coach": True, **context})


@access(SEARCHERS)
@require_http_methods(["GET", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Search by identity number, case number or name. What was asked is neither in the URL nor in the log."""
    query = request.POST.get("q", "").strip()
    if request.method == "GET" or not query:
        return render(request, "workbench/search.html", {"query": "", "findings": None, "similar": False})
    similar = request.POST.get("liknande") == "1"
    findings = search(request.user, query, today=timezone.localdate(), similar=similar)
    log_access(request, AccessKind.SEARCH, person_id=findings.person_id, sought=findings.sought)
    referrals = [(referral, name_shown(request.user, referral.person)) for referral in findings.referrals]
    context = {"query": query, "findings": findings, "referrals": referrals, "similar": similar}
    return render(request, "workbench/search.html", context)
