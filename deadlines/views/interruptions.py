"""Interrupting a case, and taking it up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from aspirants.access import open_case
from aspirants.models import Enrolment, EnrolmentStatus
from aspirants.shown import shown_interruptions
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from deadlines.forms.interruptions import InterruptionEndForm, InterruptionForm
from deadlines.models import ClockKind
from deadlines.operations import end_interruption, interrupt_case
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
            messages.success(request, f"Uppehållet är registrerat. {_follow_up(enrolment)}".strip())
            return redirect("case", pk=enrolment.pk)
    heading = "Avsluta uppehållet" if is_away else "Uppehåll i ärendet"
    return render_form(request, "deadlines/interruption.html", form, enrolment=enrolment, heading=heading)


def _follow_up(enrolment: Enrolment) -> str:
    """When the planned follow-up is due now; nothing where none is planned."""
    clock = enrolment.clocks.of_kind(ClockKind.FOLLOW_UP).unfulfilled().first()
    if clock is None:
        return ""
    if clock.due_on is None:
        return "Uppföljningen får ny sista dag när aspiranten är tillbaka."
    return f"Uppföljningens sista dag är {weekday_date(clock.due_on)}."
