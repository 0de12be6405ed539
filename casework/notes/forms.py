"""The forms of a note, of its correction, and of a template."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from aspirants.forms.corrections import CorrectionForm
from casework.models import LONGEST_NOTE, CaseNote
from casework.models.notes import NOTE_NEEDED
from casework.phrases.expanding import with_phrases
from core.forms import NO_DIAGNOSES, PastDateField, SeenForm
from organisation.models import User

WHICH_DAY = "Den dag anteckningen gäller."


def note_field(**attrs: Any) -> forms.CharField:
    """The words of a note; phrases can be put into them."""
    return forms.CharField(
        label="Anteckning",
        max_length=LONGEST_NOTE,
        help_text=NO_DIAGNOSES,
        widget=forms.Textarea(attrs={"rows": 7, "data-phrases": "", **attrs}),
        error_messages={"required": NOTE_NEEDED},
    )


class NoteForm(forms.Form):
    """A new note, about today unless another day is given."""

    text = note_field(autofocus=True)
    concerns_on = PastDateField(label="Dag", help_text=WHICH_DAY, error_messages={"required": "Ange dagen."})
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        self.author = author
        begun = {"concerns_on": timezone.localdate(), "submission_id": uuid.uuid4()}
        kwargs["initial"] = begun | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # What is wrong gets the focus then.
            del self.fields["text"].widget.attrs["autofocus"]

    def clean_text(self) -> str:
        """The note with its short words written out, where no script has done it."""
        return with_phrases(self.cleaned_data["text"], author=self.author, longest=LONGEST_NOTE)


class NoteCorrectionForm(CorrectionForm):
    """What a note should have said."""

    text = note_field()
    concerns_on = PastDateField(label="Dag", help_text=WHICH_DAY)

    def initial_of(self, row: CaseNote) -> dict[str, Any]:
        """What the note says now."""
        return {"text": row.text, "concerns_on": row.concerns_on}

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of `correct_note`."""
        return dict(self.cleaned_data)


class _TemplateFields(forms.Form):
    name = forms.CharField(
        label="Namn",
        max_length=40,
        help_text="Står på knappen i formuläret, till exempel Telefonsamtal.",
        error_messages={"required": "Ge mallen ett namn."},
    )
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_NOTE,
        help_text="Rubriker och frågor. Skriv inget om någon person.",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Skriv mallens text."},
    )


class NewTemplateForm(_TemplateFields):
    """A template that is not there yet."""


class TemplateForm(SeenForm, _TemplateFields):
    """A template that is there."""
