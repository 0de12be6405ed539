"""The page *Kan personen remitteras?*, between the facts and the check: only where something is departed from."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.forms import get_or_post, render_form
from core.seen import ChangedMeanwhileError
from organisation.access.rules import StaffRequest, access
from referrals.access import senders
from referrals.drafts import DETAILS, WHO, answers
from referrals.forms.draft_rules import RULES, rules_of_draft
from referrals.forms.eligibility import AnywayForm
from referrals.forms.sending import DetailsForm, WhoForm
from referrals.models import ReferralDraft
from referrals.operations.drafts import keep_answers
from referrals.views.drafts.opened import carried_on, changed_page, opened_page, page_sent
from referrals.views.sending import of_own_draft

TEMPLATE = "referrals/can_be_referred.html"


@access(senders)
@get_or_post
@of_own_draft
def eligibility(request: StaffRequest, draft: ReferralDraft) -> HttpResponse:
    """Each demand that is not met, with the rule's text; where the rules allow, a motive for sending all the same.

    Nothing was typed wrong, so it is no form error. Where all is met the page leads on.
    """
    who, details = WhoForm(answers(draft, WHO)), DetailsForm(answers(draft, DETAILS), sender=request.user)
    if not who.is_valid():
        return redirect("referral_draft_who", draft_id=draft.pk)
    if not details.is_valid():
        return redirect("referral_draft_details", draft_id=draft.pk)
    rules = rules_of_draft(request.user, draft, who, details)
    if rules.departures.is_empty:
        return redirect("referral_draft_check", draft_id=draft.pk)
    form = AnywayForm(request.POST or None, departures=rules.departures, initial=answers(draft, RULES))
    context: dict[str, Any] = {"draft_id": draft.pk, "departures": rules.departures}
    if request.method == "POST" and form.is_valid() and not rules.departures.refused:
        typed = {**form.motives(), "about": rules.about}
        try:
            keep_answers(actor=request.user, draft_id=draft.pk, part=RULES, typed=typed, **page_sent(request))
        except ChangedMeanwhileError:
            standing = answers(ReferralDraft.objects.get(pk=draft.pk), RULES)
            now = AnywayForm(departures=rules.departures, initial=standing)
            context |= {"form": form, **changed_page(request, draft.pk, RULES, standing, now)}
            return render(request, TEMPLATE, context, status=409)
        return redirect("referral_draft_check", draft_id=draft.pk)
    opened = carried_on(request) if form.is_bound else opened_page(draft.pk, RULES, answers(draft, RULES), form)
    return render_form(request, TEMPLATE, form, **context, **opened)
