"""What lists are and what their columns and words mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django import forms
from django.http import QueryDict

from core.forms import AnyDateField
from imports.choices import PROFILES
from imports.models import ImportList
from imports.pages.lists.meanings import heading_of, meaning_options
from imports.pages.lists.words import Word, WordOptions


class Column(NamedTuple):
    """One column of a list in its form."""

    heading: str
    samples: list[str]
    field: forms.BoundField


class ListForm(forms.Form):
    """Whether one list is taken in, what it is, its day, and what each column means."""

    included = forms.BooleanField(label="Ta med listan", required=False)
    profile = forms.ChoiceField(label="Typ av lista", required=False, choices=[("", "Välj"), *PROFILES])
    as_of = AnyDateField(label="Gäller per", required=False, help_text="Dagen listan gällde, till exempel 2008-06-30.")

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
        return [self.cleaned_data[f"kolumn-{number}"] for number in range(len(self.imported.headings))]


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
