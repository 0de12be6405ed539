"""Django's standard form errors in plain Swedish that says what to do.

A sentence a form has written itself is never touched; only the library's own wording is replaced.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

CHOICES = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
# Raised by validators, whose wording a form replaces by naming the code in `error_messages`.
VALIDATOR_CODES = {"max_length", "min_length", "max_value", "min_value"}


def _name(field: BoundField) -> str:
    """The label as it reads inside a sentence: "E-post" becomes "e-post", "CV" stays."""
    label = str(field.label).rstrip(":?")
    return label if label[:2].isalpha() and label[:2].isupper() else label[:1].lower() + label[1:]


def _required(field: BoundField, error: ValidationError) -> str:
    widget = field.field.widget
    if isinstance(widget, CHOICES):
        return f"Välj ett alternativ under ”{field.label}”."
    if isinstance(widget, forms.CheckboxInput):
        return f"Kryssa i rutan ”{field.label}”."
    if isinstance(widget, forms.FileInput):
        return f"Välj en fil under ”{field.label}”."
    return f"Fyll i {_name(field)}."


def _invalid(field: BoundField, error: ValidationError) -> str:
    match field.field:
        case forms.DateTimeField():
            return f"Ange {_name(field)} som 2026-11-23 14:30."
        case forms.DateField():
            return f"Ange {_name(field)} som 2026-11-23."
        case forms.TimeField():
            return f"Ange {_name(field)} som 14:30."
        case forms.EmailField():
            return f"Ange {_name(field)} som namn@exempel.se."
        case forms.IntegerField() | forms.DecimalField() | forms.FloatField():
            return f"Ange {_name(field)} med siffror."
    return f"Kontrollera {_name(field)}."


def _limit(error: ValidationError) -> object:
    return (error.params or {}).get("limit_value", "")


def _length(error: ValidationError) -> object:
    return (error.params or {}).get("show_value", "")


SENTENCES: dict[str, Callable[[BoundField, ValidationError], str]] = {
    "required": _required,
    "invalid": _invalid,
    "invalid_choice": lambda field, error: f"Välj ett av alternativen under ”{field.label}”.",
    "max_length": lambda field, error: (
        f"Korta texten under ”{field.label}” till högst {_limit(error)} tecken. Nu är det {_length(error)}."
    ),
    "min_length": lambda field, error: f"Skriv minst {_limit(error)} tecken i {_name(field)}.",
    "max_value": lambda field, error: f"Ange {_name(field)} till högst {_limit(error)}.",
    "min_value": lambda field, error: f"Ange {_name(field)} till minst {_limit(error)}.",
}


def _is_standard(field: BoundField, error: ValidationError) -> bool:
    """Whether the wording is the library's: the form has neither replaced it nor raised the error itself."""
    if error.code in VALIDATOR_CODES:
        return error.code not in field.field.error_messages and "limit_value" in (error.params or {})
    standard = {
        str(text) for kind in type(field.field).__mro__ for text in getattr(kind, "default_error_messages", {}).values()
    }
    # An e-mail address is checked by a validator that carries its own text.
    standard |= {str(getattr(validator, "message", "")) for validator in field.field.default_validators}
    return str(error.message) in standard


def plain_errors(field: BoundField) -> list[str]:
    """The field's errors as sentences that say what to do."""
    found: list[str] = []
    for error in field.errors.as_data():
        sentence = SENTENCES.get(error.code or "")
        if sentence and _is_standard(field, error):
            found.append(sentence(field, error))
        else:
            found.extend(str(message) for message in error.messages)
    return found
