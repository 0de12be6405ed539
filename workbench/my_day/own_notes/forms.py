"""The form of a note to oneself."""

from __future__ import annotations

import uuid

from django import forms

from workbench.my_day.own_notes.operations import LONGEST_NOTE

NOBODY = "Skriv inga personuppgifter här. Det som rör en aspirant hör hemma i ärendet."


class OwnNoteForm(forms.Form):
    """A few lines for oneself."""

    text = forms.CharField(
        label="Anteckning",
        max_length=LONGEST_NOTE,
        help_text=NOBODY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv en anteckning."},
    )


class NewOwnNoteForm(OwnNoteForm):
    """One that is not written yet."""

    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
