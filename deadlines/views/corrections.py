"""Corrections that could make a broken deadline kept or excused: what waits for the manager, and the answer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from aspirants.access import open_case
from aspirants.models import Correction, CorrectionState, Enrolment
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import SeenForm, render_form, show_refusal
from core.refusals import OperationRefused
from deadlines.operations.correcting import decide_correction
from deadlines.shown import shown_waiting
from deadlines.status.healing import healable_clocks
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from organisation.models import User

LISTED = 100
"""So many waiting corrections are listed at most, the oldest first."""


class DecisionForm(SeenForm):
    """The manager's answer. Which correction it is about is said too: another may wait when it is sent."""

    correction = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Ska rättelsen räknas?",
        choices=[("yes", "Ja, det hände i tid"), ("no", "Nej, det som stod före rättelsen gäller")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ja eller nej."},
    )
    reason = forms.CharField(label="Skäl", max_length=200, required=False, help_text="Krävs vid nej.")


REFUSED = "Rättelsen räknas inte. Fristen är bruten, och det som stod före gäller."


def waiting_for(user: User) -> QuerySet:
    """The corrections that wait for a manager's answer at the user's jobbtorg, the oldest first."""
    waiting: QuerySet = Correction.objects.visible_to(user).filter(state=CorrectionState.WAITING)
    return waiting.order_by("made_at", "pk")


@access(allowed_to(Act.CONFIRM_LATE))
def correction_list(request: StaffRequest) -> HttpResponse:
    """What waits at the jobbtorg, each with a link to where it is answered."""
    log_access(request, AccessKind.READ, subject="Rättelser att avgöra")
    waiting = waiting_for(request.user).select_related("enrolment__person", "made_by")[:LISTED]
    return render(request, "deadlines/correction_list.html", {"waiting": waiting})


@access(allowed_to(Act.CONFIRM_LATE))
def correction_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the case's oldest waiting correction. `pk` is the case's."""
    enrolment = open_case(request, pk, also_closed=True)
    correction = _correction(request, enrolment)
    if correction is None:
        messages.error(request, "Rättelsen väntar inte längre på svar. Den är redan avgjord.")
        return redirect("correction_list")
    clocks = healable_clocks(enrolment)
    form = DecisionForm(
        request.POST or None, now=shown_waiting(correction, clocks), initial={"correction": correction.pk}
    )
    if form.is_valid():
        accepts, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
        try:
            decide_correction(
                actor=request.user, correction=correction, seen_correction=form.seen, accepts=accepts, reason=reason
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Rättelsen räknas." if accepts else REFUSED)
            return redirect("correction_list")
    return render_form(
        request,
        "deadlines/correction_decide.html",
        form,
        enrolment=enrolment,
        correction=correction,
        healable=clocks,
    )


def _correction(request: StaffRequest, enrolment: Enrolment) -> Correction | None:
    """The one that the form was about, whatever has become of it; else the oldest that waits.

    None where none waits any more; 404 where none ever has.
    """
    corrections = Correction.objects.filter(enrolment=enrolment).select_related("made_by", "enrolment")
    named = request.POST.get("correction", "")
    if named.isascii() and named.isdecimal() and len(named) < 19:
        found = corrections.filter(pk=named).exclude(state=CorrectionState.DONE).first()
    else:
        found = corrections.filter(state=CorrectionState.WAITING).order_by("made_at", "pk").first()
    if found is None and not corrections.exclude(state=CorrectionState.DONE).exists():
        raise Http404
    return found
