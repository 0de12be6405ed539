"""The person's page: what is known, with who changed it and when; correcting it; news from referrals (FC-01)."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from aspirants.access import open_case
from aspirants.models import Enrolment, ReportedFact
from aspirants.models.identifying import CONTACT
from aspirants.operations import correct_person, put_aside_reports, take_over_reports
from aspirants.people.news import asks, waiting_reports
from aspirants.people.provenance import provenance_of
from aspirants.shown import register_value, shown_person, shown_reports
from audit.models import AccessKind
from casework.persons.forms import CONTACT_SHOWN, PersonForm
from casework.persons.trails import Trail, trails_of
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.likeness import alike_to_person

ALL = "alla"


@access(jobbtorg_staff)
@get_or_post
def case_person(request: StaffRequest, pk: int) -> HttpResponse:
    """What is known of the person and the case, to be corrected or changed."""
    enrolment = open_case(request, pk, also_closed=True)
    with_contact = not enrolment.person.is_protected or bool(request.POST.get(CONTACT_SHOWN))
    form = _form(request, enrolment, with_contact=with_contact)
    if form.is_valid():
        try:
            changed = correct_person(
                actor=request.user,
                enrolment=enrolment,
                seen_person=form.seen,
                with_contact=with_contact,
                facts=form.facts(),
                group_reason=form.cleaned_data.get("group_reason", ""),
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _done([str(form.fields[name].label) for name in changed]))
            return redirect("case_person", pk=pk)
    return _page(request, enrolment, form)


def _done(labels: Iterable[str]) -> str:
    labels = list(labels)
    return f"Ändrat: {', '.join(labels).lower()}." if labels else "Ingenting var ändrat."


@access(jobbtorg_staff)
@require_POST
def case_person_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how a protected person is reached, to be read or corrected; logged as REVEAL."""
    enrolment = open_case(request, pk, AccessKind.REVEAL, also_closed=True)
    form = PersonForm(enrolment=enrolment, with_contact=True, now=shown_person(enrolment, with_contact=True))
    return _page(request, enrolment, form)


@access(jobbtorg_staff)
@require_POST
def case_person_reports(request: StaffRequest, pk: int) -> HttpResponse:
    """Take over what a referral or list says, or keep what the register says: one of the facts, or all."""
    enrolment = open_case(request, pk, also_closed=True)
    reports = waiting_reports(enrolment.person, enrolment.jobbtorg_id)
    takes = "ta-over" in request.POST
    operation = take_over_reports if takes else put_aside_reports
    chosen = _chosen(request.POST.get("ta-over" if takes else "behall", ""), reports)
    try:
        done = operation(actor=request.user, enrolment=enrolment, seen_reports=seen_in(request), reports=chosen)
    except ChangedMeanwhileError as changed:
        return _page(request, enrolment, _form(request, enrolment, posted=False), changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        fields = ", ".join(done).lower()
        messages.success(request, f"Övertaget från remissen: {fields}." if takes else f"Vi behöll vårt: {fields}.")
    return redirect("case_person", pk=pk)


def _chosen(typed: str, reports: list[ReportedFact]) -> list[int]:
    if typed == ALL:
        return [report.pk for report in reports]
    return [int(typed)] if typed.isdecimal() else []


def _form(
    request: StaffRequest, enrolment: Enrolment, *, with_contact: bool | None = None, posted: bool = True
) -> PersonForm:
    shows = with_contact if with_contact is not None else not enrolment.person.is_protected
    return PersonForm(
        (request.POST or None) if posted else None,
        enrolment=enrolment,
        with_contact=shows,
        now=shown_person(enrolment, with_contact=shows),
    )


def _page(
    request: StaffRequest, enrolment: Enrolment, form: PersonForm, changed: ChangedMeanwhileError | None = None
) -> HttpResponse:
    trails, person = trails_of(enrolment), enrolment.person
    reports = waiting_reports(person, enrolment.jobbtorg_id)
    hides_contact = person.is_protected and not any(name in form.fields for name in CONTACT)
    response = render_form(
        request,
        "casework/person/person.html",
        form,
        enrolment=enrolment,
        rows=_rows(form, trails),
        reports=[(report, register_value(report)) for report in reports],
        seen=shown_reports(reports),
        earlier_numbers=list(person.earlier_numbers.select_related("changed_by")),
        provenance=provenance_of(enrolment),
        offers_contact=hides_contact and person.may_store_contact,
        may_take_back=may(request.user, Act.TAKE_BACK_DEATH),
        alike=alike_to_person(request.user, person) if asks(person) else [],
        likeness_url=reverse("case_likeness", args=[enrolment.pk]),
        **({"changed": changed} if changed else {}),
    )
    if changed:
        response.status_code = HTTPStatus.CONFLICT
    return response


def _rows(form: PersonForm, trails: dict[str, Trail]) -> list[tuple[BoundField, Trail | None]]:
    """The fields, each with its trail where it has been changed."""
    found = [(field, trails.get(field.name)) for field in form.visible_fields()]
    return [(field, trail if trail and trail.earlier else None) for field, trail in found]
