"""Frister: what falls due, what is late, and the files of both."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.files import MOST_ROWS_IN_FILE, file_of
from audit.models import AccessKind
from audit.operations import log_access
from casework.handover.leaving import to_hand_over
from core.sorting import heading
from deadlines.status.counts import clocks_and_history_of, watches_unit
from deadlines.status.last_sweep import last_sweep
from deadlines.status.protected import Masked, ProtectedClock, masked_clocks
from deadlines.views.corrections import waiting_for
from measures.definition_version import DEFINITION_VERSION
from meetings.booked_meetings import booked_from
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.models import User
from oversight.burndown import BurnDownChart, burn_down
from oversight.figures import deadline_figures, figure_sentences
from oversight.filters import DeadlineFilter
from oversight.groups import SORTS, Coaches, group_table
from oversight.indicators import indicators
from oversight.listing import DeadlineRow, burn_down_lines, list_lines, with_particulars
from oversight.watched import Watch

PAGE_SIZE = 50


@access(jobbtorg_staff)
@require_safe
def deadlines(request: StaffRequest) -> HttpResponse:
    """The figures, the coming days and the list behind them. A manager sees the unit, a coach her own cases."""
    now = timezone.now()
    today = timezone.localdate(now)
    coaches = Coaches.watched_by(request.user)
    listed = _asked_for(request, coaches, now)
    page = Paginator(with_particulars(listed.qs, now), PAGE_SIZE).get_page(request.GET.get("page"))
    log_access(request, AccessKind.READ, subject="Frister")
    masked = _masked(request.user)
    watch = Watch.of(request.user, now)
    context = {
        "today": today,
        "figures": figure_sentences(deadline_figures(watch), for_manager=coaches is not None),
        "indicators": indicators(watch),
        "chart": BurnDownChart(burn_down(watch, _clocks_of(masked))),
        "filter": listed,
        "chips": listed.chips(),
        "page": page,
        "rows": [DeadlineRow.of(clock) for clock in page],
        "all_marked": request.GET.get("valda") == "alla",
        "masked": masked,
        "sweep": last_sweep(now),
        "leaving": to_hand_over(request.user, now) if may(request.user, Act.CHANGE_COACH) else [],
        **_corrections(request.user),
        **_groups(request, coaches, watch),
    }
    return render(request, "oversight/deadlines.html", context)


def _asked_for(request: StaffRequest, coaches: Coaches | None, now: datetime.datetime) -> DeadlineFilter:
    clocks = clocks_and_history_of(request.user).alias(has_booked_meeting=booked_from(now)).order_by("due_on", "pk")
    return DeadlineFilter(request.GET, queryset=clocks, coaches=coaches)


def _masked(user: User) -> Masked | None:
    return masked_clocks(user) if watches_unit(user) else None


def _clocks_of(masked: Masked | None) -> Sequence[ProtectedClock]:
    return masked.clocks if masked else ()


def _corrections(user: User) -> dict[str, Any]:
    """How many corrections wait for the manager, for those who decide on them."""
    decides = may(user, Act.CONFIRM_LATE)
    return {
        "may_watch_capacity": may(user, Act.WATCH_CAPACITY),
        "shows_corrections": decides,
        "corrections_waiting": waiting_for(user).count() if decides else 0,
    }


def _groups(request: StaffRequest, coaches: Coaches | None, watch: Watch) -> dict[str, Any]:
    """The table per coach group, for those who watch more than their own cases."""
    if coaches is None:
        return {"groups": None}
    order = request.GET.get("ordning", "grupp")
    order = order if order.removeprefix("-") in SORTS else "grupp"
    return {
        "groups": group_table(request.user, coaches, watch, order),
        "group_columns": [
            heading(key, label, order, upwards_first=key in ("grupp", "hallna")) for key, label in GROUP_HEADINGS
        ],
    }


GROUP_HEADINGS = [
    ("grupp", "Grupp"),
    ("nara", "Förfaller inom 5 arbetsdagar"),
    ("obokade", "Inget möte bokat"),
    ("brutna", "Brutna 30 dagar"),
    ("aldst", "Äldsta försenade"),
    ("hallna", "Hållna 30 dagar"),
]


@access(jobbtorg_staff)
@require_safe
def deadlines_file(request: StaffRequest) -> HttpResponse:
    """The list as filtered, as a file, without protected persons."""
    now = timezone.now()
    listed = _asked_for(request, Coaches.watched_by(request.user), now)
    clocks = list(with_particulars(listed.qs, now)[: MOST_ROWS_IN_FILE + 1])
    if len(clocks) > MOST_ROWS_IN_FILE:
        messages.error(request, "Urvalet är för stort för en fil. Välj färre frister.")
        return redirect(reverse("deadlines", query=request.GET))
    today, masked = timezone.localdate(now), _masked(request.user)
    lines = list_lines(clocks, today, masked.count if masked else 0)
    persons = len({clock.person_id for clock in clocks})
    return file_of(request, f"frister-{today}", "Frister", lines, persons=persons, asked=listed.in_words())


@access(jobbtorg_staff)
@require_safe
def burn_down_file(request: StaffRequest) -> HttpResponse:
    """The table of the burn-down as a file; nobody is in it by name."""
    watch = Watch.of(request.user, timezone.now())
    days = burn_down(watch, _clocks_of(_masked(request.user)))
    name = f"frister-per-dag-{watch.window.today}"
    lines = burn_down_lines(days)
    return file_of(request, name, "Frister per dag", lines, persons=0, asked=(), definitions=DEFINITION_VERSION)
