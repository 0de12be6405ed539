"""The pages on which phrases are kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.models import Phrase, UsualPhrase
from casework.phrases.forms import NewPhraseForm, PhraseForm
from casework.phrases.operations import add_phrase, change_phrase, remove_phrase
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.way_back import way_back
from organisation.access.permissions import Act, Reach, reach_of
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def phrase_list(request: StaffRequest) -> HttpResponse:
    """One's own phrases, the jobbtorg's, and those for all."""
    kept = list(Phrase.objects.offered_to(request.user))
    return render(
        request,
        "casework/phrases/list.html",
        {
            "own": [one for one in kept if not one.is_of_unit],
            "of_unit": [one for one in kept if one.is_of_unit],
            "usual": UsualPhrase.objects.valid_on(timezone.localdate()).order_by("key"),
            "keeps_unit": _keeps_unit(request),
        },
    )


@access(jobbtorg_staff)
@get_or_post
def phrase_new(request: StaffRequest) -> HttpResponse:
    """Add a phrase of one's own, or of the jobbtorg."""
    form = NewPhraseForm(request.POST or None)
    if not _keeps_unit(request):
        del form.fields["whose"]
    if form.is_valid():
        answers = form.cleaned_data
        try:
            add_phrase(
                actor=request.user,
                key=answers["key"],
                text=answers["text"],
                of_unit=answers.get("whose") == "unit",
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Frasen ;{answers['key']} finns nu.")
            return redirect(way_back(request, reverse("phrase_list")))
    return render_form(request, "casework/phrases/form.html", form, heading="Ny fras", phrase=None)


@access(jobbtorg_staff)
@get_or_post
def phrase_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct a phrase, or remove it."""
    phrase = get_object_or_404(Phrase.objects.kept_by(request.user), pk=pk)
    if "remove" in request.POST:
        remove_phrase(actor=request.user, phrase=phrase)
        messages.success(request, f"Frasen ;{phrase.key} är borttagen.")
        return redirect(way_back(request, reverse("phrase_list")))
    form = PhraseForm(request.POST or None, initial={"key": phrase.key, "text": phrase.text})
    if form.is_valid():
        try:
            changed = change_phrase(actor=request.user, phrase=phrase, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Frasen ;{changed.key} är ändrad.")
            return redirect(way_back(request, reverse("phrase_list")))
    return render_form(
        request, "casework/phrases/form.html", form, heading=f"Ändra frasen ;{phrase.key}", phrase=phrase
    )


def _keeps_unit(request: StaffRequest) -> bool:
    return reach_of(request.user, Act.KEEP_PHRASES) == Reach.UNIT
