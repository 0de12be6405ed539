"""What a page says of the form that led to it: in its title, and where the focus goes. Loaded as a builtin."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.contrib.messages import constants, get_messages
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BaseFormSet
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

FORMS = (BaseForm, BaseFormSet)
_FIRST_CLAUSE = re.compile(r"[:;]|[.] |[.]$")


def _is_faulty(value: Any) -> bool:
    if isinstance(value, BaseForm):
        return value.is_bound and bool(value.errors)
    if isinstance(value, BaseFormSet):
        return value.is_bound and value.total_error_count() > 0
    if isinstance(value, list | tuple):
        return any(_is_faulty(one) for one in value if isinstance(one, FORMS))
    return False


@register.simple_tag(takes_context=True)
def has_errors(context: Context) -> bool:
    """Whether something on the page has to be put right, whatever its form is called, or has changed meanwhile.

    A page with many forms in one object, `forms`, names the faulty ones there; one that refuses what was sent in a
    sentence of its own calls that `sentence`.
    """
    if context.get("changed"):
        return True
    if context.get("sentence") and context["request"].method == "POST":
        return True
    if getattr(context.get("forms"), "faulty", None):
        return True
    return any(_is_faulty(value) for part in context.dicts for value in part.values())


def tells(message: Message) -> bool:
    """Whether a message says what became of an act, so that the focus goes there and the title begins with it."""
    return message.level != constants.INFO


@register.simple_tag
def focus_attributes(message: Message, errors: bool) -> SafeString:
    """With what a message takes the focus when the page opens; it only can where something is to be put right."""
    if not tells(message):
        return SafeString("")
    # Attributes of our own, and nothing that was typed.
    return SafeString('tabindex="-1" data-message' if errors else 'tabindex="-1" data-message autofocus')  # nosec B703


def first_clause(text: str) -> str:
    """ "Mötet är loggat" of "Mötet är loggat. Nästa möte: …"; what follows may be about a person."""
    return _FIRST_CLAUSE.split(text, maxsplit=1)[0].strip()


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """What stands before the name of the page in its title: "Fel: ", or what was just done, "Mötet är loggat – "."""
    if has_errors(context):
        return "Fel: "
    request = context.get("request")
    if request is None:
        return ""
    told = next((message for message in get_messages(request) if tells(message)), None)
    if told is None:
        return ""
    begins = first_clause(str(told))
    return f"Fel: {begins} – " if told.level == constants.ERROR else f"{begins} – "
