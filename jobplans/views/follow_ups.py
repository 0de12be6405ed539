"""Holding a follow-up and closing a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from aspirants.access import open_case
from aspirants.corrections.undoing import say_undoable
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from deadlines.status.clock_sentences import clock_sentence
from jobplans.forms.follow_ups import FollowUpForm
from jobplans.models import FollowUp, FollowUpResult
from jobplans.operations import hold_follow_up
from jobplans.shown import shown_follow_up
from organisation.access.rules import StaffRequest, access, jobbtorg_staff

AFTERWARDS = {FollowUpResult.REVISED: "plan_edit", FollowUpResult.CLOSE: "close_case"}


@access(jobbtorg_staff)
def follow_up_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a follow-up, then go where its result leads."""
    planned = get_object_or_404(FollowUp.objects.visible_to(request.user).select_related("clock"), pk=pk)
    enrolment = open_case(request, planned.enrolment_id)
    form = FollowUpForm(request.POST or None, now=shown_follow_up(planned))
    if form.is_valid():
        try:
            held = hold_follow_up(
                actor=request.user, follow_up=planned, seen_follow_up=form.seen, **form.as_operation()
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal, held_at="day")
        else:
            held.clock.refresh_from_db()
            text = f"Uppföljningen är registrerad. {clock_sentence(held.clock)}"
            say_undoable(request, text, enrolment, held)
            return redirect(AFTERWARDS.get(FollowUpResult(held.result), "case"), pk=enrolment.pk)
    return render_form(request, "jobplans/follow_up.html", form, enrolment=enrolment, follow_up=planned)
