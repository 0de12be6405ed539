"""The files: of a new import, more of one that goes on, the rejected rows of one, and files to fill in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from audit.files import file_of
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from imports.choices import JobKind
from imports.forms import CorrectedForm, UploadForm
from imports.models import ImportJob, ImportList
from imports.operations import add_files, start_import
from imports.pages.lists.examples import example_lines
from imports.pages.not_read import states_of
from imports.pages.progress import failure_of
from imports.pages.steps import FILES, RESULT, failed_job, frame_of, job_at_work, steps_of
from imports.profiles.fields import Profile
from imports.views.finding import led_on, the_import
from imports.workflow import ImportAct, allows
from organisation.access.rules import StaffRequest, access, administrators


@access(administrators)
@get_or_post
def import_new(request: StaffRequest) -> HttpResponse:
    """Begin an import with one or several files of a jobbtorg."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            job = start_import(actor=request.user, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _to_progress(job)
    context = {"steps": steps_of(None, FILES), "profiles": list(Profile), "is_new": True}
    return render_form(request, "imports/files.html", form, **context)


@access(administrators)
@get_or_post
def import_files(request: StaffRequest, pk: int) -> HttpResponse:
    """The files of an import, and the form that adds others, also of another jobbtorg."""
    batch = the_import(pk)
    if not allows(batch.stage, ImportAct.ADD_FILES) or job_at_work(batch):
        return led_on(batch)
    latest = batch.files.order_by("-pk").first()
    initial = {"jobbtorg": latest.jobbtorg_id, "as_of": latest.as_of} if latest else {}
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm(initial=initial)
    if form.is_valid():
        try:
            job = add_files(actor=request.user, batch=batch, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _to_progress(job)
    failed = failed_job(batch)
    context = frame_of(batch, FILES) | {
        "profiles": list(Profile),
        "is_new": False,
        "file_states": states_of(batch),
        "failure": failure_of(failed) if failed and failed.kind == JobKind.READ else None,
    }
    return render_form(request, "imports/files.html", form, **context)


@access(administrators)
@get_or_post
def import_corrected(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the rejected rows of an import, corrected, as an import of their own."""
    batch = the_import(pk)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CorrectedForm(*data, batch=batch)
    if form.is_valid():
        imported: ImportList = form.cleaned_data["imported"]
        facts: dict[str, Any] = {
            "jobbtorg": imported.file.jobbtorg,
            "as_of": imported.as_of,
            "profile": imported.profile,
        }
        try:
            job = start_import(actor=request.user, files=form.cleaned_data["files"], follows=batch, **facts)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return _to_progress(job)
    return render_form(request, "imports/corrected.html", form, **frame_of(batch, RESULT))


def _to_progress(job: ImportJob) -> HttpResponse:
    return redirect("import_progress", pk=job.batch_id)


@access(administrators)
@require_safe
def import_template(request: StaffRequest, profile: str) -> HttpResponse:
    """A file to fill in for one kind of list, with the headings that are known and one row as an example."""
    if profile not in list(Profile):
        raise Http404
    kind = Profile(profile)
    name = f"mall-{kind.value.lower()}"
    return file_of(request, name, f"Mall, {kind.label.lower()}", example_lines(kind), persons=0, comes_back=True)
