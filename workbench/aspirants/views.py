"""The unit's aspirants."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from aspirants.models import Enrolment
from audit.models import AccessKind
from audit.operations import log_access
from deadlines.status.protected import masked_cases
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from workbench.aspirants.filters import AspirantFilter
from workbench.my_day.views import caseload_page


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
