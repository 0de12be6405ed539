"""The columns that rules are written with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst


class YesNo(models.TextChoices):
    """What a fact has to be. An empty cell means that the rule does not ask."""

    YES = "YES", "Ja"
    NO = "NO", "Nej"


class SomeOf(ArrayField):
    """Some of a list of words; none chosen means that the rule does not ask."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """A box for each word."""
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices or (),
            required=False,
            label=capfirst(str(self.verbose_name)),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


def some_of(label: str, words: type[models.TextChoices], help_text: str = "") -> SomeOf:
    """A column for some of a list of words."""
    word = models.CharField(max_length=24, choices=words)
    return SomeOf(word, verbose_name=label, default=list, blank=True, help_text=help_text)


def yes_or_no(label: str, help_text: str = "") -> models.CharField:
    """A column for what a fact has to be; empty where the rule does not ask."""
    return models.CharField(label, max_length=3, choices=YesNo, blank=True, default="", help_text=help_text)
