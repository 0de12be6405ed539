"""What is done on the page of the check: cells corrected, proposals taken, faults and old cases decided about."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.refusals import OperationRefused
from imports.choices import JobKind, Outcome, Policy
from imports.forms import OutcomeForm, PolicyForm
from imports.models import ImportBatch, ImportRow
from imports.operations import accept_proposals, ask_for, choose_outcome, choose_policy, correct_cell
from imports.pages.figures import counted
from imports.pages.findings import causes_of, shown_for_correction
from imports.pages.lists.cells import cell_of, with_corrections
from imports.pages.lists.meanings import masked
from organisation.access.rules import StaffRequest

_CELL = re.compile(r"cell-([0-9]{1,18})-([0-9]{1,4})")
CHECK_AGAIN = "Kontrollera igen när du är klar."


def decide(request: StaffRequest, batch: ImportBatch) -> HttpResponse | None:
    """Do what the pressed button says; None where its form has faults. Raises OperationRefused."""
    act = _ACTS.get(request.POST.get("act", ""))
    return act(request, batch) if act else _back(request, batch)


def _back(request: StaffRequest, batch: ImportBatch, anchor: str = "") -> HttpResponse:
    """To the page as it was shown: with the same rows."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('import_check', args=[batch.pk])}{query}{f'#{anchor}' if anchor else ''}")


def _correct(request: StaffRequest, batch: ImportBatch) -> HttpResponse:
    sent = {(int(row), int(column)): text for row, column, text in _cells(request)}
    rows = with_corrections(ImportRow.objects.filter(batch=batch, pk__in={row for row, _ in sent}))
    by_key = {row.pk: row for row in rows.select_related("list__file", "batch")}
    changed = 0
    for (key, column), text in sent.items():
        row = by_key.get(key)
        if row is None:
            raise OperationRefused("En rad finns inte längre. Ladda om sidan.")
        stands = cell_of(row, column)
        if text != shown_for_correction(masked(row.list, column, stands), stands):
            correct_cell(actor=request.user, row=row, column=column, text=text)
            changed += 1
    if changed:
        are = counted(changed, "rättelse är sparad", "rättelser är sparade")
        messages.success(request, f"{are}. {CHECK_AGAIN}")
    else:
        messages.info(request, "Inget var ändrat.")
    return _back(request, batch, "orsaker")


def _cells(request: StaffRequest) -> list[tuple[str, str, str]]:
    found = ((_CELL.fullmatch(name), text) for name, text in request.POST.items())
    return [(match[1], match[2], str(text).strip()) for match, text in found if match]


def _accept(request: StaffRequest, batch: ImportBatch) -> HttpResponse:
    wanted = request.POST.get("orsak", "")
    cause = next((cause for cause in causes_of(batch) if cause.key == wanted), None)
    if cause is None:
        raise OperationRefused("Anmärkningen finns inte längre. Ladda om sidan.")
    cells = accept_proposals(actor=request.user, batch=batch, code=cause.code, message=cause.message)
    are = counted(cells, "förslag är godtaget", "förslag är godtagna")
    messages.success(request, f"{are}. {CHECK_AGAIN}")
    return _back(request, batch, "orsaker")


def _policy(request: StaffRequest, batch: ImportBatch) -> HttpResponse | None:
    form = PolicyForm(request.POST)
    if not form.is_valid():
        raise OperationRefused("Välj vad som händer om någon rad är fel.")
    choose_policy(actor=request.user, batch=batch, policy=Policy(form.cleaned_data["policy"]))
    messages.success(request, "Valet är sparat.")
    return _back(request, batch, "val")


def _outcome(request: StaffRequest, batch: ImportBatch) -> HttpResponse | None:
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return None
    outcome = Outcome(form.cleaned_data["outcome"])
    choose_outcome(actor=request.user, batch=batch, outcome=outcome, outcome_on=form.cleaned_data["outcome_on"])
    messages.success(request, f"Svaret är sparat. {CHECK_AGAIN}")
    return _back(request, batch, "val")


def _again(request: StaffRequest, batch: ImportBatch) -> HttpResponse:
    ask_for(actor=request.user, batch=batch, kind=JobKind.CHECK)
    return redirect("import_progress", pk=batch.pk)


_ACTS: dict[str, Callable[[StaffRequest, ImportBatch], HttpResponse | None]] = {
    "ratta": _correct,
    "godta": _accept,
    "val": _policy,
    "utfall": _outcome,
    "igen": _again,
}
