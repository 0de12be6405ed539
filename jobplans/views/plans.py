"""The jobbplan of a case: read it, write it, put it to the aspirant, send it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aspirants.access import open_case, read_case
from aspirants.forms.grounds import offer_grounds
from aspirants.models import DisclosureContent, Enrolment
from audit.models import AccessKind
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import NOTHING, ChangedMeanwhileError, Seen, seen_in
from deadlines.models import ClockKind
from jobplans.forms.plans import CommunicateForm, PlanForm, items_formset, kind_choices, rows_of
from jobplans.models import JobPlanVersion, VersionStatus
from jobplans.operations import communicate_plan, propose_plan, save_draft, withdraw_version
from jobplans.shown import shown_plan, shown_recipient, shown_version, shown_versions
from jobplans.versions import versions_of
from organisation.access.rules import StaffRequest, access, jobbtorg_staff

EMPTY_ROWS = 3


def _with_status(versions: list[JobPlanVersion], *statuses: VersionStatus) -> JobPlanVersion | None:
    return next((version for version in versions if version.status in statuses), None)


def _version_in(request: StaffRequest, enrolment: Enrolment, *statuses: VersionStatus) -> JobPlanVersion:
    """The case's version in one of the statuses; 404 where there is none.

    Where the page showed one that has left those statuses, the latest version: what the act is compared with.
    """
    versions = JobPlanVersion.objects.visible_to(request.user).filter(plan__enrolment=enrolment)
    versions = versions.select_related("plan__enrolment__income_support_unit", "saved_by", "drafted_by")
    found = versions.filter(status__in=statuses).first()
    if found is None and seen_in(request) != NOTHING:
        found = versions.order_by("-number").first()
    if found is None:
        raise Http404
    version: JobPlanVersion = found
    return version


@access(jobbtorg_staff)
def case_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """All versions, and the one thing to do next."""
    return _case_plan_page(request, read_case(request, pk))


def _case_plan_page(
    request: StaffRequest, enrolment: Enrolment, changed: ChangedMeanwhileError | None = None
) -> HttpResponse:
    """The page; with what was shown before beside what stands now, where an act was refused for that."""
    versions = versions_of(enrolment)
    in_preparation = _with_status(versions, VersionStatus.DRAFT, VersionStatus.PROPOSED)
    approved = _with_status(versions, VersionStatus.APPROVED)
    context = {
        "enrolment": enrolment,
        "versions": versions,
        "in_preparation": in_preparation,
        "is_communicated": approved is not None
        and any(sent.unit_id == enrolment.income_support_unit_id for sent in approved.communications.all()),
        "seen": shown_version(in_preparation) if in_preparation else NOTHING,
        "approved": approved,
        "clock": enrolment.clocks.of_kind(ClockKind.PLAN_GUARANTEE).select_related("policy").first(),
        "today": timezone.localdate(),
        "changed": changed,
    }
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    return render(request, "jobplans/case_plan.html", context, status=status)


@access(jobbtorg_staff)
def plan_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the draft of the next version. "Lägg till rader" works without JavaScript and keeps what is typed."""
    enrolment = open_case(request, pk)
    versions = versions_of(enrolment)
    draft = _with_status(versions, VersionStatus.DRAFT)
    approved = _with_status(versions, VersionStatus.APPROVED)
    if request.method != "POST" and _with_status(versions, VersionStatus.PROPOSED):
        messages.info(request, "Aspiranten har inte svarat på den föreslagna planen. Registrera svaret först.")
        return redirect("case_plan", pk=enrolment.pk)
    now = shown_versions(versions, enrolment)
    form, items = _plan_forms(request, enrolment, draft, approved, now)
    if request.method == "POST" and "add_rows" not in request.POST and all([form.is_valid(), items.is_valid()]):
        try:
            version = save_draft(
                actor=request.user,
                enrolment=enrolment,
                seen_version=form.seen,
                items=items.as_items(),
                **form.cleaned_data,
            )
            # What was typed is saved, and the page that comes back goes on from there.
            form.now = shown_plan(enrolment)
            form.show_now()
            if "propose" in request.POST:
                propose_plan(actor=request.user, version=version, seen_version=shown_version(version))
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            proposed = "propose" in request.POST
            messages.success(request, "Jobbplanen är föreslagen." if proposed else "Utkastet är sparat.")
            return redirect("case_plan", pk=enrolment.pk)
    response = render_form(
        request, "jobplans/plan_edit.html", form, items=items, enrolment=enrolment, approved=approved
    )
    if form.is_bound and items.total_error_count() and response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _plan_forms(
    request: StaffRequest,
    enrolment: Enrolment,
    draft: JobPlanVersion | None,
    approved: JobPlanVersion | None,
    now: Seen,
) -> tuple[PlanForm, Any]:
    template = draft or approved
    kinds = kind_choices(enrolment.jobbtorg_id, timezone.localdate())
    revises = approved is not None
    if request.method != "POST":
        initial = _initial(template, revises=draft is not None) if template else {}
        rows = rows_of(template) if template else []
        formset = items_formset(EMPTY_ROWS if not rows else 1)
        form = PlanForm(initial=initial, revises=revises, now=now)
        return form, formset(initial=rows, form_kwargs={"kinds": kinds})
    data = request.POST.copy()
    if "add_rows" in data:
        data["form-TOTAL_FORMS"] = str(min(_number(data.get("form-TOTAL_FORMS")) + EMPTY_ROWS, 30))
        form = PlanForm(initial=data.dict(), revises=revises, now=now)
    else:
        form = PlanForm(data, revises=revises, now=now)
    return form, items_formset(0)(data, form_kwargs={"kinds": kinds})


def _number(text: str | None) -> int:
    """The rows a form says it has; 0 for what is no number, or too long to be one."""
    return int(text) if text and text.isdecimal() and len(text) <= 4 else 0


def _initial(version: JobPlanVersion, *, revises: bool) -> dict[str, Any]:
    return {
        "goal": version.goal,
        "summary": version.summary,
        "attendance_requirement": version.attendance_requirement,
        "reason_for_revision": version.reason_for_revision if revises else "",
    }


@access(jobbtorg_staff)
@require_POST
def plan_propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the draft to the aspirant."""
    enrolment = open_case(request, pk)
    version = _version_in(request, enrolment, VersionStatus.DRAFT)
    try:
        propose_plan(actor=request.user, version=version, seen_version=seen_in(request))
        messages.success(request, "Jobbplanen är föreslagen.")
    except ChangedMeanwhileError as changed:
        return _case_plan_page(request, enrolment, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("case_plan", pk=enrolment.pk)


@access(jobbtorg_staff)
@require_POST
def plan_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a draft or a proposal."""
    enrolment = open_case(request, pk)
    version = _version_in(request, enrolment, VersionStatus.DRAFT, VersionStatus.PROPOSED)
    try:
        withdraw_version(actor=request.user, version=version, seen_version=seen_in(request))
        messages.success(request, f"Version {version.number} är tillbakadragen.")
    except ChangedMeanwhileError as changed:
        return _case_plan_page(request, enrolment, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("case_plan", pk=enrolment.pk)


@access(jobbtorg_staff)
def plan_communicate(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the approved version to the case's försörjningsstödsenhet."""
    enrolment = open_case(request, pk)
    version = _version_in(request, enrolment, VersionStatus.APPROVED)
    form = CommunicateForm(request.POST or None, now=shown_recipient(version))
    offer_grounds(form, enrolment, DisclosureContent.JOB_PLAN)
    if form.is_valid():
        try:
            basis = form.cleaned_data["basis"]
            sent = communicate_plan(actor=request.user, version=version, seen_version=form.seen, basis=basis)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Jobbplanen är skickad till {sent.unit}.")
            return redirect("case_plan", pk=enrolment.pk)
    return render_form(request, "jobplans/plan_communicate.html", form, enrolment=enrolment, version=version)


@access(jobbtorg_staff)
def plan_print(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """A version on paper, with a place for the signature. A protected person's is not printed."""
    enrolment = open_case(request, pk, AccessKind.PRINT, also_closed=True)
    if enrolment.person.is_protected:
        raise Http404
    version = get_object_or_404(
        JobPlanVersion.objects.visible_to(request.user), plan__enrolment=enrolment, number=number
    )
    items = version.items.select_related("insats_type")
    return render(request, "jobplans/plan_print.html", {"enrolment": enrolment, "version": version, "items": items})
