"""The form of the settings page."""

from __future__ import annotations

from typing import Any

from django import forms

from organisation.models import ColorScheme, User


class PreferencesForm(forms.Form):
    """What the user chooses about keys and looks."""

    color_scheme = forms.TypedChoiceField(
        label="Färger", choices=ColorScheme.choices, coerce=ColorScheme, widget=forms.RadioSelect
    )
    compact_rows = forms.BooleanField(
        label="Täta rader i listor", required=False, help_text="Fler rader får plats på skärmen."
    )
    shortcuts = forms.BooleanField(
        label="Kortkommandon med en enda tangent",
        required=False,
        help_text="Till exempel / för sökfältet och j för nästa rad. Stäng av dem om du talar in text eller ofta råkar "
        "trycka på en tangent. Ctrl + Enter sparar ändå.",
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(user, name) for name in self.base_fields})
