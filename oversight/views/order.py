"""*Turordning*: what the order of work does to those who are not taken first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import AccessKind
from audit.operations import log_access
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from oversight.order.waits import FEWEST, longest_waiting, waits
from referrals.rules.names import agreements_of


@access(allowed_to(Act.WATCH_CAPACITY))
@require_safe
def order_of_work(request: StaffRequest) -> HttpResponse:
    """Waiting time and broken promises for those taken first and the others, and who has waited longest."""
    today, user = timezone.localdate(), request.user
    log_access(request, AccessKind.READ, subject="Turordning")
    found = waits(user, today)
    context = {
        "groups": [("Prioriterade", found[True]), ("Inte prioriterade", found[False])],
        "waiting": longest_waiting(user, today),
        "agreements": agreements_of(user.jobbtorg, today),
        "fewest": FEWEST,
        "today": today,
    }
    return render(request, "oversight/order.html", context)
