"""The stadsdel answers the jobbtorg's question about a referral and sends it in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access
from referrals.access import may_complete, name_shown, senders
from referrals.attachments import listing
from referrals.forms.sending import CompleteForm
from referrals.operations import complete_referral
from referrals.sender.status_texts import awaits_completion, open_question
from referrals.shown import shown_for_change
from referrals.views.reading import open_referral, too_late


@access(senders)
@get_or_post
def complete(request: StaffRequest, pk: int) -> HttpResponse:
    """The question, a line to answer it on, and what the referral says, to be put right."""
    referral = open_referral(request, pk)
    writes_name = not referral.person.is_protected
    now = shown_for_change(referral, with_name=writes_name)
    form = CompleteForm(request.POST if request.method == "POST" else None, referral=referral, now=now)
    if not may_complete(request.user, referral):
        return too_late(request, referral, form)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            complete_referral(
                actor=request.user,
                referral=referral,
                seen_referral=form.seen,
                answer=answer,
                motives=form.motives(),
                contact=form.contact(),
                **form.facts(),
            )
        except OperationRefused as refusal:
            form.ask_why(refusal)
            show_refusal(form, refusal)
        else:
            messages.success(request, "Remissen är kompletterad. Jobbtorget har fått den igen.")
            return redirect("referral_detail", pk=pk)
    context = {
        "referral": referral,
        "name": name_shown(request.user, referral),
        "writes_name": writes_name,
        "question": open_question(referral),
        "attachments": listing.of_referral(request.user, referral),
        "awaits_completion": awaits_completion(referral),
    }
    return render_form(request, "referrals/complete.html", form, **context)
