"""Giving a case another income support unit, because the aspirant has moved to another stadsdel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from aspirants.access import open_case
from casework.operations import change_support_unit
from casework.transfers.forms import SupportUnitForm
from casework.transfers.shown import shown_support_unit
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
@get_or_post
def support_unit(request: StaffRequest, pk: int) -> HttpResponse:
    """Record which unit the case belongs to from now on, since when and why."""
    enrolment = open_case(request, pk)
    form = SupportUnitForm(request.POST or None, enrolment=enrolment, now=shown_support_unit(enrolment))
    if form.is_valid():
        try:
            change = change_support_unit(
                actor=request.user, enrolment=enrolment, seen_unit=form.seen, **form.cleaned_data
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Ärendet hör nu till {change.unit}.")
            return redirect("case_plan", pk=enrolment.pk)
    return render_form(request, "casework/support_unit.html", form, enrolment=enrolment)
