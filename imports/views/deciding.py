"""What is done on the page of the check: cells corrected, proposals taken, faults and old cases decided about."""

from __future__ import annotations

import re

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
from imports.pages.readiness import asks_outcome, readiness_of
from organisation.access.rules import StaffRequest

_CELL = re.compile(r"cell-([0-9]{1,18})-([0-9]{1,4})")
CHECK_AGAIN = "Kontrollera igen när du är klar"


def decide(request: StaffRequest, batch: ImportBatch) -> HttpResponse | None:
    """Save all that was sent in, then do what the pressed button says; None where a form has faults.

    Corrections and choices are one form: what was written beside the pressed button is saved too. Raises
    OperationRefused, and nothing of it holds.
    """
    corrected = _correct(request, batch)
    act = request.POST.get("act", "")
    decided = _choose(request, batch, must_answer=act == "val" and not corrected)
    if decided is None:
        return None
    accepted = _accept(request, batch, but=set(corrected)) if "godta" in request.POST else None
    if act == "igen":
        ask_for(actor=request.user, batch=batch, kind=JobKind.CHECK)
        return redirect("import_progress", pk=batch.pk)
    _say(request, batch, len(corrected), accepted, decided=decided)
    return _back(request, batch, "val" if act == "val" else "orsaker")


def _say(request: StaffRequest, batch: ImportBatch, corrected: int, accepted: int | None, *, decided: bool) -> None:
    """Tell what is saved, and that it has to be checked anew where it has."""
    told = []
    if corrected:
        told.append(counted(corrected, "rättelse är sparad", "rättelser är sparade"))
    if accepted is not None:
        told.append(counted(accepted, "förslag är godtaget", "förslag är godtagna"))
    if decided:
        told.append("Valen är sparade")
    if told:
        batch.refresh_from_db(fields=["changed_at"])
        if readiness_of(batch).is_stale:
            told.append(CHECK_AGAIN)
        messages.success(request, f"{'. '.join(told)}.")
    else:
        messages.info(request, "Inget var ändrat.")


def _back(request: StaffRequest, batch: ImportBatch, anchor: str) -> HttpResponse:
    """To the page as it was shown: with the same rows."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('import_check', args=[batch.pk])}{query}#{anchor}")


def _correct(request: StaffRequest, batch: ImportBatch) -> list[tuple[int, int]]:
    """Save the cells that were changed; gives which, by the keys of rows and the columns."""
    sent = _cells(request)
    rows = with_corrections(ImportRow.objects.filter(batch=batch, pk__in={row for row, _ in sent}))
    by_key = {row.pk: row for row in rows.select_related("list__file", "batch")}
    changed = []
    for (key, column), texts in sent.items():
        row = by_key.get(key)
        if row is None:
            raise OperationRefused("En rad finns inte längre. Ladda om sidan.")
        stands = cell_of(row, column)
        shown = shown_for_correction(masked(row.list, column, stands), stands).strip()
        # A cell with two findings is shown twice; what was written in one of them counts.
        text = next((text for text in texts if text != shown), shown)
        if text != shown:
            correct_cell(actor=request.user, row=row, column=column, text=text)
            changed.append((key, column))
    return changed


def _cells(request: StaffRequest) -> dict[tuple[int, int], list[str]]:
    found = ((_CELL.fullmatch(name), texts) for name, texts in request.POST.lists())
    return {(int(match[1]), int(match[2])): [str(text).strip() for text in texts] for match, texts in found if match}


def _accept(request: StaffRequest, batch: ImportBatch, *, but: set[tuple[int, int]]) -> int:
    wanted = request.POST.get("godta", "")
    cause = next((cause for cause in causes_of(batch) if cause.key == wanted), None)
    if cause is None:
        raise OperationRefused("Anmärkningen finns inte längre. Ladda om sidan.")
    return accept_proposals(actor=request.user, batch=batch, code=cause.code, message=cause.message, but=but)


def _choose(request: StaffRequest, batch: ImportBatch, *, must_answer: bool) -> bool | None:
    """Save what is decided for the whole import where it is another than before; gives whether anything was.

    None where the form about old cases has faults. It is left alone where nothing is answered in it, unless
    `must_answer`: the button pressed is that of the choices and nothing else was changed.
    """
    decided = False
    if "policy" in request.POST and request.POST["policy"] != batch.policy:
        form = PolicyForm(request.POST)
        if not form.is_valid():
            raise OperationRefused("Välj vad som händer om någon rad är fel.")
        choose_policy(actor=request.user, batch=batch, policy=Policy(form.cleaned_data["policy"]))
        decided = True
    typed = request.POST.get("outcome") or request.POST.get("outcome_on")
    if not typed and (decided or not must_answer or not asks_outcome(batch)):
        return decided
    answer = OutcomeForm(request.POST)
    if not answer.is_valid():
        return None
    outcome, day = Outcome(answer.cleaned_data["outcome"]), answer.cleaned_data["outcome_on"]
    if (outcome, day) == (batch.outcome, batch.outcome_on):
        return decided
    choose_outcome(actor=request.user, batch=batch, outcome=outcome, outcome_on=day)
    return True
