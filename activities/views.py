"""Jobs offered and insatser decided in a case: besides the plan, what keeps the jobbgaranti."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render

from activities.choices import OfferAnswer
from activities.forms import ActivityForm, AgreementForm, JobOfferForm, OfferAnswerForm
from activities.operations import agree_to_activity, answer_job_offer, decide_activity, record_job_offer
from activities.shown import shown_activities, shown_offers
from aspirants.access import open_case, read_case
from aspirants.corrections.told import corrections_of
from aspirants.corrections.undoing import say_undoable
from aspirants.models import CorrectedKind, Enrolment
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from deadlines.models import ClockKind
from deadlines.status.clock_sentences import clock_sentence
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def case_work(request: StaffRequest, pk: int) -> HttpResponse:
    """All job offers and insatser of the case."""
    enrolment = read_case(request, pk)
    offers = list(enrolment.job_offers.all())
    activities = list(enrolment.activities.select_related("insats_type"))
    corrected_offers = corrections_of(enrolment, CorrectedKind.OFFER)
    corrected_activities = corrections_of(enrolment, CorrectedKind.ACTIVITY)
    context = {
        "enrolment": enrolment,
        "offers": [(offer, corrected_offers.get(offer.pk, [])) for offer in offers],
        "activities": [(activity, corrected_activities.get(activity.pk, [])) for activity in activities],
        "awaits_answer": any(offer.answer == OfferAnswer.PENDING for offer in offers),
        "awaits_agreement": any(activity.agreed_at is None for activity in activities),
    }
    return render(request, "activities/case_work.html", context)


def _back_to_work(request: StaffRequest, enrolment: Enrolment, text: str, row: Model) -> HttpResponse:
    """Back to the list, with what was recorded and what it meant for the jobbgaranti."""
    clock = (
        enrolment.clocks.of_kind(ClockKind.PLAN_GUARANTEE).exclude(fulfilled_at=None).select_related("policy").first()
    )
    say_undoable(request, f"{text} {clock_sentence(clock)}" if clock else text, enrolment, row)
    return redirect("case_work", pk=enrolment.pk)


@access(jobbtorg_staff)
def job_offer_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a job that was offered."""
    enrolment = open_case(request, pk)
    form = JobOfferForm(request.POST or None)
    if form.is_valid():
        try:
            offer = record_job_offer(actor=request.user, enrolment=enrolment, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, answered_at="day")
        else:
            return _back_to_work(request, enrolment, "Jobberbjudandet är registrerat.", offer)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Jobberbjudande")


@access(jobbtorg_staff)
def job_offer_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the answer to a job offer that waits for one."""
    enrolment = open_case(request, pk)
    form = OfferAnswerForm(request.POST or None, enrolment=enrolment, now=shown_offers(enrolment))
    if form.is_valid():
        try:
            offer = answer_job_offer(actor=request.user, seen_offers=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, answered_at="day")
        else:
            return _back_to_work(request, enrolment, "Svaret är registrerat.", offer)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Svar på jobberbjudande")


@access(jobbtorg_staff)
def activity_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide an insats."""
    enrolment = open_case(request, pk)
    form = ActivityForm(request.POST or None, jobbtorg_id=enrolment.jobbtorg_id)
    if form.is_valid():
        try:
            activity = decide_activity(actor=request.user, enrolment=enrolment, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, agreed_at="day")
        else:
            return _back_to_work(request, enrolment, "Insatsen är registrerad.", activity)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Insats")


@access(jobbtorg_staff)
def activity_agree(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that the aspirant agreed to an insats."""
    enrolment = open_case(request, pk)
    form = AgreementForm(request.POST or None, enrolment=enrolment, now=shown_activities(enrolment))
    if form.is_valid():
        try:
            activity = agree_to_activity(actor=request.user, seen_activities=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, agreed_at="day")
        else:
            return _back_to_work(request, enrolment, "Aspirantens ja är registrerat.", activity)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Ja till insats")
