"""The parts of a form and its errors, for the templates that draw them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import template
from django.forms import (
    BaseForm,
    CheckboxInput,
    DateField,
    DateInput,
    DateTimeField,
    IntegerField,
    Select,
    Textarea,
    TextInput,
    TimeField,
)
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.forms import SwedishDateField
from jobbtorg.form_texts import plain_errors
from organisation.access.written import FIELD, Written, page_of

register = template.Library()


@dataclass(frozen=True)
class FieldParts:
    """One form field taken apart for templates/django/forms/field.html."""

    kind: str
    hint: str
    optional: bool
    max_length: int | None
    described_by: str
    short: bool
    """What is asked for is short, so that two such fields stand side by side where there is room."""
    control: SafeString
    errors: list[str]


# What is typed into these is short, and the control says so.
SHORT_ANSWERS = (DateField, TimeField, DateTimeField, IntegerField)


HOW_DATES_ARE_TYPED = "Till exempel 2026-11-23 eller 23/11."
A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""In a hint: it says already how its date is typed, as that of a birth does."""

LONGEST_SHORT_TEXT = 120
"""Characters: what is typed in one line and is no longer than this is read well in half a form, a name for instance."""


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if field.use_fieldset:
        return "group"
    if isinstance(field.field, DateField) and widget.input_type == "text":
        return "date"
    return "checkbox" if isinstance(widget, CheckboxInput) else "single"


def _is_short(field: BoundField) -> bool:
    if isinstance(field.field, SHORT_ANSWERS) or type(field.field.widget) is Select:
        return True
    longest = getattr(field.field, "max_length", None)
    return isinstance(field.field.widget, TextInput) and longest is not None and longest <= LONGEST_SHORT_TEXT


def _hint(field: BoundField) -> str:
    """What is written at a field. At a date it ends with how it is typed, alike on every page."""
    said = str(field.help_text)
    if not isinstance(field.field.widget, DateInput) or A_DATE.search(said):
        return said
    if not isinstance(field.field, SwedishDateField):
        return said or "ÅÅÅÅ-MM-DD"
    return f"{said} {HOW_DATES_ARE_TYPED}".lstrip()


@register.simple_tag
def field_parts(field: BoundField) -> FieldParts:
    """The control with everything that describes it tied to it: hint, date format, character limit, error.

    An answer that the hint says is sometimes required ("Krävs …") is not marked as optional.
    """
    widget = field.field.widget
    hint = _hint(field)
    max_length = getattr(field.field, "max_length", None) if isinstance(widget, Textarea) else None
    names = [
        widget.attrs.get("aria-describedby", ""),
        f"{field.auto_id}_hint" if hint else "",
        f"{field.auto_id}_counter" if max_length else "",
        f"{field.auto_id}_error" if field.errors else "",
    ]
    described_by = " ".join(name for name in names if name)
    kind = _kind(field)
    attrs: dict[str, str | bool] = {"aria-describedby": described_by} if described_by and kind != "group" else {}
    if isinstance(field.field, SHORT_ANSWERS):
        attrs["data-width"] = "narrow"
    optional = not field.field.required and not hint.startswith("Krävs")
    control = field.as_widget(attrs=attrs)
    short = kind != "group" and _is_short(field)
    return FieldParts(kind, hint, optional, max_length, described_by, short, control, plain_errors(field))


NOT_WRITTEN = frozenset({"class", "required", "placeholder"})
"""What a control does not say: the server says what is missing, and a hint stands beside it."""


@register.simple_tag
def control_attributes(attrs: Mapping[str, Any], also_left_out: str = "") -> SafeString:
    """The attributes of a control of a form, with a space before each, and the class that draws it."""
    classes = f"ds-input {attrs['class']}" if attrs.get("class") else "ds-input"
    others = {name: value for name, value in attrs.items() if name not in NOT_WRITTEN and name != also_left_out}
    return format_html(' class="{}"{}', classes, flatatt(others))


@register.simple_tag
def choice_attributes(widget: Mapping[str, Any], option: Mapping[str, Any]) -> SafeString:
    """The attributes of one of several choices; of a group that takes the focus, the chosen or the first one does."""
    is_chosen = bool(option["selected"]) or (option["index"] == "0" and not any(widget["value"]))
    return control_attributes(option["attrs"], "" if is_chosen else "autofocus")


@dataclass(frozen=True)
class FieldError:
    """One thing to put right: the id to jump to, if any, and a sentence that names the field."""

    target: str
    text: str


def _named(field: BoundField, text: str) -> str:
    """ "Remissdatum: datumet kan inte ligga i framtiden.", unless the sentence names the field itself."""
    label = str(field.label)
    if not label or label.rstrip(":?").lower() in text.lower():
        return text
    if label.endswith("?"):
        return f"{label} {text}"
    begins = text[:2] if text[:2].isupper() else text[:2].lower()
    return f"{label}: {begins}{text[2:]}"


@register.filter
def error_links(form: BaseForm) -> list[FieldError]:
    """Every error of a form in page order with the id to jump to; errors of the whole form have no target."""
    found = [FieldError("", str(text)) for text in form.non_field_errors()]
    for field in form:
        # A group of radio buttons or boxes has no label target of its own; its first choice takes the focus.
        first = next(iter(field.subwidgets), None) if field.use_fieldset else field
        target = first.id_for_label if first is not None else ""
        found += [
            FieldError("", text) if field.is_hidden else FieldError(target, _named(field, text))
            for text in plain_errors(field)
        ]
    return found


class FormMarksNode(CsrfTokenNode):
    """Django's token against forgery, and beside it who was shown the form and where (organisation.access.written)."""

    def render(self, context: Context) -> SafeString:
        """Both hidden fields; the token alone where nobody is signed in."""
        token = cast(SafeString, super().render(context))
        request = context.get("request")
        user = getattr(request, "user", None)
        if request is None or not token or user is None or not user.is_authenticated:
            return token
        mark = Written(user.pk, page_of(request)).mark()
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, mark)


@register.tag("csrf_token")
def form_marks(parser: Parser, token: Token) -> FormMarksNode:
    """Django's tag, in every template: so that no form can lack the mark."""
    return FormMarksNode()
