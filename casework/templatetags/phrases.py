"""The phrases beside a note, on pages of any package above."""

from __future__ import annotations

from typing import Any

from django import template

from casework.phrases.offered import phrases_of

register = template.Library()


@register.inclusion_tag("casework/phrases/_offered.html", takes_context=True)
def offered_phrases(context: dict[str, Any]) -> dict[str, Any]:
    """A list of all that the user can write with, folded away; the script of the note reads it. Once on a page."""
    return {"phrases": phrases_of(context["request"].user), "request": context["request"]}
