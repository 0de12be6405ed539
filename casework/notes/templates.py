"""The pages on which a jobbtorg's manager keeps the templates for notes."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from casework.models import NoteTemplate
from casework.notes.forms import NewTemplateForm, TemplateForm
from casework.notes.shown import shown_template
from casework.operations import add_note_template, change_note_template, remove_note_template
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to

PAGE = "casework/notes/template.html"

keeps_templates = allowed_to(Act.KEEP_TEMPLATES)


def _template_of(request: StaffRequest, pk: int) -> NoteTemplate:
    template: NoteTemplate = get_object_or_404(NoteTemplate, pk=pk, jobbtorg=request.user.jobbtorg_id)
    return template


@access(keeps_templates)
@require_safe
def note_template_list(request: StaffRequest) -> HttpResponse:
    """The jobbtorg's templates by name."""
    templates = NoteTemplate.objects.filter(jobbtorg=request.user.jobbtorg_id)
    return render(request, "casework/notes/template_list.html", {"templates": templates})


@access(keeps_templates)
@get_or_post
def note_template_new(request: StaffRequest) -> HttpResponse:
    """Add a template."""
    form = NewTemplateForm(request.POST or None)
    if form.is_valid():
        try:
            template = add_note_template(actor=request.user, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Mallen {template} finns nu i formuläret för anteckningar.")
            return redirect("note_template_list")
    return render_form(request, PAGE, form)


@access(keeps_templates)
@get_or_post
def note_template_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a template another name or text."""
    template = _template_of(request, pk)
    form = _form_of(template, request.POST or None)
    if form.is_valid():
        try:
            change_note_template(
                actor=request.user, note_template=template, seen_template=form.seen, **form.cleaned_data
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Mallen {form.cleaned_data['name']} är ändrad.")
            return redirect("note_template_list")
    return render_form(request, PAGE, form, kept=template, now=form.now)


def _form_of(template: NoteTemplate, sent: QueryDict | None) -> TemplateForm:
    says = {"name": template.name, "text": template.text}
    return TemplateForm(sent, now=shown_template(template), initial=says)


@access(keeps_templates)
@require_POST
def note_template_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a template as the page showed it; what has changed meanwhile is shown beside that."""
    template = _template_of(request, pk)
    try:
        remove_note_template(actor=request.user, note_template=template, seen_template=seen_in(request))
    except ChangedMeanwhileError as changed:
        form = _form_of(template, None)
        context = {"form": form, "kept": template, "now": form.now, "changed": changed}
        return render(request, PAGE, context, status=HTTPStatus.CONFLICT)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Mallen {template} är borttagen. Anteckningar som börjades med den är oförändrade.")
    return redirect("note_template_list")
