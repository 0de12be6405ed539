"""The forms that add a file and hide one."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from referrals.attachments.limits import MOST_BYTES
from referrals.attachments.listing import size_in_words
from referrals.attachments.refusals import EMPTY, NOTHING_CHOSEN

NO_CERTIFICATES = "Inga läkarintyg, inga handlingar om andra personer."


class AttachForm(forms.Form):
    """One file at a time."""

    file = forms.FileField(
        label="Fil",
        help_text=f"{NO_CERTIFICATES} PDF, JPEG eller PNG, högst 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": NOTHING_CHOSEN, "missing": NOTHING_CHOSEN, "empty": EMPTY},
    )

    def clean_file(self) -> UploadedFile:
        """The file, if it is not larger than an attachment may be."""
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if size > MOST_BYTES:
            raise ValidationError(f"Filen är {size_in_words(size)}. En bilaga får vara högst 10 MB.")
        return file


class HideForm(forms.Form):
    """Why an attachment should not have been sent. Both sides read it."""

    reason = forms.CharField(
        label="Varför döljs bilagan?",
        max_length=300,
        help_text="Jobbtorget ser skälet. Skriv inte vad som står i filen.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Skriv varför bilagan döljs.",
            "max_length": "Texten är för lång. Korta den till högst 300 tecken.",
        },
    )
