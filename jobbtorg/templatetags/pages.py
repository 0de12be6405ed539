"""Icons, tags and the parts of a page that every template may use; builtin, so templates need no `{% load %}`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.swedish.numbers import spaced
from core.way_back import here, leads_back_to
from core.way_back import way_back as where_a_form_ends
from jobbtorg import __version__

register = template.Library()

MISSING = "–"
TAG_ICONS = {"neutral": "dot", "info": "info", "success": "done", "warning": "warning", "danger": "danger"}
STATUS_COLORS = {
    # a clock
    "RUNNING": "info",
    "PAUSED": "warning",
    "MET": "success",
    "BREACHED": "danger",
    # a plan
    "PROPOSED": "info",
    "APPROVED": "success",
    "DECLINED": "warning",
    # a case
    "ACTIVE": "info",
    # a referral
    "SUBMITTED": "info",
    "INCOMPLETE": "warning",
    "ACCEPTED": "info",
    "ENROLLED": "success",
    "PLAN_TOLD": "success",
    # an invitation
    "INVITED": "info",
    "ATTENDED": "success",
    "NO_SHOW": "warning",
    "CANCELLED_BY_ASPIRANT": "warning",
    "CANCELLED_BY_UNIT": "warning",
}
"""A status that is not here asks for nothing any more and is neutral."""

SHOWN_LINES = 3
"""So many lines of a text are shown before "Visa mer"."""

TIMELINE_ICONS = {
    "meeting": "meeting",
    "note": "note",
    "deadline": "clock",
    "plan": "plan",
    "document": "document",
    "referral": "referral",
    "case": "referral",
    "system": "system",
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative icon from static/icons.svg; the text beside it carries the meaning.

    The markup of each is made once in a process: a list has two in every row.
    """
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@cache
def _tag_opening(color: str) -> SafeString:
    """What stands before the text of a tag: it depends on the colour alone."""
    return format_html('<span class="ds-tag status-tag" data-color="{}">{}', color, icon(TAG_ICONS[color]))


@register.simple_tag
def tag(text: str, color: str = "neutral") -> SafeString:
    """A status tag: text and icon, so that colour is never the only carrier.

    `color` is neutral, info, success, warning or danger; anything else shows as neutral.
    """
    return format_html("{}{}</span>", _tag_opening(color if color in TAG_ICONS else "neutral"), text)


@register.simple_tag
def status_tag(row: Any) -> SafeString:
    """The status of a case, plan, clock, referral or invitation, in the same words and colour on every page."""
    return tag(row.get_status_display(), STATUS_COLORS.get(row.status, "neutral"))


@register.simple_block_tag(takes_context=True)
def unless_blank(context: Context, content: str, component: str) -> str:
    """Render the component around the enclosed content as `content`, or nothing if a page left the content empty."""
    if not content.strip():
        return ""
    engine = context.template.engine  # type: ignore[union-attr]
    with context.push(content=content):
        return engine.get_template(component).render(context)


@register.simple_tag
def service_version() -> str:
    """The version that is running, for the foot of every page."""
    return __version__


@register.filter
def grouped(number: int | None) -> str:
    """A number with its thousands apart, "12 480"; a dash where there is none."""
    return MISSING if number is None else spaced(number)


@register.filter
def leading_number(sentence: str) -> tuple[str, str]:
    """Split "38 jobbplaner förfaller" into the number and the rest, for a figure that is read as a sentence."""
    match = re.match(r"[\d\s\u00a0,.]*\d(?:[\s\u00a0]?%)?", str(sentence))
    return (match[0], str(sentence)[match.end() :]) if match else ("", str(sentence))


@register.filter
def fold(text: str, limit: int = 280) -> tuple[str, str]:
    """Split a long text at a word into what is shown and what "Visa mer" opens; the rest is empty for a short one.

    Long is more than about `limit` characters, or more than three lines.
    """
    text = str(text)
    lines = text.split("\n", SHOWN_LINES)
    first = "\n".join(lines[:SHOWN_LINES])
    if len(first) > limit + limit // 4:
        cut = text.rfind(" ", 0, limit)
        cut = cut if cut > 0 else limit
    elif len(lines) > SHOWN_LINES:
        cut = len(first)
    else:
        return text, ""
    return text[:cut].rstrip(), text[cut:].lstrip()


@register.filter
def timeline_icon(kind: str) -> str:
    """The icon of a timeline item; kinds nobody has drawn an icon for share the plain dot."""
    return TIMELINE_ICONS.get(str(kind).lower(), "dot")


@register.simple_tag(takes_context=True)
def from_here(context: Context) -> str:
    """What a link to a form adds to its query, so that the form ends on the page that has the link.

    `<a href="{% url 'book_meeting' enrolment.pk %}?{% from_here %}">`.
    """
    return leads_back_to(here(context["request"]))


@register.simple_tag(takes_context=True)
def way_back(context: Context, default: str) -> str:
    """Where the form on the page ends, for its link *Avbryt*: where its own link came from, else the default."""
    return where_a_form_ends(context["request"], default)


@register.filter
def uncapitalized(text: object) -> str:
    """A label within a sentence: its first letter small, names and abbreviations (CV, SFI) as they are."""
    said = str(text)
    return said if said[:2].isupper() else said[:1].lower() + said[1:]
