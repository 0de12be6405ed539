"""The page that notes what did not work between the two sides about a referral."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access
from referrals.access import list_name, may_note_deviation, parties
from referrals.deviations.forms import DeviationForm
from referrals.deviations.operations import NOT_OURS, note_deviation
from referrals.models import DeviationKind
from referrals.views.reading import open_referral


@access(parties)
@get_or_post
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """One more note, with what it is about."""
    referral = open_referral(request, pk)
    if request.method != "POST" and not may_note_deviation(request.user, referral):
        messages.error(request, NOT_OURS)
        return redirect("referral_detail", pk=pk)
    form = DeviationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            note_deviation(
                actor=request.user,
                referral=referral,
                kind=DeviationKind(answers["kind"]),
                text=answers["text"],
                submission_id=answers["submission_id"],
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Avvikelsen är noterad. Den andra sidan har fått veta det.")
            return redirect("referral_detail", pk=pk)
    return render_form(request, "referrals/deviation.html", form, referral=referral, list_name=list_name(request.user))
