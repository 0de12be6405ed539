"""What becomes of a closing: the page about it, confirming it, giving it another reason, the checks after it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from aspirants.access import open_case
from aspirants.models import Closure, ClosureStatus, DisclosureContent, PostClosureCheck
from audit.models import AccessKind
from audit.operations import log_access
from casework.closings.after import checks_to_do, closings_to_confirm, may_watch_all
from casework.closings.days import first_day_to_confirm, last_day_to_reopen
from casework.closings.judging import needs_evidence
from casework.closings.telling import ask_for_basis
from casework.forms import ConfirmClosingForm, CorrectClosingForm, PostClosureCheckForm
from casework.joining.ended import joining_that_ended
from casework.operations import confirm_closing, correct_closing, record_check
from casework.shown import shown_check, shown_closure, standing_closure
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, allowed_to, jobbtorg_staff

ROWS = 50


@access(jobbtorg_staff)
def case_closing(request: StaffRequest, pk: int) -> HttpResponse:
    """The closing of a case with its checks, those that it has replaced, and what can be done about it."""
    enrolment = open_case(request, pk, also_closed=True)
    closures = list(
        enrolment.closures.select_related("reason", "decided_by", "confirmed_by", "corrected_by").order_by("-pk")
    )
    standing = standing_closure(enrolment)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "closures": closures,
        "standing": standing,
        "checks": enrolment.post_closure_checks.select_related("recorded_by", "closure") if standing else [],
        "today": today,
    }
    if standing is not None:
        join = joining_that_ended(enrolment)
        is_manager = may(request.user, Act.CORRECT_CLOSING) and join is None
        context |= {
            "may_correct": is_manager,
            "join": join,
            "may_see_join": may(request.user, Act.JOIN_PERSONS),
            "may_reopen": is_manager and today <= last_day_to_reopen(standing),
            "last_day_to_reopen": last_day_to_reopen(standing),
            "is_preliminary": standing.status == ClosureStatus.PRELIMINARY,
            "may_confirm": may(request.user, Act.CONFIRM_CLOSING) and today >= first_day_to_confirm(standing),
            "first_day_to_confirm": first_day_to_confirm(standing),
        }
    return render(request, "casework/case_closing.html", context)


@access(allowed_to(Act.CONFIRM_CLOSING))
def closing_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm a preliminary closing, with what that rests on."""
    enrolment = open_case(request, pk, also_closed=True)
    closure = standing_closure(enrolment)
    done = closure.checks.exclude(result="").order_by("-months").first() if closure else None
    form = ConfirmClosingForm(
        request.POST or None,
        now=shown_closure(enrolment, closure),
        expected=closure.reason.evidence if closure else "",
        needs_evidence=closure is not None and needs_evidence(closure),
        known=f"Kontroll: {done.get_result_display().lower()}, {done.get_source_display().lower()}" if done else "",
    )
    if form.is_valid():
        try:
            confirm_closing(
                actor=request.user, enrolment=enrolment, seen_closure=form.seen, evidence=form.cleaned_data["evidence"]
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Avslutet är bekräftat.")
            return redirect("case_closing", pk=enrolment.pk)
    return render_form(
        request,
        "casework/confirm_closing.html",
        form,
        enrolment=enrolment,
        closure=closure,
        heading="Bekräfta avslutet",
    )


@access(allowed_to(Act.CORRECT_CLOSING))
def closing_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a closed case another reason, or other facts about it."""
    enrolment = open_case(request, pk, also_closed=True)
    closure = standing_closure(enrolment)
    names = ("destination", "destination_starts_on", "text")
    initial = {"group": closure.reason.group, "reason": closure.reason_id} if closure else {}
    initial |= {name: getattr(closure, name) for name in names} if closure else {}
    form = CorrectClosingForm(
        request.POST or None, initial=initial, now=shown_closure(enrolment, closure), may_correct=True
    )
    ask_for_basis(form, enrolment, DisclosureContent.CLOSURE)
    if form.is_valid():
        try:
            correct_closing(actor=request.user, enrolment=enrolment, seen_closure=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Avslutet är rättat.")
            return redirect("case_closing", pk=enrolment.pk)
    return render_form(
        request,
        "casework/correct_closing.html",
        form,
        enrolment=enrolment,
        closure=closure,
        join=joining_that_ended(enrolment),
        heading="Rätta avslutet",
    )


@access(jobbtorg_staff)
def closing_checks(request: StaffRequest) -> HttpResponse:
    """Checks that are due after closings, and for a manager the closings to confirm."""
    log_access(request, AccessKind.READ, subject="Efter avslut")
    today = timezone.localdate()
    page = Paginator(checks_to_do(request.user, today), ROWS).get_page(request.GET.get("page"))
    confirms = may(request.user, Act.CONFIRM_CLOSING)
    to_confirm = closings_to_confirm(request.user, today) if confirms else Closure.objects.none()
    below = Paginator(to_confirm, ROWS).get_page(request.GET.get("bekrafta"))
    context = {
        "page": page,
        "to_confirm": below,
        "confirms": confirms,
        "whole_unit": may_watch_all(request.user),
        "today": today,
    }
    return render(request, "casework/closing_checks.html", context)


@access(jobbtorg_staff)
def closing_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what came out of a check after a closing."""
    checks = PostClosureCheck.objects.visible_to(request.user).select_related("closure__reason", "recorded_by")
    check = get_object_or_404(checks, pk=pk)
    enrolment = open_case(request, check.enrolment_id, also_closed=True)
    form = PostClosureCheckForm(request.POST or None, now=shown_check(check))
    if form.is_valid():
        try:
            record_check(actor=request.user, check=check, seen_check=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Kontrollen är registrerad.")
            return redirect("case_closing", pk=enrolment.pk)
    heading = f"Kontroll {check.months} månad{'er' if check.months > 1 else ''} efter avslutet"
    return render_form(request, "casework/closing_check.html", form, enrolment=enrolment, check=check, heading=heading)
