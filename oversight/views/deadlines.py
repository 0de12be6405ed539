"""Frister: what falls due, what is late, and the files of both."""

from __future__ import annotations

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
from deadlines.status.counts import watches_unit
from deadlines.status.protected import Masked, ProtectedClock, masked_clocks
from measures.definition_version import DEFINITION_VERSION
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.lists.file_columns import file_columns
from organisation.lists.filters import ORDER
from organisation.models import User
from oversight.burndown import BurnDownChart, burn_down
from oversight.figures import deadline_figures, figure_sentences
from oversight.groups import COLUMNS, SORTS, Coaches, group_table
from oversight.indicators import indicators
from oversight.lists.orders import DEADLINE_ORDERS, clocks_by, headings
from oversight.lists.pages import DEADLINES, deadlines_asked_for
from oversight.lists.protected import protected_asked_for
from oversight.lists.rows import DeadlineRow, burn_down_lines, deadline_columns, deadlines_table, with_particulars
from oversight.lists.shown import list_context
from oversight.watched import Watch

PAGE_SIZE = 50


@access(jobbtorg_staff)
@require_safe
def deadlines(request: StaffRequest) -> HttpResponse:
    """The figures, the list behind them, and the coming days. A manager sees the unit, a coach her own cases."""
    now = timezone.now()
    today = timezone.localdate(now)
    coaches = Coaches.watched_by(request.user)
    listed = deadlines_asked_for(request.user, request.GET, now, coaches)
    order = request.GET.get(ORDER, "")
    page = Paginator(with_particulars(listed.qs, now).order_by(*clocks_by(order)), PAGE_SIZE)
    log_access(request, AccessKind.READ, subject="Frister")
    masked = _masked(request.user, coaches)
    masked_here = protected_asked_for(masked, listed, now) if masked else None
    watch = Watch.of(request.user, now)
    figures = deadline_figures(watch, listed.qs)
    page.count = figures.listed
    context = {
        "today": today,
        "figures": figure_sentences(figures, coach=None if coaches else request.user),
        "indicators": indicators(watch),
        "chart": BurnDownChart(burn_down(watch, _clocks_of(masked))),
        "masked": masked_here,
        "sweep": figures.sweep,
        "leaving": to_hand_over(request.user, now) if may(request.user, Act.CHANGE_COACH) else [],
        "headings": headings(order, DEADLINE_ORDERS, "sista"),
        **list_context(request, DEADLINES, listed, page),
        "may_watch_capacity": may(request.user, Act.WATCH_CAPACITY),
        # How many corrections wait for the manager, for those who decide on them.
        "shows_corrections": may(request.user, Act.CONFIRM_LATE),
        "corrections_waiting": figures.corrections,
        **_groups(request, coaches, watch),
    }
    context["rows"] = [DeadlineRow.of(clock) for clock in context["page"]]
    return render(request, "oversight/deadlines.html", context)


def _masked(user: User, coaches: Coaches | None = None) -> Masked | None:
    if coaches is not None:
        return masked_clocks(user, appointed=coaches.appointed)
    return masked_clocks(user) if watches_unit(user) else None


def _clocks_of(masked: Masked | None) -> Sequence[ProtectedClock]:
    return masked.clocks if masked else ()


def _groups(request: StaffRequest, coaches: Coaches | None, watch: Watch) -> dict[str, Any]:
    """The table per coach group, for those who watch more than their own cases."""
    if coaches is None:
        return {"groups": None}
    order = request.GET.get("ordning", "grupp")
    order = order if order.removeprefix("-") in SORTS else "grupp"
    return {
        "groups": group_table(coaches, watch, order),
        "group_columns": [
            heading(key, label, order, upwards_first=key in ("grupp", "hallna")) for key, label in COLUMNS.items()
        ],
    }


@access(jobbtorg_staff)
@require_safe
def deadlines_file(request: StaffRequest) -> HttpResponse:
    """The list as filtered, as a file, without protected persons."""
    now = timezone.now()
    listed = deadlines_asked_for(request.user, request.GET, now, Coaches.watched_by(request.user))
    ordered = with_particulars(listed.qs, now).order_by(*clocks_by(request.GET.get(ORDER, "")))
    clocks = list(ordered[: MOST_ROWS_IN_FILE + 1])
    if len(clocks) > MOST_ROWS_IN_FILE:
        messages.error(request, "Urvalet är för stort för en fil. Välj färre frister.")
        return redirect(reverse("deadlines", query=request.GET))
    today, masked = timezone.localdate(now), _masked(request.user)
    masked = protected_asked_for(masked, listed, now) if masked else None
    columns = file_columns(request.user, DEADLINES, request.GET, deadline_columns(today))
    table = deadlines_table(clocks, columns, masked)
    persons = len({clock.person_id for clock in clocks})
    said = listed.in_words()
    return file_of(request, f"frister-{today}", "Frister", table, persons=persons, asked=said, columns=columns.in_words)


@access(jobbtorg_staff)
@require_safe
def burn_down_file(request: StaffRequest) -> HttpResponse:
    """The table of the burn-down as a file; nobody is in it by name."""
    watch = Watch.of(request.user, timezone.now())
    days = burn_down(watch, _clocks_of(_masked(request.user)))
    name = f"frister-per-dag-{watch.window.today}"
    lines = burn_down_lines(days)
    return file_of(request, name, "Frister per dag", lines, persons=0, asked=(), definitions=DEFINITION_VERSION)
