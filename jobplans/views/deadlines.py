"""Frister: what falls due, what is late, what was broken and why."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from audit.models import AccessKind
from audit.operations import log_access
from jobplans.burndown import BurnDownChart
from jobplans.counts import DeadlineFigures, burn_down, clocks_of, deadline_figures
from jobplans.deadlines.freshness import freshness
from jobplans.filters import DeadlineFilter
from jobplans.models import Breach
from jobplans.protected import masked_promises
from organisation.access import StaffRequest, access, jobbtorg_staff
from organisation.models import Role

PAGE_SIZE = 50


@access(jobbtorg_staff)
def deadlines(request: StaffRequest) -> HttpResponse:
    """The figures, the coming days and the list behind them. A manager sees the unit, a coach her own cases."""
    now = timezone.now()
    today = timezone.localdate(now)
    clocks = clocks_of(request.user).with_booked_meeting(now).order_by("due_on", "pk")
    listed = DeadlineFilter(request.GET, queryset=clocks, user=request.user)
    rows = listed.qs.select_related("policy", "person", "enrolment__coach").prefetch_related("pauses", "breaches")
    log_access(request, AccessKind.READ, subject="Frister")
    masked = masked_promises(request.user) if request.user.role == Role.MANAGER else None
    context = {
        "today": today,
        "sentences": figure_sentences(deadline_figures(request.user, today)),
        "chart": BurnDownChart(burn_down(request.user, now, masked.promises if masked else ())),
        "filter": listed,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "masked": masked,
        "sweep": freshness(now),
    }
    return render(request, "jobplans/deadlines/deadlines.html", context)


def figure_sentences(figures: DeadlineFigures) -> dict[str, str]:
    """The figures as sentences that begin with their number."""
    return {
        "plans_near": f"{figures.plans_near} jobbplaner förfaller inom 5 arbetsdagar",
        "broken_today": f"{figures.broken_today} frister bröts sedan förra arbetsdagen",
        "kept": f"{figures.kept.whole_percent} av {figures.kept.whole} jobbgarantier hölls de senaste 30 dagarna",
        "follow_ups_near": f"{figures.follow_ups_near} uppföljningar förfaller inom 5 arbetsdagar",
        "without_coach": f"{figures.without_coach} ärenden saknar coach",
        "not_communicated": f"{figures.not_communicated} godkända planer är inte skickade",
    }


@access(jobbtorg_staff)
def breaches(request: StaffRequest) -> HttpResponse:
    """The register: each broken promise once, with cause, comment and who gave them. Nothing is ever removed."""
    visible = Breach.objects.filter(clock__in=clocks_of(request.user), clock__covered=True)
    register = visible.select_related("clock__policy", "clock__enrolment__coach", "explained_by", "revoked_by")
    log_access(request, AccessKind.READ, subject="Brutna frister")
    page = Paginator(register.order_by("-due_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "jobplans/deadlines/breaches.html", {"page": page, "today": timezone.localdate()})
