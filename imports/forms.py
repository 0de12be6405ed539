"""The form that takes an old list."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.forms import AnyDateField
from imports.reading.files import HEAD_BYTES, MAX_BYTES, UnreadableFileError, refuse_by_head
from organisation.models import Jobbtorg

EXCEL = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")


class ImportForm(forms.Form):
    """A file, whose list it is, and the day it was true."""

    file = forms.FileField(
        label="Fil",
        help_text="En CSV-fil med en rubrikrad, högst 20 MB. En Excelfil sparar du först som CSV.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "Välj en fil.", "max_length": "Filens namn är för långt. Korta det."},
    )
    jobbtorg = forms.ModelChoiceField(
        Jobbtorg.objects.all(),
        label="Jobbtorg",
        help_text="Ärendena förs in vid det här jobbtorget.",
        empty_label="Välj jobbtorg",
        error_messages={"required": "Välj vilket jobbtorg listan kommer från."},
    )
    as_of = AnyDateField(
        label="Gäller per",
        required=False,
        help_text="Dagen listan gällde, till exempel 2008-06-30. Lämna tomt om den står överst i filen.",
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large, of the wrong kind or too wide before more than its first bytes are read."""
        file: UploadedFile = self.cleaned_data["file"]
        suffix = PurePath(file.name or "").suffix.lower()
        if suffix in EXCEL:
            raise forms.ValidationError(
                "Excelfiler kan inte läsas in ännu. Spara listan som CSV i Excel och välj den filen."
            )
        if suffix != ".csv":
            raise forms.ValidationError("Välj en CSV-fil. Namnet slutar på .csv.")
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError("Filen är större än 20 MB. Dela upp den i flera filer.")
        try:
            refuse_by_head(file.read(HEAD_BYTES))
        except UnreadableFileError as error:
            raise forms.ValidationError(error.message) from error
        file.seek(0)
        return file
