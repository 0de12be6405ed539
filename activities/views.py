"""Jobs offered and insatser decided in a case: besides the plan, what keeps the jobbgaranti."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from activities.choices import OfferAnswer
from activities.forms import ActivityForm, AgreementForm, EndForm, JobOfferForm, OfferAnswerForm
from activities.operations import (
    agree_to_activity,
    answer_job_offer,
    begin_planned_activity,
    decide_activity,
    end_activity,
    record_job_offer,
)
from activities.planned import never_begun, only_planned
from activities.shown import shown_activities, shown_offers
from aspirants.access import open_case, read_case
from aspirants.corrections.told import corrections_of
from aspirants.corrections.undoing import say_undoable
from aspirants.models import CorrectedKind, Enrolment
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import NOTHING, ChangedMeanwhileError, seen_in
from deadlines.status.clock_sentences import Guarantee, guarantee_of, guarantee_sentence
from jobplans.models import JobPlanVersion, PlanItem
from jobplans.shown import shown_version
from organisation.access.rules import StaffRequest, access, jobbtorg_staff

LONGEST_KEY = 18
"""Digits of a number that may be a key."""


@access(jobbtorg_staff)
def case_work(request: StaffRequest, pk: int) -> HttpResponse:
    """All job offers and insatser of the case, and what its plan has of insatser that nobody has begun."""
    return _work_page(request, read_case(request, pk))


def _work_page(
    request: StaffRequest, enrolment: Enrolment, changed: ChangedMeanwhileError | None = None
) -> HttpResponse:
    """The page; with what was shown before beside what stands now, where an act was refused for that."""
    offers = list(enrolment.job_offers.all())
    activities = list(enrolment.activities.select_related("insats_type", "plan_item"))
    version = _approved(enrolment)
    corrected_offers = corrections_of(enrolment, CorrectedKind.OFFER)
    corrected_activities = corrections_of(enrolment, CorrectedKind.ACTIVITY)
    planned = only_planned(version.items.all(), activities) if version is not None else []
    context = {
        "enrolment": enrolment,
        "offers": [(offer, corrected_offers.get(offer.pk, [])) for offer in offers],
        "activities": [(activity, corrected_activities.get(activity.pk, [])) for activity in activities],
        "planned": [(item, never_begun(item, activities)) for item in planned],
        "seen": shown_version(version) if version is not None else NOTHING,
        "awaits_answer": any(offer.answer == OfferAnswer.PENDING for offer in offers),
        "awaits_agreement": any(one.agreed_at is None and not one.is_ended for one in activities),
        "goes_on": any(not one.is_ended for one in activities),
        "changed": changed,
    }
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    return render(request, "activities/case_work.html", context, status=status)


def _approved(enrolment: Enrolment) -> JobPlanVersion | None:
    """The version of the plan in force, with its rows."""
    versions = JobPlanVersion.objects.approved().filter(plan__enrolment=enrolment)
    version: JobPlanVersion | None = (
        versions.select_related("saved_by", "drafted_by").prefetch_related("items__insats_type").first()
    )
    return version


def _back_to_work(
    request: StaffRequest, enrolment: Enrolment, text: str, row: Model, before: Guarantee
) -> HttpResponse:
    """Back to the list, with what was recorded and what it changed in the jobbgaranti, which was as `before`."""
    say_undoable(request, f"{text} {guarantee_sentence(enrolment, before)}".strip(), enrolment, row)
    return redirect("case_work", pk=enrolment.pk)


@access(jobbtorg_staff)
def job_offer_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a job that was offered."""
    enrolment = open_case(request, pk)
    form = JobOfferForm(request.POST or None)
    if form.is_valid():
        before = guarantee_of(enrolment)
        try:
            offer = record_job_offer(actor=request.user, enrolment=enrolment, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, answered_at="day")
        else:
            return _back_to_work(request, enrolment, "Jobberbjudandet är registrerat.", offer, before)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Jobberbjudande")


@access(jobbtorg_staff)
def job_offer_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the answer to a job offer that waits for one."""
    enrolment = open_case(request, pk)
    form = OfferAnswerForm(request.POST or None, enrolment=enrolment, now=shown_offers(enrolment))
    if form.is_valid():
        before = guarantee_of(enrolment)
        try:
            offer = answer_job_offer(actor=request.user, seen_offers=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, answered_at="day")
        else:
            return _back_to_work(request, enrolment, "Svaret är registrerat.", offer, before)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Svar på jobberbjudande")


@access(jobbtorg_staff)
def activity_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide an insats."""
    enrolment = open_case(request, pk)
    form = ActivityForm(request.POST or None, jobbtorg_id=enrolment.jobbtorg_id)
    if form.is_valid():
        before = guarantee_of(enrolment)
        try:
            activity = decide_activity(actor=request.user, enrolment=enrolment, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, agreed_at="day")
        else:
            return _back_to_work(request, enrolment, "Insatsen är registrerad.", activity, before)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Insats")


@access(jobbtorg_staff)
def activity_agree(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that the aspirant agreed to an insats."""
    enrolment = open_case(request, pk)
    form = AgreementForm(request.POST or None, enrolment=enrolment, now=shown_activities(enrolment))
    if form.is_valid():
        before = guarantee_of(enrolment)
        try:
            activity = agree_to_activity(actor=request.user, seen_activities=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, agreed_at="day")
        else:
            return _back_to_work(request, enrolment, "Aspirantens ja är registrerat.", activity, before)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Ja till insats")


@access(jobbtorg_staff)
@require_POST
def activity_from_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Make an insats of a row of the plan, with one click."""
    enrolment = open_case(request, pk)
    rows = PlanItem.objects.filter(version__plan__enrolment=enrolment).select_related("version", "insats_type")
    item = rows.filter(pk=_number(request.POST.get("item"))).first()
    if item is None:
        messages.error(request, "Välj en rad i jobbplanen.")
        return redirect("case_work", pk=enrolment.pk)
    before = guarantee_of(enrolment)
    try:
        activity = begin_planned_activity(
            actor=request.user, enrolment=enrolment, item=item, seen_version=seen_in(request)
        )
    except ChangedMeanwhileError as changed:
        return _work_page(request, enrolment, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("case_work", pk=enrolment.pk)
    return _back_to_work(request, enrolment, "Insatsen är registrerad.", activity, before)


def _number(text: str | None) -> int:
    """A key as a form has it; 0 for what is none."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_KEY else 0


@access(jobbtorg_staff)
def activity_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how an insats ended."""
    enrolment = open_case(request, pk)
    form = EndForm(request.POST or None, enrolment=enrolment, now=shown_activities(enrolment))
    if form.is_valid():
        try:
            end_activity(actor=request.user, seen_activities=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Insatsen är avslutad.")
            return redirect("case_work", pk=enrolment.pk)
    return render_form(request, "aspirants/case_form.html", form, enrolment=enrolment, heading="Avsluta insats")
