"""Closing a case, and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from aspirants.access import open_case
from aspirants.closing.frozen import frozen_through
from aspirants.closing.hanging import in_the_way_of_closing, what_comes_back, what_hangs_on
from aspirants.forms.grounds import offer_grounds
from aspirants.models import DisclosureContent, Enrolment, OutcomeGroup
from casework.closings.days import last_day_to_reopen
from casework.closings.telling import ask_for_basis
from casework.forms import CloseCaseForm, ReopenCaseForm
from casework.joining.ended import joining_that_ended
from casework.operations import check_closing, close_case, reopen_case
from casework.shown import shown_case, standing_closure
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from jobplans.models import JobPlanVersion, VersionStatus
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, allowed_to, jobbtorg_staff


@access(jobbtorg_staff)
def close_case_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a case in two steps: the reason, then a summary with all that the closing settles, to confirm."""
    enrolment = open_case(request, pk)
    may_correct = may(request.user, Act.CORRECT_CLOSING)
    form = CloseCaseForm(request.POST or None, now=shown_case(enrolment), may_correct=may_correct)
    offer_grounds(form, enrolment, DisclosureContent.CLOSURE)
    # From the second page back to the first: what was typed is in its hidden fields.
    if form.is_valid() and "change" not in request.POST:
        try:
            check_closing(actor=request.user, enrolment=enrolment, **form.as_operation())
            if "confirmed" not in request.POST:
                return _summary(request, enrolment, form)
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
    in_the_way = in_the_way_of_closing(enrolment) if request.method == "GET" else []
    return render_form(request, "casework/close_case.html", form, enrolment=enrolment, in_the_way=in_the_way)


def _summary(request: StaffRequest, enrolment: Enrolment, form: CloseCaseForm) -> HttpResponse:
    answers = form.cleaned_data
    is_error = answers["reason"].group == OutcomeGroup.EXCLUDED
    return render_form(
        request,
        "casework/close_case_confirm.html",
        form,
        enrolment=enrolment,
        hanging=what_hangs_on(enrolment),
        is_later_correction=answers["closed_on"] <= frozen_through(timezone.localdate()),
        is_error=is_error,
        clocks=enrolment.clocks.filter(historical=False).select_related("policy") if is_error else [],
    )


@access(allowed_to(Act.CORRECT_CLOSING))
def case_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed case again, with what comes back shown before."""
    enrolment = open_case(request, pk, also_closed=True)
    form = ReopenCaseForm(request.POST or None, now=shown_case(enrolment))
    ask_for_basis(form, enrolment, DisclosureContent.REOPENED)
    if form.is_valid():
        try:
            reopen_case(actor=request.user, enrolment=enrolment, seen_case=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Ärendet är öppet igen. {_stays_withdrawn(enrolment)}".strip())
            return redirect("case", pk=enrolment.pk)
    closure = standing_closure(enrolment)
    last_day = last_day_to_reopen(closure) if closure else None
    return render_form(
        request,
        "casework/reopen_case.html",
        form,
        takes_focus=False,
        enrolment=enrolment,
        closure=closure,
        join=joining_that_ended(enrolment),
        last_day=last_day,
        in_time=last_day is not None and timezone.localdate() <= last_day,
        stays=_stays_withdrawn(enrolment),
        returning=what_comes_back(enrolment, closure.first) if closure else [],
    )


def _stays_withdrawn(enrolment: Enrolment) -> str:
    """That the version of the plan that was on its way does not come back; empty where there is none."""
    latest = JobPlanVersion.objects.filter(plan__enrolment=enrolment).order_by("-number").first()
    if latest is None or latest.status != VersionStatus.WITHDRAWN:
        return ""
    return f"Version {latest.number} av jobbplanen förblir tillbakadragen."
