"""A telephone number is kept as people write it, and refused where nobody could be called by it, in every form."""

from __future__ import annotations

import importlib
import inspect

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.swedish.telephones import HAS_LETTERS, NO_NUMBER, TOO_SHORT, TelephoneField

MODULES = (
    "casework.persons.forms",
    "referrals.forms.parts",
    "referrals.forms.registering",
    "referrals.forms",
)


@pytest.mark.parametrize(
    "typed",
    ["+46 (0)70-174 06 05", "08-508 25 000", "0701740605", "+358 40 123 4567", "070-174 06 05 (mamma)", "11414"],
)
def test_what_people_write_is_kept(typed: str) -> None:
    assert TelephoneField().clean(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        *[("inte ett nummer", NO_NUMBER), ("+-()", NO_NUMBER), ("070", TOO_SHORT), ("1", TOO_SHORT)],
        *[("070-174 06 O5", HAS_LETTERS), ("070-ab cd ef", HAS_LETTERS)],
    ],
)
def test_what_nobody_can_be_called_by_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TelephoneField(required=False).clean(typed)
    assert refused.value.messages == [sentence]


def test_none_is_none() -> None:
    assert TelephoneField(required=False).clean("") == ""


def test_every_form_that_asks_for_one_asks_so() -> None:
    asked = {}
    for name in MODULES:
        for _, form in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(form, forms.BaseForm) and "phone" in form.base_fields:
                asked[form.__name__] = type(form.base_fields["phone"])
    assert {"PersonForm", "PersonFields"} <= set(asked)
    assert set(asked.values()) == {TelephoneField}
