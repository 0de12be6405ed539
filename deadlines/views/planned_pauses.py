"""A pause that has not begun: changed, or taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from aspirants.access import require_open_case
from core.forms import SeenForm, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_day
from deadlines.forms.clocks import PauseForm
from deadlines.models import DeadlineClock
from deadlines.operations.pauses import change_pause, withdraw_pause
from deadlines.shown import shown_clock
from deadlines.status.planned import planned_pause
from deadlines.views.clocks import open_clock, tell_of_pause
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def pause_planned(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the next planned pause of a clock."""
    clock = open_clock(request, pk)
    require_open_case(request, clock.enrolment)
    planned = planned_pause(clock)
    initial = {}
    if planned is not None:
        initial = {name: getattr(planned, name) for name in ("reason", "paused_from", "resumed_on", "note")}
    form = PauseForm(request.POST or None, now=shown_clock(clock), initial=initial)
    if form.is_valid():
        try:
            pause = change_pause(actor=request.user, clock=clock, seen_clock=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            tell_of_pause(request, pause)
            return redirect("clock_explain", pk=clock.pk)
    return _page(request, clock, form, heading="Planerad paus", submit_label="Spara")


@access(jobbtorg_staff)
def pause_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back the next planned pause of a clock."""
    clock = open_clock(request, pk)
    require_open_case(request, clock.enrolment)
    form = SeenForm(request.POST if request.method == "POST" else None, now=shown_clock(clock))
    if form.is_valid():
        try:
            counted = withdraw_pause(actor=request.user, clock=clock, seen_clock=form.seen)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            last_day = f" Sista dag är {short_day(counted.due_on, timezone.localdate())}." if counted.due_on else ""
            messages.success(request, f"Pausen är tagen tillbaka.{last_day}")
            return redirect("clock_explain", pk=clock.pk)
    return _page(request, clock, form, heading="Ta tillbaka pausen", submit_label="Ta tillbaka pausen")


def _page(
    request: StaffRequest, clock: DeadlineClock, form: SeenForm, *, heading: str, submit_label: str
) -> HttpResponse:
    return render_form(
        request,
        "deadlines/pause_planned.html",
        form,
        clock=clock,
        heading=heading,
        submit_label=submit_label,
        planned=planned_pause(clock),
    )
