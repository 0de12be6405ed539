"""Pages for old lists: upload, the check, and bringing the good rows in. For administrators only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form
from core.refusals import OperationRefused
from imports.forms import ImportForm
from imports.models import ImportBatch, Verdict
from imports.operations import check_file, commit_batch
from imports.pages import RowCounts, column_rows, control_sentence, is_committed, shown_rows
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.rules import StaffRequest, access, administrators

ROWS_A_PAGE = 100
LISTS_A_PAGE = 50
CASE_NUMBERS_SHOWN = 100

FILTERS: dict[str, Q] = {
    "forhand": Q(verdict=Verdict.MANUAL),
    "forsin": Q(verdict=Verdict.CREATE),
    "dubbletter": Q(verdict=Verdict.SKIP, is_person=True),
}


@access(administrators)
@get_or_post
def import_list(request: StaffRequest) -> HttpResponse:
    """All lists so far, and the form that takes another."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid() and (batch := _check(request, form)):
        return redirect("import_check", pk=batch.pk)
    batches = ImportBatch.objects.select_related("jobbtorg", "uploaded_by").annotate(
        person_rows=Count("rows", filter=Q(rows__is_person=True)),
        cases=Count("rows", filter=Q(rows__enrolment__isnull=False)),
    )
    batches = batches.order_by("-uploaded_at", "-pk")
    page = Paginator(batches, LISTS_A_PAGE).get_page(request.GET.get("page"))
    return render_form(request, "imports/list.html", form, page=page)


def _check(request: StaffRequest, form: ImportForm) -> ImportBatch | None:
    """The check of the uploaded file, or None with the reason put at its field."""
    file = form.cleaned_data["file"]
    try:
        return check_file(
            actor=request.user,
            file_name=file.name,
            content=file.read(),
            jobbtorg=form.cleaned_data["jobbtorg"],
            as_of=form.cleaned_data["as_of"],
        )
    except OperationRefused as refusal:
        form.add_error(refusal.field, refusal.message)
        return None


@access(administrators)
@require_safe
def import_check(request: StaffRequest, pk: int) -> HttpResponse:
    """The verdict on every row of a list, before and after its good rows were brought in."""
    batch = _batch(pk)
    chosen = request.GET.get("visa", "")
    rows = batch.rows.select_related("enrolment__person").prefetch_related("issues")
    if chosen in FILTERS:
        rows = rows.filter(FILTERS[chosen])
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    # The rows name people, so that looking at them is logged like opening a person.
    log_access(request, AccessKind.READ, subject=f"Import {batch.pk}")
    with as_database_role(
        DatabaseRole.IMPORTER
    ):  # what became of a row is part of the issue list, the case itself is not
        context = _context(batch) | {
            "page": page,
            "rows": shown_rows(batch, page.object_list),
            "filters": _filters(batch),
            "chosen": chosen if chosen in FILTERS else "",
            "columns": column_rows(batch),
            **_created(batch),
        }
    return render(request, "imports/check.html", context)


@access(administrators)
@get_or_post
def import_commit(request: StaffRequest, pk: int) -> HttpResponse:
    """The second click: what will happen, and the button that does it."""
    batch = _batch(pk)
    if is_committed(batch):
        messages.info(request, "Listan är redan införd.")
        return redirect("import_check", pk=pk)
    if request.method == "POST":
        batch = commit_batch(actor=request.user, batch=batch)
        created = RowCounts.of(batch).created
        messages.success(request, "Ett ärende är infört." if created == 1 else f"{created} ärenden är införda.")
        return redirect("import_check", pk=pk)
    return render(request, "imports/commit.html", _context(batch))


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
    numbers = batch.rows.filter(enrolment__isnull=False).values_list("enrolment__case_no", flat=True)
    if not is_committed(batch):
        return {"case_numbers": [], "case_numbers_left": 0}
    return {
        "case_numbers": list(numbers[:CASE_NUMBERS_SHOWN]),
        "case_numbers_left": numbers.count() > CASE_NUMBERS_SHOWN,
    }


def _batch(pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.select_related("jobbtorg", "uploaded_by", "committed_by"), pk=pk)
