"""What the templates of a case page ask for."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from aspirants.case_frame import CaseFrame, NearestDeadline, deadline_of, frame_of
from aspirants.corrections.told import earlier_facts, state_in_words
from aspirants.models import Correction, Enrolment
from core.swedish.dates import weekday_date

register = template.Library()


@register.simple_tag(takes_context=True)
def case_frame(context: Context, enrolment: Enrolment) -> CaseFrame:
    """The tabs and acts of a case page; `active_tab` in the context is the key of the page's tab, if it has one."""
    return frame_of(enrolment, str(context.get("active_tab", "")))


@register.simple_tag
def nearest_deadline(enrolment: Enrolment) -> NearestDeadline | None:
    """The deadline that falls first, for the header of a case page."""
    return deadline_of(enrolment, timezone.localdate())


@register.simple_tag
def corrected(corrections: Iterable[Correction]) -> SafeString:
    """What was corrected at a thing, the latest first: when, by whom, why; folded away, what stood there before."""
    return format_html_join("", "{}", ((_corrected(one),) for one in corrections))


def _corrected(correction: Correction) -> SafeString:
    made = timezone.localtime(correction.made_at)
    when = f"{weekday_date(made.date())} {made:%H.%M}"
    why = f" – skäl: {correction.reason}" if correction.reason else ""
    state = state_in_words(correction.state, correction.decision_reason)
    before = format_html_join("", "<li>{}: {}</li>", earlier_facts(correction.differences))
    return format_html(
        '<div class="correction"><p class="ds-paragraph muted">Rättat {} av {}{}.{}</p>'
        '<details class="more"><summary>Tidigare</summary><ul class="ds-list">{}</ul></details></div>',
        when,
        correction.made_by,
        why,
        f" {state}." if state else "",
        before,
    )
