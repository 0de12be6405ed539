"""What lists are and what their columns and words mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict

from core.forms import AnyDateField
from core.swedish.dates import WhichYear
from imports.choices import PROFILES
from imports.intake.guessing import remembered
from imports.models import ImportList
from imports.pages.lists.meanings import heading_of, meaning_options
from imports.pages.lists.words import Word, WordOptions
from imports.profiles.fields import Field, Profile, fields_of, label_of
from imports.profiles.headings import guess_columns
from imports.reading.formats.kinds import Kind

_WORKBOOKS = tuple(kind.value for kind in Kind if kind != Kind.TEXT)


class Column(NamedTuple):
    """One column of a list in its form."""

    heading: str
    samples: list[str]
    field: forms.BoundField


class ListForm(forms.Form):
    """Whether one list is taken in, what it is, its day, and what each column means."""

    included = forms.BooleanField(label="Ta med listan", required=False)
    profile = forms.ChoiceField(label="Typ av lista", required=False, choices=[("", "Välj"), *PROFILES])
    as_of = AnyDateField(
        which_year=WhichYear.PAST,
        label="Gäller per",
        required=False,
        help_text="Krävs för en lista som tas med. Dagen listan gällde, till exempel 2008-06-30.",
    )

    def __init__(self, data: QueryDict | None, *, imported: ImportList, samples: list[list[str]]) -> None:
        initial = {"included": imported.included, "profile": imported.profile, "as_of": imported.as_of}
        super().__init__(data, prefix=f"lista-{imported.pk}", initial=initial)
        self.imported, self._samples = imported, samples
        profile = self["profile"].value() or ""
        options = meaning_options(profile if profile in dict(PROFILES) else "")
        for column in range(len(imported.headings)):
            heading = heading_of(imported, column)
            meaning = forms.ChoiceField(label=heading, required=False, choices=options)
            meaning.initial = imported.fields[column] if column < len(imported.fields) else ""
            self.fields[f"kolumn-{column}"] = meaning

    @property
    def auto_anchor(self) -> str:
        """The id of its card."""
        return f"lista-{self.imported.pk}"

    @property
    def kind_of_file(self) -> str:
        """ "Teckenkodning: UTF-8" of a text, "Arbetsbok (xlsx)" of a workbook."""
        encoding = self.imported.encoding
        return f"Arbetsbok ({encoding})" if encoding in _WORKBOOKS else f"Teckenkodning: {encoding}"

    @property
    def columns(self) -> list[Column]:
        """The columns from the left."""
        return [
            Column(
                heading_of(self.imported, number),
                self._samples[number] if number < len(self._samples) else [],
                self[f"kolumn-{number}"],
            )
            for number in range(len(self.imported.headings))
        ]

    @property
    def meanings(self) -> list[str]:
        """What was chosen for each column; "" for one that is not used."""
        return [self.cleaned_data.get(f"kolumn-{number}", "") for number in range(len(self.imported.headings))]

    def clean(self) -> dict[str, Any]:
        """Guess the columns anew where only the kind of list is another, and name the columns that cannot be so."""
        cleaned: dict[str, Any] = super().clean() or {}
        profile = cleaned.get("profile")
        if cleaned.get("included") and "as_of" in cleaned and cleaned["as_of"] is None:
            self.add_error("as_of", "Ange vilken dag listan gäller.")
        if cleaned.get("included") and profile:
            stored = [*self.imported.fields, *[""] * len(self.imported.headings)][: len(self.imported.headings)]
            if profile != self.imported.profile and self.meanings == stored:
                self._guess_again(Profile(profile), cleaned)
            self._name_faults(Profile(profile))
        return cleaned

    def _guess_again(self, profile: Profile, cleaned: dict[str, Any]) -> None:
        choices = remembered(self.imported.file.jobbtorg_id).get(profile, {})
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        for number, field in enumerate(guess_columns(profile, self.imported.headings, (), choices)):
            name = f"kolumn-{number}"
            cleaned[name] = typed[self.add_prefix(name)] = field.value if field else ""
        self.data = typed

    def _name_faults(self, profile: Profile) -> None:
        """Two columns with one meaning, and one that means what such a list does not have: said at the columns."""
        allowed = {column.field.value for column in fields_of(profile)}
        first: dict[str, int] = {}
        for number, meaning in enumerate(self.meanings):
            heading = heading_of(self.imported, number)
            if meaning and meaning not in allowed:
                label = label_of(Field(meaning), Profile.ASPIRANTS)
                self.add_error(f"kolumn-{number}", f"{heading}: {label} finns inte i en sådan lista.")
            elif meaning in first:
                other = heading_of(self.imported, first[meaning])
                self.add_error(f"kolumn-{number}", f"{other} och {heading} kan inte betyda samma sak.")
            elif meaning:
                first[meaning] = number


class WordsForm(forms.Form):
    """What words stand for; a word without an answer is left as it is."""

    def __init__(self, data: QueryDict | None, *, words: Iterable[Word], options: WordOptions) -> None:
        super().__init__(data)
        self.words = list(words)
        for word in self.words:
            label = f"{word.kind.label} ”{word.shown}”"
            self.fields[word.name] = forms.ChoiceField(
                label=label, required=False, choices=options.of(word), initial=word.answer
            )

    @property
    def rows(self) -> list[tuple[Word, forms.BoundField]]:
        """The words with their fields."""
        return [(word, self[word.name]) for word in self.words]

    @property
    def changed(self) -> list[tuple[Word, str]]:
        """The words whose answer is another than before, with the answer."""
        answers = [(word, self.cleaned_data[word.name]) for word in self.words]
        return [(word, answer) for word, answer in answers if answer and answer != word.answer]
