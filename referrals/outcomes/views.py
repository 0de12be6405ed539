"""What became of the referrals otherwise than enrolled, for managers."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import AccessKind
from audit.operations import log_access
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from referrals.outcomes.counts import outcomes_at

PERIODS = ((30, "Senaste 30 dagarna"), (365, "Senaste 12 månaderna"))


@access(allowed_to(Act.WATCH_CAPACITY))
@require_safe
def outcomes(request: StaffRequest) -> HttpResponse:
    """Sent back, declined, moved, and deviations, with reasons, by stadsdel and target group."""
    log_access(request, AccessKind.READ, subject="Remisser, utfall")
    days = 30 if request.GET.get("dagar") == "30" else 365
    since = timezone.localdate() - datetime.timedelta(days=days)
    context = {
        "outcomes": outcomes_at(request.user.jobbtorg_id or 0, since),
        "periods": PERIODS,
        "days": days,
        "since": since,
    }
    return render(request, "referrals/outcomes.html", context)
