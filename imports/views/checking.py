"""The page of the check: what was found, what has to be decided, and the rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, show_refusal
from core.refusals import OperationRefused
from imports.choices import Stage, Verdict
from imports.forms import OutcomeForm, PolicyForm
from imports.models import ImportBatch, ImportList
from imports.pages.figures import WITH_WARNING, by_hand, controls_of, figures_of, gains_of
from imports.pages.findings import Cause, causes_of
from imports.pages.not_read import not_taken, unused_columns
from imports.pages.questions import waiting_by_jobbtorg
from imports.pages.readiness import asks_outcome, readiness_of
from imports.pages.rejected import rejected_lists
from imports.pages.rows import rows_of, shown_rows, used_columns
from imports.pages.steps import CHECK, frame_of, job_at_work
from imports.values.findings import Severity
from imports.views.deciding import decide
from imports.views.finding import AT_WORK, led_on, the_import
from organisation.access.rules import StaffRequest, access, administrators

ROWS_A_PAGE = 100


@access(administrators)
@get_or_post
def import_check(request: StaffRequest, pk: int) -> HttpResponse:
    """What the check found, and what is done about it; after the commit, the rows with their cases."""
    batch = the_import(pk)
    if batch.stage not in (Stage.CHECKED, Stage.COMMITTED):
        return led_on(batch)
    at_work = job_at_work(batch)
    if request.method != "POST":
        return led_on(batch) if at_work else _page(request, batch)
    refusal = None
    try:
        if at_work:
            raise OperationRefused(AT_WORK)
        with transaction.atomic():
            answer = decide(request, batch)
        if answer is not None:
            return answer
    except OperationRefused as refused:
        refusal = refused
    return _page(request, batch, refusal)


def _page(request: StaffRequest, batch: ImportBatch, refusal: OperationRefused | None = None) -> HttpResponse:
    """The page, with what was sent in and not taken; the rows name people, so that looking at them is logged."""
    log_access(request, AccessKind.READ, subject=f"Import {batch.pk}")
    outcome_form, sentence = _outcome_form(request, batch, refusal)
    lists = [imported for imported in batch.all_lists if imported.included]
    chosen = request.GET.get("orsak", "")
    causes = causes_of(batch, chosen=chosen, typed=request.POST)
    context = frame_of(batch, CHECK) | {
        "committed": batch.committed_at is not None,
        "figures": figures_of(batch),
        "by_hand": by_hand(batch),
        "controls": controls_of(batch, lists),
        "gains": gains_of(batch),
        "problems": [cause for cause in causes if cause.severity != Severity.NOTE],
        "notes": [cause for cause in causes if cause.severity == Severity.NOTE],
        "chosen": chosen,
        "readiness": readiness_of(batch),
        "policy_form": PolicyForm(initial={"policy": request.POST.get("policy", batch.policy)}),
        "outcome_form": outcome_form,
        "form": outcome_form,
        "sentence": sentence,
        "waiting": waiting_by_jobbtorg(batch),
        "rejected_lists": rejected_lists(batch, lists),
        "not_taken": not_taken(batch),
        "unused_columns": unused_columns(lists),
        **_rows(request, batch, lists, causes),
    }
    return render(request, "imports/check.html", context, status=422 if request.method == "POST" else 200)


def _outcome_form(
    request: StaffRequest, batch: ImportBatch, refusal: OperationRefused | None
) -> tuple[OutcomeForm | None, str]:
    """The form about old cases, where there are any, and what is refused that is not about it."""
    sentence = refusal.message if refusal else ""
    if not asks_outcome(batch):
        return None, sentence
    if request.method != "POST":
        return OutcomeForm(initial={"outcome": batch.outcome, "outcome_on": batch.outcome_on}), ""
    form = OutcomeForm(request.POST)
    if refusal is None:
        return form, ""
    if refusal.field in form.fields:
        form.is_valid()
        show_refusal(form, refusal)
        return form, ""
    # What is refused is something else: what was typed here stands as it was, without being judged.
    return OutcomeForm(initial={name: request.POST.get(name, "") for name in form.fields}), sentence


def _rows(request: StaffRequest, batch: ImportBatch, lists: list[ImportList], causes: list[Cause]) -> dict[str, Any]:
    """One list's rows with one verdict and one cause, as the address says."""
    wanted, verdict = request.GET.get("lista", ""), request.GET.get("utfall", "")
    imported = next((one for one in lists if str(one.pk) == wanted), lists[0] if lists else None)
    cause = next((cause for cause in causes if cause.key == request.GET.get("orsak")), None)
    rows = rows_of(batch, imported, verdict, cause)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "lists": lists,
        "imported": imported,
        "verdicts": [*Verdict.choices, (WITH_WARNING, "Med varning")],
        "verdict": verdict,
        "cause": cause,
        "columns": used_columns(imported) if imported else [],
        "rows": shown_rows(imported, page.object_list) if imported else [],
        "page": page,
    }
