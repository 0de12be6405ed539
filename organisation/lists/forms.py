"""The name of a view, and which columns a list shows."""

from __future__ import annotations

from django import forms

NOBODY = "Skriv inget om en enskild person i namnet."
NAME_MISSING = "Skriv vad vyn ska heta."


class ViewNameForm(forms.Form):
    """What a view is called."""

    name = forms.CharField(
        label="Vyns namn", max_length=60, help_text=NOBODY, error_messages={"required": NAME_MISSING}
    )
