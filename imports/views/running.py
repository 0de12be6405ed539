"""How far a job has come, and the order to stop it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.refusals import OperationRefused
from imports.choices import UNFINISHED, JobState
from imports.models import ImportStop
from imports.operations import stop_job
from imports.pages.progress import failure_of, progress_of, step_of
from imports.pages.steps import frame_of, job_at_work, latest_job
from imports.views.finding import led_on, the_import
from organisation.access.rules import StaffRequest, access, administrators
from organisation.sign_in.session_limits import passive


@access(administrators)
@require_safe
@passive
def import_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How far the latest job has come. It leads on when the job is done, and says why when it could not be.

    The page asks for itself every other second; `visas` is what it shows, and an answer comes only to something new.
    """
    batch = the_import(pk)
    job = latest_job(batch)
    if job is None or job.state == JobState.DONE:
        if request.htmx:
            return HttpResponseClientRedirect(led_on(batch)["Location"])
        return led_on(batch)
    if job.state not in UNFINISHED:
        if request.htmx:
            return HttpResponseClientRedirect(reverse("import_progress", args=[batch.pk]))
        return render(
            request, "imports/failed.html", frame_of(batch, step_of(job)) | {"job": job, "failure": failure_of(job)}
        )
    progress = progress_of(job)
    if request.htmx:
        if request.GET.get("visas") == progress.mark:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return render(request, "imports/_progress.html", {"batch": batch, "progress": progress})
    stops = ImportStop.objects.filter(job_id=job.pk).exists()
    context = frame_of(batch, step_of(job)) | {"job": job, "progress": progress, "stops": stops}
    return render(request, "imports/progress.html", context)


@access(administrators)
@require_POST
def import_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Order the job that is at work on an import to stop."""
    batch = the_import(pk)
    job = job_at_work(batch)
    try:
        if job is None:
            raise OperationRefused("Det var redan klart.")
        stop_job(actor=request.user, job=job)
    except OperationRefused as refusal:
        messages.info(request, refusal.message)
    return redirect("import_progress", pk=pk)
