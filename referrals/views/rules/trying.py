"""*Prova en person*: what all rules of a day say about invented facts. Nothing is stored."""

from __future__ import annotations

from django.http import HttpResponse

from core.forms import get_or_post, render_form
from organisation.access.rules import StaffRequest, access, administrators
from referrals.forms.trying import TryForm
from referrals.rules.in_force import answers_to


@access(administrators)
@get_or_post
def rules_try(request: StaffRequest) -> HttpResponse:
    """The form, and below it what the rules say."""
    form = TryForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"answers": None}
    if form.is_valid():
        facts = form.facts()
        context = {"answers": answers_to(facts), "day": facts.on}
    return render_form(request, "referrals/rules_try.html", form, **context)
