"""Pages for old lists: upload, the check, and bringing the good rows in. For administrators only.

The check and the bringing in are the importer's (imports/jobs): a page asks for them and shows how far they have come.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from imports.forms import ImportForm
from imports.jobs.operations import queue_check, queue_commit
from imports.jobs.work import LONGEST_WAIT
from imports.models import UNFINISHED, ImportBatch, ImportJob, JobKind, JobState, Verdict
from imports.pages import RowCounts, column_rows, control_sentence, is_committed, job_sentence, shown_rows
from organisation.access.rules import StaffRequest, access, administrators
from organisation.sign_in.session_limits import passive

ROWS_A_PAGE = 100
LISTS_A_PAGE = 50
CASE_NUMBERS_SHOWN = 100
JOBS_SHOWN = 20

FILTERS: dict[str, Q] = {
    "forhand": Q(verdict=Verdict.MANUAL),
    "forsin": Q(verdict=Verdict.CREATE),
    "dubbletter": Q(verdict=Verdict.SKIP, is_person=True),
}


@access(administrators)
@get_or_post
def import_list(request: StaffRequest) -> HttpResponse:
    """All lists so far, what is being done with others, and the form that takes another."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid() and (job := _asked(request, form)):
        return redirect("import_job", pk=job.pk)
    batches = ImportBatch.objects.select_related("jobbtorg", "uploaded_by").annotate(
        person_rows=Count("rows", filter=Q(rows__is_person=True)),
        cases=Count("rows", filter=Q(rows__enrolment__isnull=False)),
    )
    batches = batches.order_by("-uploaded_at", "-pk")
    page = Paginator(batches, LISTS_A_PAGE).get_page(request.GET.get("page"))
    return render_form(request, "imports/list.html", form, page=page, jobs=_jobs())


def _asked(request: StaffRequest, form: ImportForm) -> ImportJob | None:
    """The job that checks the uploaded file, or None with the reason put at its field."""
    file = form.cleaned_data["file"]
    try:
        return queue_check(
            actor=request.user,
            file_name=file.name,
            file=file,
            jobbtorg=form.cleaned_data["jobbtorg"],
            as_of=form.cleaned_data["as_of"],
        )
    except OperationRefused as refusal:
        show_refusal(form, refusal)
        return None


def _jobs() -> list[tuple[ImportJob, str]]:
    """What is being done, and what failed lately, each with a sentence about it."""
    lately = Q(state__in=UNFINISHED) | Q(state=JobState.FAILED, finished_at__gte=timezone.now() - LONGEST_WAIT)
    jobs = ImportJob.objects.filter(lately).select_related("jobbtorg", "asked_by").order_by("-pk")
    return [(job, job_sentence(job)) for job in jobs[:JOBS_SHOWN]]


@access(administrators)
@require_safe
@passive
def import_job(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a job has come. It leads on to the list when it is done, and says why when it cannot be done.

    The page asks for itself every other second; `visas` is what it shows, and an answer comes only to something new.
    """
    job = get_object_or_404(ImportJob.objects.select_related("jobbtorg", "asked_by", "batch"), pk=pk)
    if job.state in UNFINISHED:
        context = {"job": job, "sentence": job_sentence(job)}
        if not request.htmx:
            return render(request, "imports/job.html", context)
        if request.GET.get("visas") == job.progress:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return render(request, "imports/_progress.html", context)
    if request.htmx:
        return HttpResponseClientRedirect(reverse("import_job", args=[job.pk]))
    if job.state == JobState.FAILED:
        form = _form_again(job) if job.kind == JobKind.CHECK else None
        return render(request, "imports/job_failed.html", {"job": job, "form": form})
    assert job.batch is not None, "a job that is done has a list"
    if job.kind == JobKind.COMMIT:
        created = RowCounts.of(job.batch).created
        messages.success(request, "Ett ärende är infört." if created == 1 else f"{created} ärenden är införda.")
    return redirect("import_check", pk=job.batch.pk)


def _form_again(job: ImportJob) -> ImportForm:
    """The form with what was chosen, and why it was refused at its field. A browser does not keep a file."""
    form = ImportForm({"jobbtorg": job.jobbtorg_id, "as_of": job.as_of or ""})
    form.full_clean()
    form.errors.clear()
    show_refusal(form, OperationRefused(job.sentence, field=job.field))
    return form


@access(administrators)
@require_safe
def import_check(request: StaffRequest, pk: int) -> HttpResponse:
    """The verdict on every row of a list, before and after its good rows were brought in."""
    batch = _batch(pk)
    chosen = request.GET.get("visa", "")
    rows = batch.rows.prefetch_related("issues")
    if chosen in FILTERS:
        rows = rows.filter(FILTERS[chosen])
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    # The rows name people, so that looking at them is logged like opening a person.
    log_access(request, AccessKind.READ, subject=f"Import {batch.pk}")
    context = _context(batch) | {
        "page": page,
        "rows": shown_rows(batch, page.object_list),
        "filters": _filters(batch),
        "chosen": chosen if chosen in FILTERS else "",
        "columns": column_rows(batch),
        "job": _at_work_on(batch),
        **_created(batch),
    }
    return render(request, "imports/check.html", context)


@access(administrators)
@get_or_post
def import_commit(request: StaffRequest, pk: int) -> HttpResponse:
    """The second click: what will happen, and the button that has it done."""
    batch = _batch(pk)
    if is_committed(batch):
        messages.info(request, "Listan är redan införd.")
        return redirect("import_check", pk=pk)
    if request.method == "POST":
        job = queue_commit(actor=request.user, batch=batch)
        if job.kind == JobKind.CHECK:
            messages.info(request, "Listan kontrolleras på nytt just nu. För in den när det är klart.")
        return redirect("import_job", pk=job.pk)
    if job_at_work := _at_work_on(batch):
        return redirect("import_job", pk=job_at_work.pk)
    return render(request, "imports/commit.html", _context(batch))


def _at_work_on(batch: ImportBatch) -> ImportJob | None:
    """The job that checks this list anew, or brings it in, just now."""
    jobs = ImportJob.objects.unfinished().filter(file_hash=batch.file_hash, jobbtorg=batch.jobbtorg)
    return jobs.order_by("pk").first()


def _context(batch: ImportBatch) -> dict[str, Any]:
    counts = RowCounts.of(batch)
    control, control_color = control_sentence(batch, counts)
    return {
        "batch": batch,
        "counts": counts,
        "control": control,
        "control_color": control_color,
        "committed": is_committed(batch),
    }


def _filters(batch: ImportBatch) -> list[tuple[str, str]]:
    """The filters of the rows, with their labels before or after the commit."""
    good = "Införda" if is_committed(batch) else "Förs in"
    return list(zip(FILTERS, ("Hanteras för hand", good, "Dubbletter"), strict=True))


def _created(batch: ImportBatch) -> dict[str, Any]:
    """The first case numbers that a list gave, and how many more there are."""
    numbers = batch.rows.exclude(case_no="").values_list("case_no", flat=True)
    if not is_committed(batch):
        return {"case_numbers": [], "case_numbers_left": 0}
    return {
        "case_numbers": list(numbers[:CASE_NUMBERS_SHOWN]),
        "case_numbers_left": numbers.count() > CASE_NUMBERS_SHOWN,
    }


def _batch(pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.select_related("jobbtorg", "uploaded_by", "committed_by"), pk=pk)
