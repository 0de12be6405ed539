"""Holding a follow-up and closing a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from aspirants.access import open_case
from jobplans.forms.cases import CloseCaseForm, FollowUpForm
from jobplans.models import FollowUp, FollowUpResult
from jobplans.operations import check_closing, close_case, hold_follow_up
from jobplans.views.outcomes import promise_outcome
from organisation.access import StaffRequest, access, jobbtorg_staff
from organisation.forms import render_form, show_refusal
from organisation.operations import OperationRefused

AFTERWARDS = {FollowUpResult.REVISED: "plan_edit", FollowUpResult.CLOSE: "close_case"}


@access(jobbtorg_staff)
def follow_up_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a follow-up, then go where its result leads."""
    planned = get_object_or_404(FollowUp.objects.visible_to(request.user).select_related("clock"), pk=pk)
    enrolment = open_case(request, planned.enrolment_id)
    form = FollowUpForm(request.POST or None)
    if form.is_valid():
        try:
            held = hold_follow_up(actor=request.user, follow_up=planned, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, held_at="day")
        else:
            held.clock.refresh_from_db()
            messages.success(request, f"Uppföljningen är registrerad. {promise_outcome(held.clock)}")
            return redirect(AFTERWARDS.get(FollowUpResult(held.result), "case"), pk=enrolment.pk)
    return render_form(request, "jobplans/follow_up.html", form, enrolment=enrolment, follow_up=planned)


@access(jobbtorg_staff)
def close_case_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a case in two steps: the reason, then a summary to confirm, because it cannot be undone here."""
    enrolment = open_case(request, pk)
    form = CloseCaseForm(request.POST or None)
    if form.is_valid():
        try:
            check_closing(actor=request.user, enrolment=enrolment, **form.facts())
            if "confirmed" not in request.POST:
                return render_form(request, "jobplans/close_case_confirm.html", form, enrolment=enrolment)
            closure = close_case(actor=request.user, enrolment=enrolment, basis=form.legal_basis(), **form.facts())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            status = closure.get_status_display().lower()
            messages.success(request, f"Ärendet är avslutat: {closure.reason} ({status}).")
            return redirect("case", pk=enrolment.pk)
    return render_form(request, "jobplans/close_case.html", form, enrolment=enrolment)
