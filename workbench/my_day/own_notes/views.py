"""The pages of a note to oneself: writing it, changing it, and saying that it is done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, signed_in
from workbench.models import OwnNote
from workbench.my_day.own_notes.forms import NewOwnNoteForm, OwnNoteForm
from workbench.my_day.own_notes.operations import change_own_note, finish_own_note, write_own_note

TEMPLATE = "workbench/my_day/own_note.html"


@access(signed_in)
@get_or_post
def own_note_write(request: StaffRequest) -> HttpResponse:
    """Write a note to oneself; the form of Min dag is sent here."""
    form = NewOwnNoteForm(request.POST or None)
    if form.is_valid():
        try:
            write_own_note(actor=request.user, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("home")
    return render_form(request, TEMPLATE, form, heading="Ny anteckning till mig")


@access(signed_in)
@get_or_post
def own_note_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a note to oneself."""
    note = get_object_or_404(OwnNote, pk=pk, author=request.user)
    form = OwnNoteForm(request.POST or None, initial={"text": note.text})
    if form.is_valid():
        change_own_note(actor=request.user, note=note, **form.cleaned_data)
        return redirect("home")
    return render_form(request, TEMPLATE, form, heading="Ändra anteckning till mig")


@access(signed_in)
@require_POST
def own_note_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a note to oneself is done, or take that back (`klar=nej`)."""
    note = get_object_or_404(OwnNote, pk=pk, author=request.user)
    finish_own_note(actor=request.user, note=note, is_done=request.POST.get("klar") != "nej")
    return redirect("home")
