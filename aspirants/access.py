"""Opening a case: only within one's scope, and never without a trace."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from aspirants.models import Enrolment
from audit.models import AccessKind
from audit.operations import log_access
from organisation.access import StaffRequest


def open_case(request: StaffRequest, pk: int, kind: AccessKind = AccessKind.READ) -> Enrolment:
    """The case for a page about it, and a row in the access log. Outside the user's scope: 404, as for none at all."""
    cases = Enrolment.objects.visible_to(request.user).select_related(
        "person", "jobbtorg", "coach", "income_support_unit"
    )
    enrolment: Enrolment = get_object_or_404(cases, pk=pk)
    log_access(request, kind, subject=enrolment.case_no, person_id=enrolment.person_id)
    return enrolment
