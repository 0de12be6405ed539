"""*Registrera svaret*: whether the person can work is known now. One page for the jobbtorg, one for the sender."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from deadlines.models import DeadlineClock
from deadlines.views.clocks import open_clock
from organisation.access.rules import StaffRequest, access
from referrals.access import list_name, name_shown, receivers, senders
from referrals.forms.answering import FitnessForm
from referrals.models import FitForWork
from referrals.rules.answering import answer_fitness, question_about, why_no_answer
from referrals.shown import shown_answer
from referrals.views.reading import open_referral


@access(receivers)
@get_or_post
def of_clock(request: StaffRequest, pk: int) -> HttpResponse:
    """The jobbtorg's page, by the clock of the jobbgaranti."""
    clock = open_clock(request, pk)
    about = {"back": "clock_explain", "back_key": clock.pk, "reference": clock.reference}
    return _page(request, clock, {**about, "person": clock.person, "name": clock.person.name})


@access(senders)
@get_or_post
def of_referral(request: StaffRequest, pk: int) -> HttpResponse:
    """The sender's page, by its referral."""
    referral = open_referral(request, pk)
    if not referral.is_followed:
        # Its clock is kept from the unit, which has nothing to answer any more.
        messages.error(request, "Ärendet följs inte av er enhet längre.")
        return redirect("referral_detail", pk=pk)
    about = {"back": "referral_detail", "back_key": pk, "reference": referral.number}
    about["list_name"] = list_name(request.user)
    name = name_shown(request.user, referral)
    return _page(request, referral.clock, {**about, "person": referral.person, "name": name})


def _page(request: StaffRequest, clock: DeadlineClock, about: dict[str, object]) -> HttpResponse:
    form = FitnessForm(request.POST or None, now=shown_answer(clock))
    asked = question_about(clock)
    if form.is_valid():
        fit = FitForWork(form.cleaned_data["fit_for_work"])
        try:
            answer_fitness(actor=request.user, clock=clock, seen_answer=form.seen, fit_for_work=fit)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Svaret är registrerat, och jobbgarantin är prövad på nytt från samma dag 0.")
            return redirect(str(about["back"]), pk=about["back_key"])
    context = {
        "why_not": why_no_answer(request.user, clock, asked),
        "rows": [("Person", about["name"]), ("Kan arbeta", asked.get_fit_for_work_display() if asked else None)],
        "answers": clock.fitness_answers.select_related("registered_by").order_by("pk"),
    }
    return render_form(request, "referrals/fitness_answer.html", form, **context, **about)
