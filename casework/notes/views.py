"""Writing a note of a case, and reading those that there are."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aspirants.access import open_case, read_case
from aspirants.corrections.rights import is_free
from aspirants.corrections.told import corrections_of
from aspirants.corrections.undoing import say_undoable
from aspirants.events import note_text
from aspirants.models import CorrectedKind
from casework.models import CaseNote, NoteTemplate
from casework.notes.forms import NoteForm
from casework.notes.shown import recorded_note
from casework.operations import write_note
from core.forms import get_or_post, render_form, show_refusal
from core.reading.places import PARAMETER, Place, rows_below
from core.refusals import OperationRefused
from core.way_back import way_back
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff

A_PAGE = 30
"""Notes of a case on one page."""

BESIDE_THE_FORM = 3
"""So many of the latest notes stand beside the one that is being written."""

TEMPLATE = "mall"
"""The name of the buttons that put a template into the field; the value is the template's key."""


@access(jobbtorg_staff)
@get_or_post
def note_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a note; a template is put below what is typed, and saves nothing."""
    enrolment = open_case(request, pk)
    templates = list(NoteTemplate.objects.filter(jobbtorg=enrolment.jobbtorg_id))
    form = _form(request, templates)
    if form.is_valid():
        try:
            note = write_note(actor=request.user, enrolment=enrolment, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            say_undoable(request, "Anteckningen är sparad.", enrolment, note)
            return redirect(way_back(request, reverse("case", args=[pk])))
    latest = CaseNote.objects.filter(enrolment=enrolment).select_related("written_by")
    return render_form(
        request,
        "casework/notes/new.html",
        form,
        enrolment=enrolment,
        templates=templates,
        latest=latest[:BESIDE_THE_FORM],
        may_keep_templates=may(request.user, Act.KEEP_TEMPLATES),
    )


def _form(request: StaffRequest, templates: Sequence[NoteTemplate]) -> NoteForm:
    """The form as it was sent in; where a template was asked for, what was typed with the template below it."""
    if TEMPLATE not in request.POST:
        return NoteForm(request.POST or None, author=request.user)
    chosen = next((one.text for one in templates if str(one.pk) == request.POST[TEMPLATE]), "")
    typed = request.POST.get("text", "").rstrip()
    begun = {name: request.POST[name] for name in ("concerns_on", "submission_id") if name in request.POST}
    text = f"{typed}\n\n{chosen}" if typed else chosen
    return NoteForm(initial=begun | {"text": text}, author=request.user)


@access(jobbtorg_staff)
@require_safe
def case_notes(request: StaffRequest, pk: int) -> HttpResponse:
    """The notes of the case, the latest written first, each with what stood there before it was corrected."""
    enrolment = read_case(request, pk)
    below = request.GET.get(PARAMETER, "")
    notes = CaseNote.objects.filter(enrolment=enrolment).select_related("written_by")
    found, older = rows_below(notes, "written_at", below, A_PAGE)
    marked = request.GET.get("anteckning", "")
    if marked.isdecimal() and not below and all(str(one.pk) != marked for one in found):
        below = _place_above(notes, marked)
        found, older = rows_below(notes, "written_at", below, A_PAGE)
    corrections = corrections_of(enrolment, CorrectedKind.NOTE)
    rows = [
        (
            note,
            note_text(note.text, enrolment),
            corrections.get(note.pk, []),
            is_free(request.user, recorded_note(note)),
        )
        for note in found
    ]
    context = {"enrolment": enrolment, "rows": rows, "older": older, "below": below}
    return render(request, "casework/notes/list.html", context)


def _place_above(notes: QuerySet[CaseNote], number: str) -> str:
    """Where the list begins so that a note stands first; "" for a note that is none of them."""
    note = notes.filter(pk=int(number[:18])).first()
    return str(Place(note.written_at, "", note.pk + 1)) if note else ""
