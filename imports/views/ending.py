"""The second click, the result, undoing, and taking an import away before it is brought in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.forms import get_or_post
from core.refusals import OperationRefused
from imports.choices import JobKind, Stage
from imports.models import ImportBatch
from imports.operations import ask_for
from imports.pages.figures import by_hand, controls_of, figures_of, gains_of
from imports.pages.lists.columns import lists_of
from imports.pages.not_read import not_taken, states_of
from imports.pages.progress import failure_of
from imports.pages.questions import waiting_by_jobbtorg
from imports.pages.readiness import readiness_of
from imports.pages.rejected import rejected_lists
from imports.pages.result import brought_in, case_numbers, left_without_answer, undo_by
from imports.pages.steps import CHECK, FILES, RESULT, failed_job, frame_of, job_at_work, next_step
from imports.undoing.preview import preview
from imports.views.finding import led_on, the_import
from imports.workflow import ImportAct, allows
from organisation.access.rules import StaffRequest, access, administrators


@access(administrators)
@get_or_post
def import_commit(request: StaffRequest, pk: int) -> HttpResponse:
    """The second click: what will happen, and the button that has it done."""
    batch = the_import(pk)
    if not allows(batch.stage, ImportAct.COMMIT) or job_at_work(batch):
        return led_on(batch)
    readiness = readiness_of(batch)
    if not readiness.is_ready:
        sentences = ["Importen har ändrats sedan kontrollen. Kontrollera igen."] if readiness.is_stale else []
        for sentence in [*sentences, *readiness.hindrances]:
            messages.warning(request, sentence)
        return redirect("import_check", pk=pk)
    if request.method == "POST":
        return _asked(request, batch, JobKind.COMMIT)
    context = frame_of(batch, CHECK) | {
        "figures": figures_of(batch),
        "by_hand": by_hand(batch),
        "gains": gains_of(batch),
        "controls": controls_of(batch, lists_of(batch)),
        "unanswered": left_without_answer(batch),
        "brought_in": brought_in(batch),
        "not_taken": not_taken(batch),
    }
    return render(request, "imports/commit.html", context)


def _asked(request: StaffRequest, batch: ImportBatch, kind: JobKind) -> HttpResponse:
    """Ask the importer, and lead to how far it has come; or say why not."""
    try:
        ask_for(actor=request.user, batch=batch, kind=kind)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
        return led_on(batch)
    return redirect("import_progress", pk=batch.pk)


@access(administrators)
@require_safe
def import_result(request: StaffRequest, pk: int) -> HttpResponse:
    """What an import brought in, from which files, who did it, and what waits or was left out.

    Before it is brought in, the page that it has come to.
    """
    batch = the_import(pk)
    if job_at_work(batch) or batch.stage in (Stage.FILES, Stage.COLUMNS, Stage.CHECKED):
        return led_on(batch)
    lists = list(lists_of(batch))
    numbers, more = case_numbers(batch)
    failed, last = failed_job(batch), undo_by(batch)
    context: dict[str, Any] = frame_of(batch, RESULT) | {
        "failure": failure_of(failed) if failed and failed.kind == JobKind.UNDO else None,
        "figures": figures_of(batch),
        "by_hand": by_hand(batch),
        "controls": controls_of(batch, lists),
        "rejected_lists": rejected_lists(batch, lists),
        "not_taken": not_taken(batch),
        "file_states": states_of(batch),
        "case_numbers": numbers,
        "more_cases": more,
        "waiting": waiting_by_jobbtorg(batch),
        "unanswered": left_without_answer(batch),
        "undo_by": last,
        "may_undo": last is not None,
    }
    return render(request, "imports/result.html", context)


@access(administrators)
@get_or_post
def import_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an import away before it is brought in."""
    batch = the_import(pk)
    if not allows(batch.stage, ImportAct.DISCARD) or job_at_work(batch):
        return led_on(batch)
    if request.method == "POST":
        return _asked(request, batch, JobKind.DISCARD)
    context = frame_of(batch, FILES) | {"back": next_step(batch, None)[0]}
    return render(request, "imports/discard.html", context)


@access(administrators)
@get_or_post
def import_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """What undoing would take away and what it would leave, and the button that does it.

    Where that has changed since the page was shown, it is shown again before anything is done.
    """
    batch = the_import(pk)
    foreseen = preview(batch)
    if foreseen is None or job_at_work(batch):
        return led_on(batch)
    seen = f"{foreseen.cases}-{foreseen.persons}-{foreseen.records}-{foreseen.touched}"
    is_stale = request.method == "POST" and request.POST.get("sedd") != seen
    if request.method == "POST" and not is_stale:
        return _asked(request, batch, JobKind.UNDO)
    context = frame_of(batch, RESULT) | {"preview": foreseen, "seen": seen, "is_stale": is_stale}
    return render(request, "imports/undo.html", context, status=HTTPStatus.CONFLICT if is_stale else HTTPStatus.OK)
