"""Closing a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from aspirants.access import open_case
from casework.forms import CloseCaseForm
from casework.operations import check_closing, close_case
from casework.shown import shown_case
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def close_case_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a case in two steps: the reason, then a summary to confirm, because it cannot be undone here."""
    enrolment = open_case(request, pk)
    form = CloseCaseForm(request.POST or None, now=shown_case(enrolment))
    if form.is_valid():
        try:
            check_closing(actor=request.user, enrolment=enrolment, **form.as_operation())
            if "confirmed" not in request.POST:
                return render_form(request, "casework/close_case_confirm.html", form, enrolment=enrolment)
            closure = close_case(
                actor=request.user,
                enrolment=enrolment,
                seen_case=form.seen,
                basis=form.legal_basis(),
                **form.as_operation(),
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            status = closure.get_status_display().lower()
            messages.success(request, f"Ärendet är avslutat: {closure.reason} ({status}).")
            return redirect("case", pk=enrolment.pk)
    return render_form(request, "casework/close_case.html", form, enrolment=enrolment)
