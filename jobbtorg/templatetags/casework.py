"""Tags and filters every page may use; loaded as a builtin, so templates need no `{% load %}`.

Dates are shown in Swedish and in Stockholm time, always inside `<time datetime>`; a missing value is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Protocol

from django import template
from django.apps import apps
from django.forms import (
    BaseForm,
    CheckboxInput,
    DateField,
    DateInput,
    DateTimeField,
    IntegerField,
    Textarea,
    TimeField,
)
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aspirants.identity import age_on
from core.swedish import dates
from core.workdays import working_days_between
from jobbtorg.form_texts import plain_errors
from organisation.reference_tables.calendar import stored_holiday

register = template.Library()

MISSING = "–"
NO_BREAK_SPACE = "\u00a0"
TAG_ICONS = {"neutral": "dot", "info": "info", "success": "done", "warning": "warning", "danger": "danger"}
STATUS_COLORS = {
    # a promise
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
    # an invitation
    "INVITED": "info",
    "ATTENDED": "success",
    "NO_SHOW": "warning",
    "CANCELLED_BY_ASPIRANT": "warning",
    "CANCELLED_BY_UNIT": "warning",
}
"""A status that is not here asks for nothing any more and is neutral."""

TIMELINE_ICONS = {
    "meeting": "meeting",
    "note": "note",
    "deadline": "clock",
    "plan": "plan",
    "document": "document",
    "referral": "referral",
    "system": "system",
}


# --- Dates and ages ----------------------------------------------------------------------------------------------


def _local(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def _day(moment: date | datetime) -> date:
    local = _local(moment)
    return local.date() if isinstance(local, datetime) else local


def _time_element(moment: date | datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', _local(moment).isoformat(), text)


@register.filter
def weekday_date(value: date | datetime | None) -> SafeString | str:
    """The local day with its weekday: mån 23 nov 2026."""
    if not value:
        return MISSING
    day = _day(value)
    return _time_element(day, dates.weekday_date(day))


@register.filter
def long_date(value: date | datetime | None) -> SafeString | str:
    """The local day in running text: 23 november 2026."""
    if not value:
        return MISSING
    day = _day(value)
    return _time_element(day, format_date(day, "j F Y"))


@register.filter
def iso_date(value: date | datetime | None) -> SafeString | str:
    """The local day in tables: 2026-11-23."""
    if not value:
        return MISSING
    day = _day(value)
    return _time_element(day, day.isoformat())


@register.filter
def clock_time(value: datetime | None) -> SafeString | str:
    """The local time of day: 14.30."""
    if not value:
        return MISSING
    return _time_element(value, format_date(_local(value), "H.i"))


@register.filter
def date_and_time(value: date | datetime | None) -> SafeString | str:
    """Day and time: mån 23 nov 2026 14.30. A plain date, such as an imported one, shows no time at all."""
    if not value:
        return MISSING
    text = dates.weekday_date(_day(value))
    if isinstance(value, datetime):
        text = f"{text} {format_date(_local(value), 'H.i')}"
    return _time_element(value, text)


@register.filter
def age(birth_date: date | None) -> str:
    """Whole years lived on the local day the page is shown: "37 år". Unknown birth date: a dash."""
    if not birth_date:
        return MISSING
    return f"{age_on(birth_date, timezone.localdate())}{NO_BREAK_SPACE}år"


# --- Small parts -------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon from static/icons.svg; the text beside it carries the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def tag(text: str, color: str = "neutral") -> SafeString:
    """A status tag: text and icon, so that colour is never the only carrier.

    `color` is neutral, info, success, warning or danger; anything else shows as neutral.
    """
    color = color if color in TAG_ICONS else "neutral"
    return format_html(
        '<span class="ds-tag status-tag" data-color="{}">{}{}</span>', color, icon(TAG_ICONS[color]), text
    )


@register.simple_tag
def status_tag(row: Any) -> SafeString:
    """The status of a case, plan, promise, referral or invitation, in the same words and colour on every page."""
    return tag(row.get_status_display(), STATUS_COLORS.get(row.status, "neutral"))


@dataclass(frozen=True)
class DueLabel:
    """How a due date reads on a given day."""

    text: str
    color: str
    icon: str


def due_label(due_on: date, today: date) -> DueLabel:
    """The words for a due date, at most 20 characters; distances in working days."""
    days = (due_on - today).days
    if days == 0:
        return DueLabel("I dag", "warning", "clock")
    if days == 1:
        return DueLabel("I morgon", "info", "clock")
    working_days = abs(working_days_between(today, due_on, stored_holiday))
    unit = "arbetsdag" if working_days == 1 else "arbetsdagar"
    if days < 0:
        return DueLabel(f"Sen {working_days} {unit}" if working_days else "Sen", "danger", "danger")
    if working_days == 0:
        return DueLabel(f"Om {days} dagar", "info", "clock")
    return DueLabel(f"Om {working_days} {unit}", "info" if working_days <= 5 else "neutral", "calendar")


@register.inclusion_tag("components/_contextual_date.html")
def contextual_date(due_on: date | None, today: date) -> dict[str, Any]:
    """A due date in words and as a date: "Sen 2 arbetsdagar (tor 19 nov)"; the year only when it is another one."""
    if not due_on:
        return {"due_on": None}
    in_words = dates.short_weekday_date if due_on.year == today.year else dates.weekday_date
    return {"due_on": due_on, "date_text": in_words(due_on), "label": due_label(due_on, today)}


@register.simple_block_tag(takes_context=True)
def unless_blank(context: Context, content: str, component: str) -> str:
    """Render the component around the enclosed content as `content`, or nothing if a page left the content empty."""
    if not content.strip():
        return ""
    engine = context.template.engine  # type: ignore[union-attr]
    with context.push(content=content):
        return engine.get_template(component).render(context)


@register.filter
def leading_number(sentence: str) -> tuple[str, str]:
    """Split "38 jobbplaner förfaller" into the number and the rest, for a figure that is read as a sentence."""
    match = re.match(r"[\d\s\u00a0,.]*\d(?:[\s\u00a0]?%)?", str(sentence))
    return (match[0], str(sentence)[match.end() :]) if match else ("", str(sentence))


@register.filter
def fold(text: str, limit: int = 280) -> tuple[str, str]:
    """Split a long text at a word into what is shown and what "Visa mer" opens; the rest is empty for a short one."""
    text = str(text)
    if len(text) <= limit + limit // 4:
        return text, ""
    cut = text.rfind(" ", 0, limit)
    cut = cut if cut > 0 else limit
    return text[:cut].rstrip(), text[cut:].lstrip()


class Dated(Protocol):
    """Something that happened at a moment, or on a day when the time is not known."""

    at: date | datetime


@dataclass(frozen=True)
class Month:
    label: str
    items: list[Dated]


@register.filter
def by_month(items: Iterable[Dated]) -> list[Month]:
    """Group dated items, already in order, under headings such as "november 2026"."""
    return [
        Month(label, list(members)) for label, members in groupby(items, lambda item: format_date(_day(item.at), "F Y"))
    ]


@register.filter
def timeline_icon(kind: str) -> str:
    """The icon of a timeline item; kinds nobody has drawn an icon for share the plain dot."""
    return TIMELINE_ICONS.get(str(kind).lower(), "dot")


@register.simple_tag
def demo_accounts() -> list[Any]:
    """The accounts the sign-in page offers with one click: none unless the demo is installed."""
    if not apps.is_installed("demo"):
        return []
    from demo.accounts import demo_accounts as offered

    return list(offered())


# --- Forms -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldParts:
    """One form field taken apart for templates/django/forms/field.html."""

    kind: str
    hint: str
    optional: bool
    max_length: int | None
    described_by: str
    control: SafeString
    errors: list[str]


# What is typed into these is short, and the control says so.
SHORT_ANSWERS = (DateField, TimeField, DateTimeField, IntegerField)


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if field.use_fieldset:
        return "group"
    return "checkbox" if isinstance(widget, CheckboxInput) else "single"


@register.simple_tag
def field_parts(field: BoundField) -> FieldParts:
    """The control with everything that describes it tied to it: hint, date format, character limit, error.

    An answer that the hint says is sometimes required ("Krävs …") is not marked as optional.
    """
    widget = field.field.widget
    hint = str(field.help_text)
    if not hint and isinstance(widget, DateInput):
        hint = "ÅÅÅÅ-MM-DD"
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
    return FieldParts(kind, hint, optional, max_length, described_by, control, plain_errors(field))


@dataclass(frozen=True)
class FieldError:
    target: str
    text: str


@register.filter
def error_links(form: BaseForm) -> list[FieldError]:
    """Every error of a form in page order with the id to jump to; errors of the whole form have no target."""
    found = [FieldError("", str(text)) for text in form.non_field_errors()]
    for field in form:
        # A group of radio buttons or boxes has no label target of its own; its first choice takes the focus.
        target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        found += [FieldError("" if field.is_hidden else target, text) for text in plain_errors(field)]
    return found
