"""A clock: why it says what it says, pausing it, and answering for a breach."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aspirants.access import reason_to_read, require_open_case
from aspirants.corrections.told import corrections_of
from aspirants.events.ahead import Booked, booked_between
from aspirants.models import CorrectedKind
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import NOTHING, ChangedMeanwhileError, seen_in
from core.swedish.dates import short_day
from deadlines.clocks.lifecycle import explain_clock
from deadlines.forms.clocks import BreachCauseForm, PauseForm, ResumeForm
from deadlines.models import Breach, BreachCause, ClockPause, DeadlineClock
from deadlines.operations.breaches import confirm_late_registration, excuse_breach, explain_breach
from deadlines.operations.open_pauses import approve_pause
from deadlines.operations.pauses import pause_clock, resume_clock
from deadlines.shown import shown_clock
from deadlines.status.planned import pause_ahead_text
from deadlines.views.clock_acts import clock_acts
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, allowed_to, jobbtorg_staff
from organisation.models import User


def open_clock(request: StaffRequest, pk: int) -> DeadlineClock:
    """The clock for a page about it, with a row in the access log; 404 outside the user's scope."""
    clocks = DeadlineClock.objects.visible_to(request.user).select_related(
        "policy", "person", "enrolment", "excuse__granted_by", "excuse__revoked_by"
    )
    clock: DeadlineClock = get_object_or_404(clocks, pk=pk)
    reason = reason_to_read(request, clock.person)
    log_access(request, AccessKind.READ, subject=clock.reference, person_id=clock.person_id, reason=reason)
    return clock


@access(jobbtorg_staff)
def clock_explain(request: StaffRequest, pk: int) -> HttpResponse:
    """The page *Varför detta datum?*: how the last day was reached, day by day."""
    return _explain_page(request, open_clock(request, pk))


def _explain_page(
    request: StaffRequest, clock: DeadlineClock, changed: ChangedMeanwhileError | None = None
) -> HttpResponse:
    """The page; with what was shown before beside what stands now, where an act was refused for that."""
    prefetch_related_objects(
        [clock],
        Prefetch("pauses", ClockPause.objects.select_related("registered_by", "approved_by")),
        Prefetch("breaches", Breach.objects.select_related("revoked_by")),
    )
    corrected = corrections_of(clock.enrolment, CorrectedKind.ATTEMPT) if clock.enrolment else {}
    context = {
        "clock": clock,
        "pause_ahead": pause_ahead_text(clock, timezone.localdate()),
        "explanation": explain_clock(clock),
        "pauses": [(pause, booked_in_pause(pause)) for pause in clock.pauses.all()],
        "breach": clock.latest_breach,
        "excuse": getattr(clock, "excuse", None),
        "attempts": [
            (attempt, corrected.get(attempt.pk, [])) for attempt in clock.contact_attempts.select_related("recorded_by")
        ],
        "acts": clock_acts(request.user, clock),
        "may_answer": _may_answer(request.user, clock),
        "seen": shown_clock(clock),
        "changed": changed,
    }
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    return render(request, "deadlines/clock_explain.html", context, status=status)


def _may_answer(user: User, clock: DeadlineClock) -> bool:
    """Whether the user may register what the promise waits for; nobody does once it ended without a case."""
    ends_unanswered = clock.enrolment is None and clock.ended_on is not None
    return clock.jobbtorg_id == user.jobbtorg_id and may(user, Act.WORK_IN_CASE) and not ends_unanswered


@access(jobbtorg_staff)
def clock_pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Pause a clock."""
    clock = open_clock(request, pk)
    # A breach that was kept late can still turn out to have been paused.
    if clock.fulfilled_at is None or not may(request.user, Act.PAUSE_AT_LENGTH):
        require_open_case(request, clock.enrolment)
    form = PauseForm(request.POST or None, now=shown_clock(clock))
    if form.is_valid():
        try:
            pause = pause_clock(actor=request.user, clock=clock, seen_clock=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            tell_of_pause(request, pause)
            return redirect("clock_explain", pk=clock.pk)
    return render_form(
        request, "deadlines/clock_form.html", form, clock=clock, heading="Pausa fristen", submit_label="Pausa"
    )


def booked_in_pause(pause: ClockPause) -> list[Booked]:
    """What is booked from today in the days of a pause that goes on or is planned."""
    case, today = pause.clock.enrolment, timezone.localdate()
    if case is None or not case.is_open or (pause.resumed_on is not None and pause.resumed_on <= today):
        return []
    return booked_between(case, max(pause.paused_from, today), pause.resumed_on)


def tell_of_pause(request: StaffRequest, pause: ClockPause) -> None:
    """Say what a pause has come to, and warn of what is booked in it."""
    messages.success(request, pause_message(pause.clock))
    if booked := booked_in_pause(pause):
        times = "En bokad tid" if len(booked) == 1 else f"{len(booked)} bokade tider"
        messages.warning(request, f"{times} ligger i pausen. Flytta eller avboka.")


def pause_message(clock: DeadlineClock) -> str:
    """What the pauses of a clock have come to: its last day, or that it has none."""
    if ahead := pause_ahead_text(clock, timezone.localdate()):
        return f"Pausen är registrerad. Fristen {ahead} tills vidare."
    if clock.due_on is None:
        return "Fristen är pausad tills vidare."
    return f"Pausen är registrerad. Ny sista dag är {short_day(clock.due_on, timezone.localdate())}."


@access(allowed_to(Act.PAUSE_AT_LENGTH))
@require_POST
def pause_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager lets a pause without end go on."""
    clock = open_clock(request, pk)
    try:
        approve_pause(actor=request.user, clock=clock, seen_clock=seen_in(request))
        messages.success(request, "Pausen är godkänd och gäller tills den avslutas.")
    except ChangedMeanwhileError as changed:
        return _explain_page(request, clock, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("clock_explain", pk=clock.pk)


@access(jobbtorg_staff)
def clock_resume(request: StaffRequest, pk: int) -> HttpResponse:
    """End an open pause."""
    clock = open_clock(request, pk)
    require_open_case(request, clock.enrolment)
    form = ResumeForm(request.POST or None, now=shown_clock(clock))
    if form.is_valid():
        try:
            resumed = resume_clock(actor=request.user, clock=clock, seen_clock=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, pause_message(resumed))
            return redirect("clock_explain", pk=clock.pk)
    return render_form(
        request, "deadlines/clock_form.html", form, clock=clock, heading="Avsluta pausen", submit_label="Avsluta pausen"
    )


@access(allowed_to(Act.CONFIRM_LATE))
@require_POST
def clock_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager confirms that what was recorded late happened in time."""
    clock = open_clock(request, pk)
    try:
        confirm_late_registration(actor=request.user, clock=clock, seen_clock=seen_in(request))
        messages.success(request, "Fristen är nu hållen och märkt som efterregistrerad.")
    except ChangedMeanwhileError as changed:
        return _explain_page(request, clock, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("clock_explain", pk=clock.pk)


@access(allowed_to(Act.CONFIRM_LATE))
@require_POST
def clock_excuse(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager excuses a breach whose evidence was recorded afterwards."""
    clock = open_clock(request, pk)
    try:
        excuse = excuse_breach(actor=request.user, clock=clock, seen_clock=seen_in(request))
        messages.success(request, f"Fristen är ursäktad: {excuse.get_reason_display().lower()}.")
    except ChangedMeanwhileError as changed:
        return _explain_page(request, clock, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("clock_explain", pk=clock.pk)


@access(jobbtorg_staff)
def breach_explain(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a breach its cause. `pk` is the clock's."""
    clock = open_clock(request, pk)
    breach = clock.latest_breach
    if breach is None or (breach.revoked_at is not None and seen_in(request) == NOTHING):
        raise Http404
    initial = {"cause": breach.cause, "comment": breach.comment}
    form = BreachCauseForm(request.POST or None, initial=initial, now=shown_clock(clock))
    if form.is_valid():
        cause, comment = BreachCause(form.cleaned_data["cause"]), form.cleaned_data["comment"]
        try:
            explain_breach(actor=request.user, breach=breach, seen_clock=form.seen, cause=cause, comment=comment)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Orsaken är registrerad.")
            return redirect("clock_explain", pk=clock.pk)
    return render_form(
        request, "deadlines/clock_form.html", form, clock=clock, heading="Varför fristen bröts", submit_label="Spara"
    )
