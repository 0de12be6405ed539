"""What the lists of an import are: their kind, day and columns, and what their words stand for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post
from core.refusals import OperationRefused
from imports.choices import JobKind
from imports.forms import ListForm, WordsForm
from imports.models import ImportBatch, ImportList
from imports.operations import ask_for, choose_columns, choose_value
from imports.pages.lists.columns import lists_of, samples_of
from imports.pages.lists.words import NOTHING, WordOptions, words_of
from imports.pages.steps import COLUMNS, frame_of, job_at_work
from imports.views.finding import AT_WORK, led_on, the_import
from imports.workflow import ImportAct, allows
from organisation.access.rules import StaffRequest, access, administrators


class _Forms:
    """The forms of the page: one for each list that can be read, and two for words."""

    def __init__(self, batch: ImportBatch, typed: QueryDict | None) -> None:
        self.lists: list[ImportList] = list(lists_of(batch))
        samples = samples_of(self.lists)
        self.of_lists = [
            ListForm(typed, imported=imported, samples=samples.get(imported.pk, []))
            for imported in self.lists
            if not imported.refusal
        ]
        options = WordOptions()
        unknown, remembered = words_of(batch)
        self.unknown = WordsForm(typed, words=unknown, options=options)
        self.remembered = WordsForm(typed, words=remembered, options=options)

    @property
    def all(self) -> list[Any]:
        return [*self.of_lists, self.unknown, self.remembered]

    def are_valid(self) -> bool:
        """Whether all of them are; each is asked, so that every fault is said at once."""
        return not self.faulty

    @property
    def faulty(self) -> list[Any]:
        return [form for form in self.all if form.errors]

    @property
    def unreadable(self) -> list[ImportList]:
        return [imported for imported in self.lists if imported.refusal]


@access(administrators)
@get_or_post
def import_columns(request: StaffRequest, pk: int) -> HttpResponse:
    """One card for each list, and the words that the check did not understand."""
    batch = the_import(pk)
    if not allows(batch.stage, ImportAct.CHOOSE):
        return led_on(batch)
    at_work = job_at_work(batch)
    if at_work and request.method != "POST":
        return led_on(batch)
    forms = _Forms(batch, request.POST if request.method == "POST" else None)
    sentence = ""
    if request.method == "POST":
        sentence = AT_WORK if at_work else ""
        if not at_work and forms.are_valid() and _saved(request, batch, forms):
            return _after_saving(request, batch)
    log_access(request, AccessKind.READ, subject=f"Import {batch.pk}")
    context = frame_of(batch, COLUMNS) | {
        "forms": forms,
        "form": next(iter(forms.faulty), None),
        "sentence": sentence,
        "is_checked": batch.checked_at is not None,
    }
    return render(request, "imports/columns.html", context, status=422 if request.method == "POST" else 200)


@transaction.atomic
def _saved(request: StaffRequest, batch: ImportBatch, forms: _Forms) -> bool:
    """Save all of it, or nothing with the reasons put at the lists they are about."""
    if forms.of_lists and not any(form.cleaned_data["included"] for form in forms.of_lists):
        forms.of_lists[0].add_error("included", "Ta med minst en lista.")
        return False
    for form in forms.of_lists:
        _save_list(request, form)
    if forms.faulty:
        transaction.set_rollback(True)
        return False
    for words in (forms.unknown, forms.remembered):
        for word, answer in words.changed:
            value = "" if answer == NOTHING else answer
            choose_value(
                actor=request.user, batch=batch, jobbtorg=word.jobbtorg, kind=word.kind, text=word.text, value=value
            )
    return True


def _save_list(request: StaffRequest, form: ListForm) -> None:
    chosen = form.cleaned_data
    try:
        choose_columns(
            actor=request.user,
            imported=form.imported,
            included=chosen["included"],
            profile=chosen["profile"],
            as_of=chosen["as_of"],
            fields=form.meanings,
        )
    except OperationRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _after_saving(request: StaffRequest, batch: ImportBatch) -> HttpResponse:
    if "spara" in request.POST:
        messages.success(request, "Valen är sparade.")
        return redirect("import_columns", pk=batch.pk)
    ask_for(actor=request.user, batch=batch, kind=JobKind.CHECK)
    return redirect("import_progress", pk=batch.pk)
