"""The forms that take files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from aspirants.people.masks import mask_digits
from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from imports.choices import PROFILES
from imports.models import ImportBatch, ImportList
from imports.operations.starting import MOST_FILES
from imports.reading.before_reading import refuse_before_reading
from imports.reading.refusals import UnreadableFileError
from imports.reading.uploads import MOST_TOGETHER
from organisation.models import Jobbtorg

ACCEPTED = ".xlsx,.xls,.ods,.csv"
ALLOWED = (
    "Filer som slutar på .xlsx, .xls, .ods eller .csv, högst 20 MB och 200 000 rader var, högst 60 MB tillsammans."
)


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files that can be read as lists; every file that cannot be is named with the reason."""

    widget = _FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, each at its beginning."""
        files: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise ValidationError(f"Välj högst {MOST_FILES} filer åt gången.")
        if sum(file.size or 0 for file in files) > MOST_TOGETHER:
            raise ValidationError("Filerna är tillsammans större än 60 MB. Välj färre åt gången.")
        cleaned = [super(FilesField, self).clean(file, initial) for file in files]
        if reasons := [reason for file in cleaned if (reason := _why_not(file))]:
            raise ValidationError(reasons)
        return cleaned


def _why_not(file: UploadedFile) -> str:
    """Why a file is not taken; empty if it is. Nothing is unpacked or parsed."""
    try:
        refuse_before_reading(file, str(file.name))
    except UnreadableFileError as error:
        return f"{mask_digits(str(file.name))}: {error.message}"
    return ""


def _files_field(**texts: Any) -> FilesField:
    return FilesField(
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "Välj minst en fil.", "max_length": "Filens namn är för långt. Korta det."},
        **texts,
    )


class UploadForm(forms.Form):
    """Files of one jobbtorg, the day they were true, and what kind of lists they are."""

    files = _files_field(label="Filer", help_text=ALLOWED)  # type: ignore[assignment]
    jobbtorg = forms.ModelChoiceField(
        Jobbtorg.objects.all(),
        label="Jobbtorg",
        help_text="Ärendena förs in vid det här jobbtorget.",
        empty_label="Välj jobbtorg",
        error_messages={"required": "Välj vilket jobbtorg listorna kommer från."},
    )
    as_of = AnyDateField(
        which_year=WhichYear.PAST,
        label="Gäller per",
        required=False,
        help_text="Dagen listorna gällde, till exempel 2008-06-30. Lämna tomt om den står överst i filen.",
    )
    profile = forms.ChoiceField(
        label="Typ av lista",
        required=False,
        choices=[("", "Gissa av rubrikerna"), *PROFILES],
    )


class CorrectedForm(forms.Form):
    """The rejected rows of one list, corrected in the file that was downloaded."""

    imported = forms.ModelChoiceField(
        ImportList.objects.none(),
        label="Rättade rader från",
        empty_label=None,
        help_text="Jobbtorg och dag tas från den listan.",
        error_messages={"required": "Välj vilken lista raderna kommer från."},
    )
    files = _files_field(label="Rättad fil", help_text="Filen med felrader, rättad i Excel. Kolumnen Fel får stå kvar.")  # type: ignore[assignment]

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists: Any = self.fields["imported"]
        lists.queryset = ImportList.objects.filter(file__batch=batch, included=True).select_related("file__jobbtorg")
        lists.initial = lists.queryset.first()
