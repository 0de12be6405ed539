"""Interrupting a case, now or from a day ahead, and taking it up again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from aspirants.access import open_case
from aspirants.events.ahead import Booked, booked_between
from aspirants.models import Enrolment, EnrolmentStatus, Interruption
from aspirants.shown import shown_interruptions
from core.forms import SeenForm, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_day
from deadlines.forms.interruptions import InterruptionEndForm, InterruptionForm
from deadlines.models import ClockKind
from deadlines.operations import (
    change_interruption,
    end_interruption,
    interrupt_case,
    withdraw_interruption,
)
from deadlines.status.planned import planned_interruption
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def case_interruption(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin an interruption, or end the one that goes on."""
    enrolment = open_case(request, pk)
    # What was sent in is read as the form it was, also where the case has been interrupted or taken up meanwhile.
    is_away = "started_on" not in request.POST if request.POST else enrolment.status == EnrolmentStatus.PAUSED
    now = shown_interruptions(enrolment)
    form: InterruptionEndForm | InterruptionForm = (InterruptionEndForm if is_away else InterruptionForm)(
        request.POST or None, now=now
    )
    if form.is_valid():
        try:
            if isinstance(form, InterruptionEndForm):
                end_interruption(
                    actor=request.user, enrolment=enrolment, seen_interruptions=form.seen, **form.cleaned_data
                )
            else:
                interrupt_case(
                    actor=request.user, enrolment=enrolment, seen_interruptions=form.seen, **form.as_operation()
                )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _registered(request, enrolment, "Uppehållet är registrerat.")
    heading = "Avsluta uppehållet" if is_away else "Uppehåll i ärendet"
    return render_form(
        request,
        "deadlines/interruption.html",
        form,
        enrolment=enrolment,
        heading=heading,
        periods=_periods(enrolment),
    )


@access(jobbtorg_staff)
def interruption_planned(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the next planned interruption."""
    enrolment = open_case(request, pk)
    planned = planned_interruption(enrolment)
    initial = {}
    if planned is not None:
        initial = {"reason": planned.reason, "started_on": planned.started_on, "returned_on": planned.returned_on}
    form = InterruptionForm(request.POST or None, now=shown_interruptions(enrolment), initial=initial)
    if form.is_valid():
        try:
            change_interruption(
                actor=request.user, enrolment=enrolment, seen_interruptions=form.seen, **form.as_operation()
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _registered(request, enrolment, "Uppehållet är ändrat.")
    return _planned_page(request, enrolment, form, heading="Planerat uppehåll", submit_label="Spara")


@access(jobbtorg_staff)
def interruption_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back the next planned interruption."""
    enrolment = open_case(request, pk)
    form = SeenForm(request.POST if request.method == "POST" else None, now=shown_interruptions(enrolment))
    if form.is_valid():
        try:
            withdraw_interruption(actor=request.user, enrolment=enrolment, seen_interruptions=form.seen)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Uppehållet är taget tillbaka. {_follow_up(enrolment)}".strip())
            return redirect("case", pk=enrolment.pk)
    label = "Ta tillbaka uppehållet"
    return _planned_page(request, enrolment, form, heading=label, submit_label=label)


def _planned_page(
    request: StaffRequest, enrolment: Enrolment, form: SeenForm, *, heading: str, submit_label: str
) -> HttpResponse:
    return render_form(
        request,
        "deadlines/interruption_planned.html",
        form,
        enrolment=enrolment,
        heading=heading,
        submit_label=submit_label,
        is_planned=planned_interruption(enrolment) is not None,
        periods=_periods(enrolment),
    )


def _registered(request: StaffRequest, enrolment: Enrolment, done: str) -> HttpResponse:
    """Where one goes from there: to the times booked while the aspirant is away, or back to the case."""
    messages.success(request, f"{done} {_follow_up(enrolment)}".strip())
    booked = sum(len(found) for _, found, _ in _periods(enrolment))
    if not booked:
        return redirect("case", pk=enrolment.pk)
    times = "En bokad tid" if booked == 1 else f"{booked} bokade tider"
    messages.warning(request, f"{times} ligger i uppehållet. Flytta eller avboka.")
    return redirect("case_interruption", pk=enrolment.pk)


def _periods(enrolment: Enrolment) -> list[tuple[Interruption, list[Booked], bool]]:
    """The interruptions that go on or are planned: what is booked in each from today, and which begins next."""
    today, upcoming = timezone.localdate(), planned_interruption(enrolment)
    coming = enrolment.interruptions.filter(Q(returned_on=None) | Q(returned_on__gt=today)).order_by("started_on")
    return [
        (one, booked_between(enrolment, max(one.started_on, today), one.returned_on), one == upcoming) for one in coming
    ]


def _follow_up(enrolment: Enrolment) -> str:
    """When the planned follow-up is due now; nothing where none is planned."""
    clock = enrolment.clocks.of_kind(ClockKind.FOLLOW_UP).unfulfilled().first()
    if clock is None:
        return ""
    if clock.due_on is None:
        return "Uppföljningen får ny sista dag när aspiranten är tillbaka."
    return f"Uppföljningens sista dag är {short_day(clock.due_on, timezone.localdate())}."
