"""Putting right the day on which a referral on paper reached the jobbtorg, or somebody came without one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aspirants.access import open_case
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.access import may_correct_arrival, name_shown, receivers
from referrals.forms.correcting import ArrivalForm
from referrals.models import WalkIn
from referrals.operations.stated.arrival import NOT_YOURS, correct_came_on, correct_received_on
from referrals.shown import shown_referral, shown_walk_in
from referrals.views.reading import open_referral

DONE = "Dagen är rättad, och fristen räknas från den. Den förra dagen finns kvar i historiken."


@access(receivers)
@get_or_post
def arrival(request: StaffRequest, pk: int) -> HttpResponse:
    """*Rätta dagen* of a referral on paper or by telephone."""
    referral = open_referral(request, pk)
    if request.method != "POST" and not may_correct_arrival(request.user, referral):
        messages.error(request, NOT_YOURS)
        return redirect("referral_detail", pk=pk)
    form = ArrivalForm(
        _typed(request), initial={"day": referral.received_on}, now=shown_referral(referral), is_told=True
    )
    if form.is_valid():
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        try:
            correct_received_on(
                actor=request.user, referral=referral, seen_referral=form.seen, received_on=day, reason=reason
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, DONE)
            return redirect("referral_detail", pk=pk)
    context = {
        "referral": referral,
        "name": name_shown(request.user, referral),
        "back_url": reverse("referral_detail", args=[pk]),
    }
    return render_form(request, "referrals/arrival.html", form, **context)


@access(jobbtorg_staff)
@get_or_post
def arrival_of_visit(request: StaffRequest, pk: int) -> HttpResponse:
    """*Rätta dagen* of a visit without a referral."""
    enrolment = open_case(request, pk)
    walk_in: WalkIn | None = (
        WalkIn.objects.select_related("enrolment__target_group").filter(enrolment=enrolment).first()
    )
    if walk_in is None:
        messages.error(request, "Ärendet har inga uppgifter från ett besök utan remiss.")
        return redirect("case_referral", pk=pk)
    form = ArrivalForm(_typed(request), initial={"day": walk_in.came_on}, now=shown_walk_in(walk_in))
    if form.is_valid():
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        try:
            correct_came_on(actor=request.user, enrolment=enrolment, seen_walk_in=form.seen, came_on=day, reason=reason)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, DONE)
            return redirect("case_referral", pk=pk)
    return render_form(request, "referrals/arrival_of_visit.html", form, enrolment=enrolment)


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None
