"""The page *Kan personen remitteras?*, between the facts and the check: only where something is departed from."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import get_or_post, render_form
from organisation.access.rules import StaffRequest, access
from referrals.access import senders
from referrals.drafts import DETAILS, WHO, answers
from referrals.forms.draft_rules import RULES, DraftRules, rules_of_draft
from referrals.forms.eligibility import AnywayForm
from referrals.forms.sending import DetailsForm, WhoForm
from referrals.models import ReferralDraft
from referrals.operations.drafts import keep_answers
from referrals.views.sending import of_own_draft


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
    if request.method == "POST" and form.is_valid() and not rules.departures.refused:
        typed = {**form.motives(), "about": rules.about}
        keep_answers(actor=request.user, draft_id=draft.pk, part=RULES, typed=typed)
        return redirect("referral_draft_check", draft_id=draft.pk)
    return _page(request, form, draft.pk, rules)


def _page(request: StaffRequest, form: AnywayForm, draft_id: uuid.UUID, rules: DraftRules) -> HttpResponse:
    context: dict[str, Any] = {"draft_id": draft_id, "departures": rules.departures}
    return render_form(request, "referrals/can_be_referred.html", form, **context)
